"""Fixtures in the words of the domain; the profiles of Hypothesis; versions in the header."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib.metadata import version

import pytest
from hypothesis import HealthCheck, Phase, settings

import sopkit

# Generated SOPs are large on purpose, and a busy machine must not fail a law.
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example]
settings.register_profile("dev", max_examples=40, deadline=None, suppress_health_check=SLOW)
FOUND = [Phase.explicit, Phase.reuse, Phase.generate]  # CI says that a law broke; shrinking is for whoever mends it
settings.register_profile(
    "ci", max_examples=150, deadline=None, suppress_health_check=SLOW, derandomize=True, phases=FOUND
)
settings.register_profile("nightly", max_examples=5_000, deadline=None, suppress_health_check=SLOW)
settings.register_profile(  # a run per mutant: few examples, and the same each time
    "mutants", max_examples=4, deadline=None, suppress_health_check=SLOW, derandomize=True, phases=FOUND
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


def pytest_report_header() -> str:
    names = ("sopkit", "transitions", "jsonschema", "attrs", "hypothesis")
    return ", ".join(f"{name} {version(name)}" for name in names)


@pytest.fixture(scope="session")
def recommendation_letter() -> sopkit.Sop:
    return sopkit.reference()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def budi() -> sopkit.Person:
    return sopkit.Person("budi", actors={"kabid"})


@pytest.fixture
def siti() -> sopkit.Person:
    return sopkit.Person("siti", actors={"tim-teknis"})


@pytest.fixture
def rahma() -> sopkit.Person:
    return sopkit.Person("rahma", actors={"kadis"})


@pytest.fixture
def joko() -> sopkit.Person:
    return sopkit.Person("joko", actors={"caraka"})
