r"""Label Studio's JSON: a list of tasks whose predictions are labelled regions. Offsets are code points.

Label Studio counts code points (``charsToCodePoints`` of its editor; old releases counted UTF-16 code units, label-studio issue 1347),
and a line break ``\r\n`` as two (its documentation of the Text tag). The labelling configuration must name the control ``label`` and the object ``text``::

    <View><Labels name="label" toName="text"><Label value="COMPANY"/>…</Labels><Text name="text" value="$text"/></View>

Entity, name and source of a span stand in the ``meta`` of its region. Triggers of policy actions are regions with the label
POLICY_ACTION; their fields and lone surrogates are lost.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from ..document import Document
from ..errors import FormatError
from ..files import decompressed
from ..spans import Span
from .annotations import SOURCE, Utf16, count_lost, encodable, labelled

__all__ = ["read", "write"]


def write(documents: Iterable[Document], target: IO[bytes], lost: Counter[str]) -> None:
    """Write one array with a task for each document, a task a line."""
    before = b"[\n"
    for document in documents:
        id_ = encodable(document.id, lost) if isinstance(document.id, str) else document.id
        text = encodable(document.text, lost)
        regions = [_region(place, span, encodable(span.text, Counter())) for place, span in enumerate(document.spans)]
        task = {"data": {"id": id_, "text": text}, "predictions": [{"model_version": "chipnews", "result": regions}]}
        target.write(before + json.dumps(task, ensure_ascii=False).encode())
        count_lost(document, lost, entities=True, actions=False)
        before = b",\n"
    target.write(b"\n]\n" if before == b",\n" else b"[]\n")


def _region(place: int, span: Span, text: str) -> dict[str, Any]:
    value = {"start": span.start, "end": span.end, "text": text, "labels": [span.label]}
    meta = {"entity": span.entity, "name": span.name, "source": span.source}
    return {"id": str(place), "from_name": "label", "to_name": "text", "type": "labels", "value": value, "score": span.score, "meta": meta}


def read(path: Path) -> Iterator[Document]:
    """Read an export of Label Studio, its common JSON or JSON-MIN.

    The annotations of a task count, or where there are none its predictions; of several, the last that was not cancelled. Where the offsets of a
    task fit its text only as UTF-16 code units, as old releases counted, they are read so.

    Raises:
        FormatError: naming the task (by its place, from 1) that is none.
    """
    with open(path, "rb") as file:
        try:
            tasks = json.load(decompressed(file, path.name))
        except ValueError as error:
            raise FormatError(f"no JSON: {error}", file=str(path)) from error
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
        try:
            data: dict[str, Any] = task.get("data", task)
            text: str = data["text"]
            regions = [(value, region) for region in _regions(task) if (value := region.get("value", region)).get("labels")]
            spans = _spans(text, regions)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FormatError(f"no task with a text and labels ({type(error).__name__}: {error})", file=str(path), line=number) from error
        yield labelled(text, spans, data.get("id", task.get("id")), file=str(path), line=number)


def _regions(task: dict[str, Any]) -> list[dict[str, Any]]:
    for kind in ("annotations", "completions", "predictions"):
        results = [one for one in task.get(kind) or [] if not one.get("was_cancelled")]
        if results:
            return list(results[-1]["result"])
    return list(task.get("label") or [])


def _spans(text: str, regions: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[Span]:
    places: list[tuple[int | None, int | None]] = [(value["start"], value["end"]) for value, _ in regions]

    def fit(places: list[tuple[int | None, int | None]]) -> bool:
        return all(value.get("text") in (None, text[start:end]) for (start, end), (value, _) in zip(places, regions, strict=True))

    if not fit(places):
        offsets = Utf16(text)
        units = [(offsets.points(start or 0), offsets.points(end or 0)) for start, end in places]
        places = units if fit(units) else places
    spans = []
    for (start, end), (value, region) in zip(places, regions, strict=True):
        if not isinstance(start, int) or not isinstance(end, int):
            raise ValueError(f"the offsets [{value['start']}, {value['end']}) cut a character in two")
        meta = region.get("meta") or {}
        said = value.get("text", text[start:end])
        for label in value["labels"]:
            spans.append(Span(start, end, said, label, meta.get("entity"), meta.get("name"), meta.get("source") or SOURCE, float(region.get("score") or 1.0)))
    return spans
