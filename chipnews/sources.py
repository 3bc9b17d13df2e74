"""Texts from files, folders, patterns and standard input: one item for each, or the reason why there is none.

Reading JSON costs a tenth of what annotating its texts does. `cut` therefore leaves it to whoever takes the pieces (a worker process),
and only cuts files of JSON lines between lines; `read` does both.
"""

from __future__ import annotations

import csv
import glob
import io
import json
import os
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from .errors import BatchError
from .export.schema import needs
from .files import STDIO, decompressed, open_counted, stem_suffix

__all__ = ["FORMATS", "Columns", "Item", "Lines", "Piece", "cut", "expand", "items_of", "read"]


@dataclass(frozen=True)
class Item:
    """One text to annotate, or the reason why there is none."""

    id: str | int | None
    text: str | None
    file: str
    line: int | None = None
    """1-based line in a file of lines (where a record has several, its first), or row of a Parquet file."""
    error: str | None = None


@dataclass(frozen=True)
class Columns:
    """The fields or columns that hold the text and the id.

    Args:
        text: name of the one with the text.
        id: name of the one with the id; if None, it is ``id`` where there is such a field, and else a text is named after its place.
    """

    text: str = "text"
    id: str | None = None


class Lines(NamedTuple):
    """Neighbouring lines of JSON, not read yet."""

    data: bytes
    file: str
    line: int
    """1-based number of the first."""
    columns: Columns

    def items(self) -> Iterator[Item]:
        """Read the lines: an item for each that is not blank."""
        for number, raw in enumerate(io.BytesIO(self.data), self.line):
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if raw.strip():
                yield _json_item(raw, self.file, number, self.columns)


Piece = Item | Lines
"""What an input is cut into."""


def items_of(pieces: Iterable[Piece]) -> Iterator[Item]:
    """Yield the items of pieces."""
    for piece in pieces:
        if isinstance(piece, Lines):
            yield from piece.items()
        else:
            yield piece


def expand(inputs: Iterable[str], leave_out: Collection[Path] = (), format: str | None = None, others: Counter[str] | None = None) -> Iterator[str]:
    """Yield the files that the inputs name, in an order that does not depend on the file system.

    Args:
        inputs: files, folders (read to the bottom, without hidden files), patterns with ``*``, ``?``, ``[…]`` and ``**``, and ``-``.
        leave_out: files that are no input although a folder or a pattern names them, such as the output.
        format: that of every file; if None, folders give the files with a known suffix.
        others: counts, by suffix, the files of folders that were not given.
    """
    names = {path.name for path in leave_out}

    def wanted(path: str) -> bool:
        return os.path.basename(path) not in names or Path(path).resolve() not in leave_out

    for name in inputs:
        if name != STDIO and os.path.isdir(name):
            found = 0
            for path in _walk(name):
                if format is None and stem_suffix(path) not in _SUFFIXES:
                    if others is not None:
                        others[os.path.splitext(path)[1] or os.path.basename(path)] += 1
                elif wanted(path):
                    found += 1
                    yield path
            if not found:
                yield name  # reading it tells what is wrong
        elif any(char in name for char in "*?[") and not os.path.exists(name):
            matches = [path for path in sorted(glob.iglob(name, recursive=True)) if os.path.isfile(path) and wanted(path)]
            yield from matches or [name]
        else:
            yield name


def _walk(folder: str) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise error

    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith(".partial"))
        yield from (os.path.join(root, name) for name in sorted(names) if not name.startswith("."))


def read(files: Iterable[str], columns: Columns = Columns(), format: str | None = None) -> Iterator[Item]:
    """Yield the texts of files; see `cut`, which is the same but for the lines of JSON that it leaves to be read."""
    return items_of(cut(files, columns, format))


def cut(files: Iterable[str], columns: Columns = Columns(), format: str | None = None, size: int = 1 << 16, tally: Callable[[int], None] = lambda count: None) -> Iterator[Piece]:
    """Yield files in pieces: a text, or some lines of JSON that hold one each.

    A .txt file is one text; .jsonl, .csv, .tsv and .parquet files have one a line or row. All but Parquet may be compressed
    (.gz, .zst). What cannot be read is yielded as an item with an error, so that a run goes on. On standard input (``-``) a stream
    that begins with ``{`` is JSONL, anything else is one text, unless ``format`` tells otherwise.

    Args:
        files: paths and ``-``.
        columns: where the text and the id stand.
        format: one of `FORMATS`, that of every file whatever its name; if None, the suffixes tell.
        size: bytes after which lines of JSON are cut, at the end of a line.
        tally: called with the number of bytes read, whenever some were.

    Raises:
        BatchError: for an unknown format.
    """
    if format is not None and format not in FORMATS:
        raise BatchError(f"unknown input format {format!r}; the formats are {', '.join(FORMATS)}")
    for path in files:
        suffix = format or stem_suffix(path)[1:]
        if path == STDIO:
            yield from _guarded(path, lambda: _open_stdin(format, tally), columns, size)
        elif os.path.isdir(path):
            yield Item(None, None, path, error=f"cannot read the folder: it holds no file of a known kind ({_KINDS})")
        elif suffix not in FORMATS:
            yield Item(None, None, path, error=f"unknown kind of file; known are {_KINDS}, and - for standard input; or tell the format (--input-format)")
        else:
            yield from _guarded(path, lambda: (FORMATS[suffix], open_counted(path, tally)), columns, size)  # noqa: B023


def _guarded(name: str, open_: Callable[[], tuple[_Reader, BinaryIO]], columns: Columns, size: int) -> Iterator[Piece]:
    """The pieces of a file, and at the place where it cannot be read on, the reason."""
    last: int | None = None
    try:
        reader, file = open_()
        with file:
            for piece in reader(file if reader is _read_parquet else decompressed(file, name), name, columns, size):
                last = piece.line if isinstance(piece, Item) else piece.line + piece.data.count(b"\n", 0, -1)
                yield piece
    except (OSError, EOFError, zlib.error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        where = f" after line {last}" if last is not None else ""
        yield Item(None, None, name, error=f"cannot read the file{where}: {reason}")


def _open_stdin(format: str | None, tally: Callable[[int], None]) -> tuple[_Reader, BinaryIO]:
    buffer = sys.stdin.buffer
    if format is not None:
        return FORMATS[format], io.BytesIO(buffer.read()) if format == "parquet" else buffer
    head = buffer.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n") if hasattr(buffer, "peek") else b""
    return _read_jsonl if head.startswith(b"{") else _read_text, buffer


def _read_text(file: BinaryIO, name: str, columns: Columns, size: int) -> Iterator[Item]:
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Item(name, None, name, error=_not_utf8(error.start))
    else:
        yield Item(name, text, name)


def _read_jsonl(file: BinaryIO, name: str, columns: Columns, size: int) -> Iterator[Lines]:
    first, length = 1, 0
    lines: list[bytes] = []
    try:
        for line in file:
            lines.append(line)
            length += len(line)
            if length >= size:
                yield Lines(b"".join(lines), name, first, columns)
                first, length, lines = first + len(lines), 0, []
    except (OSError, EOFError, zlib.error):  # what came before the place that cannot be read counts
        if lines:
            yield Lines(b"".join(lines), name, first, columns)
        raise
    if lines:
        yield Lines(b"".join(lines), name, first, columns)


def _json_item(raw: bytes, name: str, number: int, columns: Columns) -> Item:
    try:
        record = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Item(None, None, name, number, _not_utf8(error.start))
    except json.JSONDecodeError as error:
        return Item(None, None, name, number, f"no JSON: {error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, brackets in brackets
        return Item(None, None, name, number, f"no JSON: {error}")
    if isinstance(record, dict):
        return _item(record, name, number, columns)
    return Item(None, None, name, number, f"expected an object with the fields {columns.id or 'id'} and {columns.text}, found {type(record).__name__}")


def _read_separated(delimiter: str) -> _Reader:
    def reader(file: BinaryIO, name: str, columns: Columns, size: int) -> Iterator[Item]:
        csv.field_size_limit(max(csv.field_size_limit(), 1 << 30))  # of the whole process; the default refuses long articles
        # Bytes that are no UTF-8 come through as lone surrogates, which UTF-8 cannot give, so that only their row is lost.
        rows = csv.reader(io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline=""), delimiter=delimiter, strict=True)
        header: list[str] | None = None
        while True:
            line = rows.line_num + 1
            try:
                row = next(rows, None)
            except csv.Error as error:
                yield Item(None, None, name, line, f"no row: {error}")
                continue
            if row is None:
                return
            if not row:
                continue
            if header is None:
                header = row
                missing = _missing(header, columns)
                if missing is not None:
                    yield Item(None, None, name, line, missing)
                    return
            elif any("\udc80" <= char <= "\udcff" for cell in row for char in cell):
                yield Item(None, None, name, line, _not_utf8())
            elif len(row) != len(header):
                yield Item(None, None, name, line, f"expected {len(header)} cells, found {len(row)}")
            else:
                yield _item(dict(zip(header, row, strict=True)), name, line, columns)

    return reader


def _read_parquet(file: BinaryIO, name: str, columns: Columns, size: int) -> Iterator[Item]:
    arrow, parquet = needs("pyarrow", "arrow"), needs("pyarrow.parquet", "arrow")
    try:
        table = parquet.ParquetFile(file)
        missing = _missing(table.schema_arrow.names, columns)
        if missing is not None:
            yield Item(None, None, name, error=missing)
            return
        number = 0
        wanted = [column for column in (columns.id or "id", columns.text) if column in table.schema_arrow.names]
        for batch in table.iter_batches(batch_size=256, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield _item(row, name, number, columns)
    except arrow.ArrowException as error:
        yield Item(None, None, name, error=f"cannot read the file as Parquet: {error}")


_Reader = Callable[[BinaryIO, str, Columns, int], Iterator[Item] | Iterator[Lines]]

FORMATS: dict[str, _Reader] = {"txt": _read_text, "jsonl": _read_jsonl, "csv": _read_separated(","), "tsv": _read_separated("\t"), "parquet": _read_parquet}
"""Reader of each format, by the suffix without its dot."""

_SUFFIXES = frozenset(f".{name}" for name in FORMATS)
_KINDS = ".txt (one document a file), .jsonl, .csv, .tsv (each also with .gz or .zst), .parquet"


_FIELDS = 10
"""Most fields of a record that an error names."""


def _missing(names: Collection[str], columns: Columns) -> str | None:
    """What to say if a column that was asked for is not there."""
    for column, option in ((columns.text, "--text-column"), (columns.id, "--id-column")):
        if column is not None and column not in names:
            return f"there is no column {column!r}; the columns are {', '.join(map(repr, names))}; name the right one with {option}"
    return None


def _item(record: dict[str, Any], name: str, line: int, columns: Columns) -> Item:
    """The item of a record: every kind of file keeps to these rules."""
    field = columns.id or "id"
    id_, text = record.get(field), record.get(columns.text)
    if isinstance(id_, bool) or not isinstance(id_, (str, int, type(None))):
        return Item(None, None, name, line, f"the field {field!r} must be a string or a whole number, not {type(id_).__name__}")
    if not isinstance(text, str):
        what = f"must be a string, not {type(text).__name__}" if columns.text in record else f"is missing; there are {', '.join(map(repr, [*record][:_FIELDS])) or 'none'} (--text-column names another)"
        return Item(id_, None, name, line, f"the field {columns.text!r} {what}")
    return Item(f"{name}:{line}" if id_ is None else id_, text, name, line)


def _not_utf8(place: int | None = None) -> str:
    return f"not UTF-8{'' if place is None else f' at byte {place}'}; convert it first, for example: iconv -f GB18030 -t UTF-8 (or -f BIG5)"
