"""Triggers, and operators with what they act on: each gives an act with its type and direction."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ..disambiguation import Choice
from ..normalization import fold
from .layout import Layout
from .tables import Complement, PolicyTables, Word

__all__ = ["Act", "find_acts"]

REACH = 30
"""How far, in code points, an operator looks for what it acts on within its clause."""

_NEXT = re.compile("[、并且]|同时|以及")  # after it begins another measure
_PARAGRAPH = re.compile("[。;!?\n]")
_NOTICE = re.compile("的(?:公告|通知|决定|命令|措施|做法|规定|计划|提案)")
_ADVERBS = re.compile("(?:将|再|已|全面|持续|可望|或|也|获|遭|被|即|即将|正式|陆续|部分|暂|逐步|的|进一步)*")
_NAMES = frozenset({"AGENCY", "COMPANY", "INSTRUMENT", "MEDIA", "PERSON"})
_FLIP = {"tighten": "relax", "relax": "tighten", "support": "withdraw_support", "withdraw_support": "support"}
# Operators that act on another act when they stand right before it (暫停實施…, 延後放寬, 禁止放行).
_OUTER = frozenset({"pause", "remove", "defer", "keep", "forbid"})


class Act(NamedTuple):
    """A trigger with its sense; code points of the matched text."""

    start: int
    end: int
    type: str
    direction: str
    needs: str
    status: str
    """The status it has where the text gives none."""
    first: int
    """Where the act begins, discontiguous parts included."""
    last: int
    """Where it ends."""
    instrument: int | None
    """Index of the choice that is the named law or list it uses."""
    reason: str


class _Element(NamedTuple):
    start: int
    end: int
    word: Word
    instrument: int | None = None


def find_acts(folded: str, choices: Sequence[Choice], tables: PolicyTables, layout: Layout) -> list[Act]:
    """Read the acts of a text, in order.

    Args:
        folded: the matched text.
        choices: its entities; words inside names are no triggers (制裁 in 反外國制裁法).
        tables: the policy tables.
        layout: clauses of the text.
    """
    elements = _elements(folded, choices, tables)
    acts: list[Act] = []
    used: set[int] = set()
    for i, element in enumerate(elements):
        if i in used:
            continue
        found = _operation(folded, elements, i, used, choices, tables, layout) if element.word.operators else None
        if found is None and element.word.trigger is not None and not _background(folded, element, tables, layout):
            trigger = element.word.trigger
            found = Act(element.start, element.end, trigger.type, trigger.direction, trigger.needs, trigger.status, element.start, element.end, None, f"trigger {folded[element.start : element.end]}")
        if found is not None:
            acts.append(found)
    return _stacked(folded, elements, acts, layout)


def _background(folded: str, element: _Element, tables: PolicyTables, layout: Layout) -> bool:
    """Whether a trigger is only a noun of the background (受制裁影響, 違反制裁)."""
    start, _ = layout.clause(element.start)
    return bool(tables.background_after.match(folded, element.end) or tables.background_before.search(folded, max(start, element.start - 7), element.start))


def _elements(folded: str, choices: Sequence[Choice], tables: PolicyTables) -> list[_Element]:
    names = [(c.start, c.end) for c in choices if c.entity.label in _NAMES]
    starts = [start for start, _ in names]
    found: list[_Element] = []
    for index, start, end in tables.automaton.find_matches_as_indexes(folded):
        word = tables.words[index]
        if word.trigger is None and not word.operators and not word.complements:
            continue
        k = bisect_right(starts, end - 1) - 1
        if k >= 0 and names[k][1] > start and not (start <= names[k][0] and names[k][1] < end):
            continue  # inside a name; 232調查 holds one and stands
        found.append(_Element(start, end, word))
    for i, choice in enumerate(choices):
        if choice.entity.label == "INSTRUMENT":
            complement = _instrument(choice, folded[choice.start : choice.end], tables)
            if complement is not None:
                found.append(_Element(choice.start, choice.end, Word(complements=[complement]), i))
    found.sort(key=lambda e: (e.start, -e.end))
    return found


def _instrument(choice: Choice, surface: str, tables: PolicyTables) -> Complement | None:
    """What an operator finds in a named instrument: a list, a treaty, a law, a programme."""
    kind = tables.lists.get(choice.entity.id)
    if kind is not None:
        return Complement(kind, "procurement_list" if kind == "list_procure" else "entity_listing", "")
    name = fold(choice.entity.name)
    if surface.endswith(("清单", "名单")) or name.endswith("list"):
        return Complement("list_restrict", "entity_listing", "")
    if surface.endswith(("协定", "协议")) or "agreement" in name:
        return Complement("treaty", "trade_deal", "actor")
    if surface.endswith(("法", "法案", "条例", "草案", "act")):
        return Complement("law", "legislation", "actor")
    if surface.endswith(("规则", "规定", "条款", "rule")):
        return Complement("restriction", "export_control", "actor")
    return None


def _operation(folded: str, elements: Sequence[_Element], i: int, used: set[int], choices: Sequence[Choice], tables: PolicyTables, layout: Layout) -> Act | None:
    """An operator with its complement: the last one it reaches in its clause, else one right before it."""
    element = elements[i]
    _, clause_end = layout.clause(element.start)
    best: tuple[int, str, Complement, str, str] | None = None
    for j in range(i + 1, len(elements)):
        other = elements[j]
        if other.start - element.end > REACH or _PARAGRAPH.search(folded, element.end, other.start):
            break
        if other.start >= clause_end and (best is not None or "remove" not in element.word.operators):
            break  # only a revocation may name what it revokes after a comma
        if other.start < element.end:
            continue
        if best is not None and _NEXT.search(folded, elements[best[0]].end, other.start):
            break
        cell = _cell(element, other, tables)
        if cell is not None and (other.start < clause_end or cell[1].kind != "flow"):
            best = (j, *cell)
        elif other.word.operators and folded.startswith("的", other.end):
            continue  # 取消…加徵的關稅: a verb that only qualifies what follows
        elif (other.word.operators or (other.word.trigger is not None and not other.word.complements)) and "require" not in element.word.operators:
            break
    forward = best is not None
    if best is None and "forbid" not in element.word.operators:
        for j in range(i - 1, max(-1, i - 3), -1):
            other = elements[j]
            gap = _without_names(folded, other.end, element.start, choices, layout)
            if j in used or not (_ADVERBS.fullmatch(gap) or (other.instrument is not None and len(gap) <= 16 and not _PARAGRAPH.search(gap))):
                break
            cell = _cell(element, other, tables)
            if cell is not None and cell[1].kind != "flow":
                best = (j, *cell)
                break
    if best is None:
        return None
    j, operator, complement, direction, type_ = best
    other = elements[j]
    used.update(range(min(i, j), max(i, j) + 1))
    first, last = min(element.start, other.start), max(element.end, other.end)
    start, end = element.start, element.end
    between = folded[min(element.end, other.end) : max(element.start, other.start)]
    if len(between) <= 1:
        start, end = first, last
    elif operator == "issue" and forward:
        start, end = other.start, other.end
    surface = f"{folded[element.start : element.end]} ({operator}) x {folded[other.start : other.end]} ({complement.kind})"
    return Act(start, end, type_, direction, complement.needs, tables.usual[operator], first, last, other.instrument, f"{surface} = {direction}")


def _without_names(folded: str, start: int, end: int, choices: Sequence[Choice], layout: Layout) -> str:
    """The text between two positions with the names in it left out (豁免遭美國撤銷)."""
    if end - start > REACH:
        return folded[start:end]
    text = folded[start:end]
    for choice in reversed([choices[i] for i in layout.names(start, end)]):
        text = text[: choice.start - start] + text[choice.end - start :]
    return text


def _cell(element: _Element, other: _Element, tables: PolicyTables) -> tuple[str, Complement, str, str] | None:
    """Operator, complement, direction and type of the first pair that makes an act."""
    for operator in element.word.operators:
        for complement in other.word.complements:
            made = tables.cell(operator, complement)
            if made is not None:
                return operator, complement, *made
    return None


def _outer_operator(element: _Element) -> str | None:
    """The first of its operators that may act on another act."""
    return next((operator for operator in element.word.operators if operator in _OUTER), None)


def _stacked(folded: str, elements: Sequence[_Element], acts: Sequence[Act], layout: Layout) -> list[Act]:
    """Let an operator right before an act turn it: 暫停實施…管制 relaxes, 延後放寬 defers, 禁止放行 tightens."""
    starts = [element.start for element in elements]
    by_end = {element.end: element for element in elements}
    covered = {position for act in acts for position in range(act.start, act.end)}
    result = []
    for act in acts:
        outer = by_end.get(act.first) or by_end.get(act.first - 1)
        operator = _outer_operator(outer) if outer is not None and outer.start not in covered else None
        if operator is None and _NOTICE.match(folded, act.last):
            # 撤回把比亞迪列入清單的公告: the act is what the notice says that the clause revokes
            clause_start, _ = layout.clause(act.first)
            earlier = elements[bisect_right(starts, clause_start - 1) : bisect_right(starts, act.first - 1)]
            outer = next((e for e in reversed(earlier) if e.end <= act.first and e.start not in covered and _outer_operator(e)), None)
            operator = _outer_operator(outer) if outer is not None else None
        if outer is not None and operator is not None and layout.clause(outer.start) == layout.clause(act.start):
            direction = {"defer": "defer", "keep": "maintain"}.get(operator) or _FLIP.get(act.direction, act.direction)
            start = outer.start if act.start == act.first else act.start
            reason = f"{act.reason}; under {folded[outer.start : outer.end]} ({operator}) = {direction}"
            status = "suspended" if operator in ("pause", "defer") else "withdrawn" if operator == "remove" else act.status
            act = act._replace(start=start, first=outer.start, direction=direction, status=status, reason=reason)
        result.append(act)
    return result
