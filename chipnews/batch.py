"""Files and streams of texts in, one JSON record out for each, errors kept as records."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO

from .document import dumps
from .pipeline import Pipeline

__all__ = ["Item", "Summary", "annotate", "open_output", "read"]

STDIN = "-"


@dataclass(frozen=True)
class Item:
    """One text to annotate, or the reason why there is none."""

    id: str | int | None
    text: str | None
    file: str
    line: int | None = None
    """1-based line in a JSONL file."""
    error: str | None = None


@dataclass(frozen=True)
class Summary:
    """How a run went."""

    documents: int
    errors: int


def read(paths: Iterable[str]) -> Iterator[Item]:
    """Yield the texts of .txt files (one document a file), .jsonl files ({"id": …, "text": …} a line), or standard input (``-``).

    What cannot be read is yielded as an item with an error, so that a run goes on. On standard input a stream that
    begins with ``{`` is JSONL, anything else is one text.
    """
    for path in paths:
        if path == STDIN:
            yield from _read_stdin()
        elif path.lower().endswith(".jsonl"):
            yield from _guarded(path, _read_jsonl)
        elif path.lower().endswith(".txt"):
            yield from _guarded(path, _read_text)
        else:
            yield Item(None, None, path, error="unknown kind of file; give .txt (one document a file), .jsonl, or - for standard input")


def _guarded(path: str, reader: Callable[[IO[bytes], str], Iterator[Item]]) -> Iterator[Item]:
    try:
        with open(path, "rb") as file:
            yield from reader(file, path)
    except OSError as error:
        yield Item(None, None, path, error=f"cannot read the file: {error.strerror or error}")


def _read_stdin() -> Iterator[Item]:
    buffer = sys.stdin.buffer
    head = buffer.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n") if hasattr(buffer, "peek") else b""
    yield from (_read_jsonl if head.startswith(b"{") else _read_text)(buffer, STDIN)


def _read_text(file: IO[bytes], name: str) -> Iterator[Item]:
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Item(name, None, name, error=_not_utf8(error))
    else:
        yield Item(name, text, name)


def _read_jsonl(file: IO[bytes], name: str) -> Iterator[Item]:
    for number, raw in enumerate(file, 1):
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw.strip():
            continue
        try:
            record = json.loads(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            yield Item(None, None, name, number, _not_utf8(error))
            continue
        except (ValueError, RecursionError) as error:
            yield Item(None, None, name, number, f"no JSON: {error}")
            continue
        if not isinstance(record, dict):
            yield Item(None, None, name, number, f"expected an object with the fields id and text, found {type(record).__name__}")
            continue
        id_, text = record.get("id"), record.get("text")
        if isinstance(id_, bool) or not isinstance(id_, (str, int, type(None))):
            yield Item(None, None, name, number, f"the field 'id' must be a string or a whole number, not {type(id_).__name__}")
        elif not isinstance(text, str):
            what = "is missing" if "text" not in record else f"must be a string, not {type(text).__name__}"
            yield Item(id_, None, name, number, f"the field 'text' {what}")
        else:
            yield Item(f"{name}:{number}" if id_ is None else id_, text, name, number)


def _not_utf8(error: UnicodeDecodeError) -> str:
    return f"not UTF-8 at byte {error.start}; convert it first, for example: iconv -f GB18030 -t UTF-8 (or -f BIG5)"


def annotate(items: Iterable[Item], output: TextIO, pipeline: Pipeline | None = None) -> Summary:
    """Write one JSON line for each item: the document, or ``{"id", "file", "line", "error"}``.

    Args:
        items: from `read`, or made by hand.
        output: a text stream; only JSON lines are written to it.
        pipeline: the default one if None.
    """
    pipeline = pipeline or Pipeline()
    documents = errors = 0
    for item in items:
        if item.text is None:
            errors += 1
            record = {"id": item.id, "file": item.file, "line": item.line, "error": item.error}
            output.write(dumps(record) + "\n")
        else:
            documents += 1
            output.write(pipeline.extract(item.text, id=item.id).to_json() + "\n")
    return Summary(documents, errors)


@contextmanager
def open_output(path: str) -> Iterator[TextIO]:
    """Standard output for ``-``; else a file that appears under its name only when it is whole."""
    if path == STDIN:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        sys.stdout.flush()
        return
    target = Path(path).resolve()
    if target.exists() and not target.is_file():  # a pipe or a device, which nothing may replace
        with target.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise OSError(error.errno, f"cannot write {path}: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
