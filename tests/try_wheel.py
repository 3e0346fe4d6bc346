"""
Built wheel → `sopkit demo` in an environment that holds nothing else.

Run by `make wheel`; it needs only Python and its venv module.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Build, install into an empty environment, run from an empty folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
        (wheel,) = folder.glob("sopkit-*.whl")
        venv.create(folder / "env", with_pip=True)
        python = str(folder / "env" / "bin" / "python")
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel))
        (folder / "empty").mkdir()
        shown = run(str(folder / "env" / "bin" / "sopkit"), "demo", "--lang", "id", cwd=folder / "empty")
        if "19 Jam 40 Menit" not in shown:
            sys.exit(f"the demo of the wheel shows no total:\n{shown}")
        sheets = [path.suffix for path in (folder / "empty" / "sopkit-demo").iterdir()]
        if sheets != [".html"] or "pip install 'sopkit[sheet]'" not in " ".join(shown.split()):
            sys.exit(f"the demo of the wheel draws {sheets}:\n{shown}")
        print(f"{wheel.name}: sopkit demo runs in an empty environment")


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} exited {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
