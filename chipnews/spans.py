"""Half-open code-point spans and their order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

__all__ = ["LABELS", "Span", "add_statements", "set_parents"]

LABELS = (
    "COMPANY",
    "PRODUCT",
    "AGENCY",
    "POLICY_ACTION",
    "GPE",
    "PERSON",
    "INSTRUMENT",
    "MEDIA",
    "TECHNOLOGY",
)
"""What a span may be; the table in README.md says what each means, `chipnews.labels` what OntoNotes and CLUENER call it."""


class Span(NamedTuple):
    """A stretch of the original text and what it stands for.

    Offsets are Unicode code points into the text as given, half-open: ``text[span.start:span.end] == span.text``.
    """

    start: int
    end: int
    text: str
    label: str
    entity: str | None = None
    """Id of the lexicon entity, or None for a name that no lexicon holds."""
    name: str | None = None
    """Canonical name of the entity; for a name that no lexicon holds, how the text first writes it in full."""
    source: str = "lexicon"
    """``lexicon``, ``pattern``, ``local_alias``, or ``phrase`` for a noun phrase that names nothing and is what a policy action is about (稀土原礦), or whom it is done to (部分企業)."""
    score: float = 1.0
    """Confidence in [0, 1]."""
    parent: int | None = None
    """Index, in the document's spans, of the smallest span that encloses this one."""

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span (equal ends count).

        >>> Span(0, 6, "中国人民银行", "AGENCY").contains(Span(0, 2, "中国", "GPE"))
        True
        """
        return self.start <= other.start and other.end <= self.end


def _order(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def add_statements(spans: Sequence[Span], statements: Iterable[Span]) -> tuple[list[Span], Callable[[int], int]]:
    """Add the spans of policy actions and of the noun phrases they are about, which are statements about the text and neither enclose nor nest.

    Args:
        spans: names sorted by (start, -end), each with the index of its parent.
        statements: spans to add, in any order, with repeats.

    Returns:
        Everything sorted by (start, -end), parents pointing into it, and a function from an old index to the new one.

    >>> spans, shift = add_statements([Span(0, 2, "美國", "GPE"), Span(4, 7, "H20", "PRODUCT")], [Span(2, 4, "放行", "POLICY_ACTION")])
    >>> [span.text for span in spans], shift(1)
    (['美國', '放行', 'H20'], 2)
    """
    added = sorted(dict.fromkeys(statements), key=lambda span: (span.start, -span.end, span.label))
    places = [bisect_right(spans, (span.start, -span.end), key=_order) for span in added]

    def shift(index: int) -> int:
        return index + bisect_right(places, index)

    names = [span if span.parent is None else span._replace(parent=shift(span.parent)) for span in spans]
    result: list[Span] = []
    before = 0
    for place, span in zip(places, added, strict=True):
        result += names[before:place]
        result.append(span)
        before = place
    return result + names[before:], shift


def set_parents(spans: Iterable[Span]) -> list[Span]:
    """Sort by (start, -end) and give each nested span the index of the smallest span around it.

    Policy actions and the noun phrases they are about are statements about the text rather than names, so they neither enclose nor nest.
    """
    ordered = sorted(spans, key=lambda span: (span.start, -span.end, span.label, span.entity or ""))
    result: list[Span] = []
    open_at: list[int] = []
    for index, span in enumerate(ordered):
        while open_at and ordered[open_at[-1]].end <= span.start:
            open_at.pop()
        if span.label == "POLICY_ACTION" or span.source == "phrase":
            result.append(span)
            continue
        parent = next((i for i in reversed(open_at) if ordered[i].end >= span.end), None)
        result.append(span if span.parent == parent else span._replace(parent=parent))
        open_at.append(index)
    return result
