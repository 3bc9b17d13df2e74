"""What else a clause tells of an act: how much, from when, until when, on what condition."""

from __future__ import annotations

from typing import NamedTuple

from ..regex import lazy
from .acts import Act
from .layout import Layout
from .tables import PolicyTables

__all__ = ["Details", "details", "told_amount"]

Place = tuple[int, int]

_NUMBER = "[0-9一二两三四五六七八九十百千]"
_DAY = rf"{_NUMBER}{{1,3}} ?月(?: ?{_NUMBER}{{1,3}} ?[日号]|[底初中])?"
"""A month, or a day of it; the mainland's press of technology writes spaces around numbers."""
_DATE = rf"(?:(?:{_NUMBER}{{1,6}} ?|[今明后去]|翌)年(?: ?{_DAY}|[底初中]|元旦)?|{_DAY}|下个?月|下周|即日|今日)"
_AMOUNT = lazy(
    rf"百分之{_NUMBER}{{1,6}}|[0-9][0-9.,]{{0,12}}%|(?:[0-9][0-9.,]{{0,12}} ?|{_NUMBER}{{1,8}})[多余]?[万亿兆千]{{1,2}}(?:美|欧|港|日|韩|新台|台|澳|加|英|卢)?(?:元|圆|币|镑|比|克朗)|{_NUMBER}成[半五]?|零关税|减半|倍增"
)
_DATED = lazy("[年月周日天]")
"""What every date and every length of time holds."""
_START = lazy(rf"(?:(?:自|从|将?于|将?在) ?)?({_DATE})(?:起|开始|生效|实施|施行|上路|后?执行)")
_END = lazy(rf"(?:至|到|截至|直到) ?({_DATE})(?:止|为止|到期)?|为期 ?({_NUMBER}{{1,3}} ?(?:年|个月|天|日)|半年)")


class Details(NamedTuple):
    """Places in the matched text, None for what is not told."""

    amount: Place | None
    start: Place | None
    end: Place | None
    condition: Place | None
    kind: str | None
    """What kind of condition."""


def told_amount(act: Act, folded: str, layout: Layout) -> bool:
    """Whether the clause of an act names a sum."""
    start, end = layout.clause(act.start)
    return _AMOUNT.search(folded, start, end) is not None


def details(act: Act, next_act: int, folded: str, tables: PolicyTables, layout: Layout) -> Details:
    """Read the amount in the clause of an act, and dates and condition up to the clause of the next act or the end of the sentence.

    Args:
        act: the act.
        next_act: where the next act begins.
        folded: the matched text.
        tables: the policy tables.
        layout: clauses of the text.
    """
    clause_start, clause_end = layout.clause(act.start)
    _, sentence_end = layout.sentence(act.start)
    next_clause, _ = layout.clause(next_act) if next_act < sentence_end else (sentence_end, sentence_end)
    stop = max(act.last, min(sentence_end, next_act, next_clause if next_clause > act.start else sentence_end))
    amount = _AMOUNT.search(folded, act.end, max(act.last, min(clause_end, next_act))) or _AMOUNT.search(folded, clause_start, act.start)
    dated = _DATED.search(folded, min(clause_start, act.first), stop) is not None
    start = _START.search(folded, clause_start, stop) if dated else None
    end = _END.search(folded, act.first, stop) if dated else None
    condition, kind = None, None
    for name, words in tables.conditions if tables.conditional.search(folded, clause_start, stop) else ():
        match = words.search(folded, clause_start, stop)
        if match is not None:
            condition, kind = match.span(), name
            break
    return Details(
        None if amount is None else amount.span(), None if start is None else start.span(1), None if end is None else end.span(1) if end.group(1) else end.span(2), condition, kind
    )
