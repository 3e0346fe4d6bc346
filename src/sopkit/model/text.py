"""
Words, in one language or several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["JSON", "Text"]

JSON: TypeAlias = Any  # str, int, float, bool, None, or lists and dicts of them


def _pairs(words: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict(words).items())


@attrs.frozen
class Text:
    """
    Words in one or more languages.

    >>> title = Text("id", {"id": "Izin Usaha", "en": "Business permit"})
    >>> str(title), title.in_("en")
    ('Izin Usaha', 'Business permit')
    """

    language: str
    """The SOP's own language."""
    by_language: tuple[tuple[str, str], ...] = attrs.field(converter=_pairs)
    """What is said in each language, in the author's order; the own language is among them."""
    is_plain: bool = attrs.field(default=False, eq=False, repr=False)
    """Whether the file writes it as a plain string."""

    def __str__(self) -> str:
        return self.in_(self.language)

    def in_(self, language: str) -> str:
        """Return the words in `language`, else in the SOP's own."""
        words = dict(self.by_language)
        return words.get(language) or words[self.language]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in."""
        return tuple(language for language, _ in self.by_language)

    def to_json(self) -> JSON:
        return str(self) if self.is_plain else dict(self.by_language)
