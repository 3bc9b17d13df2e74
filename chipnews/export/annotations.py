"""What annotation tools have in common: labelled spans, read back as documents, and what is lost on the way to them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from ..document import Document
from ..errors import FormatError
from ..spans import Span, set_parents

__all__ = ["SOURCE", "Utf16", "count_lost", "encodable", "labelled"]

SOURCE = "annotation"
"""``source`` of a span that was read from an annotation tool, where the file does not tell another."""


def labelled(text: str, spans: Iterable[Span], id: str | int | None, *, file: str, line: int | None = None) -> Document:
    """A document of spans that somebody marked.

    Raises:
        FormatError: if a span does not lie in the text, or does not say what the text says there.
    """
    ordered = set_parents(dict.fromkeys(spans))
    for span in ordered:
        if not 0 <= span.start < span.end <= len(text):
            raise FormatError(f"the span [{span.start}, {span.end}) does not lie in the text of {len(text)} code points", file=file, line=line)
        if text[span.start : span.end] != span.text:
            raise FormatError(f"the span [{span.start}, {span.end}) says {span.text!r} where the text has {text[span.start : span.end]!r}", file=file, line=line)
    return Document(text, tuple(ordered), (), id)


def count_lost(document: Document, lost: Counter[str], *, entities: bool, actions: bool) -> None:
    """Count what a format that holds labelled spans does not hold.

    Args:
        document: the one that was written.
        lost: where to count.
        entities: whether the format holds the entities of spans.
        actions: whether it holds the fields of policy actions.
    """
    if not entities:
        lost["links to entities"] += sum(span.entity is not None for span in document.spans)
    if not actions:
        lost["fields of policy actions (type, direction, status, roles)"] += len(document.actions)
    for what in [what for what, count in lost.items() if not count]:
        del lost[what]


def encodable(text: str, lost: Counter[str]) -> str:
    """The text with lone surrogates, which UTF-8 cannot hold, as U+FFFD; every offset stays what it was."""
    count = sum("\ud800" <= char <= "\udfff" for char in text) if not text.isascii() else 0
    if not count:
        return text
    lost["lone surrogates (they are U+FFFD)"] += count
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


class Utf16:
    """Offsets of a text counted in UTF-16 code units, as JavaScript does, and in code points.

    >>> offsets = Utf16("😀輝達")
    >>> offsets.units(1), offsets.points(2), offsets.points(1)
    (2, 1, None)
    """

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [place for place, char in enumerate(text) if char > "\uffff"]
        self._starts = [place + rank for rank, place in enumerate(self._wide)]

    def units(self, point: int) -> int:
        """Code units before a code point."""
        return point + bisect_left(self._wide, point)

    def points(self, unit: int) -> int | None:
        """Code points before a code unit; None inside a surrogate pair."""
        before = bisect_left(self._starts, unit)
        return None if before and self._starts[before - 1] == unit - 1 else unit - before
