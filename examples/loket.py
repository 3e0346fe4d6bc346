"""
A service counter in forty lines: cases kept as JSON files, one journal a file.

Run it twice: `python examples/loket.py FOLDER`. The second run finds the case where the first one left it.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import sopkit

STAFF = {
    "budi": sopkit.Person("budi", actors={"kabid"}),
    "siti": sopkit.Person("siti", actors={"tim-teknis"}),
}


def read(sop: sopkit.Sop, file: Path) -> sopkit.Case:
    """Replaying checks every entry: a journal that was tampered with is refused."""
    return sopkit.replay(sop, [sopkit.Entry.from_dict(data) for data in json.loads(file.read_text(encoding="utf-8"))])


def write(case: sopkit.Case, file: Path) -> None:
    file.write_text(json.dumps([entry.to_dict() for entry in case.journal], indent=2), encoding="utf-8")


def main(folder: Path) -> None:
    sop = sopkit.reference()
    file = folder / "REK-2026-001.json"
    now = datetime.now(UTC)
    case = read(sop, file) if file.exists() else sopkit.start(sop, "REK-2026-001", at=now)
    for who in STAFF.values():
        for option in case.options(by=who):
            if option.refusal is None:
                case = case.complete(option.step, option.outcome, by=who, at=now, reason="Lengkap")
                print(f"{who.id}: {sop.label(option.step)} → {option.label}")
                break
    write(case, file)
    print(f"{case.id}: {', '.join(str(sop.label(step)) for step in case.open_steps) or case.end}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python examples/loket.py FOLDER: in which folder are the cases kept?")
    main(Path(sys.argv[1]))
