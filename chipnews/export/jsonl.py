"""JSON lines: one document a line as `Document.to_dict` gives it. Holds everything, error records too. Offsets are code points."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from ..document import Document, dumps
from ..errors import FormatError, SchemaError
from ..files import decompressed
from .formats import Failure

__all__ = ["read", "read_records", "write"]


def write(records: Iterable[Document | Failure], target: IO[bytes], lost: Counter[str]) -> None:
    """Write one line for each record."""
    for record in records:
        target.write((record.to_json() if isinstance(record, Document) else dumps(record._asdict())).encode() + b"\n")


def read_records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file of JSON lines, compressed or not, each with its line number.

    Raises:
        FormatError: naming the line that is none.
    """
    with open(path, "rb") as file:
        for number, line in enumerate(decompressed(file, path.name), 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            except (ValueError, RecursionError) as error:
                raise FormatError(f"no JSON: {error}", file=str(path), line=number) from error
            if not isinstance(record, dict):
                raise FormatError(f"expected an object, found {type(record).__name__}", file=str(path), line=number)
            yield number, record


def read(path: Path) -> Iterator[Document]:
    """Read documents; error records are passed over.

    Raises:
        FormatError: naming the line that holds neither.
    """
    for number, record in read_records(path):
        if "schema" not in record and "error" in record:
            continue
        try:
            yield Document.from_dict(record)
        except SchemaError as error:
            raise FormatError(str(error), file=str(path), line=number) from error
