"""
Sound definitions → tens of thousands of broken ones, each read, checked and told; what is watched besides.

Single faults are those of `sopkit.testing`; random ones are slips of the hand and of the machine in the text.
Only a DefinitionError with a place may come of them, within two seconds and 256 MiB, with no file, no socket and no
import. `make hostile` prints the figures; `tests/test_proofs.py` runs a share of them.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import sopkit
from sopkit.testing import Fault, faults

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SECONDS, MEBIBYTES = 2, 256
WATCHED = ("open", "socket", "os.", "subprocess", "exec", "compile", "import", "shutil", "urllib", "ctypes", "pickle")
PIECES = (
    '"', "{", "}", "[", "]", ",", ":", "\\", "\x00", "\ufeff", "\ud800", "“", "'", "null", "true", "NaN", "1e999", "-0",
    "os.system", "__class__", "{0.__class__}", "%s%n", "<script>", "../../etc/passwd", "http://127.0.0.1:9/x",
    "=cmd|' /C",
    '"sopkit": 1,', '"to": "end"', "PT0M", "P1Y", "\u202e", "🙂", "\t", "\n", "//", "9" * 400,
)  # fmt: skip


@cache
def sound() -> list[sopkit.Sop]:
    """Return the definitions that faults are made of: one that uses every key among them."""
    folders = (ROOT / "sops", ROOT / "examples", ROOT / "src" / "sopkit" / "samples")
    kinds = ("*.sop.json", "*.good.json")
    files = [file for folder in folders for kind in kinds for file in sorted(folder.glob(kind))]
    return [sopkit.load(file) for file in files]


def single(count: int, seed: int) -> Iterator[Fault]:
    """Yield this many single faults, drawn from all there are, round by round where these are too few."""
    draw = random.Random(seed)  # noqa: S311 - the same faults each time
    while count > 0:
        every = [fault for sop in sound() for fault in faults(sop)]
        draw.shuffle(every)
        yield from every[:count]
        count -= len(every)


def slips(count: int, seed: int) -> Iterator[Fault]:
    """Yield this many texts with up to four random slips."""
    draw = random.Random(seed)  # noqa: S311 - the same slips each time
    texts = [*map(sopkit.dumps, sound())]
    for _ in range(count):
        text = draw.choice(texts)
        for _ in range(draw.randint(1, 4)):
            text = slipped(text, draw)
        data = text.encode("utf-8", errors="surrogatepass")
        yield Fault("random", "", "", lambda data=data: data)  # type: ignore[misc]


def slipped(text: str, draw: random.Random) -> str:
    """Return `text` with a piece lost, doubled, moved, or put in."""
    here, there = sorted(draw.choices(range(len(text) + 1), k=2))
    there = min(there, here + draw.choice((1, 5, 40, 400)))
    piece = text[here:there]
    kind = draw.choice(("lose", "double", "move", "put", "put"))
    if kind == "lose":
        return text[:here] + text[there:]
    if kind == "double":
        return text[:there] + text[here:]
    if kind == "move":
        at = draw.randrange(len(text) + 1)
        return text[:at] + piece + text[at:]
    return text[:here] + draw.choice(PIECES) + text[there if draw.random() < 0.5 else here :]


def answered(fault: Fault) -> str:
    """Return what came of a fault: `named`, `read` where the text was sound all the same, or what is wrong."""
    data = fault.text()
    begun = time.perf_counter()
    try:
        sop = sopkit.loads(data)
        found = sopkit.check(sop)
        sopkit.loads(sopkit.dumps(sop))
        came = "read"
    except sopkit.DefinitionError as error:
        found, came = error.problems, "named"
        if str(error) == error.in_("id"):
            return "told in one language"
    except Exception as error:  # whatever else comes is what this looks for
        return f"{type(error).__name__} from {fault}"
    if time.perf_counter() - begun > SECONDS:
        return f"slow: {fault}"
    if any(one.line < 1 or one.column < 1 for one in found) or (came == "named" and not found):
        return f"no place: {fault}"
    named = any(one.rule == fault.rule and one.pointer == fault.pointer for one in found)
    if fault.rule and not named and not (fault.kind == "bytes" and any(one.rule == fault.rule for one in found)):
        return f"not named: {fault}"
    return came


def watched(faults: Iterator[Fault]) -> tuple[Counter[str], list[str], int]:
    """Return what came of each fault, what the system was asked for meanwhile, and the growth of memory in MiB."""
    for sop in sound():  # warms up whatever is imported, read or cached once
        sopkit.check(sop)
    before = _peak()
    ready = [*islice(faults, 300)]
    came = Counter(map(answered, ready))
    asked: list[str] = []
    is_watching = True

    def hook(event: str, details: tuple[object, ...]) -> None:
        if is_watching and event.startswith(WATCHED):
            asked.append(f"{event} {str(details)[:80]}")

    sys.addaudithook(hook)
    for fault in faults:
        came[answered(fault)] += 1
    is_watching = False
    return came, asked, (_peak() - before) // 1024


def _peak() -> int:
    """Return the most memory this process ever held, in KiB; getrusage would count that of its parent."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:  # another system
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(told.partition("VmHWM:")[2].split()[0])


def main() -> int:
    """Run it, print what came of it as JSON, and return 1 if anything came that may not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--single", type=int, default=20_000)
    parser.add_argument("--random", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    begun = time.perf_counter()

    def every() -> Iterator[Fault]:
        yield from single(wanted.single, wanted.seed)
        yield from slips(wanted.random, wanted.seed)

    came, asked, mebibytes = watched(every())
    wrong = {what: n for what, n in came.items() if what not in ("named", "read")}
    told = {
        "single": wanted.single, "random": wanted.random, "named": came["named"], "read": came["read"], "wrong": wrong,
        "asked of the system": asked[:5], "MiB more": mebibytes, "seconds": round(time.perf_counter() - begun),
    }  # fmt: skip
    print(json.dumps(told, indent=2, ensure_ascii=False))
    return int(bool(wrong or asked or mebibytes > MEBIBYTES))


if __name__ == "__main__":
    sys.exit(main())
