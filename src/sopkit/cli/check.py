"""
Files and folders → problems and findings, and whether any of them is grave.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sopkit import check, check_book
from sopkit.cli.closing import close
from sopkit.cli.files import find, read
from sopkit.cli.parts import Unusable, Verb, argument, flag, format_option, one_of
from sopkit.cli.report import as_json, hand_over, report
from sopkit.cli.terminal import show_json
from sopkit.views.findings import SEVERITIES, waived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sopkit.cli.files import Document, Found
    from sopkit.errors import Problem
    from sopkit.views.screen import Screen

__all__ = ["verb"]

_NAMES = 4  # of skipped files told without -v


def verb(language: str) -> Verb:
    """Return the command."""
    return Verb("check", language, _run, [
        argument("paths", language, many=True),
        one_of("--fail-on", SEVERITIES, language, "cli.check.fail-on", default="error"),
        format_option(language, "github", "sarif"),
        flag("--fix", language, "cli.check.fix"),
        flag("--watch", language, "cli.check.watch"),
        flag("-v --verbose", language, "cli.check.verbose"),
    ])  # fmt: skip


def _run(
    looks: Screen, paths: Sequence[str], fail_on: str, shape: str, fix: bool, watch: bool, verbose: bool
) -> int:  # fmt: skip
    if watch:
        return _watched(paths, looks, fix=fix, shape=shape, verbose=verbose)
    if fix and shape != "text":
        raise Unusable(looks.say("cli.fix.text-only", shape=shape))
    found = find(paths, looks)
    if not found.files:
        code = "cli.error.only-others" if found.skipped else "cli.error.nothing-to-check"
        raise Unusable(looks.say(code, names=", ".join(found.skipped[:_NAMES])))
    documents: Iterable[Document] = map(read, found.files)
    if fix:
        from sopkit.cli.fix import mended

        documents = (mended(document, looks) for document in documents)
    checked = ((document, _found_in(document)) for document in documents)
    told = _tell(found, checked, looks, shape=shape, verbose=verbose)
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(one.severity in grave and waived(one) is None for one in told))


def _watched(paths: Sequence[str], looks: Screen, *, fix: bool, shape: str, verbose: bool) -> int:
    from sopkit.cli.watch import watched

    for other, is_given in (("--fix", fix), (f"--format {shape}", shape != "text")):
        if is_given:
            raise Unusable(looks.say("cli.watch.alone", other=other))

    def look(file: str) -> tuple[Document, list[Problem]]:
        document = read(file)
        return document, _found_in(document)

    last: dict[str, list[Problem]] = {}

    def tell(found: Found, known: Mapping[str, tuple[Document, list[Problem]]], saved: frozenset[str]) -> None:
        def is_news(file: str, here: list[Problem]) -> bool:
            before, last[file] = last.get(file), here  # what is found in one file may hang on another
            return file in saved or here != before

        _tell(found, known.values(), looks, shape=shape, verbose=verbose, is_news=is_news)

    return watched(paths, looks, look=look, tell=tell)


def _tell(
    found: Found, checked: Iterable[tuple[Document, list[Problem]]], looks: Screen, *, shape: str, verbose: bool,
    is_news: Callable[[str, list[Problem]], bool] | None = None,
) -> list[Problem]:  # fmt: skip
    """Show what was found in each file (of those that are no news, the number only), and return all of it."""
    told: list[Problem] = []
    documents: list[Document] = []
    in_full: Counter[str] = Counter()
    passed_over = 0
    for document, here in _together(checked):
        told += here
        documents.append(document)
        if is_news is not None and not is_news(document.file, here):
            passed_over += sum(waived(one) is None for one in here)
        elif shape == "text":
            report(document, here, looks, verbose=verbose, told=in_full)
    more = sum(document.more for document in documents)
    if shape == "json":
        show_json(as_json(told, found, looks, more=more))
    elif shape == "text":
        close(told, found, looks, more=more, in_full=in_full, passed_over=passed_over, verbose=verbose)
    else:
        hand_over(shape, told, documents, looks)
    return told


def _together(checked: Iterable[tuple[Document, list[Problem]]]) -> Iterator[tuple[Document, list[Problem]]]:
    """Yield each file with what was found in it, and what only all of them together show."""
    files = list(checked)
    book: defaultdict[str, list[Problem]] = defaultdict(list)
    for one in check_book(document.sop for document, _ in files if document.sop is not None):
        book[one.file].append(one)
    for document, here in files:
        yield document, _in_order([*here, *book[document.file]])


def _found_in(document: Document) -> list[Problem]:
    return _in_order(document.problems if document.sop is None else check(document.sop))


def _in_order(found: Iterable[Problem]) -> list[Problem]:
    return sorted(found, key=lambda one: (one.line, one.column))
