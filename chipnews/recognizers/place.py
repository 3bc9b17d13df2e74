"""A text and the names found in it so far."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from ..disambiguation import Choice
from ..matching import Rejected
from ..terms.entry import Entity

__all__ = ["Place", "insert", "unlisted"]


class Place:
    """A text and the names found in it; goods and generic technology are words and block nothing."""

    def __init__(self, folded: str, original: str, choices: Sequence[Choice], rejected: list[Rejected] | None) -> None:
        self.folded, self.original, self.rejected = folded, original, rejected
        self.choices = choices = [choice for choice in choices if choice[2].label != "TECHNOLOGY"]
        self.starts = [choice[0] for choice in choices]

    def ending(self, position: int) -> Choice | None:
        """The name that ends at a position, or ends there around a nested one."""
        choices, i = self.choices, bisect_left(self.starts, position)
        if i > 1 and choices[i - 2][1] == position:
            return choices[i - 2]
        return choices[i - 1] if i and choices[i - 1][1] == position else None

    def free(self, start: int, end: int) -> bool:
        """Whether no listed name lies in a stretch or across its edges."""
        i = bisect_left(self.starts, end) - 1
        return i < 0 or (self.choices[i][1] <= start and (i == 0 or self.choices[i - 1][1] <= start))

    def before(self, position: int) -> int:
        """Where the last listed name before a position ends."""
        i = bisect_right(self.starts, position - 1) - 1
        return 0 if i < 0 else self.choices[i][1] if i == 0 else max(self.choices[i][1], self.choices[i - 1][1])

    def around(self, start: int, end: int) -> Sequence[Choice]:
        """The listed names that begin in a stretch."""
        return self.choices[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def next(self, position: int) -> int:
        """Where the first listed name from a position on begins."""
        i = bisect_left(self.starts, position)
        return self.starts[i] if i < len(self.starts) else len(self.folded)

    def reject(self, start: int, end: int, reason: str) -> None:
        """Note what looked like a name and is none, if anybody asked."""
        if self.rejected is not None:
            self.rejected.append(Rejected(start, end, self.original[start:end], reason))


def insert(choices: list[Choice], added: Sequence[Choice]) -> list[Choice]:
    """Names with others added, which do not overlap each other; the names that lie across an added one give way to it."""
    merged: list[Choice] = []
    begins = [choice[0] for choice in choices]
    position = 0
    for choice in added:
        i = bisect_left(begins, choice.start, lo=position)
        merged += choices[position:i]
        while merged and merged[-1].end > choice.start:
            merged.pop()
        merged.append(choice)
        position = bisect_left(begins, choice.end, lo=i)
    merged += choices[position:]
    return merged


def unlisted(place: Place, start: int, end: int, label: str, score: float, reason: str, parent: str | None = None) -> Choice:
    """A name that no lexicon holds; its entity has no id, and for name what the text writes."""
    return Choice(start, end, _unlisted(label, place.original[start:end], parent), score, (reason,), "pattern")


@lru_cache(maxsize=10_000)
def _unlisted(label: str, name: str, parent: str | None) -> Entity:
    return Entity("", label, name, {}, parent=parent)
