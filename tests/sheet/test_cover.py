"""The cover: every field, in its place, in both languages, whatever is written there."""

from __future__ import annotations

import json
import struct
import zlib
from datetime import date
from itertools import combinations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sopkit
from sheet import hostile
from sopkit.errors import SheetError
from sopkit.model import Approver, Identity
from sopkit.sheet.layout import layout
from sopkit.sheet.layout.cover import cover
from sopkit.sheet.layout.heading import foot, heading
from sopkit.sheet.layout.table import PADDING
from sopkit.sheet.metrics import line_height, width
from sopkit.sheet.outputs.svg import svg
from sopkit.sheet.paper import PAPERS
from sopkit.sheet.style import style
from sopkit.worktime import Duration

LISTS = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records")
ROWS = ("number", "created", "revised", "effective", "approved_by", "title")
GOVERNMENT = "permenpan-35-2012"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><path d="M0 0"/></svg>'


def png(wide, high, dots):
    """A picture of these sides that holds these dots."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(dots)),
        (b"IEND", b""),
    )
    sums = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(sums)


PNG = png(30, 60, bytes(60 * 91))

_words = st.sampled_from([
    *hostile.WORDS, "Peraturan", "Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan", "di", "ya",
    "dipertanggungjawabkan", "a\nb", "https://jdih.contoh.go.id/peraturan/2014/uu-30",
])  # fmt: skip
_said = st.lists(_words, min_size=1, max_size=12).map(" ".join)


def _texts() -> st.SearchStrategy[sopkit.Text]:
    return st.builds(
        lambda own, other: sopkit.Text("id", {"id": own} | ({"en": other} if other else {})), _said, st.none() | _said
    )


_identities = st.builds(
    Identity,
    agency=st.none() | _texts(),
    unit=st.none() | _texts(),
    number=st.none() | _words,
    **{day: st.none() | st.dates(date(1990, 1, 1)) for day in ("created", "revised", "effective")},
    approved_by=st.none()
    | st.builds(
        Approver, position=st.none() | _texts(), name=st.none() | _texts(), id_number=st.none() | _words
    ),
    **{name: st.lists(_texts(), max_size=8).map(tuple) for name in LISTS},
)  # fmt: skip


def example(name: str) -> sopkit.Sop:
    return sopkit.load(f"examples/{name}.sop.json")


def of(pages, name):
    """Every line that cells of this name hold, on all pages."""
    return [line for page in pages for cell in page.cells if cell.name == f"cover {name}" for line in cell.lines]


def plain(text: str) -> str:
    return "".join(text.split())


def too_full(cells):
    """The cells whose text is wider or higher than they are, or touches their borders."""
    for cell in cells:
        wide = max((width(line, cell.size, bold=cell.bold) for line in cell.lines), default=0)
        high = len(cell.lines) * line_height(cell.size) + (1 if cell.ruled else 0)
        above = PADDING if cell.upright == "top" else 0
        if cell.indent + wide + 2 * PADDING > cell.width + 0.02 or high + above > cell.height + 0.02:
            yield cell
        if any(width(mark, cell.size) > cell.indent for mark in cell.numbers):
            yield cell


def overlapping(cells):
    for one, other in combinations(cells, 2):
        across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        if across > 0.05 and down > 0.05:
            yield one, other


@given(_identities, _said, st.sampled_from(sorted(PAPERS)), st.sampled_from([None, "id", "en"]), st.booleans())
def test_a_cover_holds_all_it_is_told_and_no_text_leaves_its_cell(identity, title, paper, language, has_logo):
    sop = attrs.evolve(sopkit.reference(), identity=identity, title=sopkit.Text("id", {"id": title}))
    size = PAPERS[paper]
    pages = cover(sop, size, language, logo=SVG if has_logo else None)
    look = style(sop, language)
    for page in pages:
        assert page.kind == "cover"
        assert not list(too_full(page.cells))
        assert not list(overlapping(page.cells))
        for cell in page.cells:
            assert size.margin <= cell.x
            assert cell.x + cell.width <= size.width - size.margin + 0.02
            assert cell.y + cell.height <= size.height - size.foot + 0.02
        for tie in page.ties:
            assert any(
                cell.x < x < cell.x + cell.width and cell.y < y < cell.y + cell.height
                for (x, y) in tie.points[:1]
                for cell in page.cells
            )
    names = {cell.name for cell in pages[0].cells}
    assert {"cover agency", *(f"cover {row}" for row in ROWS), *(f"cover {row} words" for row in ROWS)} <= names
    for name in LISTS:
        items = [text.in_(look.texts) for text in getattr(identity, name)]
        assert plain("".join(of(pages, name))) == plain("".join(items))
        assert of(pages, f"{name} words")
        numbers = [one for page in pages for cell in page.cells if cell.name == f"cover {name}" for one in cell.numbers]
        assert [one for one in numbers if one] == [f"{n}." for n in range(1, len(items) + 1)] * (len(items) > 1)
    assert plain(title) in plain("".join(of(pages[:1], "title")))
    signer = identity.approved_by
    for text in (identity.agency, identity.unit):
        assert plain(text.in_(look.texts) if text else "") in plain("".join(of(pages, "agency")))
    for text in (signer and signer.position, signer and signer.name):
        assert plain(text.in_(look.texts) if text else "") in plain("".join(of(pages, "approved_by")))
    assert plain((signer and signer.id_number) or "") in plain("".join(of(pages, "approved_by")))
    assert plain(identity.number or "") in plain("".join(of(pages, "number")))


@given(_identities)
def test_the_same_cover_is_drawn_the_same(identity):
    sop = attrs.evolve(sopkit.reference(), identity=identity)
    assert cover(sop, PAPERS["A4"]) == cover(sop, PAPERS["A4"])


def test_dates_are_written_as_the_language_writes_them():
    sop = example("pengadaan-langsung-barang")
    assert [of(cover(sop, PAPERS["A4"]), day) for day in ("created", "revised", "effective")] == [
        ["12 Januari 2026"], ["9 Februari 2026"], ["2 Maret 2026"],
    ]  # fmt: skip
    assert of(cover(sop, PAPERS["A4"], "en"), "effective") == ["2 March 2026"]


def test_an_official_has_an_nip_and_others_have_their_number_as_it_is():
    sop = example("pengadaan-langsung-barang")
    assert of(cover(sop, PAPERS["A4"]), "approved_by")[-1] == "NIP 197803152005012003"
    assert of(cover(sop, PAPERS["A4"], profile="plain"), "approved_by")[-1] == "197803152005012003"
    signer = attrs.evolve(sop.identity.approved_by, id_number="NIP. 19780315")
    own = attrs.evolve(sop, identity=attrs.evolve(sop.identity, approved_by=signer))
    assert of(cover(own, PAPERS["A4"]), "approved_by")[-1] == "NIP. 19780315"


def test_there_is_room_for_a_signature_between_position_and_name():
    said = of(cover(example("pengadaan-langsung-barang"), PAPERS["A4"]), "approved_by")
    empty = said.count("")
    assert empty * line_height(9.5) >= 18
    assert said[0] and said[empty + 1]


def test_what_the_file_leaves_out_is_a_line_to_write_on():
    (blank,) = cover(attrs.evolve(sopkit.reference(), identity=None), PAPERS["A4"])
    cells = {cell.name: cell for cell in blank.cells}
    for name in (*LISTS, "number", "created", "revised", "effective", "agency", "approved_by"):
        cell = cells[f"cover {name}"]
        within = [
            tie
            for tie in blank.ties
            if cell.y < tie.points[0][1] < cell.y + cell.height and cell.x < tie.points[0][0] < cell.x + cell.width
        ]
        assert within, name
        assert not any(cell.lines), name
    (filled,) = cover(example("pengadaan-langsung-barang"), PAPERS["A4"])
    assert not filled.ties


def test_an_agency_without_unit_leaves_no_line_for_one():
    sop = example("pengadaan-langsung-barang")
    alone = attrs.evolve(sop, identity=attrs.evolve(sop.identity, unit=None))
    (page,) = cover(alone, PAPERS["A4"])
    assert not page.ties


def test_lists_longer_than_a_page_go_on_below_the_same_heads():
    sop = example("pengadaan-langsung-barang")
    long = attrs.evolve(sop, identity=attrs.evolve(sop.identity, legal_basis=sop.identity.legal_basis * 30))
    pages = cover(long, PAPERS["A4"])
    assert len(pages) > 2
    heads = of(pages, "legal_basis words")
    assert heads == ["DASAR HUKUM", *["DASAR HUKUM (LANJUTAN)"] * (len(heads) - 1)]
    for page in pages[1:]:
        assert of([page], "title") == ["Pengadaan Langsung Barang"]
        assert of([page], "number") == ["SOP-014/DISKOMINFO/2026"]
        parts = [cell for cell in page.cells if cell.name == "cover legal_basis"]
        assert all(cell.numbers[0] for cell in parts), "an item begins each page"
        assert not page.ties


def test_beside_a_list_that_goes_on_one_that_has_ended_has_neither_head_nor_blanks():
    sop = example("pengadaan-langsung-barang")
    long = attrs.evolve(sop.identity, legal_basis=sop.identity.legal_basis * 30)
    pages = cover(attrs.evolve(sop, identity=long), PAPERS["A4"])
    assert of(pages, "qualifications words") == ["KUALIFIKASI PELAKSANA"]
    pages = cover(attrs.evolve(sop, identity=attrs.evolve(long, qualifications=())), PAPERS["A4"])
    assert [bool(page.ties) for page in pages] == [True, *[False] * (len(pages) - 1)]


def test_letters_shrink_only_as_far_as_it_helps():
    sop = example("pengadaan-langsung-barang")

    def size(times):
        longer = attrs.evolve(sop, identity=attrs.evolve(sop.identity, legal_basis=sop.identity.legal_basis * times))
        pages = cover(longer, PAPERS["A4"])
        return len(pages), pages[0].cells[1].size

    assert size(1) == (1, 9.5)
    assert size(3)[0] == 1
    assert 7 <= size(3)[1] < 9.5
    assert all(7 <= size(times)[1] <= 9.5 for times in (7, 12, 40))


def test_the_corner_at_the_left_below_is_free():
    for page in layout(example("pengadaan-langsung-barang")).pages:
        for cell in page.cells:
            assert cell.y + cell.height <= 210 - 20 + 0.02 or cell.x > 297 / 2


@pytest.mark.parametrize(("logo", "shape"), [(SVG, 2), (PNG, 0.5)])
def test_a_logo_keeps_its_shape_and_stands_above_the_agency(logo, shape):
    (page,) = cover(example("pengadaan-langsung-barang"), PAPERS["A4"], logo=logo)
    (picture,) = page.pictures
    assert picture.data == logo
    assert picture.width / picture.height == pytest.approx(shape, rel=0.01)
    owner = page.cells[0]
    assert owner.x < picture.x
    assert picture.x + picture.width < owner.x + owner.width
    first = next(n for n, line in enumerate(owner.lines) if line)
    top = owner.y + (owner.height - len(owner.lines) * line_height(owner.size)) / 2
    assert owner.y < picture.y
    assert picture.y + picture.height <= top + first * line_height(owner.size)


@pytest.mark.parametrize(
    "logo",
    [
        b"", b"GIF89a", b"<html></html>", PNG[:20], PNG[:16] + b"\0" * 8, b"<svg></svg>", b'<svg viewBox="0 0 0 9"/>',
        b'<svg viewBox="0 0 1.2.3 9"/>', b'<svg width="100%" height="20"/>', b"\x89PNG\r\n\x1a\nIDAT" + b"\0" * 40,
        PNG[:60], PNG[:50] + b"x" + PNG[51:], png(30, 60, b""), png(30_000, 30_000, bytes(9)), b'<svg viewBox="0 0 9 9">',
        b'<svg viewBox="0 0 9 9"><image href="file:///etc/passwd"/></svg>',
        b'<svg viewBox="0 0 9 9" xmlns:x="y"><image x:href="a.png"/></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 9 9"><text>&a;</text></svg>',
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_a_sentence(logo):
    with pytest.raises(SheetError) as refused:
        cover(sopkit.reference(), PAPERS["A4"], logo=logo)
    assert refused.value.why == "logo"
    assert "PNG" in refused.value.in_("id")


def test_the_size_of_an_svg_may_stand_in_its_sides():
    logo = b"<svg xmlns='x' width='20mm' height='10mm'/>"
    (page,) = cover(sopkit.reference(), PAPERS["A4"], logo=logo)
    assert page.pictures[0].width == pytest.approx(2 * page.pictures[0].height, rel=0.01)


def test_hostile_words_are_words():
    sop = attrs.evolve(
        sopkit.reference(),
        identity=Identity(
            agency=sopkit.Text("id", {"id": hostile.WORDS[0]}), number=hostile.WORDS[1],
            warnings=tuple(sopkit.Text("id", {"id": word}) for word in hostile.WORDS),
        ),
    )  # fmt: skip
    drawn = svg(layout(sop))
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "onerror" not in drawn or "&lt;img" in drawn


@pytest.mark.parametrize("title", ["Pengadaan " * 1_500, "x" * 400])
def test_what_no_page_can_hold_is_refused_in_a_sentence(title):
    sop = attrs.evolve(sopkit.reference(), title=sopkit.Text("id", {"id": title}))
    with pytest.raises(SheetError) as refused:
        cover(sop, PAPERS["A4"])
    assert refused.value.why in ("cover", "word")
    assert refused.value.in_("id") != refused.value.in_("en")


def test_a_long_word_in_the_name_of_the_agency_makes_its_letters_smaller():
    sop = example("pengadaan-langsung-barang")

    def letters(agency):
        named = attrs.evolve(sop.identity, agency=sopkit.Text("id", {"id": agency}))
        (page,) = cover(attrs.evolve(sop, identity=named), PAPERS["A4"])
        assert not list(too_full(page.cells))
        return page.cells[0].size

    assert letters("Dinas") == 14
    assert 7 <= letters("W" * 45) < 14
    with pytest.raises(SheetError):
        letters("W" * 90)


# profiles


def test_the_government_wants_a_cover_of_every_sop_and_others_only_where_there_is_an_identity():
    bare = attrs.evolve(sopkit.reference(), identity=None)
    assert cover(bare, PAPERS["A4"], profile=GOVERNMENT)
    assert cover(bare, PAPERS["A4"], profile="permendagri-52-2011")
    assert not cover(bare, PAPERS["A4"], profile="plain")
    assert cover(example("cuti-akademik"), PAPERS["A4"], profile="plain")


def test_each_profile_has_its_own_heads():
    sop = example("critical-result-notification")
    assert of(cover(sop, PAPERS["A4"]), "legal_basis words") == ["RULES AND REFERENCES"]
    assert of(cover(sop, PAPERS["A4"], "id"), "legal_basis words") == ["DASAR DAN ACUAN"]
    assert of(cover(sop, PAPERS["A4"], "id", GOVERNMENT), "legal_basis words") == ["DASAR HUKUM"]
    assert of(cover(sop, PAPERS["A4"], "id", "permendagri-52-2011"), "related words") == ["KETERKAITAN"]


def test_a_sheet_without_cover_says_above_its_table_what_it_is():
    whole = json.loads(sopkit.dumps(example("critical-result-notification")))
    del whole["identity"]
    bare = sopkit.loads(json.dumps(whole))
    for page in layout(bare).pages:
        said = {cell.name: cell.lines for cell in page.cells if cell.name.startswith("heading")}
        assert said == {
            "heading title": ("Notification of a Critical Laboratory Result",), "heading version": ("version 2.1.0",)
        }  # fmt: skip
    bare_cells, top = heading(bare, PAPERS["A4"], style(bare))
    assert not list(too_full(bare_cells))
    table = min(cell.y for cell in layout(bare).pages[0].cells if cell.ruled)
    assert table == top > bare_cells[-1].y + bare_cells[-1].height


def test_a_heading_names_number_and_owner_where_the_cover_is_left_out():
    page = layout(example("critical-result-notification"), cover=False).pages[0]
    said = next(cell.lines for cell in page.cells if cell.name == "heading version")
    assert said == ("LAB-SOP-031 · version 2.1.0 · Clinical Laboratory · Example District Hospital",)


def test_a_title_that_would_fill_the_page_above_the_table_is_refused():
    sop = attrs.evolve(example("critical-result-notification"), title=sopkit.Text("en", {"en": "Result " * 300}))
    with pytest.raises(SheetError) as refused:
        layout(sop, cover=False)
    assert refused.value.why == "title"


def test_pages_are_numbered_and_connectors_name_these_numbers():
    pages = layout(sopkit.reference()).pages
    feet = [cell.lines for page in pages for cell in page.cells if cell.name == "foot"]
    title = sopkit.reference().title.in_("id")
    assert feet == [(f"{title} · hal. {n} dari {len(pages)}",) for n in range(1, len(pages) + 1)]
    assert [page.kind for page in pages] == ["cover", *["flow"] * (len(pages) - 1)]
    for n, page in enumerate(pages, 1):
        named = {number for symbol in page.symbols for number in symbol.pages}
        assert named <= {*range(2, len(pages) + 1)} - {n}
        assert all(f"hal. {number}" in " ".join(symbol.lines) for symbol in page.symbols for number in symbol.pages)
    assert any(symbol.pages for page in pages for symbol in page.symbols)
    one = foot(PAPERS["A4"], "hal. 10 dari 12")
    assert not list(too_full([one]))
    assert one.x + one.width - PADDING == pytest.approx(297 - 12, abs=0.02)


def test_the_paper_is_that_of_the_profile_unless_another_is_asked_for():
    sop = sopkit.reference()
    assert layout(sop).paper.name == "A4"
    assert layout(sop, profile="permendagri-52-2011").paper.name == "F4"
    assert layout(sop, profile="permendagri-52-2011", paper="Legal").paper.name == "Legal"


def test_what_dashed_boxes_say_stands_below_the_table_where_there_are_any():
    def legends(name):
        return [cell.lines[0] for page in layout(example(name)).pages for cell in page.cells if cell.name == "legend"]

    assert set(legends("cuti-akademik")) == {"kotak putus-putus: dapat menggantikan"}
    assert set(legends("pengadaan-langsung-barang")) == {"kotak utuh pada garis putus-putus: ikut serta"}
    assert "dashed box: may act instead · solid box on a dashed line: takes part" in legends(
        "critical-result-notification"
    )
    for page in layout(example("critical-result-notification")).pages:
        below = [cell for cell in page.cells if cell.name in ("legend", "foot")]
        assert not list(too_full(below))
        assert not list(overlapping(below))
        assert all(cell.x > 297 / 2 for cell in below)
    assert not any(cell.name == "legend" for page in layout(sopkit.reference()).pages for cell in page.cells)


def test_how_the_total_was_reckoned_stands_below_it_where_it_is_no_plain_sum():
    def below(sop):
        cells = [cell for page in layout(sop).pages for cell in page.cells if cell.name == "legend"]
        return " ".join(cells[-1].lines) if cells else ""

    ranged = example("pengaduan-masyarakat")
    assert "total: 1 hari kerja = 5 Jam · total: rentang dihitung pada batas atasnya" in below(ranged)
    assert "total" not in below(attrs.evolve(ranged, printed_total=Duration("PT31H")))  # as it was printed
    assert not below(sopkit.reference())


def test_a_page_is_known_by_the_number_of_its_sop_or_the_begin_of_its_title():
    def foot_of(sop):
        return next(" ".join(cell.lines) for page in layout(sop).pages for cell in page.cells if cell.name == "foot")

    sop = sopkit.reference()
    numbered = attrs.evolve(sop, identity=attrs.evolve(sop.identity or Identity(), number="065/12/2026"))
    assert foot_of(numbered).startswith("065/12/2026 · hal. 1 dari ")
    titled = attrs.evolve(sop, title=attrs.evolve(sop.title, by_language=(("id", "Penerbitan surat " * 12),)))
    assert foot_of(titled).startswith("Penerbitan surat Penerbitan")
    assert " … · hal. 1 dari " in foot_of(titled)


def test_a_total_without_some_steps_says_so():
    sop = attrs.evolve(sopkit.reference(), printed_total=None)
    steps = (attrs.evolve(sop.steps[0], standard_time=None), *sop.steps[1:])
    cells = [cell for page in layout(attrs.evolve(sop, steps=steps)).pages for cell in page.cells]
    assert [cell.lines for cell in cells if cell.name == "legend"] == [
        ("total: langkah tanpa waktu tidak ikut dihitung",)
    ]
