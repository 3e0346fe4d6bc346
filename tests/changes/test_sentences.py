"""What is said of each change, in words that an official signs; and what is said beside it."""

from __future__ import annotations

import copy

import pytest

import sopkit
from changes.versions import read
from checks.tiny import decision, out, sop, step, values

TWO = [{"id": "x", "name": "Caraka"}, {"id": "y", "name": "Sekretariat"}]
PAPER = {"actors": TWO, "identity": {"agency": "Dinas", "legal_basis": ["UU 1", "UU 2"]}, "ends": [
    {"id": "end", "name": "Terbit"}, {"id": "tolak", "name": "Ditolak"}]}  # fmt: skip
OLD = values(
    step("a", outputs="d", complete_within="P3D"),
    decision("b", out("ya", "c"), out("tidak", "a", at_most=3), question="Lengkap?"),
    step("c", "end", inputs="d", elapsed_within="P7D"),
    documents="d e", **PAPER,
)  # fmt: skip


def said(change, old=OLD, renamed=None):
    """Each sentence in both languages, after an edit of the steps by id, or of the whole."""
    new = copy.deepcopy(old)
    change(new, {one["id"]: one for one in new["steps"]})
    changes = sopkit.compare(read(old), read(new), renamed=renamed).changes
    return [(change.kind, change.in_("id"), change.in_("en")) for change in changes]


def put(of, **keys):
    return lambda whole, steps: (steps[of] if of else whole).update(keys)


def drop(of, key):
    return lambda whole, steps: (steps[of] if of else whole).pop(key)


ONE = [
    (put("", version="2.0"), "version-changed", "versi 1.0 → 2.0", "version 1.0 → 2.0"),
    (put("", title={"id": "Kecil", "en": "Small"}), "title-changed",
     "judul: “[en] –” → “[en] Small”", "title: “[en] –” → “[en] Small”"),
    (put("", title="Besar"), "title-changed", "judul: “Kecil” → “Besar”", "title: “Kecil” → “Besar”"),
    (put("", profile="permenpan-35-2012"), "profile-changed",
     "profil plain → PermenPANRB 35/2012", "profile plain → PermenPANRB 35/2012"),
    (put("", source="Lembar"), "source-changed", "sumber ditambahkan: “Lembar”", "source added: “Lembar”"),
    (drop("b", "question"), "question-changed",
     "langkah 2: pertanyaan dihapus (semula “Lengkap?”)", "step 2: question removed (formerly “Lengkap?”)"),
    (put("", cancel=["y"]), "cancel-changed",
     "yang boleh membatalkan kasus ditambah: Sekretariat", "who may cancel a case added: Sekretariat"),
    (put("", documents=[{"id": "d", "name": "Dokumen d"}]), "document-removed",
     "dokumen “Dokumen e” tidak ada lagi", "document “Dokumen e” is no longer there"),
    (put("", documents=[{"id": "d", "name": "Dokumen d"}, {"id": "e", "name": "Dokumen e", "kind": "tool"}]),
     "document-changed", "dokumen “Dokumen e”: jenis dokumen → alat", "document “Dokumen e”: kind document → tool"),
    (put("", actors=TWO[::-1]), "actors-reordered",
     "urutan pelaksana Caraka; Sekretariat → Sekretariat; Caraka",
     "order of actors Caraka; Sekretariat → Sekretariat; Caraka"),
    (put("", ends=PAPER["ends"][:1]), "end-removed", "akhir “Ditolak” tidak ada lagi", "end “Ditolak” is no longer there"),
    (put("", identity={**PAPER["identity"], "effective": "2026-03-01"}), "identity-changed",
     "tanggal efektif ditambahkan: 1 Maret 2026", "effective date added: 1 March 2026"),
    (put("", identity={**PAPER["identity"], "legal_basis": ["UU 2", "UU 1"]}), "identity-reordered",
     "urutan dasar hukum UU 1; UU 2 → UU 2; UU 1", "order of legal basis UU 1; UU 2 → UU 2; UU 1"),
    (put("", identity={**PAPER["identity"], "legal_basis": ["UU 2", "UU 3"]}), "identity-changed",
     "dasar hukum ditambah: UU 3; dikurangi: UU 1", "legal basis added: UU 3; removed: UU 1"),
    (put("", identity={**PAPER["identity"], "approved_by": {"position": "Kepala"}}), "identity-changed",
     "pejabat yang mengesahkan: jabatan ditambahkan: “Kepala”", "approving official: position added: “Kepala”"),
    (put("", identity={**PAPER["identity"], "approved_by": {}}), "identity-rewritten",
     "pejabat yang mengesahkan tanpa isi, ditambahkan atau dihapus", "approving official without content, added or removed"),
    (put("a", actor="y"), "actor-replaced", "langkah 1: Caraka diganti Sekretariat", "step 1: Caraka replaced by Sekretariat"),
    (put("a", standard_time="PT25M"), "time-changed", "langkah 1: waktu baku 10 → 25 Menit", "step 1: standard time 10 → 25 minutes"),
    (put("a", standard_time="PT1H"), "time-changed",
     "langkah 1: waktu baku 10 Menit → 1 Jam", "step 1: standard time 10 minutes → 1 hour"),
    (put("a", standard_time="PT600S"), "time-rewritten",
     "langkah 1: waktu baku 10 Menit kini ditulis 600 Detik; lamanya sama",
     "step 1: standard time 10 minutes is now written 600 seconds; the length is the same"),
    (put("a", standard_time="PT010M"), "time-rewritten",
     "langkah 1: waktu baku 10 Menit (PT10M) kini ditulis 10 Menit (PT010M); lamanya sama",
     "step 1: standard time 10 minutes (PT10M) is now written 10 minutes (PT010M); the length is the same"),
    (put("a", standard_time={"from": "PT5M", "to": "PT10M"}), "time-changed",
     "langkah 1: waktu baku 10 Menit → 5 Menit – 10 Menit", "step 1: standard time 10 minutes → 5 minutes – 10 minutes"),
    (put("a", complete_within="PT22H30M"), "limit-rewritten",
     "langkah 1: batas waktu kerja 3 Hari Kerja kini ditulis 22 Jam 30 Menit; lamanya sama",
     "step 1: working-time limit 3 working days is now written 22 hours 30 minutes; the length is the same"),
    (put("c", elapsed_within="P1W"), "limit-rewritten",
     "langkah 3: batas waktu kalender 7 Hari kini ditulis 1 Minggu; lamanya sama",
     "step 3: calendar limit 7 days is now written 1 week; the length is the same"),
    (put("c", next="tolak"), "target-changed",
     "langkah 3: kini menuju “Ditolak”, semula “Terbit”", "step 3: now leads to “Ditolak”, formerly “Terbit”"),
    (put("a", next="b"), "target-rewritten", "langkah 1: penulisan tujuan berubah; alurnya tetap",
     "step 1: the target is written differently; the flow is the same"),
    (put("c", separate_from=["a"]), "separate-from-changed",
     "langkah 3: pemisahan tugas ditambahkan: langkah 1", "step 3: separation of duties added: step 1"),
    (put("c", number="3a"), "number-changed",
     "langkah 3a (semula 3): nomor tercetak ditambahkan: 3a", "step 3a (formerly 3): printed number added: 3a"),
    (put("b", outcomes=[*OLD["steps"][1]["outcomes"], out("tunda", "b")]), "outcome-added",
     "langkah 2: hasil baru “TUNDA” → langkah 2", "step 2: new outcome “TUNDA” → step 2"),
    (put("b", outcomes=OLD["steps"][1]["outcomes"][::-1]), "outcomes-reordered",
     "langkah 2: urutan hasil YA; TIDAK → TIDAK; YA", "step 2: order of outcomes YA; TIDAK → TIDAK; YA"),
    (put("b", outcomes=[out("ya", "c"), out("tidak", "a", at_most=2)]), "at-most-changed",
     "langkah 2: hasil “TIDAK”: batas pemakaian 3 kali → 2 kali", "step 2: outcome “TIDAK”: limit of uses 3× → 2×"),
    (put("b", outcomes=[out("ya", "c", outputs=[]), out("tidak", "a", at_most=3)]), "outputs-changed",
     "langkah 2: hasil “YA”: output seperti pada langkahnya → tidak ada", "step 2: outcome “YA”: outputs as its step says → nothing"),
    (put("b", outcomes=[out("ya", "c"), out("tidak", "c", at_most=3)]), "target-changed",
     "langkah 2: hasil “TIDAK”: kini menuju langkah 3, semula langkah 1",
     "step 2: outcome “TIDAK”: now leads to step 3, formerly step 1"),
    (lambda whole, _: whole["steps"].insert(2, step("n")), "step-added",
     "langkah 3: langkah baru, “Mengerjakan n” (Caraka, 10 Menit)", "step 3: new step, “Mengerjakan n” (Caraka, 10 minutes)"),
    (lambda whole, _: whole["steps"].insert(1, whole["steps"].pop(2)), "step-moved",
     "langkah 2 (semula 3): dipindahkan: semula sesudah langkah 2 “Mengerjakan b”, kini sesudah langkah 1 “Mengerjakan a”",
     "step 2 (formerly 3): moved: formerly after step 2 “Mengerjakan b”, now after step 1 “Mengerjakan a”"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "kind", "indonesian", "english"), ONE, ids=[f"{n}-{one[1]}" for n, one in enumerate(ONE)]
)
def test_one_edit_is_told_in_one_sentence(change, kind, indonesian, english):
    assert said(change) == [(kind, indonesian, english)]


def test_a_removed_step_is_told_at_its_old_place_by_its_old_number():
    def change(whole, steps):
        whole["steps"].remove(steps["b"])

    assert said(change) == [
        ("step-removed", "langkah 2 pada versi lama: dihapus, “Mengerjakan b” (Caraka, 10 Menit)",
         "step 2 of the old version: removed, “Mengerjakan b” (Caraka, 10 minutes)"),
    ]  # fmt: skip


def test_a_step_that_shares_its_row_is_told_with_its_actor():
    old = values(step("a"), step("b", same_row=True, actor="y"), actors=TWO)
    assert said(put("b", standard_time="PT20M"), old) == [
        ("time-changed", "langkah 1 (Sekretariat): waktu baku 10 → 20 Menit",
         "step 1 (Sekretariat): standard time 10 → 20 minutes"),
    ]  # fmt: skip


def test_the_same_name_under_another_id_is_told_with_the_ids():
    def change(whole, steps):
        whole["actors"][0]["id"] = "z"
        for one in steps.values():
            one["actor"] = "z"

    replaced = [one for kind, one, _ in said(change) if kind == "actor-replaced"]
    assert replaced[0] == "langkah 1: Caraka (x) diganti Caraka (z)"


def test_another_language_is_one_change_as_long_as_the_words_are_the_same():
    old = {**OLD, "steps": OLD["steps"][:1], "ends": PAPER["ends"][:1], "language": "id"}
    assert said(put("", language="ms"), old) == [("language-changed", "bahasa id → ms", "language id → ms")]


def test_what_was_added_is_told_in_full_where_there_is_room():
    new = copy.deepcopy(OLD)
    new["steps"].insert(2, decision("n", out("ya", "c"), out("tidak", "a"), inputs="d", note="Catatan"))
    (change,) = sopkit.compare(read(OLD), read(new)).changes
    assert change.old_in("id") == "–"
    assert change.new_in("id").splitlines() == [
        "Mengerjakan n", "pelaksana: Caraka", "kelengkapan: Dokumen d", "waktu baku: 10 Menit", "keterangan: Catatan",
        "“YA” → langkah 4", "“TIDAK” → langkah 1",
    ]  # fmt: skip
    assert change.part_in("id") == "langkah 3"


def test_values_are_those_of_the_model():
    new = copy.deepcopy(OLD)
    new["steps"][0]["standard_time"] = "PT25M"
    (change,) = sopkit.compare(read(OLD), read(new)).changes
    assert (change.old, change.new) == (sopkit.Duration("PT10M"), sopkit.Duration("PT25M"))
    assert (change.step, change.key, change.old_number, change.new_number) == ("a", "standard_time", "1", "1")
    assert not change.bears_on_cases


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            {"title": "Besar"},
            "The content changed but the version is still 1.0; what a version means must never change, so give it a new number.",
        ),
        ({"id": "lain"}, "These are two different SOPs (kecil and lain), not two versions of one."),
        ({"title": "Besar", "version": "1.1"}, None),
        ({}, None),
    ],
)
def test_an_odd_pair_is_warned_of(keys, said):
    compared = sopkit.compare(read(OLD), read({**OLD, **keys}))
    assert [str(warning) for warning in compared.warnings] == ([said] if said else [])


def pair(before, after):
    """Two definitions whose middle step has other ids; each is told by activity and actor."""
    return [
        sop(step("a"), {**step(id), "activity": words, "actor": actor}, step("z"), actors=TWO)
        for id, (words, actor) in (("lama", before), ("baru", after))
    ]


@pytest.mark.parametrize(
    ("before", "after", "is_suggested"),
    [
        (("Memeriksa kelengkapan berkas", "x"), ("Memeriksa kelengkapan dokumen", "x"), True),
        (("Memeriksa kelengkapan berkas", "x"), ("Memeriksa kelengkapan berkas", "y"), True),
        (("Memeriksa kelengkapan berkas", "x"), ("Memeriksa kelengkapan dokumen", "y"), False),
        (("Memeriksa kelengkapan berkas", "x"), ("Menandatangani surat", "x"), False),
    ],
)
def test_a_step_is_suggested_as_renamed_where_enough_of_it_is_the_same(before, after, is_suggested):
    compared = sopkit.compare(*pair(before, after))
    assert compared.suggestions == ((("lama", "baru"),) if is_suggested else ())
    assert {change.kind for change in compared.changes} == {"step-removed", "step-added"}


def test_many_steps_with_new_ids_are_suggested_by_their_words_alone():
    old, new = (
        sop(*({**step(f"{prefix}{n}"), "activity": f"Langkah nomor {n}"} for n in range(40))) for prefix in "kl"
    )
    assert sopkit.compare(old, new).suggestions == tuple((f"k{n}", f"l{n}") for n in range(40))
    same = [sop(*({**step(f"{prefix}{n}"), "activity": "Memeriksa"} for n in range(40))) for prefix in "kl"]
    assert sopkit.compare(*same).suggestions == ()


@pytest.mark.parametrize("renamed", [{"tiada": "a"}, {"a": "tiada"}, {"a": "b", "b": "b"}])
def test_a_renaming_that_cannot_be_is_an_error(renamed):
    with pytest.raises(ValueError, match="renamed"):
        sopkit.compare(read(OLD), read(OLD), renamed=renamed)


def test_two_steps_may_have_changed_their_ids():
    kinds = [kind for kind, *_ in said(lambda *_: None, renamed={"a": "b", "b": "a"})]
    assert kinds.count("step-renamed") == 2
    assert "step-added" not in kinds


def test_four_eyes_that_name_another_step_under_the_same_id_are_told():
    old = values(step("a"), step("b"), step("c", separate_from=["a"]))
    new = values(step("a"), step("b"), step("c", separate_from=["a"]))
    changes = sopkit.compare(read(old), read(new), renamed={"a": "b", "b": "a"}).changes
    told = [change.in_("en") for change in changes if change.kind == "separate-from-changed"]
    assert told == ["step 3: separation of duties step 1 “Mengerjakan a” (a) → step 1 “Mengerjakan a” (a)"]


def test_a_definition_made_by_hand_is_read_before_it_is_compared():
    import attrs

    unsound = attrs.evolve(read(OLD), actors=())
    with pytest.raises(sopkit.DefinitionError):
        sopkit.compare(unsound, read(OLD))


def test_the_end_that_none_need_write_is_no_change_where_it_is_written_to_put_another_beside_it():
    old = values(decision("a", out("ya", "end"), out("tidak", "a")))
    written = {"id": "end", "name": "Selesai"}

    def sentences(*ends):
        return said(put("", ends=list(ends)), old)

    other = {"id": "tolak", "name": "Ditolak"}
    assert [kind for kind, *_ in sentences(written, other)] == ["end-added"]
    assert "end-changed" in [kind for kind, *_ in sentences({**written, "name": "Terbit"}, other)]
    assert "end-changed" in [
        kind for kind, *_ in sentences({**written, "name": {"id": "Selesai", "en": "Over"}}, other)
    ]
    assert [kind for kind, *_ in sentences(written)] == ["end-changed"]


def test_a_limit_of_uses_that_is_new_is_told_as_the_most():
    old = values(decision("a", out("ya", "end"), out("tidak", "a")))
    limited = values(decision("a", out("ya", "end"), out("tidak", "a", at_most=2)))
    (change,) = sopkit.compare(read(old), read(limited)).changes
    assert change.in_("id").endswith("batas pemakaian ditambahkan: paling banyak 2 kali")
    assert change.in_("en").endswith("limit of uses added: at most 2×")
