"""
Sop, Actor, Document, Step, Outcome: what a definition says, as frozen values.

No file, no machine and no case comes in here.
"""

from sopkit.model.parts import (
    CANCELLED,
    DONE,
    Actor,
    Approver,
    Document,
    End,
    Identity,
    Inferred,
    Object,
    Outcome,
    Person,
    Range,
    Step,
    Waiver,
)
from sopkit.model.sop import ONE_END, WORKING_DAY, Sop, built_in
from sopkit.model.text import JSON, Text

__all__ = [
    "CANCELLED", "DONE", "JSON", "ONE_END", "WORKING_DAY", "Actor", "Approver", "Document", "End", "Identity",
    "Inferred", "Object", "Outcome", "Person", "Range", "Sop", "Step", "Text", "Waiver", "built_in",
]  # fmt: skip
