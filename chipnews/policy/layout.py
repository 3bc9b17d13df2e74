"""Clauses and sentences of a folded text, and the names in them, as positions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ..disambiguation import Choice

__all__ = ["Layout"]

_BREAK = re.compile(r"(?<![0-9]),|,(?![0-9])|[。;!?:\n]")

LONGEST = 200
"""A clause or sentence is read at most this many code points to each side, so that text without punctuation costs no more."""


class Layout:
    """Where clauses and sentences begin and end, and which names stand in them.

    Args:
        folded: folded text, in which full-width punctuation is ASCII already.
        choices: its names, sorted by start.
    """

    def __init__(self, folded: str, choices: Sequence[Choice]) -> None:
        self._length = len(folded)
        self._starts = [choice.start for choice in choices]
        reach = 0
        self._nested = set()
        for i, choice in enumerate(choices):
            if choice.end <= reach:
                self._nested.add(i)
            reach = max(reach, choice.end)
        self._clauses: list[int] = []
        self._sentences: list[int] = []
        for match in _BREAK.finditer(folded):
            self._clauses.append(match.start())
            if match.group() in "。!?\n":
                self._sentences.append(match.start())

    def clause(self, position: int) -> tuple[int, int]:
        """Start and end of the clause around a position."""
        return self._around(self._clauses, position)

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence around a position."""
        return self._around(self._sentences, position)

    def names(self, start: int, end: int) -> list[int]:
        """Indices of the names that begin in a stretch, without those inside other names."""
        found = range(bisect_left(self._starts, start), bisect_left(self._starts, end))
        return [i for i in found if i not in self._nested]

    def _around(self, breaks: list[int], position: int) -> tuple[int, int]:
        i = bisect_left(breaks, position)
        end = breaks[i] if i < len(breaks) else self._length
        before = bisect_right(breaks, position - 1)
        start = breaks[before - 1] + 1 if before else 0
        return max(start, position - LONGEST), min(end, position + LONGEST)
