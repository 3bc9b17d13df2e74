"""Clauses and sentences of a folded text, and the names in them, as positions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from ..disambiguation import Choice
from ..regex import lazy

__all__ = ["Layout"]

_CLAUSE = lazy(r"\([^()\n]{0,80}\)|,(?:(?<![0-9],)|(?![0-9]))|;|:| (?<=[一-鿿] )(?=[一-鿿])")
"""The last: a space between two headlines in a row; a name that holds a space has Latin letters or a point beside it. Each begins with a literal, which is sought four times as fast."""
_SENTENCE = lazy("[。!?\n]")

LONGEST = 200
"""A clause or sentence is read at most this many code points to each side, so that text without punctuation costs no more."""


class Layout:
    """Where clauses and sentences begin and end, and which names stand in them; worked out only where somebody asks.

    A comma in brackets ends no clause.

    Args:
        folded: folded text, in which full-width punctuation is ASCII already.
        choices: its names, sorted by start.
    """

    def __init__(self, folded: str, choices: Sequence[Choice]) -> None:
        self._folded = folded
        self._choices = choices
        self._sentence = (0, 0)
        self._sentences: dict[int, tuple[int, int]] = {}
        self._breaks: dict[tuple[int, int], list[int]] = {}
        self._clauses: dict[int, tuple[int, int]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return [choice[0] for choice in self._choices]

    @cached_property
    def _ends(self) -> list[int]:
        return [choice[1] for choice in self._choices]

    @cached_property
    def _reach(self) -> list[int]:
        """How far the names before each reach."""
        return [0, *accumulate(self._ends, max)]

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence around a position."""
        start, end = self._sentence
        if not (start <= position < end and end - start <= LONGEST):
            known = self._sentences.get(position)
            if known is not None:
                self._sentence = known
                return known
            folded = self._folded
            low = max(0, position - LONGEST)
            start = max(low, folded.rfind("。", low, position) + 1, folded.rfind("\n", low, position) + 1, folded.rfind("!", low, position) + 1, folded.rfind("?", low, position) + 1)
            found = _SENTENCE.search(folded, position, position + LONGEST)
            end = found.start() if found else min(len(folded), position + LONGEST)
            self._sentence = self._sentences[position] = (start, end)
        return start, end

    def clause(self, position: int) -> tuple[int, int]:
        """Start and end of the clause around a position."""
        found = self._clauses.get(position)
        if found is None:
            start, end = self.sentence(position)
            breaks = self._breaks.get((start, end))
            if breaks is None:
                breaks = self._breaks[start, end] = [match.start() for match in _CLAUSE.finditer(self._folded, start, end) if match.end() - match.start() == 1]
            i = bisect_left(breaks, position)
            before = bisect_right(breaks, position - 1)
            found = self._clauses[position] = (breaks[before - 1] + 1 if before else start, breaks[i] if i < len(breaks) else end)
        return found

    def part(self, position: int) -> int:
        """Start of the part of its sentence, as semicolons divide it, around a position."""
        start, _ = self.sentence(position)
        return max(start, self._folded.rfind(";", start, position) + 1)

    def index(self, choice: Choice) -> int:
        """Index of a name; of several that begin at one place, the first."""
        return bisect_left(self._starts, choice.start)

    def names(self, start: int, end: int) -> list[int]:
        """Indices of the names that begin in a stretch, without those inside other names."""
        found = range(bisect_left(self._starts, start), bisect_left(self._starts, end))
        return [i for i in found if self._ends[i] > self._reach[i]]

    def behind(self, position: int) -> int:
        """A position, or if a name stands across it, the end of that name."""
        return max(position, self._reach[bisect_left(self._starts, position)])
