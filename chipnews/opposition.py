"""Words that speak against a name beside them: 通膨 over 高通|膨, 公斤 after 蘋果."""

from __future__ import annotations

import re

from .terms.index import Alias

__all__ = ["opposition", "unopposed"]

FACING = 8
"""A word at most this many code points away, or across the name's edge, speaks against it."""


def unopposed(alias: Alias, start: int, end: int, folded: str) -> bool:
    """Whether no word beside a name speaks against any of its readings."""
    edges = alias.opposed
    if edges is not None and folded[start - 1] not in edges[0] and folded[end : end + 1] not in edges[1]:
        return True
    return not any(opposition(words, start, end, folded)[0] for words in {reading.against for reading in alias.readings})


def opposition(words: re.Pattern[str] | None, start: int, end: int, folded: str) -> tuple[str, bool]:
    """The word that speaks against a reading, and whether the name is part of it (高通 in 高通膨).

    A longer word around another occurrence of the same name says nothing about this one.

    Args:
        words: those against a reading that the alias at this place may have; None: there are none.
        start: first code point of the name in ``folded``.
        end: its end, exclusive.
        folded: the text that is matched.
    """
    low, high = max(0, start - FACING), end + FACING
    if words is None or not words.search(folded, low, high):
        return "", False
    surface, beside = folded[start:end], ""
    for match in words.finditer(folded, low, high):
        if match.start() <= start and end <= match.end():
            return match.group(), True
        if surface not in match.group():
            beside = beside or match.group()
    return beside, False
