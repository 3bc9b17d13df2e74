"""Documents as HTML and on a terminal: escaped, balanced, and marked at the right places."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import StringIO

import pytest
from hypothesis import given
from rich.console import Console
from rich.text import Text
from strategies import mixed_text

from chipnews import LABELS, Document, Documents, Pipeline, PolicyAction, Span
from chipnews.display.html import FOLD, SHOWN, fragment, page
from chipnews.display.terminal import print_document, rendered

VOID = {"meta", "br", "hr", "img", "link", "input"}
SCRIPT = "<script>alert('輝達')</script>"
HOSTILE = f'{SCRIPT}&amp;"輝達"</mark></div>'
NASTY_NAME = '"><script>x</script>\'&'


class Reader(HTMLParser):
    """Reads a page back: elements opened and closed, the text of each article, the stretch and title of each mark."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.seen: list[str] = []
        self.text = ""
        self.cells: list[str] = []
        self.titles: list[str] = []
        self.marked: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that opens."""
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))
        if tag == "mark":
            self.titles.append(dict(attrs)["title"] or "")
            self.marked.append("")
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        """Note an element that closes, in its turn or not."""
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Note text by the element it stands in."""
        tags = [tag for tag, _ in self.open]
        if "td" in tags:
            self.cells[-1] += data
        elif "small" not in tags and any(attributes.get("class") == "text" for _, attributes in self.open):
            self.text += data
            if "mark" in tags:
                self.marked[-1] += data


def read(html: str) -> Reader:
    """The page read back, with its elements balanced."""
    reader = Reader(html)
    assert reader.faults == []
    assert reader.open == []
    return reader


def shown(text: str) -> str:
    """What a page can show of a text: lone surrogates have no encoding."""
    return re.sub("[\ud800-\udfff]", "?", text)


def printed(doc: Document, width: int = 100) -> str:
    """The document as plain lines."""
    stream = StringIO()
    Console(file=stream, width=width).print(rendered(doc))
    return stream.getvalue()


def doc_of(text: str, *forms: tuple[str, str], actions: tuple[PolicyAction, ...] = ()) -> Document:
    """A document with a span of this label at the first place of each form."""
    spans = [Span(text.index(form), text.index(form) + len(form), form, label, f"id-{form}", f"Name {form}") for form, label in forms]
    return Document(text, tuple(sorted(spans, key=lambda s: (s.start, -s.end))), actions)


# --- HTML -------------------------------------------------------------------------------------------------------------


@given(mixed_text())
def test_fragment_holds_the_text_and_balances(pipeline: Pipeline, text: str) -> None:
    """Whatever the text, the marks balance and the text can be read back from the page."""
    doc = pipeline.extract(text)
    reader = read(fragment(doc))
    assert reader.text == shown(text)
    assert len(reader.titles) >= len(doc.spans)


def test_markup_in_the_text_is_shown_not_run() -> None:
    """Tags, entities and quotes of an article appear as they were written."""
    html = fragment(doc_of(HOSTILE, ("輝達", "COMPANY")))
    assert "<script" not in html
    assert read(html).text == HOSTILE


def test_markup_in_names_is_shown_not_run() -> None:
    """Names and ids of a lexicon cannot leave the attribute they stand in."""
    doc = Document("輝達", (Span(0, 2, "輝達", "COMPANY", NASTY_NAME, NASTY_NAME),))
    html = fragment(doc)
    assert "<script" not in html
    assert read(html).titles == [f"COMPANY · {NASTY_NAME} · {NASTY_NAME}"]


def test_markup_in_the_table_is_shown_not_run() -> None:
    """Cells of the table of actions are escaped too."""
    text = f"{SCRIPT}放行<b>甲</b>"
    company = Span(text.index("<b>"), len(text), "<b>甲</b>", "COMPANY")
    act = PolicyAction(text.index("放行"), text.index("放行") + 2, "放行", "license_decision", "relax", "announced", condition=SCRIPT, target=(company,))
    html = fragment(Document(text, (company,), (act,)))
    assert "<script" not in html
    assert "<b>" not in html
    assert {"放行", "<b>甲</b>", SCRIPT} <= set(read(html).cells)


def test_each_span_is_marked_with_its_label_and_name() -> None:
    """A mark covers its span, and tells label, name and id."""
    reader = read(fragment(doc_of("對輝達H200禁售", ("輝達", "COMPANY"), ("H200", "PRODUCT"))))
    assert reader.marked == ["輝達", "H200"]
    assert reader.titles == ["COMPANY · Name 輝達 · id-輝達", "PRODUCT · Name H200 · id-H200"]


@pytest.mark.parametrize("label", LABELS)
def test_every_label_has_a_style(label: str) -> None:
    """No label goes without a colour of its own."""
    html = fragment(doc_of("某名", ("某名", label)))
    assert f'class="{label}"' in html
    assert f"mark.{label}{{" in html


def test_nested_spans_are_nested_marks() -> None:
    """A span inside another is a mark inside a mark."""
    html = fragment(doc_of("訪墨西哥參議院後", ("墨西哥參議院", "AGENCY"), ("墨西哥", "GPE")))
    assert re.search(r'<mark class="AGENCY"[^>]*><mark class="GPE"[^>]*>墨西哥<small>GPE</small></mark>參議院<small>AGENCY</small></mark>後', html)


def test_crossing_spans_balance() -> None:
    """Where a trigger crosses a name, the inner mark is closed and opened again, and no character is lost."""
    reader = read(fragment(doc_of("甲乙丙丁戊己", ("甲乙丙", "COMPANY"), ("丙丁戊", "POLICY_ACTION"), ("乙丙丁", "PRODUCT"))))
    assert reader.text == "甲乙丙丁戊己"
    assert "".join(reader.marked) == "甲乙丙丁戊"


def test_spans_of_one_place_balance() -> None:
    """Two spans of the same stretch are two marks, one inside the other."""
    reader = read(fragment(doc_of("管制", ("管制", "POLICY_ACTION"), ("管制", "INSTRUMENT"))))
    assert len(reader.titles) == 2
    assert reader.text == "管制"


def test_document_without_spans_is_its_text() -> None:
    """Nothing found: the text alone, without a table."""
    reader = read(fragment(Document("無事\n發生")))
    assert (reader.text, reader.titles, reader.cells) == ("無事\n發生", [], [])


def test_empty_document_is_shown() -> None:
    """An empty text is a page like any other."""
    assert read(fragment(Document(""))).text == ""


def test_page_stands_alone() -> None:
    """A page is a whole document with its encoding and style, and loads nothing from elsewhere."""
    html = page([doc_of("輝達", ("輝達", "COMPANY"))])
    assert html.startswith("<!doctype html>")
    assert 'charset="utf-8"' in html
    reader = read(html)
    assert [reader.seen.count(tag) for tag in ("html", "head", "body", "title", "style")] == [1, 1, 1, 1, 1]
    assert not re.search(r"<(?:script|link|img|iframe)|@import|url\(|https?:|\bon\w+=", html)


def test_page_has_a_section_for_each_document() -> None:
    """Documents stand one after the other under their ids."""
    html = page([Document("甲", id="a-1"), Document("乙", id=0), Document("丙")])
    reader = read(html)
    assert reader.seen.count("section") == 3
    assert re.findall("<h2>(.*?)</h2>", html) == ["a-1", "0"]
    assert reader.text == "甲乙丙"


def test_page_without_documents_is_a_page() -> None:
    """An empty run gives an empty page."""
    assert read(page([])).text == ""


def test_markup_in_title_and_id_is_shown_not_run() -> None:
    """File names and ids of other people are escaped."""
    html = page([Document("甲", id="<script>")], title="</title><script>")
    assert "<script" not in html
    read(html)


def test_page_can_be_written_whatever_the_ids() -> None:
    """A page has no lone surrogates, not even from an id or a file name."""
    page([Document("\ud800", id="\udc80.txt")], title="\udc80.txt").encode()


def test_table_has_only_columns_that_say_something() -> None:
    """A field that no action has takes no room, one that a single action has does."""
    act = PolicyAction(0, 2, "放行", "license_decision", "relax", "announced")
    html = fragment(Document("放行禁售", (), (act, PolicyAction(2, 4, "禁售", "export_control", "tighten", "in_force", negated=True))))
    assert re.findall("<th>(.*?)</th>", html) == ["trigger", "type", "direction", "status", "negated"]
    assert read(html).cells[-1] == "yes"


# --- notebooks --------------------------------------------------------------------------------------------------------


def test_short_documents_are_open_and_long_ones_folded() -> None:
    """A long text is one line that tells what there is, and opens."""
    short, long = doc_of("輝達" * 10, ("輝達", "COMPANY")), doc_of(f"{'輝達' * FOLD}終", ("輝達", "COMPANY"))
    assert "details" not in read(fragment(short)).seen
    html = fragment(long)
    assert read(html).text == long.text
    assert f"<summary>{'輝達' * 15}… <span class=\"count\">4,001 characters · 1 span · 0 actions</span></summary>" in html


def test_documents_are_lines_with_their_ids() -> None:
    """A list shows each document as a line to open, and escapes ids and texts."""
    docs = Documents([Document(HOSTILE, id="<script>"), Document("", id=0), Document("丙\n丁")])
    html = docs._repr_html_()
    reader = read(html)
    assert "<script" not in html
    assert (reader.seen.count("details"), reader.text) == (3, f"{HOSTILE}丙\n丁")
    assert "<summary><b>0</b>" in html
    assert "<summary>丙 丁" in html
    assert "3 documents" in html


def test_a_list_shows_so_many_and_tells_of_the_rest() -> None:
    """Thousands of documents do not choke a browser; a slice shows others, and is such a list too."""
    docs = Documents([Document(str(i)) for i in range(SHOWN + 1_200)])
    html = docs._repr_html_()
    assert read(html).seen.count("details") == SHOWN
    assert "1,200 more" in html
    assert isinstance(docs[5:7], Documents)
    assert [doc.text for doc in docs[5:7]] == ["5", "6"]
    assert docs[5] == Document("5")


def test_an_action_shows_its_fields_and_names() -> None:
    """One row for each field that it has; a span with the canonical name beside it."""
    company = Span(2, 4, "輝達", "COMPANY", "nvidia", "NVIDIA")
    unlisted = Span(4, 6, "嵐岳", "COMPANY", None, "嵐岳", "pattern")
    cells = read(PolicyAction(0, 2, "放行", "license_decision", "relax", "announced", target=(company, unlisted))._repr_html_()).cells
    assert cells == ["trigger", "放行", "type", "license_decision", "direction", "relax", "status", "announced", "target", "輝達 (NVIDIA)、嵐岳"]


def test_an_explanation_shows_winners_losers_and_acts(pipeline: Pipeline) -> None:
    """The text, then each reading with its reason, then each act with its rule."""
    explanation = pipeline.explain("高通膨時代，高通<b>獲利；美國放行輝達H20")
    html = explanation._repr_html_()
    reader = read(html)
    assert reader.text == explanation.document.text
    assert re.findall("<summary>([a-z ]+?) <", html) == ["read as names", "not read as names", "policy acts"]
    assert {verdict.reason for verdict in explanation.verdicts} <= set(reader.cells)
    assert "license_decision relax announced" in reader.cells


def test_an_explanation_of_a_long_text_folds_it(pipeline: Pipeline) -> None:
    """The text is a line that opens, and so is a list of more readings than fit a page."""
    html = pipeline.explain("輝達。" * FOLD)._repr_html_()
    assert read(html).text == "輝達。" * FOLD
    assert html.count("<details>") == 2
    assert "<details open>" not in html


@given(mixed_text())
def test_any_explanation_can_be_shown(pipeline: Pipeline, text: str) -> None:
    """No text breaks it."""
    html = pipeline.explain(text)._repr_html_()
    html.encode()
    assert read(html).text == shown(text)


# --- terminal ---------------------------------------------------------------------------------------------------------


def styled(doc: Document) -> list[tuple[str, str]]:
    """Style and text of each coloured stretch of the running text."""
    text = next(iter(rendered(doc).renderables))
    assert isinstance(text, Text)
    return [(str(span.style), text.plain[span.start : span.end]) for span in text.spans]


def test_terminal_shows_text_entities_and_actions(pipeline: Pipeline) -> None:
    """The text, each entity with its forms, and the actions in a table."""
    out = printed(pipeline.extract("美國商務部放行輝達H20晶片對華出口；英伟达上涨"))
    assert "美國商務部放行輝達H20晶片對華出口；英伟达上涨" in out
    assert re.search("NVIDIA.*nvidia.*輝達、英伟达", out)
    assert re.search("放行.*license_decision.*relax", out)


def test_terminal_shows_no_action_where_there_is_none(pipeline: Pipeline) -> None:
    """Text, blank line and table of names; each action is a part of its own after them."""
    assert len(rendered(doc_of("輝達", ("輝達", "COMPANY"))).renderables) == 3
    doc = pipeline.extract("美國商務部放行輝達H20晶片對華出口")
    assert len(rendered(doc).renderables) == 3 + len(doc.actions) > 3


@pytest.mark.parametrize("label", LABELS)
def test_every_label_has_a_colour(label: str) -> None:
    """No label goes without a style on the terminal."""
    ((style, text),) = styled(doc_of("某某名", ("某名", label)))
    assert style
    assert text == "某名"


@pytest.mark.parametrize("before", ["", "\r\n", "\r\n\r\n甲\r\n", "\x07\x08", "\t", "😀", "\u200b", "\ud800", "[bold]", "\\["])
def test_colour_stands_on_the_name(before: str) -> None:
    """Line ends, control characters and brackets before a name move no colour."""
    assert [text for _, text in styled(doc_of(f"{before}輝達後", ("輝達", "COMPANY")))] == ["輝達"]


def test_brackets_in_names_are_no_markup() -> None:
    """A name or id in brackets is printed, not obeyed."""
    doc = Document("甲[red]乙[/red]", (Span(0, 1, "甲", "COMPANY", "id[bold]", "Name [red]"), Span(6, 7, "乙", "COMPANY", "id[/dim]", "[/]")))
    out = printed(doc)
    assert all(part in out for part in ("甲[red]乙[/red]", "Name [red]", "id[bold]", "id[/dim]", "[/]"))


def test_terminal_says_so_where_there_is_no_name() -> None:
    """A table without rows would leave a reader waiting for them."""
    assert "no names found" in printed(doc_of("今天天氣很好。"))


def test_terminal_obeys_no_escape_of_the_text() -> None:
    """An article cannot clear the screen or set its title."""
    assert "\x1b" not in printed(doc_of("\x1b[2J輝達\x1b]0;x\x07", ("輝達", "COMPANY")))


def test_no_colours_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Printed into a file or a pipe a document is plain text."""
    print_document(doc_of("對輝達禁售", ("輝達", "COMPANY")))
    out = capsys.readouterr().out
    assert out.startswith("對輝達禁售\n")
    assert "\x1b" not in out


@given(mixed_text())
def test_any_document_can_be_printed(pipeline: Pipeline, text: str) -> None:
    """No text breaks the terminal view, and colours cover the spans."""
    doc = pipeline.extract(text)
    printed(doc).encode()
    assert len(styled(doc)) == len(doc.spans)
