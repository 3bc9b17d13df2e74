"""doccano's JSONL for sequence labelling: ``{"id", "text", "label": [[start, end, label], …]}``. Offsets are UTF-16 code units.

doccano counts as JavaScript does (doccano issue 2290), so an emoji is two, unless the project counts grapheme clusters, which
then differ from ours wherever there is a combining mark. Project setting: allow overlapping spans. Triggers of policy actions
are spans with the label POLICY_ACTION; their fields, links to entities and lone surrogates are lost.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from ..document import Document
from ..errors import FormatError
from ..spans import Span
from .annotations import SOURCE, Utf16, count_lost, encodable, labelled
from .jsonl import read_records

__all__ = ["read", "write"]


def write(documents: Iterable[Document], target: IO[bytes], lost: Counter[str]) -> None:
    """Write one line for each document."""
    for document in documents:
        offsets = Utf16(document.text)
        labels = [[offsets.units(span.start), offsets.units(span.end), span.label] for span in document.spans]
        id_ = encodable(document.id, lost) if isinstance(document.id, str) else document.id
        record = {"id": id_, "text": encodable(document.text, lost), "label": labels}
        target.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        count_lost(document, lost, entities=False, actions=False)


def read(path: Path) -> Iterator[Document]:
    """Read an export of doccano: ``label`` (also named ``labels``), or ``entities`` with ``start_offset`` and ``end_offset``.

    Raises:
        FormatError: naming the line that is none.
    """
    for number, record in read_records(path):
        try:
            text: str = record["text"]
            offsets = Utf16(text)
            spans = []
            for unit, end_unit, label in _labels(record):
                start, end = offsets.points(unit), offsets.points(end_unit)
                if start is None or end is None:
                    raise ValueError(f"[{unit}, {end_unit}) cuts a character in two; offsets are UTF-16 code units")
                spans.append(Span(start, end, text[start:end], label, source=SOURCE))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FormatError(f"no record of doccano ({type(error).__name__}: {error})", file=str(path), line=number) from error
        yield labelled(text, spans, record.get("id"), file=str(path), line=number)


def _labels(record: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    if "entities" in record:
        for entity in record["entities"]:
            yield entity["start_offset"], entity["end_offset"], entity["label"]
    else:
        yield from record["label"] if "label" in record else record["labels"]
