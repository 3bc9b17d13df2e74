"""What acts are built of: words of the tables, named laws and lists, and titles, where they stand in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import accumulate
from operator import itemgetter
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


def find_elements(folded: str, choices: Sequence[Choice], words: Iterable[tuple[int, int]], tables: PolicyTables) -> list[Element]:
    """All elements of a text, in order, none inside another.

    Args:
        folded: the matched text.
        choices: its entities; words inside names are none (制裁 in 反外國制裁法).
        words: where words of the tables stand, as `chipnews.matching.find` gives them; the leftmost counts, and of those the longest.
        tables: the policy tables.
    """
    instruments: list[tuple[int, Choice]] = []
    make: Callable[[tuple[object, ...]], Element] = partial(tuple.__new__, Element)  # cheaper than the constructor
    found: list[Element] = []
    meanings = tables.words
    end = name_start = name_end = passed = 0
    for start, minus in sorted(words):
        if start < end:
            continue
        end = -minus
        word = meanings[folded[start:end]]
        if word is None:
            continue
        while passed < len(choices) and choices[passed][0] < end:
            choice = choices[passed]
            label = choice[2].label
            if label in _NAMES:
                name_start, name_end = choice[0], choice[1]
                if label == "INSTRUMENT":
                    instruments.append((passed, choice))
            passed += 1
        if name_end > start and not (start <= name_start and name_end < end):
            continue  # in a name or across its edge; 232調查 holds a name and stands
        found.append(make((start, end, word, None)))
    plain = len(found)
    instruments += [(i, choice) for i, choice in enumerate(choices[passed:], passed) if choice[2].label == "INSTRUMENT"]
    for i, choice in instruments:
        if folded.startswith("调查", choice.end + folded.startswith("款", choice.end)) and tables.trade_rule.search(choice.entity.note):
            found.append(Element(choice.start, folded.index("调查", choice.end) + 2, tables.named_probe, i))
            continue
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
            if match.group(1).endswith(_LAW) and not any(c.start < match.end() and match.start() < c.end and c.entity.label in _NAMES for c in choices):
                found.append(Element(match.start(), match.end(), _word(Complement("law", ("legislation",), "public"))))
    if len(found) == plain:
        return found  # words of the tables alone stand in order and apart
    found.sort(key=itemgetter(1), reverse=True)
    found.sort(key=itemgetter(0))  # of those that begin at one place the longest first
    reach = [0, *accumulate([e[1] for e in found], max)]
    return [e for e, end in zip(found, reach, strict=False) if e[1] > end]  # none inside another (the list in 實體清單調查)


def _word(complement: Complement) -> Word:
    return Word(complements=[complement], kinds=frozenset({complement.kind}))


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
        if tables.other_treaty.search(surface):
            return None
        return Complement("treaty", ("trade_deal",), "actor")
    if surface.endswith(("法", "法案", "条例", "草案", "act")):
        return Complement("law", ("legislation",), "public")
    if surface.endswith(_PROGRAMMES):
        return Complement("support", ("subsidy_support",), "official")
    if surface.endswith(("规则", "规定", "条款", "rule")) and not tables.own_rule.search(choice.entity.note):
        if tables.probe_rule.search(choice.entity.name.lower()):
            return Complement("probe", ("trade_probe",), "actor")
        if tables.trade_rule.search(f"{choice.entity.name} {choice.entity.note}".lower()):
            return Complement("restriction", ("export_control",), "actor")
        return Complement("law", ("legislation",), "public")  # it may be about anything
    return None
