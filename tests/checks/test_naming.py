"""Names as they stand on real sheets: who is declared, who is a person, what is one thing under two names."""

from __future__ import annotations

import json

import pytest

import sopkit
from checks.tiny import decision, found, out, sop, step
from sopkit.checks import check

GOVERNMENT = {"profile": "permenpan-35-2012"}


def actors(*names):
    return [{"id": f"a{n}", "name": name} for n, name in enumerate(names)]


def documents(*names, **more):
    return [{"id": f"d{n}", "name": name, **more} for n, name in enumerate(names)]


# actor-named-in-text


def named(activity, *declared, **more):
    """The names that the rule finds in an activity of an SOP with these actors."""
    whole = sop(step("a", activity=activity, actor="a0"), actors=actors(*declared), **GOVERNMENT, **more)
    return [one.facts["name"] for one in check(whole) if one.rule == "actor-named-in-text"]


@pytest.mark.parametrize(
    ("activity", "name"),
    [
        ("Menyerahkan berkas kepada Bagian Umum", "Bagian Umum"),
        ("Meneruskan surat ke Kabid Perdagangan", "Kabid Perdagangan"),
        ("Menerima disposisi dari Kepala Bidang Perdagangan melalui aplikasi", "Kepala Bidang Perdagangan"),
        ("Mengajukan nota dinas ke kepala bagian umum", "kepala bagian"),
        ("Menyerahkan konsep kepada sekretaris", "sekretaris"),
        ("Menyusun rencana bersama DPMPTSP", "DPMPTSP"),
        ("Meninjau lokasi bersama Dinas Kesehatan", "Dinas Kesehatan"),
        ("Menerima surat yang diparaf oleh Kepala Dinas Kesehatan", "Kepala Dinas Kesehatan"),
        ("Berkoordinasi dengan Tim Verifikasi", "Tim Verifikasi"),
        ("Menerima surat yang telah ditandatangani oleh Bupati", "Bupati"),
        ("Menyerahkan berkas kepada Camat untuk ditandatangani", "Camat"),
        ("MENYERAHKAN BERKAS KEPADA BAGIAN UMUM", "BAGIAN UMUM"),
        ("Menyerahkan kepada Kasubbag Keuangan, lalu menunggu", "Kasubbag Keuangan"),
    ],
)
def test_a_position_or_office_that_nobody_declares_is_found(activity, name):
    assert named(activity, "Kabid Industri", "Arsiparis") == [name]


@pytest.mark.parametrize(
    "activity",
    [
        "Menyerahkan berkas kepada pemohon",
        "Menyerahkan berkas kepada petugas",
        "Meneruskan kepada bidang terkait",
        "Meneruskan ke Bidang Terkait",
        "Meneruskan ke Seksi masing-masing",
        "Menerima surat dari bagian depan kantor",
        "Memeriksa dari bagian Atas ke bawah",
        "Menerima permohonan dari Badan Usaha",
        "Menerima permohonan dari badan hukum",
        "Menerima data dari Kepala Keluarga",
        "Menyusun Surat Rekomendasi Izin Usaha Bidang Industri",
        "Menyusun Keputusan Bupati",
        "Menyusun surat sesuai dengan Peraturan Bupati",
        "Menyusun surat perjalanan dinas",
        "Mengirim barang ke kantor pos",
        "Memeriksa berkas sesuai dengan bidang tugasnya",
        "Menyerahkan kepada tim",
        "Menyerahkan kepada Kepala",
        "Menyerahkan dari tangan ke tangan",
        "Mengirim ke alamat",
        "Menerima arahan dari dinas",
        "Menerima tamu dari bps",
        "Mengirim surat ke DPMPTSP",
        "Mengirim surat yang akan dikirim ke Dinas Penanaman Modal",
        "Meminta data dari Dinas Kesehatan",
        "Mengirim laporan kepada Inspektorat Daerah",
        "Mengirim usulan kepada Kepala Badan Kepegawaian Negara",
    ],
)
def test_what_names_nobody_in_particular_is_left_alone(activity):
    assert named(activity, "Arsiparis") == []


@pytest.mark.parametrize(
    ("activity", "declared"),
    [
        ("Menyerahkan berkas kepada Kabid", "KABID INDUSTRI"),
        ("Menyerahkan berkas kepada Kabid Industri", "Kepala Bidang Industri"),
        ("Menyerahkan berkas kepada Kepala Bidang", "Kabid"),
        ("Menyerahkan berkas kepada Kepala Bidang Industri", "Plt. Ka. Bid. Industri"),
        ("Menyerahkan berkas kepada Kepala Bidang Industri dan Perdagangan", "Kabid Industri & Perdagangan"),
        ("Menyerahkan berkas kepada Kepala Dinas", "KADIS"),
        ("Menyerahkan berkas kepada Kepala Dinas", "Kepala Disperindag"),
        ("Menyerahkan berkas kepada Kepala Dinas", "Kepala DPMPTSP"),
        ("Menyerahkan berkas kepada tim teknis", "TIM TEKNIS"),
        ("Menyerahkan berkas ke Kasubag Umum", "Kepala Sub Bagian Umum"),
        ("Menyerahkan berkas ke Kasubbag Umum", "Kasubag Umum dan Kepegawaian"),
        ("Menyerahkan berkas ke Kepala Bagian Umum", "Bagian Umum"),
        ("Menyerahkan berkas ke Bagian Umum", "Kabag Umum"),
        ("Menyerahkan berkas ke Sekretaris Dinas", "Sekretaris"),
        ("Menyerahkan berkas ke Sekdis", "Sekretaris Dinas"),
        ("Menyerahkan berkas ke Sekretaris", "Sekdis"),
        ("Meninjau bersama DPMPTSP", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
        ("Meninjau bersama Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "Kepala DPM"),
        ("Menyerahkan kepada Kabid Surat Rekomendasi Izin", "Kabid Industri"),
        ("Menyerahkan kepada Kabid Untuk Diparaf", "Kabid Industri"),
    ],
)
def test_a_declared_position_is_known_by_each_of_its_names(activity, declared):
    assert named(activity, declared) == []


def test_two_different_heads_are_not_one():
    assert named("Menyerahkan berkas kepada Kepala Bidang Perdagangan", "Kabid Industri") == [
        "Kepala Bidang Perdagangan"
    ]


def test_each_name_is_told_once_for_each_step():
    whole = (
        "Menerima berkas dari Bagian Umum, menyerahkan ke Kabag Keuangan dan kembali ke bagian Umum dan ke Bagian Umum"
    )
    assert named(whole, "Arsiparis") == ["Bagian Umum", "Kabag Keuangan"]


def test_givers_takers_and_the_own_office_are_declared():
    says = "Menerima berkas dari Bagian Umum dan surat bersama DPMPTSP dan arsip bersama Dinas Perindustrian"
    paper = [
        {"id": "d", "name": "Berkas", "supplied_by": "Bagian Umum Setda"},
        {"id": "e", "name": "Surat", "delivered_to": "DPMPTSP"},
    ]
    own = {"agency": "Dinas Perindustrian Provinsi"}
    assert named(says, "Arsiparis", documents=paper, identity=own) == []
    assert named(says, "Arsiparis") == ["Bagian Umum", "DPMPTSP", "Dinas Perindustrian"]
    assert named("Menyusun arsip bersama Dinas Perindustrian", "Arsiparis", identity=own) == []


def test_names_are_known_in_each_language():
    who = {"en": "Head of General Affairs", "id": "Kepala Bagian Umum"}
    says = {"en": "Hand it to the head", "id": "Menyerahkan berkas kepada Kabag Umum"}
    whole = sop(step("a", activity=says), actors=[{"id": "x", "name": who}], language="en", title="Small", **GOVERNMENT)
    assert found(whole, "actor-named-in-text") == []


# actor-is-role


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Budi Santoso, S.Sos.", "S.Sos"),
        ("Budi Santoso, S.E., M.Si.", "S.E"),
        ("Budi Santoso, SE", "SE"),
        ("Rina Marlina, S.STP, M.AP", "S.STP"),
        ("Rina Marlina S.Kom", "S.Kom"),
        ("Kabid Industri (Budi Santoso, S.T.)", "S.T"),
        ("Drs. Budi Santoso", "Drs."),
        ("Dra Siti Aminah", "Dra"),
        ("Bapak Budi", "Bapak"),
        ("Bpk. Budi", "Bpk."),
        ("Ibu Siti", "Ibu"),
        ("Hj. Siti Aminah", "Hj."),
        ("Mrs. Smith", "Mrs."),
        ("Budi NIP 19700817 199503 1 001", "NIP 1"),
        ("Budi 197008171995031001", "197008171995031001"),
        ("dr. Andi Wijaya, Sp.A", "Sp.A"),
        ("Jane Doe, Ph.D.", "Ph.D"),
    ],
)
def test_a_person_is_no_actor(name, sign):
    (finding,) = [one for one in check(sop(step("a", actor="a0"), actors=actors(name))) if one.rule == "actor-is-role"]
    assert finding.facts["sign"].startswith(sign)


@pytest.mark.parametrize(
    "name",
    [
        "KABID INDUSTRI",
        "Kepala Dinas",
        "Ibu Hamil",
        "Ibu Rumah Tangga",
        "Bapak/Ibu Pemohon",
        "Ketua RT",
        "Pak RT",
        "dr. Jaga",
        "Dokter Spesialis",
        "Dokter Sp.A",
        "Programmer (S.Kom)",
        "Petugas IPAL",
        "Seksi C, Bidang SDM",
        "Seksi A. B. dan C",
        "Staf Bidang Hukum, HAM",
        "Verifikator S1",
        "Pelaksana X",
        "PPK",
        "Tim A, Tim B",
        "Pengelola NIP",
        "Loket 12",
        "Head of Nursing",
        "Kepala UPT. Metrologi",
    ],
)
def test_a_position_is_no_person(name):
    assert found(sop(step("a", actor="a0"), actors=actors(name)), "actor-is-role") == []


# name-variants


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Surat pengantar", "Surat Pengantar"),
        ("Surat pengantar", "Surat  pengantar"),
        ("Surat pengantar", "Suratpengantar"),
        ("Surat pengantar", "Surat-pengantar."),
        ("Berkas yang telah diverifikasi", "berkas diverifikasi"),
        ("Berkas sudah diperiksa", "Berkas yang telah diperiksa"),
        ("Berkas permohonan", "Berkas pemohonan"),
        ("Surat rekomendasi industri", "Surat rekomendasi indsutri"),
        ("Surat rekomendasi", "Surat rekomendasii"),
        ("Surat rekomendasi", "Surat rekomandasi"),
        ("Surat permohonan rekomendasi", "Surat pemohonan rekomendsi"),
        ("Berkas", "Berkas"),
    ],
)
def test_nearly_the_same_name_is_the_same_document(first, second):
    whole = sop(step("a"), documents=documents(first, "Nota dinas", second))
    (finding,) = [one for one in check(whole) if one.rule == "name-variants"]
    assert (finding.pointer, finding.facts["document"], finding.facts["first"]) == ("/documents/2/name", "d2", "d0")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Dokumen d", "Dokumen e"),
        ("Lampiran 1", "Lampiran 2"),
        ("Formulir F-1.01", "Formulir F-1.02"),
        ("Surat masuk", "Surat keluar"),
        ("Draf surat", "Draf surat yang telah diparaf"),
        ("Surat yang telah diparaf", "Surat yang telah ditandatangani"),
        ("Surat usulan", "Surat susulan"),
        ("Daftar pengawas", "Daftar pengawal"),
        ("Kartu tanah", "Kartu tanda"),
        ("Laporan bulanan", "Laporan tahunan"),
        ("Berkas pemohon", "Berkas permohonan"),
        ("Surat izin", "Surat ijin"),
        ("…", "?!"),
    ],
)
def test_another_name_is_another_document(first, second):
    assert found(sop(step("a"), documents=documents(first, second)), "name-variants") == []


def test_short_names_of_a_position_are_variants_of_its_long_one():
    whole = sop(step("a", actor="a0"), actors=actors("Kabid Industri", "Kasi Umum", "Kepala Bidang Industri"))
    assert found(whole, "name-variants") == [("/actors/2/name", "actor")]


def test_a_variant_in_another_language_is_not_looked_for():
    names = {"id": "Berkas", "en": "File"}, {"id": "Surat", "en": "File"}
    assert found(sop(step("a"), documents=documents(*names)), "name-variants") == []
    whole = sop(step("a"), documents=documents({"id": "Berkas", "en": "File"}, {"en": "Files", "id": "berkas"}))
    assert found(whole, "name-variants") == [("/documents/1/name/id", "")]


def test_two_thousand_names_are_compared_at_once():
    from time import process_time

    syllables = ["ba", "be", "bi", "bo", "bu", "da", "de", "di", "do", "du"]
    names = ["Berkas " + "".join(syllables[int(c)] for c in f"{n:04}") for n in range(2000)]
    whole = sopkit.loads(json.dumps({
        "sopkit": 1, "id": "k", "version": "1", "title": "K", "actors": actors("X"),
        "documents": documents(*names), "steps": [{"id": "a", "activity": "A", "actor": "a0"}],
    }))  # fmt: skip
    start = process_time()
    found(whole, "name-variants")
    assert process_time() - start < 2


# final-product


def products(title, *names, **more):
    whole = sop(step("a"), title=title, documents=documents(*names, delivered_to="Pemohon"), **GOVERNMENT, **more)
    return [one.facts["product"] for one in check(whole) if one.rule == "final-product"]


@pytest.mark.parametrize(
    ("title", "name", "product"),
    [
        ("Penerbitan Surat Rekomendasi Izin Usaha", "Arsip", "Surat Rekomendasi Izin Usaha"),
        ("SOP Penerbitan Kartu Anggota bagi Pelajar", "Bukti pendaftaran", "Kartu Anggota"),
        ("SOP Pelayanan Penerbitan Sertifikat", "Arsip permohonan", "Sertifikat"),
        ("PENYUSUNAN LAPORAN KINERJA", "Arsip permohonan", "LAPORAN KINERJA"),
    ],
)
def test_a_title_promises_its_product(title, name, product):
    assert products(title, name) == [product]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Penerbitan Surat Rekomendasi Izin Usaha", "Surat rekomendasi yang telah ditandatangani"),
        ("Penerbitan Surat Rekomendasi", "Rekomendasi"),
        ("Penerbitan Kartu Keluarga", "KK"),
        ("Penerbitan Surat Perintah Pencairan Dana", "SP2D"),
        ("Penyusunan Rencana Kerja", "Renja perangkat daerah"),
        ("Penyusunan Laporan Kinerja", "LKjIP"),
        ("Penyusunan Anggaran", "DPA"),
        ("Penyusunan Kebijakan Teknis", "Peraturan Bupati"),
        ("Pengelolaan Surat Masuk", "Arsip"),
        ("Penerbitan", "Arsip"),
        ("Pelayanan Kesehatan", "Resep"),
    ],
)
def test_a_title_that_names_no_product_or_what_comes_out_is_left_alone(title, name):
    assert products(title, name) == []


def test_where_nothing_is_delivered_the_last_outputs_count():
    ways = out("o", "end", outputs=["d1"]), out("p", "a")
    names = documents("Arsip", "Kartu anggota")
    whole = sop(decision("a", *ways), title="Penerbitan Kartu Anggota", documents=names, **GOVERNMENT)
    assert found(whole, "final-product") == []
    ways = out("o", "end", outputs=["d0"]), out("p", "a", outputs=["d1"])
    whole = sop(decision("a", *ways), title="Penerbitan Kartu Anggota", documents=names, **GOVERNMENT)
    assert found(whole, "final-product") == [("/title", "")]


def test_without_any_product_there_is_nothing_to_compare():
    assert found(sop(step("a"), title="Penerbitan Kartu Anggota", **GOVERNMENT), "final-product") == []
