"""
A file and answers → one case on its walk, its journal and its totals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit import start
from sopkit.cli.parts import Unusable, Verb, argument, format_option, option
from sopkit.cli.player import CANCEL, acted, chosen, now, options
from sopkit.cli.report import show_pairs, sound
from sopkit.cli.script import choices, parsed
from sopkit.cli.terminal import ask, attempts, show, show_json
from sopkit.errors import Refusal, SameHands
from sopkit.views.journal import journal, standing, totals, worked
from sopkit.views.names import documents
from sopkit.views.stop import facts, refused, stop
from sopkit.wording import say
from sopkit.worktime import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopkit.case import Case, Option
    from sopkit.cli.script import Choice
    from sopkit.model import JSON
    from sopkit.views.screen import Screen

__all__ = ["verb"]

_HELP, _JOURNAL, _QUIT = ("?", "h", "help", "bantuan"), ("j", "journal", "jurnal"), ("q", "quit", "keluar")
_AGAIN = "<"
_TAKEN_BACK = parsed(_AGAIN)
_CASE = "1"
_UNANSWERED, _STOPPED = 1, 130


def verb(language: str) -> Verb:
    """Return the command."""
    script = option("--script", language, "cli.walk.script", metavar=say("cli.metavar.script", language))
    return Verb("walk", language, _run, [argument("path", language), script, format_option(language)])


def _run(looks: Screen, path: str, script: str | None, shape: str) -> int:
    if shape == "json" and script is None:
        raise Unusable(looks.say("cli.error.json-needs-script"))
    sop = sound(path, looks, shape)
    if sop is None:
        return 1
    case = start(sop, _CASE, at=now())
    if script is None:
        return _Walk(case, looks).run()
    return _played(case, choices(script, looks), looks, shape)


def _played(case: Case, script: list[Choice], looks: Screen, shape: str) -> int:
    """Play the choices, up to the first that is refused."""
    refusal: Refusal | None = None
    said = ""
    for n, choice in enumerate(script, 1):
        try:
            case = acted(case, choice, looks)
        except Refusal as why:
            refusal = why
            said = looks.say("cli.walk.refused", n=n, text=choice.text, why=refused(why, case.sop, looks))
            break
    if shape == "json":
        show_json(_as_json(case, refusal, looks))
    else:
        _tell(case, looks)
        for line in looks.wrapped(said, style="red") if refusal else ():
            show(line)
    return int(refusal is not None)


class _Walk:
    """A walk by questions and answers: the case as it stands and as it stood before each act, and the screen."""

    def __init__(self, case: Case, looks: Screen) -> None:
        self.case = case
        self.looks = looks
        self._before: list[Case] = []

    def run(self) -> int:
        """Ask until the case has ended or nobody answers; then tell what happened."""
        code = 0
        for line in self.looks.wrapped(self.case.sop.title.in_(self.looks.language), style="bold"):
            show(line)
        self._say("cli.walk.intro")
        try:
            while not self.case.is_closed and self._step():
                pass
        except (EOFError, KeyboardInterrupt) as end:
            code = _STOPPED if isinstance(end, KeyboardInterrupt) else _UNANSWERED
            show("")
        _tell(self.case, self.looks)
        if code == _UNANSWERED:
            show(self.looks.say("cli.walk.unanswered"), err=True)
        return code

    def _step(self) -> bool:
        """Ask for one act until one is done, or taken back; return False where the walk is given up."""
        ways = options(self.case, self.looks)
        show("")
        for line in stop(self.case, ways, self.looks):
            show(line)
        for _ in attempts():
            choice = self._choice(ways)
            if choice is None:
                return False
            if choice is _TAKEN_BACK:
                self.case = self._before.pop()
                return True
            if self._done(choice):
                return True
        raise EOFError

    def _done(self, choice: Choice) -> bool:
        for _ in attempts():
            try:
                after = acted(self.case, choice, self.looks)
            except SameHands as why:
                self._tell(refused(why, self.case.sop, self.looks))
                somebody = ask(self.looks.say("cli.walk.ask.somebody")).lstrip("@ ")
                if not somebody:
                    return False
                choice = choice._replace(by=somebody)
            except Refusal as why:
                self._tell(refused(why, self.case.sop, self.looks))
                return False
            else:
                self._before.append(self.case)
                self.case = after
                return True
        raise EOFError

    def _choice(self, ways: tuple[Option, ...]) -> Choice | None:
        """Return what was chosen, with all that it requires; None to stop here."""
        prompt = "cli.walk.ask.one" if len(ways) == 1 else "cli.walk.ask.many"
        for _ in attempts():
            choice = parsed(ask(self.looks.say(prompt, n=len(ways))))
            way = chosen(ways, choice.word)
            word = choice.word.lower()
            if way or word in CANCEL:
                made = self._completed(choice, way)
                if made:
                    return made
            elif word in _QUIT:
                return None
            elif word == _AGAIN and self._before:
                return _TAKEN_BACK
            elif word in _JOURNAL:
                show("\n" + journal(self.case, self.looks, has_times=False) + "\n")
            else:
                self._say("cli.walk.keys" if word in _HELP else "cli.walk.unclear")
        raise EOFError

    def _completed(self, choice: Choice, way: Option | None) -> Choice | None:
        """Ask for what the choice requires and lacks; `way` is None where it cancels the case. None to choose again."""
        requires: Sequence[str] = ("reason",) if self.case.sop.cancel else ()
        if way:
            requires = () if way.refusal else way.requires
        if "reason" in requires and not choice.reason:
            reason = self._asked("cli.walk.ask.reason")
            if not reason:
                return None
            choice = choice._replace(reason=reason)
        wanted = way.outputs if way and "outputs" in requires else ()
        for document in (one for one in wanted if one not in choice.outputs):
            given = self._asked("cli.walk.ask.document", name=documents(self.case.sop, [document], self.looks))
            if not given:
                return None
            choice = choice._replace(outputs={**choice.outputs, document: given})
        return choice

    def _asked(self, code: str, **facts: str) -> str:
        """Ask for what must be given, until it is; nothing is given by who would rather choose again."""
        for _ in attempts():
            said = ask(self.looks.say(code, **facts))
            if said:
                return "" if said == _AGAIN else said
            self._say("cli.walk.again")
        raise EOFError

    def _say(self, code: str) -> None:
        for line in self.looks.wrapped(self.looks.say(code), style="dim"):
            show(line)

    def _tell(self, sentence: str) -> None:
        for line in self.looks.wrapped(sentence, style="red"):
            show(line)


def _tell(case: Case, looks: Screen) -> None:
    """Show the journal, where the case stands, and the totals."""
    show("\n" + journal(case, looks, has_times=False) + "\n")
    for line in looks.wrapped(standing(case, looks), style="bold"):
        show(line)
    show_pairs(totals(case, looks), looks)


def _as_json(case: Case, refusal: Refusal | None, looks: Screen) -> JSON:
    why = refusal and {"rule": refusal.rule, "message": refused(refusal, case.sop, looks), "facts": facts(refusal)}
    return {
        "id": case.id,
        "is_closed": case.is_closed,
        "end": case.end,
        "open_steps": case.open_steps,
        "journal": [entry.to_dict() for entry in case.journal],
        "time": written(worked(case.sop, case.journal)),
        "refusal": why,
    }
