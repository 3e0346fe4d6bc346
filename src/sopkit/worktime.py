"""
ISO 8601 duration → working time, and the unit its author chose.

No clock and no calendar: what a day or an hour is worth comes in as an argument.
"""

from __future__ import annotations

import re
from datetime import timedelta

import attrs

from sopkit.wording import say

__all__ = ["Duration", "in_hours", "written"]

_UNITS = ("months", "weeks", "days", "hours", "minutes", "seconds")
_CLOCK = ("hours", "minutes", "seconds")
# The same form as `duration` and `elapsed` in sop.schema.json; a law holds the two together.
_FORM = re.compile(
    r"P(?=.*[1-9])(?:([0-9]{1,6})M)?(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?"
)


@attrs.frozen
class Duration:
    """
    A duration as its author wrote it: `PT120M` stays 120 minutes and never becomes 2 hours.

    Two durations are equal if they are written alike; to compare lengths, compare their `effort`.

    >>> Duration("PT120M").in_("id")
    '120 Menit'

    Raises:
        ValueError: the text is no such duration, or it is zero.
    """

    text: str
    parts: tuple[tuple[str, int], ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        match = _FORM.fullmatch(self.text)
        if match is None:
            msg = f"{self.text!r} is no duration such as PT120M or P3D"
            raise ValueError(msg)
        parts = tuple((unit, int(n)) for unit, n in zip(_UNITS, match.groups(), strict=True) if n)
        object.__setattr__(self, "parts", parts)

    def __str__(self) -> str:
        return self.text

    @property
    def is_working_time(self) -> bool:
        """Whether it has neither weeks nor months, which only calendar time may have."""
        return not any(unit in ("months", "weeks") for unit, _ in self.parts)

    def effort(self, working_day: Duration) -> timedelta:
        """
        Return this working time as effort, each day counted as `working_day`.

        Raises:
            ValueError: it has weeks or months, which no working day measures.
        """
        total = timedelta()
        for unit, n in self.parts:
            if unit == "days":
                total += n * working_day.hours()
            elif unit in _CLOCK:
                total += timedelta(**{unit: n})
            else:
                msg = f"{self.text} is calendar time: weeks and months hold no fixed effort"
                raise ValueError(msg)
        return total

    def hours(self) -> timedelta:
        """
        Return a duration in hours, minutes and seconds as it stands.

        Raises:
            ValueError: it has days, weeks or months.
        """
        if not all(unit in _CLOCK for unit, _ in self.parts):
            msg = f"{self.text} is not in hours and minutes"
            raise ValueError(msg)
        return timedelta(**dict(self.parts))

    def in_(self, language: str, *, calendar: bool = False) -> str:
        """Return it in words of `language`, in the author's units; days are working days unless `calendar`."""
        return " ".join(
            _counted(n, "calendar-days" if calendar and unit == "days" else unit, language) for unit, n in self.parts
        )


def in_hours(time: timedelta, language: str) -> str:
    """
    Return a sum of working time in hours and minutes, as the total row of a sheet prints it.

    >>> in_hours(timedelta(minutes=1180), "id")
    '19 Jam 40 Menit'
    """
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    counted = (("hours", hours), ("minutes", minutes), ("seconds", seconds))
    return " ".join(_counted(n, unit, language) for unit, n in counted if n) or _counted(0, "minutes", language)


def written(time: timedelta) -> str:
    """
    Return a working time as a file writes it, in hours, minutes and seconds.

    >>> written(timedelta(hours=19, minutes=40))
    'PT19H40M'
    """
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0M")


def _counted(n: int, unit: str, language: str) -> str:
    return say(f"unit.{unit}.{'one' if n == 1 else 'many'}", language, n=n)
