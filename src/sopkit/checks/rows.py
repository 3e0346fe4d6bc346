"""
Rows of the sheet → those without inputs or output, and those whose output is nothing new.

What a row holds counts, not a step: steps that share a row leave to it what they do not write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.checks.finding import Found
from sopkit.checks.survey import MOST
from sopkit.places import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sopkit.checks.survey import Survey
    from sopkit.model import Step

__all__ = ["kelengkapan_filled", "output_changes", "output_filled"]


def kelengkapan_filled(survey: Survey) -> Iterator[Found]:
    """Find rows without inputs."""
    there = survey.rows
    yield from _unfilled(survey, there, [row for row in there if not any(step.inputs for _, step in row)])


def output_filled(survey: Survey) -> Iterator[Found]:
    """Find rows without an output, be it of the step or of one of its outcomes."""
    there = survey.rows
    yield from _unfilled(survey, there, [row for row in there if not any(_outputs(step) for _, step in row)])


def _unfilled(survey: Survey, there: Sequence[object], empty: Sequence[Sequence[tuple[int, Step]]]) -> Iterator[Found]:
    """Find the rows with an empty cell; where it is a whole column, say it once."""
    whole_column = len(empty) == len(there) > 1
    for row in empty[:1] if whole_column else empty:
        n, step = row[0]
        facts = {**survey.named(step), "number": step.number, "count": len(empty)}
        yield Found(pointer("steps", n, "id"), facts, "all" if whole_column else "")


def _outputs(step: Step) -> list[str]:
    """Return whatever a step or one of its outcomes says it produces."""
    return [*step.outputs, *(document for outcome in step.outcomes for document in outcome.outputs or ())]


def output_changes(survey: Survey) -> Iterator[Found]:
    """
    Find rows that hand on what they took in, and nothing else.

    A decision may: to pass on what was found right is what checking is. Tools come back from every step unchanged.
    """
    tools = {document.id for document in survey.sop.documents if document.is_tool}
    for row in survey.rows:
        taken: set[str] = set()
        made: dict[str, tuple[int, int]] = {}
        for n, step in row:
            taken |= set(step.inputs) - made.keys()  # what the row itself has made did not come in
            for m, document in enumerate(step.outputs):
                if document not in tools:
                    made.setdefault(document, (n, m))
        if made and made.keys() <= taken and not any(step.is_decision for _, step in row):
            n, m = next(iter(made.values()))
            names = "; ".join(survey.name[document] for document in list(made)[:MOST])
            facts = {**survey.named(survey.sop.steps[n]), "names": names}
            yield Found(pointer("steps", n, "outputs", m), facts)
