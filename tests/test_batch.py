"""Reading files and writing records: one record for each input, whatever is in it."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from chipnews import Document, Pipeline, SchemaError
from chipnews.batch import Item, annotate, open_output, read

BOM = b"\xef\xbb\xbf"


def lines(*records: object) -> bytes:
    """JSON lines; bytes stand as they are."""
    return b"".join(r if isinstance(r, bytes) else json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


@pytest.fixture
def jsonl(tmp_path: Path) -> Path:
    """Where a test puts its JSON lines."""
    return tmp_path / "news.jsonl"


def records(items: list[Item], pipeline: Pipeline) -> list[dict[str, Any]]:
    """What `annotate` writes, read again."""
    stream = io.StringIO()
    annotate(items, stream, pipeline)
    assert stream.getvalue().endswith("\n") or not items
    return [json.loads(line) for line in stream.getvalue().splitlines()]


# --- reading ----------------------------------------------------------------------------------------------------------


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
def test_ids_keep_their_kind(jsonl: Path, pipeline: Pipeline, id_: str | int) -> None:
    """A whole number stays a number and a string a string, from the file to the record."""
    jsonl.write_bytes(lines({"id": id_, "text": "輝達"}))
    (record,) = records(list(read([str(jsonl)])), pipeline)
    assert record["id"] == id_
    assert type(record["id"]) is type(id_)


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
    "no text": (b'{"id": 5}\n', "'text' is missing"),
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
def test_bad_line_becomes_an_error_record(jsonl: Path, pipeline: Pipeline, bad: bytes, reason: str) -> None:
    """A line that cannot be read is a record with file, line number and reason, and the lines around it are read."""
    jsonl.write_bytes(lines({"id": 1, "text": "輝達"}, bad, {"id": 3, "text": "台積電"}))
    before, error, after = records(list(read([str(jsonl)])), pipeline)
    assert (before["id"], after["id"]) == (1, 3)
    assert list(error) == ["id", "file", "line", "error"]
    assert (error["file"], error["line"]) == (str(jsonl), 2)
    assert reason in error["error"]
    assert "\n" not in error["error"]


def test_error_record_keeps_the_id(jsonl: Path) -> None:
    """Where the id could be read, the error stands under it."""
    jsonl.write_bytes(lines({"id": 5, "text": None}))
    assert [item.id for item in read([str(jsonl)])] == [5]


def test_error_record_is_no_document(pipeline: Pipeline) -> None:
    """Reading an error record as a document fails loudly."""
    (record,) = records([Item(None, None, "a.txt", error="gone")], pipeline)
    with pytest.raises(SchemaError):
        Document.from_dict(record)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16"])
def test_other_encodings_are_refused_with_a_way_out(tmp_path: Path, encoding: str) -> None:
    """A text in another encoding is never guessed at; the error tells how to convert it."""
    path = tmp_path / "a.txt"
    path.write_bytes("高通與中芯".encode(encoding))
    (item,) = read([str(path)])
    assert item.text is None
    assert item.error is not None
    assert "iconv" in item.error


@pytest.mark.parametrize("name", ["a.docx", "a", "a.json", "a.jsonl.gz", ""])
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


# --- writing ----------------------------------------------------------------------------------------------------------


def test_one_record_for_each_item_in_order(pipeline: Pipeline) -> None:
    """Documents and errors stand in the order of the inputs, and the summary counts them."""
    stream = io.StringIO()
    items = [Item(1, "輝達", "-"), Item(None, None, "b.txt", error="gone"), Item("c", "", "-")]
    summary = annotate(items, stream, pipeline)
    assert (summary.documents, summary.errors) == (2, 1)
    rows = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [("error" in row, row["id"]) for row in rows] == [(False, 1), (True, None), (False, "c")]


def test_record_is_the_document(pipeline: Pipeline) -> None:
    """A line read again is what `extract` gives."""
    (row,) = records([Item("a", "美國放行輝達H20出口", "-")], pipeline)
    assert Document.from_dict(row) == pipeline.extract("美國放行輝達H20出口", id="a")


@pytest.mark.parametrize(
    "item",
    [Item("a\ud800", "輝達\udfff", "\udc80.txt"), Item("a\ud800", None, "a.jsonl", 1, "no text"), Item(None, None, "\udc80.txt", error="gone")],
    ids=["document", "id of an error", "file of an error"],
)
def test_lone_surrogates_can_be_written(tmp_path: Path, pipeline: Pipeline, item: Item) -> None:
    """A lone surrogate in a text, an id or the name of a file, which no encoding holds, does not end the run."""
    with open_output(str(tmp_path / "out.jsonl")) as stream:
        annotate([item, Item("b", "台積電", "-")], stream, pipeline)
    first, second = (json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert first["id"] == item.id
    assert second["id"] == "b"


# --- the output file --------------------------------------------------------------------------------------------------


def test_output_appears_when_it_is_whole(tmp_path: Path) -> None:
    """While a run goes on there is no file under the name; afterwards it is whole, in UTF-8 with plain line ends."""
    target = tmp_path / "out.jsonl"
    with open_output(str(target)) as stream:
        stream.write("輝達\n")
        assert not target.exists()
    assert target.read_bytes() == "輝達\n".encode()
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    """A run that dies leaves neither half a file nor a temporary one."""

    def run() -> None:
        with open_output(str(tmp_path / "out.jsonl")) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert os.listdir(tmp_path) == []


def test_failure_leaves_the_old_file(tmp_path: Path) -> None:
    """A run that dies leaves the result of the one before."""
    target = tmp_path / "out.jsonl"
    target.write_text("old")

    def run() -> None:
        with open_output(str(target)) as stream:
            stream.write("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()
    assert (target.read_text(), os.listdir(tmp_path)) == ("old", ["out.jsonl"])


@pytest.mark.skipif(os.name != "posix", reason="permissions and special files are POSIX")
def test_output_has_the_usual_permissions(tmp_path: Path) -> None:
    """The file may be read by whom the umask allows, as if it had been opened plainly."""
    (tmp_path / "plain").write_text("")
    with open_output(str(tmp_path / "out.jsonl")):
        pass
    assert (tmp_path / "out.jsonl").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(os.name != "posix", reason="permissions and special files are POSIX")
def test_special_file_is_written_not_replaced(tmp_path: Path) -> None:
    """A named pipe (and so the null device, or a shell's >(gzip)) is written into and stays what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with open_output(str(pipe)) as stream:
            stream.write("輝達\n")
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert os.read(reader, 100) == "輝達\n".encode()
    finally:
        os.close(reader)


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    """Output through a symbolic link goes to the file it points to."""
    (tmp_path / "real").mkdir()
    (tmp_path / "out.jsonl").symlink_to(tmp_path / "real" / "out.jsonl")
    with open_output(str(tmp_path / "out.jsonl")) as stream:
        stream.write("new")
    assert (tmp_path / "out.jsonl").is_symlink()
    assert (tmp_path / "real" / "out.jsonl").read_text() == "new"


def test_output_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A folder that is missing is an OSError about the file that was asked for."""
    target = tmp_path / "gone" / "out.jsonl"
    with pytest.raises(OSError, match="gone"), open_output(str(target)):
        pass
