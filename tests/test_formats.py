"""Every exit and the way back: what a format holds comes back as it was, and what it does not hold is said."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import mixed_text

from chipnews import Document, Pipeline, PolicyAction, Span
from chipnews.errors import FormatError
from chipnews.export.annotations import Utf16
from chipnews.export.formats import FORMATS, Failure, Format, format_of
from chipnews.export.schema import TABLES
from chipnews.pipeline import default_pipeline
from chipnews.spans import set_parents

TEXTS = {
    "emoji": "😀美國放行輝達H20👩‍💻對華出口🇹🇼，😀工信部將华为納入採購清單",
    "line breaks": "美國\r\n放行輝達\nH20\r對華出口\r\n\r\n",
    "nested": "中國人民銀行表示反對，美國商務部工業與安全局將中芯國際列入實體清單",
    "line break in a name": "輝\n達與GB300\r\nNVL72在美國",
    "marks": "「輝達」\t<b>&amp;</b> \\u8f1d # id = \u3000\u2028\x00\x85台積電(2330)",
    "condition": "美國有條件放行輝達H20晶片對華出口，但不批准Blackwell",
    "nothing": "今天天氣很好",
    "empty": "",
}
READ = [format for format in FORMATS if format.name != "csv"]


def documents(pipeline: Pipeline) -> list[Document]:
    """A document for each text, with ids that are hard to keep."""
    ids = ["a", "b/c", "甲乙", "..", 'q"t', "x" * 300, "a", "n\n"]
    return [pipeline.extract(text, id=id_) for text, id_ in zip(TEXTS.values(), ids, strict=True)]


def write(format: Format, folder: Path, documents: list[Document], **options: object) -> tuple[Path, Counter[str]]:
    """Write documents; give the file or folder, and what was lost."""
    lost: Counter[str] = Counter()
    target = folder / f"out.{format.name}"
    if format.is_folder:
        target.mkdir()
        format.write(documents, target, lost, **options)
    else:
        with target.open("wb") as file:
            format.write(documents, file, lost, **options)
    return target, lost


def kept(format: str, document: Document) -> Document:
    """What a format holds of a document."""
    if format in ("jsonl", "spacy"):
        return document
    text, spans = _encodable(document.text), [span._replace(text=_encodable(span.text)) for span in document.spans]
    actions = document.actions
    if format == "parquet":
        return Document.from_dict(json.loads(_encodable(json.dumps(document.to_dict(), ensure_ascii=False))) | {"id": None if document.id is None else str(document.id)})
    if format == "bio":
        spans, text, actions = [span for span in document.spans if span in document.ents], document.text, ()
        spans = [Span(*span[:4], source="annotation") for span in spans]
    elif format == "doccano":
        spans, actions = [Span(*span[:4], source="annotation") for span in spans], ()
    elif format == "label-studio":
        actions = ()
    elif format == "brat":
        spans = [Span(*span[:6], source="annotation") if span.entity else Span(*span[:4], source="annotation") for span in spans]
        return Document(text, tuple(set_parents(dict.fromkeys(spans))), _moved(actions, spans))
    return Document(text, tuple(set_parents(dict.fromkeys(spans))), actions, document.id)


def _moved(actions: tuple[PolicyAction, ...], spans: list[Span]) -> tuple[PolicyAction, ...]:
    """Actions whose roles are these spans."""
    ordered = {span[:5]: span for span in set_parents(dict.fromkeys(spans))}

    def of(role: Any) -> Any:
        if isinstance(role, Span):
            return ordered[role[:5]]
        return tuple(map(of, role)) if isinstance(role, tuple) and role and isinstance(role[0], Span) else role

    return tuple(replace(action, **{field.name: of(getattr(action, field.name)) for field in fields(action)}) for action in actions)


def _encodable(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


@pytest.mark.parametrize("format", READ, ids=[format.name for format in READ])
def test_what_a_format_holds_comes_back(format: Format, pipeline: Pipeline, tmp_path: Path) -> None:
    """Emoji, line breaks of all kinds, nested spans, marks that formats use themselves: read again, each document is what the format says it holds."""
    given_ = documents(pipeline)
    assert any(span.parent is not None for document in given_ for span in document.spans)
    assert sum(len(document.actions) for document in given_) > 3
    path, _ = write(format, tmp_path, given_)
    back = {document.text: document for document in format.read(path)}
    assert len(back) == len(given_)
    for document in given_:
        expected, found = kept(format.name, document), back[_encodable(document.text)]
        if format.name == "brat":
            found = Document(found.text, found.spans, found.actions)
        assert found == expected


PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


@pytest.mark.parametrize("format", [format for format in READ if format.name != "brat"], ids=lambda format: format.name)
def test_any_text_comes_back(format: Format, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a str can hold, lone surrogates too; two that make a pair are one character in JSON, which cannot tell them apart."""
    folder = tmp_path_factory.mktemp("any")

    @given(mixed_text().filter(lambda text: not PAIR.search(text)), st.one_of(st.none(), st.integers(), st.text(max_size=5)))
    def check(text: str, id_: str | int | None) -> None:
        document = default_pipeline().extract(text, id=id_)
        path, _ = write(format, folder, [document])
        (back,) = format.read(path)
        expected = kept(format.name, document)
        assert (back.text, back.spans, back.actions) == (expected.text, expected.spans, expected.actions)

    check()


@pytest.mark.parametrize("format", FORMATS, ids=[format.name for format in FORMATS])
def test_what_is_lost_is_counted(format: Format, pipeline: Pipeline, tmp_path: Path) -> None:
    """Formats that hold everything of our documents lose nothing; the others count what they drop."""
    _, lost = write(format, tmp_path, [pipeline.extract(TEXTS["nested"], id="a")])
    counted = {what.split(" (")[0]: count for what, count in lost.items()}
    actions = len(pipeline.extract(TEXTS["nested"]).actions)
    links = sum(span.entity is not None for span in pipeline.extract(TEXTS["nested"]).spans)
    assert actions
    assert counted == {
        "jsonl": {},
        "csv": {"fields of policy actions": actions},
        "parquet": {},
        "spacy": {},
        "bio": {"nested names": 1, "links to entities": links, "fields of policy actions": actions, "triggers of policy actions": actions},
        "brat": {},
        "label-studio": {"fields of policy actions": actions},
        "doccano": {"fields of policy actions": actions, "links to entities": links},
    }[format.name]


@pytest.mark.parametrize("name", ["spacy", "label-studio", "doccano", "brat"])
def test_lone_surrogates_are_said_to_be_lost(name: str, tmp_path: Path) -> None:
    """UTF-8 holds none: they are replaced, offsets stay, and it is said."""
    _, lost = write(format_of("", name), tmp_path, [Document("\ud800輝達", id="a")])
    assert lost["lone surrogates (they are U+FFFD)"] == 1


def test_parquet_holds_errors(tmp_path: Path) -> None:
    """A text that could not be read is a row, with file, line and reason."""
    import pyarrow.parquet as pq

    with (tmp_path / "a.parquet").open("wb") as file:
        format_of("a.parquet").write([Failure(7, "a.jsonl", 3, "no JSON"), Document("輝達", id="b")], file, Counter())
    rows = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert [(row["id"], row["text"], row["error"]) for row in rows] == [("7", None, "a.jsonl:3: no JSON"), ("b", "輝達", None)]
    assert [document.id for document in format_of("a.parquet").read(tmp_path / "a.parquet")] == ["b"]


@pytest.mark.parametrize("name", ["csv", "parquet"])
@pytest.mark.parametrize("table", ["spans", "actions"])
def test_flat_tables_have_a_row_each(name: str, table: str, pipeline: Pipeline, tmp_path: Path) -> None:
    """A row a span, or a row an action, under the columns of the schema."""
    given_ = documents(pipeline)
    path, _ = write(format_of("", name), tmp_path, given_, table=table)
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
    else:
        import pyarrow.parquet as pq

        rows = pq.read_table(path).to_pylist()
    assert list(rows[0]) == [column.name for column in TABLES[table]]
    assert [(row["doc_id"], int(row["start"]), row["text"]) for row in rows] == [(d.id, one.start, one.text) for d in given_ for one in getattr(d, table)]


def test_csv_begins_with_a_mark_for_excel(tmp_path: Path) -> None:
    """Only if that was asked for."""
    for bom in (False, True):
        folder = tmp_path / str(bom)
        folder.mkdir()
        path, _ = write(format_of("a.csv"), folder, [], bom=bom)
        assert path.read_bytes().startswith(b"\xef\xbb\xbf") is bom


def test_doccano_counts_as_javascript_does(tmp_path: Path) -> None:
    """After an emoji every offset is one more."""
    path, _ = write(format_of("", "doccano"), tmp_path, [Document("😀輝達", (Span(1, 3, "輝達", "COMPANY"),), id=1)])
    assert json.loads(path.read_bytes())["label"] == [[2, 4, "COMPANY"]]


@given(mixed_text())
def test_code_units_and_code_points_are_inverse(text: str) -> None:
    """Every code point has its unit, as UTF-16 itself counts, and back."""
    offsets = Utf16(text)
    for point in range(len(text) + 1):
        unit = len(text[:point].encode("utf-16-le", "surrogatepass")) // 2
        assert (offsets.units(point), offsets.points(unit)) == (unit, point)


def test_label_studio_reads_what_people_made(tmp_path: Path) -> None:
    """Annotations win over predictions, cancelled ones do not count, and old releases, which counted UTF-16, are understood."""

    def region(start: int, end: int, text: str) -> dict[str, object]:
        return {"type": "labels", "value": {"start": start, "end": end, "text": text, "labels": ["ORG"]}, "id": "x"}

    task = {
        "id": 5,
        "data": {"text": "😀輝達與台積電"},
        "annotations": [{"result": [region(2, 4, "輝達"), {"type": "choices", "value": {"choices": ["a"]}}]}, {"was_cancelled": True, "result": []}],
        "predictions": [{"result": [region(4, 7, "台積電")]}],
    }
    (tmp_path / "a.json").write_text(json.dumps([task, {"text": "輝達", "label": [{"start": 0, "end": 2, "text": "輝達", "labels": ["ORG"]}], "id": 6}]), encoding="utf-8")
    first, second = format_of("a.json").read(tmp_path / "a.json")
    assert [(document.id, [(span.start, span.end, span.label) for span in document.spans]) for document in (first, second)] == [(5, [(1, 3, "ORG")]), (6, [(0, 2, "ORG")])]


def test_doccano_reads_its_other_form(tmp_path: Path) -> None:
    """Projects with relations export entities with ids."""
    (tmp_path / "a.jsonl").write_text('{"id": 1, "text": "😀輝達", "entities": [{"id": 9, "start_offset": 2, "end_offset": 4, "label": "ORG"}], "relations": []}\n', encoding="utf-8")
    (document,) = format_of("", "doccano").read(tmp_path / "a.jsonl")
    assert [(span.text, span.label) for span in document.spans] == [("輝達", "ORG")]


CONLL = {
    "IOB2": ["B-ORG", "I-ORG", "O", "B-ORG", "I-ORG"],
    "IOB1": ["I-ORG", "I-ORG", "O", "I-ORG", "I-ORG"],
    "IOBES": ["B-ORG", "E-ORG", "O", "B-ORG", "E-ORG"],
    "BMES": ["B-ORG", "E-ORG", "S-X", "B-ORG", "E-ORG"],
}


@pytest.mark.parametrize("scheme", CONLL)
@pytest.mark.parametrize("separator", ["\t", " ", " _ "])
def test_conll_in_other_schemes(scheme: str, separator: str, tmp_path: Path) -> None:
    """The usual tagging schemes and separators; empty lines end a text; a beginning splits neighbours."""
    lines = [f"{char}{separator}{tag}" for char, tag in zip("輝達和高通", CONLL[scheme], strict=True)]
    (tmp_path / "a.conll").write_text("-DOCSTART- O\n\n" + "\n".join([*lines, "", "超微 B-ORG", "高通 B-ORG"]), encoding="utf-8")
    first, second = format_of("a.conll").read(tmp_path / "a.conll")
    assert [(span.start, span.text) for span in first.spans if span.label == "ORG"] == [(0, "輝達"), (3, "高通")]
    assert [(span.start, span.text) for span in second.spans] == [(0, "超微"), (2, "高通")]


def test_brat_reads_spans_in_fragments(tmp_path: Path) -> None:
    """Fragments become one span from the first to the last; foreign events are spans."""
    (tmp_path / "a.txt").write_bytes("輝\n達".encode())
    (tmp_path / "a.ann").write_text("T1\tORG 0 1;2 3\t輝 達\nE1\tORG:T1\nR1\tOther Arg1:T1 Arg2:T1\n*\tEquiv T1 T1\n", encoding="utf-8")
    (document,) = format_of("", "brat").read(tmp_path)
    assert [(span.start, span.end, span.text) for span in document.spans] == [(0, 3, "輝\n達")]
    assert document.actions == ()


BAD = {
    "jsonl": ("a.jsonl", '{"schema": "chipnews/9"}\n', ":1: "),
    "bio": ("a.bio", "輝\tB-ORG\n達\tORG\n", ":2: "),
    "doccano": ("a.jsonl", '\n{"text": "😀", "label": [[0, 1, "X"]]}\n', ":2: "),
    "label-studio": ("a.json", '[{"data": {"text": "輝達"}, "annotations": [{"result": [{"value": {"start": 0, "end": 9, "labels": ["X"]}}]}]}]', ":1: "),
    "spacy": ("a.spacy", "garbage", "DocBin"),
    "parquet": ("a.parquet", "garbage", "Parquet"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    """File and line, or what the file should be."""
    file, text, reason = BAD[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=f"a\\..*{reason}"):
        list(format_of("", name).read(tmp_path / file))


@pytest.mark.parametrize(("files", "reason"), [({}, "no .txt"), ({"a.txt": "輝達"}, "no .ann"), ({"a.txt": "輝達", "a.ann": "\nT1\tORG x y\t輝\n"}, r"a\.ann:2"), ({"a.txt": "輝達", "a.ann": "T1\tORG 0 9\t輝\n"}, "does not lie")])
def test_brat_folder_that_cannot_be_read_is_named(files: dict[str, str], reason: str, tmp_path: Path) -> None:
    """A text without annotations, a bad line, a place outside the text."""
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=reason):
        list(format_of("", "brat").read(tmp_path))


def test_docbin_is_spacy_s_own(pipeline: Pipeline, tmp_path: Path) -> None:
    """The library reads it without chipnews: the text, the span group with ids, flat entities."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    document = pipeline.extract(TEXTS["nested"], id="a")
    path, _ = write(format_of("a.spacy"), tmp_path, [document])
    (doc,) = DocBin().from_disk(path).get_docs(Vocab())
    assert doc.text == document.text
    assert [(span.start_char, span.end_char, span.label_, span.kb_id_) for span in doc.spans["chipnews"]] == [(s.start, s.end, s.label, s.entity or "") for s in document.spans]
    assert [entity.text for entity in doc.ents] == [span.text for span in document.ents]
