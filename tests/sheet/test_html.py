"""HTML in a real browser: at the width of a telephone and of a laptop, on paper, and read aloud."""

from __future__ import annotations

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pikepdf
import pytest
from playwright.sync_api import sync_playwright

import sopkit
from sheet import hostile
from sopkit.sheet.documents.told import told
from sopkit.sheet.layout import layout
from sopkit.sheet.metrics import MM
from sopkit.sheet.outputs.html import html
from sopkit.sheet.outputs.ink import Run, ink
from sopkit.sheet.outputs.svg import svg
from sopkit.sheet.values import Cell, Page
from sopkit.testing import walk
from tools import needed

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("sops/*.sop.json"), *ROOT.glob("examples/*.sop.json")])
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1366, "height": 768}
PIXEL = 25.4 / 96
NEAR = 0.5
"""Millimetres."""
TOUCH = 3.5
"""Pixels by which the boxes of two lines of one text may lie over each other; the letters do not."""
VOID = {"meta", "input", "col", "rect", "path", "br"}
TEXTS = """root => {
  const hidden = one => !one.checkVisibility() || (one = one.closest('.unseen, thead')) &&
    getComputedStyle(one).clipPath !== 'none'
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = []
  const {x, y} = root.getBoundingClientRect()
  while (walker.nextNode()) {
    const text = walker.currentNode, range = document.createRange()
    if (!text.data.trim() || text.parentElement.closest('style, title') || hidden(text.parentElement)) continue
    range.selectNodeContents(text)
    for (const box of range.getClientRects())
      if (box.width > 1) found.push([text.data, box.left - x, box.top - y, box.right - x, box.bottom - y])
  }
  return found
}"""


def texts(element):
    """All that is seen in an element: words, and the edges of their box in pixels from its top left."""
    return [(words, *edges) for words, *edges in element.evaluate(TEXTS)]


@pytest.fixture(scope="module")
def browser():
    chromium = needed("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def shown(browser, tmp_path):
    """Open a document in a window; whatever is asked of the network, or said in the console, fails the test."""
    said = []
    opened = []

    def show(text, window):
        path = tmp_path / "sheet.html"
        path.write_text(text, encoding="utf-8")
        page = browser.new_page(viewport=window)
        opened.append(page)
        page.on("request", lambda request: said.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready")
        return page

    yield show
    for page in opened:
        page.close()
    assert [one for one in said if not one.startswith(("file:///", "data:"))] == []


VIEWS = [*((file, "sheet") for file in FILES), (FILES[-1], "monitoring"), (FILES[0], "evaluation")]
each_view = pytest.mark.parametrize(
    "file, view", VIEWS, ids=[f"{file.name.split('.')[0]}-{view}" for file, view in VIEWS]
)


def shown_as(file, view):
    return sopkit.render(sopkit.load(file), f"{view}.html").decode()


def document(sop, **options):
    sheet = layout(sop, **options)
    return html(sheet, told={len(sheet.pages): told(sop)})


def of(file):
    return document(sopkit.load(file))


each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split(".")[0])


class Outline(HTMLParser):
    """Every tag is closed by its own; what stands in it is remembered."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.words, self.attributes = [], [], "", set()
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words += data


@each_file
def test_every_tag_is_closed_and_there_is_no_script_and_nothing_from_outside(file):
    text = of(file)
    outline = Outline(text)
    assert not {"script", "link", "iframe", "object", "form"} & set(outline.tags)
    assert not {name for name in outline.attributes if name.startswith("on")}
    assert not re.search(r'(?:src|href)="(?!data:|#)|url\((?!data:)|@import', text)


def test_the_same_sop_gives_the_same_bytes():
    assert document(sopkit.reference()) == document(sopkit.loads(sopkit.dumps(sopkit.reference())))


def test_hostile_words_are_words(shown):
    sop = hostile.sop()
    text = document(sop, paper="Legal")
    outline = Outline(text)
    assert not {"script", "b onerror", "img", "u", "i"} & set(outline.tags)
    for word in " ".join(hostile.WORDS).split():
        assert word in outline.words
    page = shown(text, LAPTOP)
    assert page.title() == sop.title.in_("id")
    assert page.evaluate("document.querySelectorAll('script, img').length") == 0


@each_file
def test_on_a_laptop_each_line_lies_where_the_layout_has_it(file, shown):
    sheet = layout(sopkit.load(file))
    page = shown(html(sheet), LAPTOP)
    assert page.evaluate("document.fonts.check('12px Arimo')")
    for layed, paper in zip(sheet.pages, page.locator(".paper").all(), strict=True):
        lines = texts(paper)
        for run in ink(layed):
            if isinstance(run, Run):
                middle = run.y - 1409 / 2048 * run.size * MM / 2
                edges = (run.x, middle, run.x + run.width)
                if run.turned:
                    edges = (run.x - 1409 / 2048 * run.size * MM / 2, run.y - run.width / 2, None)
                assert any(words == run.text and is_at(box, edges) for words, *box in lines), run


def is_at(box, edges):
    """Whether a box lies at left, middle and right in millimetres; one on end around its middle."""
    left, top, right, low = (one * PIXEL for one in box)
    found = (left, (top + low) / 2, right) if edges[2] else ((left + right) / 2, (top + low) / 2, None)
    return all(abs(one - other) < NEAR for one, other in zip(found, edges, strict=True) if other is not None)


@each_view
@pytest.mark.parametrize("window", [PHONE, LAPTOP], ids=["telephone", "laptop"])
def test_the_page_never_moves_sideways_and_nothing_lies_over_anything_else(file, view, window, shown):
    page = shown(shown_as(file, view), window)
    assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]
    found = texts(page.locator("body"))
    assert len(found) > 20
    shift = page.evaluate("document.body.getBoundingClientRect().x")
    for n, (words, *one) in enumerate(found):
        for others, *other in found[n + 1 :]:
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            assert wide < 1 or high < TOUCH, (words, one, others, other)
        if window is PHONE:
            assert one[0] + shift >= 0
            assert one[2] + shift <= window["width"], words


def test_on_a_telephone_a_row_is_a_card_and_the_drawing_moves_within_its_frame(shown):
    page = shown(of(FILES[-1]), PHONE)
    assert page.locator("svg").first.is_hidden()
    assert page.get_by_text("TIM TEKNIS", exact=False).count()
    page.get_by_label("Tampilkan lembar bergambar").check()
    assert page.locator("svg").first.is_visible()
    frame = page.locator(".page").first
    assert frame.evaluate("one => one.scrollWidth > one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_a_telephone_what_is_asked_stands_below_the_activity(shown):
    page = shown(of(ROOT / "examples" / "cuti-akademik.sop.json"), PHONE)
    words = "one => { const all = document.createRange(); all.selectNodeContents(one.lastChild); return all.getBoundingClientRect().%s }"
    done = page.get_by_text("Meneliti syarat cuti").first.evaluate(words % "bottom")
    assert page.get_by_text("Syarat terpenuhi?").first.evaluate(words % "top") >= done


@each_file
def test_paper_is_as_that_of_the_pdf_and_holds_no_more(file, shown, tmp_path):
    sheet = layout(sopkit.load(file))
    page = shown(of(file), LAPTOP)
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    with pikepdf.open(tmp_path / "printed.pdf") as printed:
        assert len(printed.pages) == len(sheet.pages)
        for one in printed.pages:
            size = [float(n) * MM for n in one.MediaBox[2:]]
            assert size == pytest.approx([sheet.paper.width, sheet.paper.height], abs=0.5)
    done = subprocess.run([needed("pdftotext"), str(tmp_path / "printed.pdf"), "-"], capture_output=True, check=True)
    read = sorted(done.stdout.decode().split())
    assert read == sorted(
        word for one in sheet.pages for run in ink(one) if isinstance(run, Run) for word in run.text.split()
    )


@each_view
@pytest.mark.parametrize("window", [PHONE, LAPTOP], ids=["telephone", "laptop"])
def test_axe_finds_nothing_that_bars_anybody(file, view, window, shown):
    axe = Path(needed("axe-core"), "axe.min.js").read_text(encoding="utf-8")
    page = shown(
        shown_as(file, view).replace(
            "default-src 'none'", "default-src 'none'; script-src 'unsafe-eval' 'unsafe-inline'"
        ),
        window,
    )
    page.evaluate(axe)
    found = page.evaluate(
        "axe.run().then(done => done.violations.map(one => [one.impact, one.id, one.nodes.map(n => n.html)]))"
    )
    assert [one for one in found if one[0] in ("serious", "critical")] == [], json.dumps(found, indent=1)


def test_who_hears_the_table_hears_what_is_drawn():
    words = Outline(document(sopkit.reference())).words
    assert "memutuskan" in words
    assert "berlanjut ke" in words
    for sentence in told(sopkit.reference()):
        assert sentence in words


def test_a_line_on_end_a_struck_one_and_a_list_keep_their_place(shown):
    cells = (
        Cell(x=10, y=10, width=9, height=40, lines=("KEPALA DINAS",), align="upright", name="actor 0"),
        Cell(x=19, y=10, width=60, height=40, lines=("satu", "dua"), numbers=("1.", ""), indent=6, upright="top", struck=True),
        Cell(x=79, y=10, width=60, height=40, lines=("tujuh",), align="center", upright="top"),
    )  # fmt: skip
    sheet = attrs.evolve(layout(sopkit.reference()), pages=(Page(cells=cells),))
    page = shown(html(sheet), LAPTOP)
    lines = {words: box for words, *box in texts(page.locator(".paper"))}
    for run in ink(sheet.pages[0]):
        if isinstance(run, Run):
            half = 1409 / 2048 * run.size * MM / 2
            edges = (
                (run.x - half, run.y - run.width / 2, None) if run.turned else (run.x, run.y - half, run.x + run.width)
            )
            assert is_at(lines[run.text], edges), run
    assert page.locator("s").count() == 2


def test_a_picture_has_lines_of_the_measured_length_whatever_fonts_there_are(shown):
    sheet = layout(sopkit.load(FILES[0]))
    for number, one in enumerate(sheet.pages):
        text = svg(sheet, number).replace("font-family=", 'font-family="monospace" class=')
        page = shown(f"<!DOCTYPE html><title>-</title>{text}", LAPTOP)
        long = page.evaluate("[...document.querySelectorAll('text')].map(one => one.getBBox().width)")
        runs = [run for run in ink(one) if isinstance(run, Run)]
        assert long == pytest.approx([run.width for run in runs], abs=NEAR)


def told_cells(text):
    return re.findall(r"<span class=\"unseen symbol\">(.*?)</span>", text)


def test_where_an_arrow_goes_on_is_told_where_it_leaves():
    cells = told_cells(of(ROOT / "sops" / "rekomendasi-izin-usaha-industri.sop.json"))
    assert "memutuskan; Ya: berlanjut ke B hal. 3; datang dari A hal. 3" in cells
    assert not [one for one in cells if one.startswith(("datang", "berlanjut"))]


def test_the_way_of_a_case_and_what_changed_are_told_too():
    sop = sopkit.reference()
    case = walk(sop, "REK-1").do("terima-berkas").take("tidak-sesuai", reason="x").do("terima-berkas")
    cells = told_cells(sopkit.render(sop, "sheet.html", case=case.case).decode())
    assert "mulai, sudah dilalui" in cells
    assert "memutuskan, sudah dilalui, kasus berada di sini" in cells
    new = sopkit.loads(sopkit.dumps(sop).replace("PT10M", "PT12M"))
    text = sopkit.render(new, "sheet.html", changes=sopkit.compare(sop, new).changes).decode()
    assert "(berubah)" in told_cells(text)


def test_words_at_the_top_of_a_form_stand_where_the_pdf_has_them(shown):
    page = shown(shown_as(FILES[-1], "monitoring"), LAPTOP)
    down = page.locator("p.beside.top").first.evaluate(
        "one => one.querySelector('.line').getBoundingClientRect().top - one.getBoundingClientRect().top"
    )
    assert down * PIXEL == pytest.approx(1.2, abs=0.1)
