"""
What is wrong with a definition → Problem, and the root of all errors: fields first, the sentence computed from them.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, dataclass_transform

import attrs

from sopkit.wording import knows, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sopkit.edits import Edit

__all__ = ["DefinitionError", "Fact", "Problem", "SopkitError", "TooManyPaths", "error", "rule_of", "sentence"]

Fact: TypeAlias = str | int | tuple[str, ...]


def _facts(facts: Mapping[str, Fact]) -> tuple[tuple[str, Fact], ...]:
    return tuple(dict(facts).items())


@attrs.frozen(kw_only=True)
class Problem:
    """
    Something that is wrong with a definition, at its place.

    The same shape serves what makes a file unreadable and what a check finds in a sound one.
    """

    rule: str
    """The stable code."""
    severity: str = "error"
    """`error`, `warning` or `hint`."""
    file: str = ""
    pointer: str = ""
    """JSON pointer to the place."""
    line: int = 1
    column: int = 1
    step: str | None = None
    """Id of the step it lies in, if any."""
    variant: str = ""
    """Which of the rule's sentences tells it, since no two mistakes share one; empty for the usual one."""
    _facts: tuple[tuple[str, Fact], ...] = attrs.field(converter=_facts, default=())
    """What the sentence is made of."""
    fix: tuple[Edit, ...] = ()
    """Edits of the file that take it away and change nothing that somebody decided; empty where only a person can."""

    def __str__(self) -> str:
        return f"{self.file or '–'}:{self.line}:{self.column}: {self.severity}: {self.rule}: {self.message}"

    @property
    def facts(self) -> dict[str, Fact]:
        """What the sentence is made of, by name."""
        return dict(self._facts)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.in_("en")

    @property
    def hint(self) -> str:
        """What to do about it, in English; empty if there is nothing to add."""
        return self.hint_in("en")

    def in_(self, language: str) -> str:
        """Return what is wrong, in `language` (id or en)."""
        return say(self._code, language, **self._told(language))

    def hint_in(self, language: str) -> str:
        """Return why it matters and what to write instead, in `language` (id or en)."""
        if "suggestion" in self.facts:
            code = f"{self._code}.suggestion"
            return say(code if knows(code) else "hint.suggestion", language, **self.facts)
        codes = (f"{self._code}.hint", f"problem.{self.rule}.hint")
        return next((say(code, language, **self._told(language)) for code in codes if knows(code)), "")

    @property
    def _code(self) -> str:
        return f"problem.{self.rule}.{self.variant}" if self.variant else f"problem.{self.rule}"

    def _told(self, language: str) -> dict[str, Fact]:  # noqa: ARG002 - a finding says its times in the language
        """Return the facts as the sentence takes them."""
        return self.facts


class SopkitError(Exception):
    """The root of all that sopkit raises on purpose."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SopkitError) and type(self) is type(other) and self._fields() == other._fields()

    def __hash__(self) -> int:
        return hash((type(self), self._fields()))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self._fields())

    def __str__(self) -> str:
        return self.in_("en")

    def in_(self, language: str) -> str:
        """Return the sentence in `language` (id or en)."""
        raise NotImplementedError

    def _fields(self) -> tuple[tuple[str, object], ...]:
        kind: Any = type(self)
        return tuple((field.name, getattr(self, field.name)) for field in attrs.fields(kind))


def _again(kind: type[SopkitError], fields: tuple[tuple[str, object], ...]) -> SopkitError:
    return kind(**dict(fields))


_Error = TypeVar("_Error", bound=SopkitError)


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False, field_specifiers=(attrs.field,))
def error(cls: type[_Error]) -> type[_Error]:
    """Make a frozen error whose equality, hash and sentence are those of its root."""
    return attrs.frozen(kw_only=True, eq=False)(cls)


@error
class DefinitionError(SopkitError):
    """The file cannot become a Sop."""

    file: str
    problems: tuple[Problem, ...]
    """The first of them, sorted by place."""
    total: int
    """How many there are in all."""

    def in_(self, language: str) -> str:
        is_clash = all(problem.rule == "name-clash" for problem in self.problems)
        summary = "definition.clash" if is_clash else "definition.summary"
        lines = [say(summary, language, file=self.file or "–", total=self.total)]
        for problem in self.problems:
            lines.append(f"  {problem.line}:{problem.column} {problem.rule}: {problem.in_(language)}")
            lines += [f"      {hint}" for hint in [problem.hint_in(language)] if hint]
        if self.total > len(self.problems):
            lines.append(say("definition.more", language, more=self.total - len(self.problems)))
        return "\n".join(lines)


@error
class TooManyPaths(SopkitError):
    """Counting the ways through this SOP would take too long."""

    sop: str
    returns: int

    def in_(self, language: str) -> str:
        return say("paths.too-many", language, sop=self.sop, returns=self.returns)


def rule_of(error: SopkitError) -> str:
    """Return the stable code of an error: its class name in words, `step-not-open`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in type(error).__name__).lstrip("-")


def sentence(code: str, variant: str, fields: tuple[tuple[str, object], ...], language: str) -> str:
    """Return the sentence for an error of these fields; None is said as a dash, a time to the minute."""
    facts = {name: "–" if value is None else value for name, value in fields}
    facts |= _times({name: value for name, value in fields if isinstance(value, datetime)})
    # Where nothing is possible, "possible is: nothing" is no sentence for people.
    bare = f"{code}.none"
    usual = f"{code}.{variant}" if variant else code
    return say(bare if () in facts.values() and knows(bare) else usual, language, **facts)


def _times(times: Mapping[str, datetime]) -> dict[str, str]:
    """Return times as people read them, `2026-01-05 09:30 UTC+07:00`; exactly where two would read alike."""
    told = {name: _moment(at, "minutes") for name, at in times.items()}
    if len(set(told.values())) < len(set(times.values())):
        return {name: _moment(at, "auto") for name, at in times.items()}
    return told


def _moment(at: datetime, precision: str) -> str:
    offset = at.utcoffset()
    zone = "" if offset is None else f" {timezone(offset)}"
    return at.replace(tzinfo=None).isoformat(" ", precision) + zone
