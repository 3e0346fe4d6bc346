"""
What is kept in a store does not allow an act → the StoreError that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopkit.errors.root import SopkitError, error, rule_of, sentence
from sopkit.wording import knows

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "CaseExists", "CaseSuspended", "CheckpointBroken", "DriverMissing", "ExportBroken", "FolderMissing", "KeyReused",
    "MayNotRead", "NameNeeded", "NetworkPath", "NoSuchCase", "NoSuchEntry", "NotAStore", "NotInCase", "NotSuspended",
    "NotTaken", "NotYourCase", "OtherSchema", "StaleCase", "StoreBusy", "StoreClosed", "StoreDamaged", "StoreError",
    "StoreFull", "StoreReadOnly", "StoreUnreachable", "TakenByOther", "UnknownVersion", "UrlUnknown", "VersionTaken",
]  # fmt: skip


@error
class StoreError(SopkitError):
    """What is kept does not allow it, or cannot be reached; nothing was written."""

    @property
    def rule(self) -> str:
        """The stable code: the class name in words, `stale-case`."""
        return rule_of(self)

    @property
    def variant(self) -> str:
        """Which of the sentences tells it; empty for the usual one."""
        return ""

    def in_(self, language: str) -> str:
        return sentence(f"store.{self.rule}", self.variant, self._fields(), language)


@error
class StaleCase(StoreError):
    """Somebody acted first: the case is no longer where the clerk saw it."""

    case: str
    seq: int
    """Of its last entry: the place where it is now."""
    by: str | None
    """Who acted."""
    at: datetime
    """When."""
    now: str
    """The step or end where the case is now."""


@error
class NoSuchEntry(StoreError):
    """The case has not come as far as the place where somebody says they saw it."""

    case: str
    seq: int
    last: int
    """Of its last entry."""


@error
class CaseSuspended(StoreError):
    """The case rests; nothing can be done with it until it is resumed."""

    case: str
    by: str
    at: datetime
    reason: str


@error
class NotSuspended(StoreError):
    """The case cannot be resumed, because it does not rest."""

    case: str


@error
class TakenByOther(StoreError):
    """Somebody else has claimed the open step, or was given it."""

    case: str
    step: str
    by: str
    taken_by: str


@error
class NotTaken(StoreError):
    """The open step cannot be released, because nobody has claimed it."""

    case: str
    step: str


@error
class NotYourCase(StoreError):
    """The person stands for none of the actors who may do this with the case."""

    case: str
    by: str
    actors: tuple[str, ...]
    """Who may."""


@error
class MayNotRead(StoreError):
    """The host says that this person may not see the case."""

    case: str
    by: str


@error
class NotInCase(StoreError):
    """The person whose name is to be erased is named by no record of the case."""

    case: str
    person: str


@error
class NameNeeded(StoreError):
    """The name of the person cannot be erased before the case ends: who did `step` may not do `other`."""

    case: str
    person: str
    step: str
    other: str


@error
class NoSuchCase(StoreError):
    """No case has this id."""

    case: str


@error
class CaseExists(StoreError):
    """A case with this id is there already."""

    case: str


@error
class KeyReused(StoreError):
    """The key stands for another act that was done before."""

    key: str
    case: str
    seq: int
    """The entry that was written under the key."""


@error
class UnknownVersion(StoreError):
    """The definition is not in the store; `versions` of it are."""

    sop: str
    version: str
    """Empty where any version would do."""
    versions: tuple[str, ...]


@error
class VersionTaken(StoreError):
    """This version is published already, and means something else."""

    sop: str
    version: str
    expected: str
    """The digest of what is published."""
    given: str


@error
class ExportBroken(StoreError):
    """What is to be imported is no whole case: `why` is the code of what is wrong with record `record`."""

    case: str
    record: int
    why: str


@error
class CheckpointBroken(StoreError):
    """What is given as a checkpoint is none."""


@error
class UrlUnknown(StoreError):
    """The URL of the store names no kind of store that there is."""

    store: str


@error
class FolderMissing(StoreError):
    """The folder in which the file of the store should lie is not there."""

    store: str
    folder: str


@error
class DriverMissing(StoreError):
    """What sopkit needs to reach this kind of store is not installed: `extra` of sopkit brings it."""

    store: str
    extra: str


@error
class NotAStore(StoreError):
    """What stands there is no store of sopkit."""

    store: str


@error
class NetworkPath(StoreError):
    """The file lies on a network file system, where SQLite cannot keep it whole."""

    store: str
    filesystem: str


@error
class OtherSchema(StoreError):
    """The store was made by another sopkit: `found` is its schema, `known` the one this sopkit works with."""

    store: str
    found: int
    known: int

    @property
    def rule(self) -> str:
        return "newer-schema" if self.found > self.known else "older-schema"


@error
class StoreBusy(StoreError):
    """Others kept the store for longer than a person waits."""

    store: str


@error
class StoreClosed(StoreError):
    """The desk on the store was closed."""

    store: str


@error
class StoreDamaged(StoreError):
    """What stands in the store is not what anybody can have written there."""

    store: str
    why: str


@error
class StoreFull(StoreError):
    """There is no room for another act; what was kept before is safe."""

    store: str


@error
class StoreReadOnly(StoreError):
    """The store lies where nothing can be written."""

    store: str


@error
class StoreUnreachable(StoreError):
    """The store cannot be opened, reached, read or written."""

    store: str
    why: str
    """What the database itself says."""
    cause: str = ""
    """
    What that comes to: `cut`, `database`, `empty`, `encoding`, `file`, `hidden`, `host`, `login`, `rights`, `schema`,
    `silent` or `tables`; "" where sopkit does not know.
    """

    @property
    def variant(self) -> str:
        return self.cause if knows(f"store.{self.rule}.{self.cause}") else ""
