"""What careful readers marked, from our JSON lines and from annotation tools; and predictions in the same form."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..document import Document
from ..errors import FormatError
from ..export.formats import Format, format_of
from ..export.jsonl import read_records

__all__ = ["Act", "Annotated", "Mention", "of_document", "read"]


@dataclass(frozen=True)
class Mention:
    """A labelled stretch of a text: code points, half-open. ``entity`` names what it stands for, by any scheme."""

    start: int
    end: int
    label: str
    entity: str | None = None


@dataclass(frozen=True)
class Act:
    """A policy act. In gold, each of type, direction and status is a set of accepted values; roles are words."""

    start: int
    end: int
    type: frozenset[str]
    direction: frozenset[str]
    status: frozenset[str]
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()


@dataclass(frozen=True)
class Annotated:
    """A text with mentions and acts, and the ranges in which nothing counts because careful readers differed."""

    id: str | int | None
    text: str
    mentions: tuple[Mention, ...]
    acts: tuple[Act, ...] | None
    """None where acts were not marked."""
    ignore: tuple[tuple[int, int], ...] = ()


def of_document(document: Document, *, acts: bool = True) -> Annotated:
    """A document in this form; its mentions are all its spans, nested ones too."""
    return Annotated(
        document.id,
        document.text,
        tuple(dict.fromkeys(Mention(span.start, span.end, span.label, span.entity) for span in document.spans)),
        tuple(
            Act(
                a.start,
                a.end,
                frozenset({a.type}),
                frozenset({a.direction}),
                frozenset({a.status}),
                tuple(span.text for span in a.actor),
                tuple(span.text for span in a.target),
                tuple(span.text for span in a.object),
                () if a.instrument is None else (a.instrument.text,),
            )
            for a in document.actions
        )
        if acts
        else None,
    )


def read(path: Path, format: str | None = None) -> Iterator[Annotated]:
    """Read gold, or predictions.

    Args:
        path: a file of JSON lines, of `annotate` or of the gold format below; or a file of another format of
            `chipnews.export.formats` (``.json`` is Label Studio's, a folder brat's).
        format: its name, where the suffix does not tell.

    The gold format has one object a line: ``{"id", "text", "spans": [{"start", "end", "label", "entity"}, …], "actions": [{"start", "end",
    "type", "direction", "status", "actor": [words], "target": [words], "object": [words], "instrument": words or null}, …],
    "ignore": [[start, end], …]}``. ``entity``, ``actions`` and ``ignore`` may be missing; type, direction and status may be lists of accepted values.

    Raises:
        FormatError: naming file and line of what cannot be read.
        OSError: if the file cannot be read.
    """
    try:
        yield from _read(path, format_of(str(path), "brat" if format is None and path.is_dir() else format))
    except (EOFError, zlib.error) as error:
        raise FormatError(f"the compressed file is cut off or damaged: {error}", file=str(path)) from error


def _read(path: Path, kind: Format) -> Iterator[Annotated]:
    if kind.name != "jsonl":
        # Formats that hold labelled spans alone say nothing about acts, unless they hold some.
        for document in kind.read(path):
            yield of_document(document, acts=bool(document.actions) or kind.name in ("parquet", "spacy"))
        return
    for number, record in read_records(path):
        try:
            if "schema" in record:
                yield of_document(Document.from_dict(record))
            elif "error" not in record:
                yield _of_gold(record)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            what = f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
            raise FormatError(f"neither gold nor a document: {what}", file=str(path), line=number) from error


def _of_gold(record: Mapping[str, Any]) -> Annotated:
    text: str = record["text"]

    def place(item: Mapping[str, Any]) -> tuple[int, int]:
        start, end = item["start"], item["end"]
        if not 0 <= start < end <= len(text):
            raise ValueError(f"[{start}, {end}) does not lie in the text of {len(text)} code points")
        said = item.get("text", item.get("trigger"))
        if said is not None and text[start:end] != said:
            raise ValueError(f"[{start}, {end}) says {said!r} where the text has {text[start:end]!r}")
        return start, end

    mentions = [Mention(*place(span), span["label"], span.get("entity")) for span in record["spans"]]
    acts = None
    if "actions" in record:
        acts = tuple(
            Act(*place(a), _accepted(a["type"]), _accepted(a["direction"]), _accepted(a["status"]), *(_words(a.get(role)) for role in ("actor", "target", "object", "instrument")))
            for a in record["actions"]
        )
    return Annotated(record.get("id"), text, tuple(dict.fromkeys(mentions)), acts, tuple((start, end) for start, end in record.get("ignore", ())))


def _accepted(value: str | list[str]) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value)


def _words(value: str | list[str] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)
