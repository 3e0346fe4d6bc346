"""Stores of every kind, empty, and a desk on each with one SOP published."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

import servers
from desk.office import LETTER, Clock
from sopkit import open_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sopkit.desk import Desk

KINDS = ("file", "memory", "postgres")
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with servers.postgres() as url:
        yield url


@pytest.fixture
def new_url(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """The URL of a new, empty store of a kind; a server is started by whoever asks for one first."""

    def url(kind: str) -> str:
        if kind == "memory":
            return "sqlite://"
        if kind == "file":
            return f"sqlite:///{tmp_path}/{next(_numbers)}.db"
        return servers.in_schema(request.getfixturevalue("postgres_server"), f"t{next(_numbers)}")

    return url


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store_url(kind: str, new_url: Callable[[str], str]) -> str:
    return new_url(kind)


@pytest.fixture(params=["file", "postgres"])
def lasting_url(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> str:
    """The URL of a store that a second desk can open."""
    return new_url(str(request.param))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(store_url: str, clock: Clock) -> Iterator[Desk]:
    with open_desk(store_url, clock=clock) as desk:
        desk.publish(LETTER)
        yield desk
