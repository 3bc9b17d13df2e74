"""Noun phrases that name what an act is about where the lexicon knows no such good (稀土原礦, 半導體製造設備)."""

from __future__ import annotations

from collections.abc import Sequence

from ..disambiguation import Choice
from ..regex import lazy
from ..segmentation import NAME_WEIGHT, likeliest
from .layout import Layout
from .tables import PolicyTables

__all__ = ["noun_phrases"]

_SUM = lazy("[0-9.,一二三四五六七八九十百千两几数]+(?:$|[万亿兆成%倍家名年月日天]|(?:[美欧港日韩澳加台新]{0,2}[元圆币]|[笔份次期])$)")
_ELEMENTS = frozenset("镓锗锑钨铟铋钴镍镝铽钇钐碲钼镁锂钯铂铑铼铌钽锆铪镧铈镨钕铒铥镱镥钬铕钆")
"""Metals that rules of trade name by one character."""
_MONEY = lazy("[千万亿兆](?:美|欧|日|港|台|韩)?[元圆镑]")
_UNITS = ("万", "亿", "兆", "千", "%", "元", "年", "月", "日", "家", "名", "项")
"""What makes a number before it a sum, a date or a count."""
LENGTH = (2, 12)
"""Shortest and longest phrase, in code points."""


def noun_phrases(folded: str, low: int, high: int, choices: Sequence[Choice], layout: Layout, tables: PolicyTables) -> list[tuple[int, int]]:
    """Runs of words that may be what an act regulates, in order.

    The stretch, without names that lie across its ends, is cut into its likeliest words; words of grammar, verbs of policy, names and
    punctuation end a run. A run that ends in a word for parties (企業, 客戶) is none.

    Args:
        folded: the matched text.
        low: first code point of the stretch.
        high: its end, exclusive.
        choices: the names of the text.
        layout: its clauses.
        tables: the policy tables.
    """
    low = layout.behind(low)
    inside = [choices[i] for i in layout.names(low, high)]
    if inside and inside[-1].end > high:
        high = inside.pop().start
    if high <= low:
        return []
    labels = {(choice.start, choice.end): choice.entity.label for choice in inside}
    runs: list[tuple[int, int]] = []
    start = -1
    for a, b in [*likeliest(folded, low, high, dict.fromkeys(labels, NAME_WEIGHT)), (high, high)]:
        word = folded[a:b]
        stops = a == b or labels.get((a, b), "TECHNOLOGY") != "TECHNOLOGY" or word in tables.phrase_stops or not _written(word)
        if stops and start >= 0:
            runs.append((start, a))
        start = -1 if stops else a if start < 0 else start
    parts = [part for run in runs for part in _apart(folded, run, inside)]
    return [(a, b) for a, b in ((a, _before_sum(folded, a, b)) for a, b in parts) if _names_goods(folded, a, b, tables)]


def _apart(folded: str, run: tuple[int, int], names: Sequence[Choice]) -> list[tuple[int, int]]:
    """What of a run stands beside names that a word of it holds (中國|海事物流, 美|製彈藥)."""
    parts, (start, end) = [], run
    for name in names:
        if name.entity.label != "TECHNOLOGY" and start <= name.start and name.end <= end:
            parts.append((start, name.start))
            start = name.end + (folded.startswith("制", name.end) and not folded.startswith("制造", name.end))
    return [*parts, (start, end)] if parts else [run]


def _before_sum(folded: str, start: int, end: int) -> int:
    """The end of a run without the number of a sum or a date after it (中小企業|5億元)."""
    if folded.startswith(_UNITS, end):
        while end > start and folded[end - 1].isdigit():
            end -= 1
    return end


def _written(word: str) -> bool:
    return word[0].isalnum() or word[0] in "-+./"


def _names_goods(folded: str, start: int, end: int, tables: PolicyTables) -> bool:
    if end - start == 1 and folded[start] in _ELEMENTS:
        return True
    if not LENGTH[0] <= end - start <= LENGTH[1] or _SUM.match(folded, start, end) or _MONEY.search(folded, start, end):
        return False
    return folded[end - 1] != "性" and not any(tables.parties.fullmatch(folded, k, end) for k in range(max(start, end - 4), end))
