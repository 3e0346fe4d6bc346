"""A draft says what was said, loads, and gives a check nothing to complain of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from sopkit.draft import END, NEXT, Row, Way, draft, sop_id

NAMES = st.sampled_from(["Pemohon", "Kepala Bidang", "Caraka", "Kepala Bidang!", "役所", "12", "End", "Cancelled", "é"])
TEXTS = st.sampled_from(
    [
        "Mengajukan surat",
        "mengajukan  Surat",
        "Memeriksa berkas",
        "End",
        "cancelled",
        "Done",
        "検査",
        "x" * 90,
        "Ditolak",
        "{x} %s",
        "—",
    ]
) | st.text(min_size=1).filter(lambda text: text.isprintable() and text.strip())
TIMES = st.sampled_from(["PT15M", "PT2H", "P1D", "P1DT2H"])


@st.composite
def rows(draw):
    """Rows that a case can walk: each leads on to the next one or to an end, some of them back as well."""
    size = draw(st.integers(1, 8))
    made = []
    for n in range(1, size + 1):
        row = Row(draw(TEXTS), draw(NAMES), draw(TIMES))
        back = st.integers(1, n) | st.just(END) | st.sampled_from(["Ditolak", "end", "Selesai"])
        if draw(st.booleans()):
            labels = draw(st.lists(TEXTS, min_size=2, max_size=4, unique_by=lambda text: text.strip().casefold()))
            ways = (Way(labels[0], NEXT), *(Way(label, draw(back)) for label in labels[1:]))
            row = row._replace(question=draw(st.sampled_from(["", "Lengkap?"])), ways=ways)
        made.append(row)
    return made


@given(TEXTS, rows(), st.lists(NAMES), st.sampled_from(["id", "en"]))
def test_a_draft_loads_and_passes_the_check(title, rows, actors, language):
    sop = sopkit.loads(draft(title, rows, actors=actors, language=language))
    assert [one for one in sopkit.check(sop) if one.severity in ("error", "warning")] == []
    assert sopkit.dumps(sop) == draft(title, rows, actors=actors, language=language)


@given(TEXTS, rows())
def test_a_draft_says_what_was_said(title, rows):
    sop = sopkit.loads(draft(title, rows))
    name = {actor.id: str(actor.name) for actor in sop.actors}
    number = {step.id: n for n, step in enumerate(sop.steps, 1)} | {end.id: str(end.name) for end in sop.ends}
    assert str(sop.title) == title
    for n, (row, step) in enumerate(zip(rows, sop.steps, strict=True), 1):
        assert (row.activity, row.actor) == (str(step.activity), name[step.actor])
        assert step.standard_time.text == row.time
        ways = row.ways or (Way("", row.to),)
        led = [number[outcome.to] for outcome in step.outcomes] or [number[sop.following(step)]]
        meant = [
            (n + 1 if n < len(rows) else "Selesai") if way.to == NEXT and way.to != END else way.to or "Selesai"
            for way in ways
        ]
        assert led == meant
        assert [str(outcome.label) for outcome in step.outcomes] == [way.label for way in row.ways]
        assert all(outcome.requires == (("reason",) if outcome.is_return else ()) for outcome in step.outcomes)


def test_columns_come_in_the_order_given_and_who_does_nothing_has_none():
    text = draft(
        "Surat", [Row("Menulis", "Caraka", "PT1M"), Row("Membaca", "Kepala", "PT1M")], actors=["Tamu", "Kepala"]
    )
    assert [actor.id for actor in sopkit.loads(text).actors] == ["kepala", "caraka"]


def test_a_row_that_leads_to_none_is_refused():
    with pytest.raises(KeyError):
        draft("Surat", [Row("Menulis", "Caraka", "PT1M", to=2)])


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("SOP Pelayanan Surat", "pelayanan-surat"),
        ("SOP", "sop"),
        ("Café Müller", "cafe-muller"),
        ("役所", "sop"),
        ("2 Rangkap", "rangkap"),
        ("Penerbitan Surat Rekomendasi Izin Usaha Bidang Industri", "penerbitan-surat-rekomendasi-izin-usaha"),
    ],
)
def test_an_id_is_made_of_the_words_of_the_title(title, id):
    assert sop_id(title) == id
