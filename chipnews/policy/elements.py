"""What acts are built of: words of the tables, named laws and lists, and titles, where they stand in a text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from ..disambiguation import Choice
from ..normalization import fold
from ..regex import lazy
from .tables import Complement, PolicyTables, Word

__all__ = ["Element", "find_elements"]

_TITLE = lazy("《([^《》\n]{2,40})》")
_NOTICES = lazy("第[0-9一二三四五六七八九十]+号公告")
_PROGRAMMES = ("资助计划", "补贴计划", "补助计划", "奖励计划")
"""How the name of a programme of aid ends."""
_OF_LISTS = {"list_procure": "procurement_list", "list_technology": "outbound_control"}
_LISTS = lazy("实体|管制|管控|制裁|军|出口|禁|限制|名单$")
"""What the name of a list that puts parties under rules holds."""
_LAW = ("法", "法案", "草案", "条例", "办法", "规定", "规则")
_NAMES = frozenset({"AGENCY", "COMPANY", "INSTRUMENT", "MEDIA", "PERSON"})


class Element(NamedTuple):
    """A word of the tables, or a named law or list; code points of the matched text."""

    start: int
    end: int
    word: Word
    instrument: int | None = None
    """Index of the choice that is the named law or list."""


def find_elements(folded: str, choices: Sequence[Choice], tables: PolicyTables) -> list[Element]:
    """All elements of a text, in order, none inside another.

    Args:
        folded: the matched text.
        choices: its entities; words inside names are none (制裁 in 反外國制裁法).
        tables: the policy tables.
    """
    names = [(c[0], c[1]) for c in choices if c[2].label in _NAMES]
    starts = [start for start, _ in names]
    words = tables.words
    make: Callable[[tuple[object, ...]], Element] = partial(tuple.__new__, Element)  # cheaper than the constructor
    hits = [make((start, end, word, None)) for index, start, end in tables.automaton.find_matches_as_indexes(folded) if (word := words[index]) is not None]
    found = [hit for hit in hits if not _inside(hit, names, starts)] if names else hits
    plain = len(found)
    for i, choice in enumerate(choices):
        if choice[2].label == "INSTRUMENT":
            complement = _instrument(choice, folded[choice.start : choice.end], tables)
            if complement is not None:
                found.append(Element(choice.start, choice.end, _word(complement), i))
    if len(found) > plain:
        ends = {e.end for e in found[plain:]}
        found = [e for e in found if not (e.start in ends and any(c.kind == "list" for c in e.word.complements))]  # the 名單 of VEU名單
        plain = -1
    if "号公告" in folded:
        for match in _NOTICES.finditer(folded):
            known = next((i for i, c in enumerate(choices) if c.start < match.end() and match.start() < c.end), None)
            found.append(Element(match.start(), match.end(), _word(Complement("restriction", ("export_control",), "actor")), known))
    if "《" in folded:
        for match in _TITLE.finditer(folded):
            k = bisect_right(starts, match.end() - 1) - 1
            if match.group(1).endswith(_LAW) and not (k >= 0 and names[k][1] > match.start()):
                found.append(Element(match.start(), match.end(), _word(Complement("law", ("legislation",), "public"))))
    if len(found) == plain:
        return found  # words of the tables alone stand in order and apart
    found.sort(key=lambda e: (e.start, -e.end))
    reach = [0, *accumulate((e.end for e in found), max)]
    return [e for e, end in zip(found, reach, strict=False) if e.end > end]  # none inside another (the list in 實體清單調查)


def _word(complement: Complement) -> Word:
    return Word(complements=[complement], kinds=frozenset({complement.kind}))


def _inside(hit: Element, names: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Whether it lies in a name, or across its edge; 232調查 holds a name and stands."""
    k = bisect_left(starts, hit.end) - 1
    return k >= 0 and names[k][1] > hit.start and not (hit.start <= names[k][0] and names[k][1] < hit.end)


def _instrument(choice: Choice, surface: str, tables: PolicyTables) -> Complement | None:
    """What an operator finds in a named instrument: a list, a treaty, a law, a programme."""
    kind = tables.lists.get(choice.entity.id)
    if kind is not None:
        return Complement(kind, (_OF_LISTS.get(kind, "entity_listing"),), "official" if kind == "list_technology" else "")
    name = fold(choice.entity.name)
    if surface.endswith("技术目录"):
        return Complement("list_technology", ("outbound_control",), "official")
    if surface.endswith(("清单", "名单")) or name.endswith("list"):
        if not choice.entity.id and _LISTS.search(surface) is None:
            return None  # 重點工作清單
        return Complement("list_restrict", ("entity_listing",), "")
    if surface.endswith(("协定", "协议")) or "agreement" in name:
        return Complement("treaty", ("trade_deal",), "actor")
    if surface.endswith(("法", "法案", "条例", "草案", "act")):
        return Complement("law", ("legislation",), "public")
    if surface.endswith(_PROGRAMMES):
        return Complement("support", ("subsidy_support",), "official")
    if surface.endswith(("规则", "规定", "条款", "rule")):  # one that no row lists may be about anything
        return Complement("restriction", ("export_control",), "actor") if choice.entity.id else Complement("law", ("legislation",), "public")
    return None
