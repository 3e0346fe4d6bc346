"""
Everything that can go wrong, as values: fields first, the sentence computed from them.

    SopkitError
    ├── DefinitionError          the file cannot become a Sop; carries every Problem
    ├── TooManyPaths             counting them would take too long
    ├── SheetError               the sheet cannot be drawn on this paper
    ├── Refusal                  the case may not do that now
    │   ├── CaseClosed           it has ended
    │   ├── StepNotOpen          carries the steps that are open
    │   ├── UnknownOutcome       carries the outcomes that the step has
    │   ├── NotYourStep          carries the actors whose step it is
    │   ├── SameHands            whoever did the one may not do the other
    │   ├── LimitReached         at_most is used up; carries what is left
    │   ├── ReasonMissing, OutputMissing, UnknownDocument
    │   ├── TimeBackwards, TimeNaive
    │   ├── MayNotCancel         carries the actors who may
    │   └── EntryUnreadable, EntryMismatch, OtherDefinition
    └── StoreError               what is kept does not allow it
        ├── StaleCase            somebody acted first; carries who, when, and where the case is now
        ├── NoSuchEntry          the case has not come that far
        ├── CaseSuspended, NotSuspended, TakenByOther, NotTaken
        ├── NoSuchCase, CaseExists, KeyReused, MayNotRead, NotYourCase
        ├── NotInCase, NameNeeded
        ├── UnknownVersion, VersionTaken
        ├── ExportBroken         what is to be imported is no whole case
        ├── CheckpointBroken     what is to be held against the store is no checkpoint
        ├── UrlUnknown, FolderMissing, DriverMissing
        ├── NotAStore, NetworkPath, OtherSchema
        └── StoreBusy, StoreClosed, StoreDamaged, StoreFull, StoreReadOnly, StoreUnreachable

They compare, hash, print and pickle by their fields.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sopkit.errors.drawing import SheetError
from sopkit.errors.refusals import (
    CaseClosed,
    EntryMismatch,
    EntryUnreadable,
    LimitReached,
    MayNotCancel,
    NotYourStep,
    OtherDefinition,
    OutputMissing,
    ReasonMissing,
    Refusal,
    SameHands,
    StepNotOpen,
    TimeBackwards,
    TimeNaive,
    UnknownDocument,
    UnknownOutcome,
)
from sopkit.errors.root import DefinitionError, Fact, Problem, SopkitError, TooManyPaths

if TYPE_CHECKING:
    from sopkit.errors.storage import (
        CaseExists,
        CaseSuspended,
        CheckpointBroken,
        DriverMissing,
        ExportBroken,
        FolderMissing,
        KeyReused,
        MayNotRead,
        NameNeeded,
        NetworkPath,
        NoSuchCase,
        NoSuchEntry,
        NotAStore,
        NotInCase,
        NotSuspended,
        NotTaken,
        NotYourCase,
        OtherSchema,
        StaleCase,
        StoreBusy,
        StoreClosed,
        StoreDamaged,
        StoreError,
        StoreFull,
        StoreReadOnly,
        StoreUnreachable,
        TakenByOther,
        UnknownVersion,
        UrlUnknown,
        VersionTaken,
    )

__all__ = [
    "CaseClosed", "CaseExists", "CaseSuspended", "CheckpointBroken", "DefinitionError", "DriverMissing",
    "EntryMismatch", "EntryUnreadable", "ExportBroken", "Fact", "FolderMissing", "KeyReused", "LimitReached",
    "MayNotCancel", "MayNotRead", "NameNeeded", "NetworkPath", "NoSuchCase", "NoSuchEntry", "NotAStore", "NotInCase",
    "NotSuspended", "NotTaken", "NotYourCase", "NotYourStep", "OtherDefinition", "OtherSchema", "OutputMissing",
    "Problem", "ReasonMissing", "Refusal", "SameHands", "SheetError", "SopkitError", "StaleCase", "StepNotOpen",
    "StoreBusy", "StoreClosed", "StoreDamaged", "StoreError", "StoreFull", "StoreReadOnly", "StoreUnreachable",
    "TakenByOther", "TimeBackwards", "TimeNaive", "TooManyPaths", "UnknownDocument", "UnknownOutcome",
    "UnknownVersion", "UrlUnknown", "VersionTaken",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Open the room of the stores' errors when one of them is first named: half of all errors, and most need none."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = globals()[name] = getattr(import_module("sopkit.errors.storage"), name)
    return value


def __dir__() -> list[str]:
    return __all__
