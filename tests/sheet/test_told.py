"""The flow in sentences: every step and every way, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from checks.tiny import sop as tiny
from sheet import hostile
from sopkit.sheet.documents.told import told
from sopkit.testing import sops


def plain(words):
    return " ".join(words.split())


@given(sops(), st.sampled_from([None, "id", "en", "jv"]))
def test_every_step_is_told_with_who_acts_and_every_way_out(sop, language):
    said = told(sop, language)
    wanted = language or sop.language
    assert len(said) == len(sop.steps)
    for step, sentence in zip(sop.steps, said, strict=True):
        assert "\n" not in sentence
        for id in (step.actor, *step.participants, *step.alternates):
            assert plain(sop.actor(id).name.in_(wanted)) in sentence
        assert plain(sop.label(step.id).in_(wanted)) in sentence
        assert all(plain(outcome.label.in_(wanted)) in sentence for outcome in step.outcomes)
        words = {"en": ("again", "back", "on to", "ends")}.get(
            language or sop.language, ("ulangi", "kembali", "lanjut", "berakhir")
        )
        if language == "jv":
            continue
        for _, to in sop.ways(step):
            place, here = sop.place(to), sop.place(step.id)
            if place is None:
                assert len(sop.ends) == 1 or plain(sop.label(to).in_(wanted)) in sentence
            else:
                which = 0 if place == here else 1 if place < here else 2
                assert words[which] in sentence.lower()
                assert which == 0 or plain(sop.steps[place].number) in sentence


def test_the_reference_is_told_as_a_clerk_would():
    said = told(sopkit.reference())
    assert said[6] == (
        "Langkah 7, KADIS: Menandatangani Draft Surat Rekomendasi Izin Usaha Industri jika tidak sesuai maka dikembalikan "
        "kepada Kabid Industri. Bila Ya: lanjut ke langkah 8. Bila Tidak: kembali ke langkah 6."
    )
    assert said[7].endswith(". Selesai.")
    assert told(sopkit.reference(), "en")[4] == (
        "Step 5, Technical Team: Draft the recommendation letter and hand it to the Head of Division. Go on to step 6."
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "id",
            "Langkah 5, Dekan: Menandatangani surat izin cuti akademik. Dapat digantikan oleh Wakil Dekan Bidang Akademik. "
            'Konsep sesuai? Bila Ya: berakhir pada "Izin cuti terbit". Bila Tidak: kembali ke langkah 4.',
        ),
        (
            "en",
            "Step 5, Dekan: Menandatangani surat izin cuti akademik. Wakil Dekan Bidang Akademik may act instead. "
            'Konsep sesuai? If Ya: it ends at "Izin cuti terbit". If Tidak: go back to step 4.',
        ),
    ],
)
def test_a_question_an_alternate_and_an_end_are_told(language, said):
    assert told(sopkit.load("examples/cuti-akademik.sop.json"), language)[5] == said


def test_steps_of_one_row_are_told_apart_by_their_actors():
    said = told(sopkit.load("examples/cuti-akademik.sop.json"))
    assert said[0].endswith("Lanjut ke langkah 2 (Dosen Pembimbing Akademik).")
    assert said[1].endswith("Lanjut ke langkah 2 (Ketua Program Studi).")


def test_a_step_that_can_be_done_again_says_so():
    again = {"id": "a", "activity": "Menelepon", "actor": "x", "participants": ["y"], "outcomes": [
        {"id": "ya", "label": "Ya", "to": "end"}, {"id": "tidak", "label": "Tidak", "to": "a"},
    ]}  # fmt: skip
    assert told(tiny(again, actors=[{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}])) == (
        "Langkah 1, X: Menelepon. Ikut serta: Y. Bila Ya: selesai. Bila Tidak: ulangi langkah ini.",
    )


def test_in_another_language_the_profile_chooses_the_sentences():
    javanese = tiny({"id": "a", "activity": "Nampa layang", "actor": "x"}, language="jv")
    assert told(javanese) == ("Step 1, Pelaksana X: Nampa layang. It ends.",)
    assert told(javanese, profile="permenpan-35-2012") == ("Langkah 1, Pelaksana X: Nampa layang. Selesai.",)


def test_hostile_words_are_told_as_they_are():
    assert all(any(plain(word) in sentence for word in hostile.WORDS) for sentence in told(hostile.sop()))
