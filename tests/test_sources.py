"""Reading files, folders, patterns and standard input: one item for each text, whatever is in it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import sys
from collections import Counter
from pathlib import Path

import pytest
import zstandard

from chipnews.errors import BatchError
from chipnews.sources import Columns, Item, Lines, cut, expand, items_of, read

BOM = b"\xef\xbb\xbf"


def lines(*records: object) -> bytes:
    """JSON lines; bytes stand as they are."""
    return b"".join(r if isinstance(r, bytes) else json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


@pytest.fixture
def jsonl(tmp_path: Path) -> Path:
    """Where a test puts its JSON lines."""
    return tmp_path / "news.jsonl"




def test_text_file_is_one_document(tmp_path: Path) -> None:
    """A .txt file is one text, line ends and all, under its path."""
    path = tmp_path / "a.TXT"
    path.write_bytes("輝達\r\n第二行\n".encode())
    assert list(read([str(path)])) == [Item(str(path), "輝達\r\n第二行\n", str(path))]


def test_empty_text_file_is_an_empty_document(tmp_path: Path) -> None:
    """An empty file is a document without text, not a missing one."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    assert [item.text for item in read([str(path)])] == [""]


def test_empty_jsonl_file_has_no_documents(jsonl: Path) -> None:
    """No lines, no documents; blank lines are none."""
    jsonl.write_bytes(b"\n  \n\r\n")
    assert list(read([str(jsonl)])) == []


def test_jsonl_has_a_document_on_each_line(jsonl: Path) -> None:
    """Each line has its own id and its line number; a line without an id is named after its place."""
    jsonl.write_bytes(lines({"id": "a", "text": "輝達"}, {"text": "台積電"}, b"\n", {"id": None, "text": "", "more": 1}))
    assert [(item.id, item.text, item.line, item.error) for item in read([str(jsonl)])] == [
        ("a", "輝達", 1, None),
        (f"{jsonl}:2", "台積電", 2, None),
        (f"{jsonl}:4", "", 4, None),
    ]


@pytest.mark.parametrize("id_", [0, 7, -1, 2**70, "", "7", "甲"])
def test_ids_keep_their_kind(jsonl: Path, id_: str | int) -> None:
    """A whole number stays a number and a string a string."""
    jsonl.write_bytes(lines({"id": id_, "text": "輝達"}))
    (item,) = read([str(jsonl)])
    assert item.id == id_
    assert type(item.id) is type(id_)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_byte_order_mark_is_no_text(tmp_path: Path, name: str) -> None:
    """A byte order mark before the text or the first line is dropped."""
    path = tmp_path / name
    path.write_bytes(BOM + ("輝達".encode() if name == "a.txt" else lines({"id": 1, "text": "輝達"})))
    assert [item.text for item in read([str(path)])] == ["輝達"]


BAD = {
    "no JSON": (b"{broken\n", "JSON"),
    "two values": (b'{"text": "a"} {"text": "b"}\n', "JSON"),
    "cut off": (b'{"text": "\xe8\xbc\x9d\n', "JSON"),
    "a list": (b'["a"]\n', "list"),
    "null": (b"null\n", "NoneType"),
    "a string": (b'"text"\n', "str"),
    "no text": (b'{"id": 5, "body": ""}\n', "'text' is missing; there are 'id', 'body' (--text-column"),
    "text is null": (b'{"id": 5, "text": null}\n', "'text' must be a string, not NoneType"),
    "text is a number": (b'{"id": 5, "text": 1}\n', "'text' must be a string, not int"),
    "id is a list": (b'{"id": [1], "text": "a"}\n', "'id' must be"),
    "id is a fraction": (b'{"id": 1.5, "text": "a"}\n', "'id' must be"),
    "id is true": (b'{"id": true, "text": "a"}\n', "'id' must be"),
    "GB18030": (json.dumps({"text": "英伟达"}, ensure_ascii=False).encode("gb18030") + b"\n", "iconv"),
    "too deep": (b'{"text":' + b"[" * 100_000 + b"\n", "JSON"),
    "a huge number": (b'{"id": ' + b"9" * 5000 + b', "text": "a"}\n', "JSON"),
    "NUL": (b"\0\n", "JSON"),
}


@pytest.mark.parametrize(("bad", "reason"), BAD.values(), ids=BAD.keys())
def test_bad_line_becomes_an_error(jsonl: Path, bad: bytes, reason: str) -> None:
    """A line that cannot be read is an item with file, line number and reason, and the lines around it are read."""
    jsonl.write_bytes(lines({"id": 1, "text": "輝達"}, bad, {"id": 3, "text": "台積電"}))
    before, error, after = read([str(jsonl)])
    assert (before.id, after.id) == (1, 3)
    assert (error.text, error.file, error.line) == (None, str(jsonl), 2)
    assert error.error is not None
    assert reason in error.error
    assert "\n" not in error.error


def test_error_record_keeps_the_id(jsonl: Path) -> None:
    """Where the id could be read, the error stands under it."""
    jsonl.write_bytes(lines({"id": 5, "text": None}))
    assert [item.id for item in read([str(jsonl)])] == [5]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16"])
def test_other_encodings_are_refused_with_a_way_out(tmp_path: Path, encoding: str) -> None:
    """A text in another encoding is never guessed at; the error tells how to convert it."""
    path = tmp_path / "a.txt"
    path.write_bytes("高通與中芯".encode(encoding))
    (item,) = read([str(path)])
    assert item.text is None
    assert item.error is not None
    assert "iconv" in item.error


@pytest.mark.parametrize("name", ["a.docx", "a", "a.json", "a.gz", ""])
def test_unknown_kind_of_file_is_an_error_record(name: str) -> None:
    """A file of another kind is not read; the error lists the kinds that are."""
    (item,) = read([name])
    assert item.text is None
    assert item.error is not None
    assert ".txt" in item.error
    assert ".jsonl" in item.error


def test_missing_file_and_folder_are_error_records(tmp_path: Path) -> None:
    """What the system refuses becomes a record too, and the next file is read."""
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "good.txt").write_text("輝達", encoding="utf-8")
    items = list(read([str(tmp_path / name) for name in ("gone.txt", "gone.jsonl", "folder.txt", "good.txt")]))
    assert [item.text for item in items] == [None, None, None, "輝達"]
    assert all("cannot read" in (item.error or "") for item in items[:3])


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        ("輝達\n台積電\n".encode(), ["輝達\n台積電\n"]),
        (lines({"text": "輝達"}, {"text": "台積電"}), ["輝達", "台積電"]),
        (BOM + lines({"text": "輝達"}), ["輝達"]),
        (b"\n \n" + lines({"text": "輝達"}), ["輝達"]),
        (BOM + "輝達".encode(), ["輝達"]),
        (b"", [""]),
        ("\n\n輝達".encode(), ["\n\n輝達"]),
        (b"\n" * 5000 + lines({"text": "輝達"}), ["輝達"]),
    ],
)
def test_standard_input_is_text_or_lines(monkeypatch: pytest.MonkeyPatch, data: bytes, texts: list[str]) -> None:
    """A stream that begins with { is JSON lines, anything else is one text."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    assert [item.text for item in read(["-"])] == texts


def test_reading_is_lazy(jsonl: Path) -> None:
    """The first text of a file is given before the rest is read."""
    jsonl.write_bytes(lines({"text": "輝達"}, {"text": "台積電"}))
    stream = read([str(jsonl), "later.txt"])
    assert next(stream).text == "輝達"
    stream.close()  # type: ignore[attr-defined]


# --- columns, tables and compression ----------------------------------------------------------------------------------

ROWS = [("a", "輝達\r\n第二行"), ("b", "他說「晶片, 好」\t\"真的\""), ("c", "")]


def write_table(path: Path, header: tuple[str, str] = ("id", "text")) -> None:
    """The rows as the suffix says, compressed where it says so."""
    name = path.name.removesuffix(".gz").removesuffix(".zst")
    if name.endswith(".parquet"):
        pa = pytest.importorskip("pyarrow")
        import pyarrow.parquet as pq

        pq.write_table(pa.table({header[0]: [id_ for id_, _ in ROWS], header[1]: [text for _, text in ROWS]}), path)
        return
    if name.endswith(".jsonl"):
        data = lines(*(dict(zip(header, row, strict=True)) for row in ROWS))
    else:
        stream = io.StringIO()
        csv.writer(stream, delimiter="\t" if name.endswith(".tsv") else ",").writerows([header, *ROWS])
        data = stream.getvalue().encode("utf-8-sig")
    path.write_bytes(compressed(data, path.name))


def compressed(data: bytes, name: str) -> bytes:
    """Bytes as the suffix says."""
    if name.endswith(".gz"):
        return gzip.compress(data)
    return zstandard.compress(data) if name.endswith(".zst") else data


KINDS = ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.csv", "a.CSV.gz", "a.tsv", "a.tsv.zst", "a.parquet"]


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_gives_the_same_items(tmp_path: Path, name: str) -> None:
    """Ids and texts come out of every kind of file as they went in, line breaks, quotes and all."""
    write_table(tmp_path / name)
    assert [(item.id, item.text, item.error) for item in read([str(tmp_path / name)])] == [(id_, text, None) for id_, text in ROWS]


@pytest.mark.parametrize("name", KINDS)
def test_columns_have_other_names(tmp_path: Path, name: str) -> None:
    """The columns are those that were asked for."""
    write_table(tmp_path / name, ("編號", "body"))
    items = list(read([str(tmp_path / name)], Columns("body", "編號")))
    assert [(item.id, item.text) for item in items] == ROWS


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.parquet"])
@pytest.mark.parametrize(("columns", "option"), [(Columns("body"), "--text-column"), (Columns("text", "key"), "--id-column")])
def test_missing_column_is_one_error_that_lists_the_columns(tmp_path: Path, name: str, columns: Columns, option: str) -> None:
    """A table without the column gives one error, not one a row, and it tells what there is."""
    write_table(tmp_path / name)
    (item,) = read([str(tmp_path / name)], columns)
    assert item.error is not None
    assert all(part in item.error for part in ("'id'", "'text'", option))


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.jsonl"])
def test_without_ids_a_text_is_named_after_its_place(tmp_path: Path, name: str) -> None:
    """File and line, or row, stand for an id that is not there."""
    write_table(tmp_path / name, ("other", "text"))
    ids = [item.id for item in read([str(tmp_path / name)])]
    assert ids == [f"{tmp_path / name}:{line}" for line in ((2, 4, 5) if name == "a.csv" else (1, 2, 3))]


def test_bad_rows_of_csv_are_errors_with_their_line(tmp_path: Path) -> None:
    """A row with too few or too many cells, or in another encoding, is an error; those around it are read."""
    path = tmp_path / "a.csv"
    path.write_bytes("id,text\na,輝達\nb\nc,台積電,more\n".encode() + "d,高通\n".encode("gb18030") + "e,中芯\n".encode())
    assert [(item.id, item.line, item.error is None) for item in read([str(path)])] == [("a", 2, True), (None, 3, False), (None, 4, False), (None, 5, False), ("e", 6, True)]


def test_long_cells_are_read(tmp_path: Path) -> None:
    """An article longer than the csv module takes by default is read whole."""
    (tmp_path / "a.csv").write_text("id,text\na," + "晶" * 200_000 + "\n", encoding="utf-8")
    assert [len(item.text or "") for item in read([str(tmp_path / "a.csv")])] == [200_000]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_cut_off_stream_is_an_error_after_what_could_be_read(tmp_path: Path, name: str) -> None:
    """A compressed file that breaks off ends with an error; nothing is lost in silence."""
    data = compressed(lines(*({"id": n, "text": hashlib.sha256(bytes([n])).hexdigest() * 40} for n in range(200))), name)
    (tmp_path / name).write_bytes(data[:-20])
    *items, last = read([str(tmp_path / name)])
    assert [item.error for item in items] == [None] * len(items)
    assert last.error is not None
    assert "cannot read" in last.error


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet"])
def test_file_that_is_not_what_its_name_says(tmp_path: Path, name: str) -> None:
    """Garbage under a good name is one error."""
    (tmp_path / name).write_bytes(b"no such thing, but long enough to look at")
    (item,) = read([str(tmp_path / name)])
    assert "cannot read" in (item.error or "")


def test_zstandard_frames_follow_each_other(tmp_path: Path) -> None:
    """Files that were put together with cat are read to the end."""
    one = zstandard.compress(lines({"id": 1, "text": "a"}))
    (tmp_path / "a.jsonl.zst").write_bytes(one + zstandard.compress(lines({"id": 2, "text": "b"})))
    assert [item.id for item in read([str(tmp_path / "a.jsonl.zst")])] == [1, 2]


def test_format_can_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no suffix tells is told, of files and of standard input; a wrong name lists the right ones."""
    (tmp_path / "dump").write_bytes(lines({"id": 1, "text": "輝達"}))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO("id,text\nx,台積電\n".encode()))))
    assert [item.id for item in read([str(tmp_path / "dump")], format="jsonl")] == [1]
    assert [item.id for item in read(["-"], format="csv")] == ["x"]
    with pytest.raises(BatchError, match="jsonl"):
        list(read([str(tmp_path / "dump")], format="docx"))


@pytest.mark.parametrize("size", [1, 40, 75, 1 << 16])
@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n\r\n"])
def test_lines_may_be_cut_anywhere_between(jsonl: Path, size: int, end: bytes) -> None:
    """Whatever the size of the pieces, the items and their line numbers are the same, and no piece ends inside a line."""
    data = BOM + lines({"id": 1, "text": "輝達"}, {"text": "台積電"}, b"\n", b"{bad\r\n", b"\xff\n", {"id": 2, "text": ""}).rstrip(b"\n") + end
    jsonl.write_bytes(data)
    pieces = list(cut([str(jsonl)], size=size))
    assert all(isinstance(piece, Lines) for piece in pieces)
    assert b"".join(piece.data for piece in pieces if isinstance(piece, Lines)) == data
    assert all(piece.data.endswith(b"\n") and len(piece.data) < size + 45 for piece in pieces[:-1] if isinstance(piece, Lines))
    assert [(item.id, item.text, item.line) for item in items_of(pieces)] == [(1, "輝達", 1), (f"{jsonl}:2", "台積電", 2), (None, None, 4), (None, None, 5), (2, "", 6)]


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.jsonl.gz"])
def test_bytes_are_counted(tmp_path: Path, name: str) -> None:
    """Together the counts are the size of the file as it lies on the disk."""
    (tmp_path / name).write_bytes(compressed(lines({"id": 1, "text": "輝達"}), name))
    counts: list[int] = []
    list(cut([str(tmp_path / name)], tally=counts.append))
    assert sum(counts) == (tmp_path / name).stat().st_size


# --- folders and patterns ---------------------------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with articles, and with things that are none."""
    for name in ("b.txt", "a.txt", "2026/c.jsonl", "2026/d.csv.gz", "2026/e.pdf", ".hidden.txt", ".git/f.txt", "out.jsonl.partial/records.jsonl", "README"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def test_folder_is_read_to_the_bottom_in_order(archive: Path) -> None:
    """Every file of a known kind, sorted; hidden ones and unfinished runs are none; others are counted."""
    others: Counter[str] = Counter()
    found = [Path(path).relative_to(archive).as_posix() for path in expand([str(archive)], others=others)]
    assert found == ["a.txt", "b.txt", "2026/c.jsonl", "2026/d.csv.gz"]
    assert others == {".pdf": 1, "README": 1}


@pytest.mark.parametrize(("pattern", "names"), [("*.txt", ["a.txt", "b.txt"]), ("**/*.jsonl", ["2026/c.jsonl", "out.jsonl.partial/records.jsonl"]), ("[ab].txt", ["a.txt", "b.txt"])])
def test_patterns_are_expanded(archive: Path, pattern: str, names: list[str]) -> None:
    """A pattern that no shell expanded is, in sorted order."""
    assert [Path(path).relative_to(archive).as_posix() for path in expand([str(archive / pattern)])] == names


def test_file_with_the_name_of_a_pattern_is_a_file(tmp_path: Path) -> None:
    """What exists under its name is not expanded."""
    (tmp_path / "[a].txt").write_text("輝達", encoding="utf-8")
    assert list(expand([str(tmp_path / "[a].txt")])) == [str(tmp_path / "[a].txt")]


def test_output_inside_the_input_is_no_input(archive: Path) -> None:
    """A folder or a pattern that names the output of the run does not feed it back."""
    own = {(archive / "a.txt").resolve()}
    assert str(archive / "a.txt") not in list(expand([str(archive), str(archive / "*.txt")], own))


@pytest.mark.parametrize("name", ["*.docx", "empty"])
def test_input_that_names_nothing_is_an_error(tmp_path: Path, name: str) -> None:
    """A pattern without a match and a folder without a text are errors, not silence."""
    (tmp_path / "empty").mkdir()
    (item,) = read(expand([str(tmp_path / name)]))
    assert item.error is not None
    assert item.file == str(tmp_path / name)
