"""Clauses, sentences and paragraphs of a folded text, as positions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

__all__ = ["Layout"]

_BREAK = re.compile(r"(?<![0-9]),|,(?![0-9])|[。;!?:\n]")


class Layout:
    """Where clauses and sentences begin and end.

    Args:
        folded: folded text, in which full-width punctuation is ASCII already.
    """

    def __init__(self, folded: str) -> None:
        self.length = len(folded)
        self.clauses: list[int] = []
        self.sentences: list[int] = []
        for match in _BREAK.finditer(folded):
            self.clauses.append(match.start())
            if match.group() in "。!?\n":
                self.sentences.append(match.start())

    def clause(self, position: int) -> tuple[int, int]:
        """Start and end of the clause around a position."""
        return _around(self.clauses, position, self.length)

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence around a position."""
        return _around(self.sentences, position, self.length)


def _around(breaks: list[int], position: int, length: int) -> tuple[int, int]:
    i = bisect_left(breaks, position)
    end = breaks[i] if i < len(breaks) else length
    before = bisect_right(breaks, position - 1)
    return (breaks[before - 1] + 1 if before else 0), end
