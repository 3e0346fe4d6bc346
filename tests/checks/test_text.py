"""Activities as they stand on real sheets, and what the rules of wording find in them."""

from __future__ import annotations

import pytest

from checks.tiny import decision, found, out, sop, step
from sopkit.checks import check

GOVERNMENT = {"profile": "permenpan-35-2012"}
ACTORS = [{"id": "x", "name": "KABID INDUSTRI"}, {"id": "y", "name": "Tim Teknis"}]


def findings(rule, activity, **more):
    """What a rule finds in one activity of an SOP of the government."""
    whole = sop(step("a", activity=activity, **more), actors=ACTORS, **GOVERNMENT)
    return [one for one in check(whole) if one.rule == rule]


def only(rule, activity, **more):
    (finding,) = findings(rule, activity, **more)
    return finding


# verb-first


@pytest.mark.parametrize(
    "activity",
    [
        "Menerima berkas permohonan",
        "memeriksa kelengkapan berkas",
        "MENANDATANGANI SURAT REKOMENDASI",
        "Mengarsipkan dan mengirimkan surat",
        "Meninjau lokasi",
        "Menyusun konsep nota dinas",
        "Mengecek kelengkapan",
        "Memperbanyak dan mengirimkan surat sesuai tujuan",
        "Merekap data kehadiran",
        "Melayani pemohon",
        "Mewawancarai calon penerima bantuan",
        "Meyakinkan diri bahwa berkas lengkap",
        "Memaraf konsep surat",
        "Menomori surat keluar",
        "Mem-verifikasi berkas",
        "Men-scan dokumen persyaratan",
        "Meng-input data pemohon",
        "Mengoordinasikan jadwal peninjauan",
        "Berkoordinasi dengan bagian hukum",
        "Berangkat ke lokasi pemeriksaan",
        "Bekerja sama dengan dinas terkait",
        "Belajar dari kejadian sebelumnya",
        "Melakuan Pemeriksaan",  # a slip is no matter of form
        "Periksa kelengkapan berkas",
        "Serahkan surat kepada pemohon",
        "Tandatangani surat",
        "Cek kelengkapan berkas",
        "Sediakan formulir permohonan",
        "Diskusikan hasil peninjauan",
        "Input data pemohon ke aplikasi",
        "Login ke aplikasi SiCantik",
        "Mulai",
        "Selesai",
        "Datang ke loket pelayanan",
        "Segera mengirimkan surat",
        "Langsung menyerahkan berkas kepada Kabid",
        "Selanjutnya menyerahkan berkas",
        "1. Menerima berkas",
        "a. Menerima berkas",
        "- Menerima berkas",
        "(Opsional) Menerima berkas",
        "(a) memeriksa berkas",
        "-",
        "…",
        "12",
    ],
)
def test_a_verb_may_open_an_activity(activity):
    assert findings("verb-first", activity) == []


@pytest.mark.parametrize(
    ("activity", "variant"),
    [
        ("Pengiriman surat", "noun"),
        ("Verifikasi berkas", "noun"),
        ("Rekonsiliasi Data Harga Nasional", "noun"),
        ("Disposisi ke layanan umum", "noun"),
        ("1. Pemeriksaan kelengkapan berkas", "noun"),
        ("Paraf konsep surat", "noun"),
        ("Diserahkan kepada pemohon", "passive"),
        ("Ditandatangani oleh Kepala Dinas", "passive"),
        ("di-scan oleh petugas", "passive"),
        ("Kabid memeriksa berkas", "subject"),
        ("Kabid Industri memeriksa berkas", "subject"),
        ("Kepala Bagian Umum mendisposisikan draf SK", "subject"),
        ("Pokja Pemilihan menetapkan pemenang", "subject"),
        ("Pemohon mengajukan permohonan", "subject"),
        ("Petugas loket menerima berkas", "subject"),
        ("TIM TEKNIS berkoordinasi dengan pemohon", "subject"),
        ("Petugas yang ditunjuk menyerahkan surat", "subject"),
        ("Media pendaftaran disiapkan", ""),
        ("Meja pelayanan disiapkan", ""),
        ("Menteri", ""),
        ("Meteran dibaca", ""),
        ("Mengenai berkas yang kurang", ""),
        ("Mesin antrean dinyalakan", ""),
        ("Mekanisme pengaduan", ""),
        ("Melalui aplikasi, mengajukan permohonan", ""),
        ("Menurut jadwal, memeriksa arsip", ""),
        ("Berkas diserahkan kepada Kabid", ""),
        ("Berita acara ditandatangani", ""),
        ("Berdasarkan disposisi, menyusun nota dinas", ""),
        ("Bersama tim teknis, meninjau lokasi", ""),
        ("Direktur", ""),
        ("Dinas terkait", ""),
        ("Naskah dinas di tandatangani", ""),
        ("Jika lengkap, menerbitkan surat", ""),
        ("Setelah diparaf, menandatangani surat", ""),
        ("Apakah berkas lengkap?", ""),
        ("Untuk ditandatangani", ""),
        ("Rapat koordinasi", ""),
        ("Tindakan perbaikan", ""),
        ("Pendidikan dan pelatihan petugas", ""),
        ("Kelayakan lokasi diperiksa", ""),
        ("Penjelasan teknis", ""),
        ("Draft laporan dan BRS (Berita Resmi Statistik)", ""),
        ("Kembali", None),
    ],
)
def test_nothing_but_a_verb_may(activity, variant):
    assert [one.variant for one in findings("verb-first", activity)] == ([] if variant is None else [variant])


def test_the_verb_to_write_is_told():
    assert only("verb-first", "Pengiriman surat").facts["verb"] == "Mengirim"
    assert only("verb-first", "Kepala Seksi Umum meneliti berkas").facts["subject"] == "Kepala Seksi Umum"
    assert only("verb-first", "Petugas yang ditunjuk menyerahkan surat").facts["subject"] == "Petugas"


def test_an_actor_is_a_subject_by_whatever_name_it_has():
    whole = sop(step("a", activity="Agen 47 mengirim laporan"), actors=[{"id": "x", "name": "Agen"}], **GOVERNMENT)
    assert found(whole, "verb-first") == [("/steps/0/activity", "subject")]


# vague-verb


@pytest.mark.parametrize(
    ("activity", "phrase", "verb"),
    [
        ("Melakukan verifikasi berkas", "Melakukan verifikasi", "Memverifikasi"),
        ("Melakukan  Pemeriksaan kelengkapan", "Melakukan Pemeriksaan", "Memeriksa"),
        ("Melakukan pengecekan berkas", "Melakukan pengecekan", "Mengecek"),
        ("Melaksanakan monitoring dan evaluasi", "Melaksanakan monitoring", "Memantau"),
        ("Melaksanakan proses verifikasi", "Melaksanakan proses verifikasi", "Memverifikasi"),
        ("Melakukan kegiatan pendataan", "Melakukan kegiatan pendataan", "Mendata"),
        ("Menerima berkas dan melakukan koreksi", "melakukan koreksi", "mengoreksi"),
        ("Melakukan koordinasi dengan dinas terkait", "Melakukan koordinasi", "Berkoordinasi"),
        ("Membuat rekapitulasi kehadiran", "Membuat rekapitulasi", "Merekapitulasi"),
        ("Memberikan persetujuan", "Memberikan persetujuan", "Menyetujui"),
        ("Memberi paraf pada konsep surat", "Memberi paraf", "Memaraf"),
        ("Melakukan pertemuan dengan warga", "Melakukan pertemuan", "Bertemu"),
    ],
)
def test_a_vague_verb_is_answered_with_the_plain_one(activity, phrase, verb):
    facts = only("vague-verb", activity).facts
    assert (facts["phrase"], facts["verb"]) == (phrase, verb)


@pytest.mark.parametrize(
    "activity",
    [
        "Membuat BAP hasil peninjauan lapangan",
        "Membuat Draft Surat Rekomendasi",
        "Membuat laporan kegiatan",
        "Membuat pengumuman",
        "Membuat keputusan kepala dinas",
        "Melaksanakan pelatihan petugas",
        "Melaksanakan rapat koordinasi",
        "Melaksanakan pengadaan barang",
        "Melakukan perjalanan dinas",
        "Melakukan opname fisik",
        "Memberikan surat kepada pemohon",
        "Memberikan arahan kepada tim teknis",
        "Memberikan persetujuan atau penolakan",
        "Memberikan persetujuan/penolakan",
        "Memberikan persetujuan dan/atau catatan",
        "Memberi pengarahan kepada peserta",
        "Memberikan bimbingan teknis",
        "Memberikan bantuan hukum kepada pegawai",
        "Memberikan pelayanan kesehatan",
        "Memberikan laporan kepada pimpinan",
        "Membuat catatan perbaikan",
        "Mengadakan pertemuan dengan warga",
        "Melaksanakan pelantikan pejabat",
        "Memverifikasi berkas",
        "Verifikasi dilakukan",
    ],
)
def test_a_verb_with_a_thing_is_left_alone(activity):
    assert findings("vague-verb", activity) == []


# one-action


@pytest.mark.parametrize(
    ("activity", "phrase"),
    [
        ("Memeriksa dan memaraf draf surat", "dan memaraf"),
        ("Mengarsipkan dan Mengirimkan Surat rekomendasi Izin ke DPMPTSP", "dan Mengirimkan"),
        ("Menerima berkas dan diserahkan kepada tim teknis", "dan diserahkan"),
        ("Membuat Draft Surat Rekomendasi dan menyerahkan kepada Kabid", "dan menyerahkan"),
        ("Menerima, meneliti, serta mencatat berkas", "serta mencatat"),
        ("Memeriksa berkas kemudian meneruskannya ke Kabid", "kemudian meneruskannya"),
        ("Mencetak surat, lalu menyerahkan kepada pemohon", "lalu menyerahkan"),
        ("Memeriksa berkas, selanjutnya menandatangani", "selanjutnya menandatangani"),
        ("Mencatat surat dan langsung menyerahkannya", "dan langsung menyerahkannya"),
        ("Menyusun jadwal dan berkoordinasi dengan pemohon", "dan berkoordinasi"),
        ("Menerima berkas yang diajukan pemohon dan memeriksa kelengkapannya", "dan memeriksa"),
        (
            "Menerima berkas yang telah didisposisi oleh Kepala Dinas dan diserahkan kepada tim teknis",
            "dan diserahkan",
        ),
    ],
)
def test_a_second_verb_is_a_second_action(activity, phrase):
    assert only("one-action", activity).facts["phrase"] == phrase


@pytest.mark.parametrize(
    "activity",
    [
        "Memeriksa berkas dan lampiran",
        "Memeriksa kewajaran dan kebenaran hasil entri data",
        "Melakukan monitoring dan evaluasi",
        "Menyiapkan meja dan media sosialisasi",
        "Menyusun nota dinas dan berita acara",
        "Menghubungi dinas dan berbagai pihak",
        "Menyerahkan surat beserta berkasnya",
        "Menyusun jadwal serta daftar hadir",
        "Menerima surat yang telah diperiksa dan diparaf",
        "Menyiapkan naskah untuk ditandatangani dan dikirim",
        "Menyiapkan alat untuk memotong dan menjilid laporan",
        "Memeriksa berkas dengan membandingkan dan mencocokkan data",
        "Mengundang pihak yang terlibat dan berkepentingan",
        "Memeriksa surat yang lengkap dan bermeterai",
        "Menetapkan permohonan yang lengkap dan memenuhi syarat",
        "Memastikan bahwa data lengkap dan diketahui pemohon",
        "Memeriksa berkas dan mengembalikannya jika tidak lengkap",
        "Kemudian menyerahkan berkas",
        "Dan menyerahkan berkas",
        "Menerima berkas yang telah diperiksa dan diserahkan kepada Kabid",  # who performs this very step
    ],
)
def test_nouns_and_clauses_are_no_second_action(activity):
    assert findings("one-action", activity) == []


# decision-in-text


@pytest.mark.parametrize(
    ("activity", "phrase"),
    [
        ("Memeriksa berkas, jika tidak lengkap dikembalikan", "jika tidak"),
        ("Melakukan Verifikasi Jika sesuai dilanjutkan jika tidak sesuai maka dikembalikan ke Kabid", "Jika sesuai"),
        ("Memeriksa draf Jika belum sesuai dikembalikan kepada tim teknis", "Jika belum"),
        ("Memeriksa usulan. Apabila pemohon tidak setuju, usulan dikembalikan", "Apabila pemohon tidak"),
        ("Meneliti data; bila ada yang kurang lengkap, menghubungi pemohon", "bila ada yang kurang"),
        ("Memeriksa berkas. Jika lengkap diteruskan, tidak lengkap dikembalikan", "Jika lengkap"),
        ("Memeriksa berkas, kalau memenuhi syarat diproses; belum lengkap dikembalikan", "kalau memenuhi"),
    ],
)
def test_what_happens_if_not_makes_a_decision(activity, phrase):
    assert only("decision-in-text", activity).facts["phrase"].startswith(phrase)
    assert found(sop(step("a", activity=activity)), "decision-in-text") == [("/steps/0/activity", "")]


@pytest.mark.parametrize(
    "activity",
    [
        "Memeriksa berkas yang tidak lengkap",
        "Menandatangani surat jika sesuai",
        "Mencetak surat bila diperlukan",
        "Menghubungi pemohon jika berkas lengkap agar tidak menunggu",
        "Mengirim surat paling lambat sore hari jika tidak ada kendala",
        "Mengumumkan pemenang jika tidak ada sanggahan",
        "Membayar sekaligus jika nilai kurang dari 50 juta rupiah",
        "Membayar sekaligus jika nilai tidak lebih dari 50 juta rupiah",
        "Menyerahkan surat apabila diminta. Tidak dipungut biaya",
        "Menandatangani surat jika berkas lengkap, pemohon tidak perlu hadir",
        "Mencuci sebilah pisau yang tidak tajam",
    ],
)
def test_other_conditions_do_not(activity):
    assert findings("decision-in-text", activity) == []


def test_a_decision_says_so_already_also_where_it_shares_the_row():
    says = "Memeriksa berkas, jika tidak lengkap dikembalikan"
    ways = out("o", "end"), out("p", "a")
    assert found(sop(decision("a", *ways, activity=says)), "decision-in-text") == []
    second = decision("b", *ways, same_row=True)
    del second["activity"]
    assert found(sop(step("a", activity=says), second), "decision-in-text") == []
    assert found(sop(step("a", activity=says), decision("b", *ways)), "decision-in-text") == [("/steps/0/activity", "")]


# text-length


def test_an_activity_has_at_most_two_hundred_characters():
    words = "Memeriksa berkas " * 20
    assert findings("text-length", words[:200]) == []
    assert findings("text-length", words[:100] + "\n     \n" + words[:90]) == []
    assert only("text-length", words[:201]).facts["count"] == 201


def test_each_language_is_measured():
    whole = sop(step("a", activity={"id": "Memeriksa", "en": "Examine " * 40}), **GOVERNMENT)
    assert found(whole, "text-length") == [("/steps/0/activity/en", "")]


# hari-ambiguous


@pytest.mark.parametrize(
    ("note", "phrase"),
    [
        ("Pelaksanaan Dalam 3 Hari", "3 Hari"),
        ("paling lama 3 (tiga) hari sejak diterima", "3 (tiga) hari"),
        ("paling lama tiga hari", "tiga hari"),
        ("1-2 hari", "2 hari"),
        ("5 hari setelah 3 hari kerja", "5 hari"),
        ("dalam 14 hari.", "14 hari"),
        ("dua puluh hari", "dua puluh hari"),
    ],
)
def test_a_number_of_days_says_which_days(note, phrase):
    finding = only("hari-ambiguous", "Menyusun laporan", note=note)
    assert (finding.pointer, finding.facts["phrase"]) == ("/steps/0/note", phrase)
    assert only("hari-ambiguous", f"Menyusun laporan {note}").pointer == "/steps/0/activity"


@pytest.mark.parametrize(
    "note",
    [
        "3 hari kerja",
        "3 (tiga) hari kerja",
        "3 Hari Kerja",
        "3 hari (kerja)",
        "30 hari kalender",
        "2 s.d. 3 hari kerja",
        "2 hari s.d. 3 hari kerja",
        "2 hari - 3 hari kerja",
        "pekerjaan sehari-hari",
        "pada hari libur",
        "setiap hari Senin",
        "tanggal 5 hari Senin",
        "hari ini",
        "pada hari yang sama",
        "hari H",
        "pada hari ke-3",
        "5 hari seminggu",
        "5 hari dalam seminggu",
        "3 hari sekali",
        "10 menit",
        "7 harian",
        "jam dan hari kerja",
    ],
)
def test_other_days_are_left_alone(note):
    assert findings("hari-ambiguous", "Menyusun laporan", note=note) == []


# language and profile


@pytest.mark.parametrize(
    ("rule", "activity"),
    [
        ("verb-first", "Verifikasi berkas"),
        ("vague-verb", "Melakukan verifikasi"),
        ("one-action", "Memeriksa dan memaraf"),
        ("decision-in-text", "Memeriksa, jika tidak lengkap dikembalikan"),
        ("hari-ambiguous", "Menyusun laporan dalam 3 hari"),
        ("actor-named-in-text", "Menyerahkan surat kepada Bagian Hukum"),
        ("spelling", "Menyusun surat ijin"),
    ],
)
def test_only_indonesian_words_are_looked_at(rule, activity):
    whole = sop(step("a", activity={"id": "Memeriksa berkas", "en": activity}), **GOVERNMENT)
    assert found(whole, rule) == []
    assert found(sop(step("a", activity=activity), language="en", **GOVERNMENT), rule) == []
    both = {"en": "Examine", "id": activity}
    ((at, _),) = found(sop(step("a", activity=both), language="en", title="Small", **GOVERNMENT), rule)
    assert at == "/steps/0/activity/id"
    regional = sop(step("a", activity=activity), language="id-ID", **GOVERNMENT)
    assert found(regional, rule)[0][0] == "/steps/0/activity"


@pytest.mark.parametrize(
    "activity", ["Verifikasi berkas", "Melakukan verifikasi", "Memeriksa dan memaraf", "Menunggu 3 hari", "Me " * 99]
)
def test_the_wording_of_the_government_is_no_matter_under_plain(activity):
    rules = {one.rule for one in check(sop(step("a", activity=activity)))}
    assert rules & {"verb-first", "vague-verb", "one-action", "hari-ambiguous", "text-length"} == set()


def test_a_step_that_shares_a_row_needs_no_words():
    second = {"id": "b", "actor": "x", "same_row": True, "standard_time": "PT1M"}
    rules = {one.rule for one in check(sop(step("a", activity="Memeriksa"), second, **GOVERNMENT))}
    assert rules & {"verb-first", "text-length"} == set()
