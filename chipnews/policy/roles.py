"""Who acts, on whom, on what: roles bound inside the clause, the actor inherited where the clause names none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..disambiguation import Choice
from ..terms.entry import Entity
from .acts import Act
from .layout import Layout

__all__ = ["Roles", "bind"]

_PUBLIC = frozenset({"GPE", "AGENCY", "PERSON"})
_PARTY = frozenset({"GPE", "AGENCY", "COMPANY", "PERSON"})
_GOODS = frozenset({"PRODUCT", "TECHNOLOGY"})
# What stands before a party that is acted upon or towards, and not the actor.
_OBLIQUE = re.compile(r"(?:要求|责令|命令|下令|指示|告知|通知|敦促|对|就|向|给|针对|原产于|来自|输往|销往|运往|转手至|流向|输|销|赴|至|到|往|从|与|和|同|在|于|将|把|替|为|等)(?:了|其|整个)?$")
_TARGET = re.compile(r"(?:要求|责令|命令|指示|告知|通知|敦促|约谈|召见|召集|为|把|对|就|向|给|针对|原产于|来自|输往|销往|运往|输|销|赴|至|到|往|将|把)(?:了|其|整个)?$")
_PASSIVE = re.compile(r"(?:被|遭|获|受|遭到|受到|获得)[^,。;]{0,3}$")
"""Read in the clause before the act, names left out, so that an agent may stand between (被美國列入)."""
_AGENT = re.compile(r"(?:被|遭|获|由|经|受|遭到|受到|获得|取得)$")
# What follows a country that only qualifies a noun (美國企業, 中國客戶); 美國政府 acts.
_QUALIFIES = re.compile(r"的?(?:[企厂商媒资股系籍产制]|企业|公司|客户|市场|产品|厂商|晶片|芯片|半导体|业者|商品|股|制造|技术|用户|实体|军方|盟友|网友|民众|学者|专家|媒体|投资者|分部|工厂|模型)")


_ON_ORIGIN = frozenset({"import_control", "security_review", "tariff", "trade_probe"})
_MADE = re.compile("制(?!裁)|产(?!业)|生产的")
"""What follows the country from which regulated goods come (中國製無人機)."""
_JOINED = re.compile("[与和同]$")


class Roles(NamedTuple):
    """Indices of choices."""

    actor: tuple[int, ...]
    target: tuple[int, ...]
    object: tuple[int, ...]
    inherited: bool
    """Whether the actor is taken over from the frame before."""
    reason: str


def bind(act: Act, acts: Sequence[Act], choices: Sequence[Choice], folded: str, layout: Layout, private: Callable[[Entity], bool], inherited: tuple[int, tuple[int, ...]] | None) -> Roles | None:
    """Bind the roles of an act.

    Args:
        act: the act.
        acts: all acts of the text, to share out the objects of a clause.
        choices: the entities.
        folded: the matched text.
        layout: its clauses.
        private: whether a person acts for a company.
        inherited: position and actor of the frame before, if any.

    Returns:
        The roles, or None if the act is a private party's.
    """
    clause_start, clause_end = layout.clause(act.start)
    sentence_start, _ = layout.sentence(act.start)
    here = layout.names(clause_start, clause_end)
    before = [i for i in here if choices[i].end <= act.start]
    lead, position = "", clause_start
    for i in before:
        lead += folded[position : choices[i].start]
        position = choices[i].end
    passive = bool(_PASSIVE.search(lead + folded[position : act.start]))
    actor, reason = _actor(before, choices, folded, private, act, passive)
    if actor == "private":
        return None
    found: tuple[int, ...] = actor if isinstance(actor, tuple) else ()
    if not found:
        end = clause_start - 1
        while end > sentence_start and not found:
            start, stop = layout.clause(end)
            earlier = layout.names(start, stop)
            subjects = [i for i in earlier if _public(choices[i], private) and _is_subject(choices[i], folded)]
            if not subjects and not passive and act.needs != "public" and any(choices[i].entity.label == "COMPANY" and _is_subject(choices[i], folded) for i in earlier):
                return None  # a company is the subject, and acts on its own account
            if subjects:
                found, reason = _head(subjects, choices, folded), "actor from an earlier clause"
                break
            end = start - 1
    taken_over = not found and inherited is not None and "\n" not in folded[inherited[0] : act.start]
    if taken_over and inherited is not None:
        found, reason = inherited[1], "actor inherited in the paragraph"
    targets = [i for i in here if i not in found and choices[i].entity.label in _PARTY and _is_target(i, choices, folded, act, passive, found)]
    targets = [i for i in targets if not (choices[i].entity.label == "GPE" and i + 1 in targets and choices[i + 1].start == choices[i].end)]
    near = acts[bisect_left(acts, clause_start, key=_begin) : bisect_left(acts, clause_end, key=_begin)]
    objects = [i for i in here if choices[i].entity.label in _GOODS and _nearest_act(choices[i], near) is act]
    named = {choices[i].end for i in objects if choices[i].entity.label == "PRODUCT"}
    objects = [i for i in objects if choices[i].entity.label == "PRODUCT" or choices[i].start not in named]  # the 晶片 of H20晶片 says no more
    return Roles(found, tuple(targets), tuple(objects), taken_over, reason)


def _begin(act: Act) -> int:
    return act.start


def _public(choice: Choice, private: Callable[[Entity], bool]) -> bool:
    """Whether it is a public body, or a state fund, which the lexicon holds as an instrument."""
    return (choice.entity.label in _PUBLIC and not private(choice.entity)) or (choice.entity.label == "INSTRUMENT" and choice.entity.name.endswith(("Fund", "Fund I", "Fund II", "Fund III")))


def _is_subject(choice: Choice, folded: str) -> bool:
    if _OBLIQUE.search(folded, max(0, choice.start - 4), choice.start) and not _JOINED.search(folded, max(0, choice.start - 1), choice.start) and not _AGENT.search(folded, max(0, choice.start - 2), choice.start):
        return False
    return not _QUALIFIES.match(folded, choice.end)


def _actor(before: Sequence[int], choices: Sequence[Choice], folded: str, private: Callable[[Entity], bool], act: Act, passive: bool) -> tuple[tuple[int, ...] | str, str]:
    """The nearest subject before the act in its clause; ``private`` where that is a company."""
    for i in reversed(before):
        choice = choices[i]
        label = choice.entity.label
        if (label not in _PARTY and not _public(choice, private)) or not _is_subject(choice, folded):
            continue
        if label == "INSTRUMENT" and act.needs != "fund":
            continue
        agent = bool(_AGENT.search(folded, max(0, choice.start - 2), choice.start))
        if passive and not agent:
            continue  # the subject of a passive is acted upon
        if label == "COMPANY" or private(choice.entity):
            if act.needs in ("", "public", "context"):
                continue
            return "private", ""
        group = [j for j in before if j <= i and _is_subject(choices[j], folded) and _public(choices[j], private)]
        return _head(group, choices, folded, nearest=True), "actor in the clause"
    return (), "no actor named"


def _head(subjects: Sequence[int], choices: Sequence[Choice], folded: str, nearest: bool = False) -> tuple[int, ...]:
    """The subject meant: of 美國|商務部 or 美國總統|川普 the last; of 日本與美國 both."""
    if nearest:
        last = len(subjects) - 1
    else:
        last = 0
        while last + 1 < len(subjects) and choices[subjects[last + 1]].start - choices[subjects[last]].end <= 4 and not re.search("[与和、及]", folded[choices[subjects[last]].end : choices[subjects[last + 1]].start]):
            last += 1
    group = [subjects[last]]
    for k in range(last - 1, -1, -1):
        gap = folded[choices[subjects[k]].end : choices[group[0]].start]
        if gap in ("与", "和", "、", "及", "") and (gap or choices[subjects[k]].entity.label == choices[group[0]].entity.label):
            group.insert(0, subjects[k])
        else:
            break
    return tuple(group)


def _is_target(i: int, choices: Sequence[Choice], folded: str, act: Act, passive: bool, actor: Sequence[int]) -> bool:
    choice = choices[i]
    marked = bool(_TARGET.search(folded, max(0, choice.start - 4), choice.start))
    k = i
    while not marked and k > 0 and folded[choices[k - 1].end : choices[k].start] in ("、", "与", "和", "及", ",", "") and choices[k - 1].entity.label in _PARTY and k - 1 not in actor:
        k -= 1
        marked = bool(_TARGET.search(folded, max(0, choices[k].start - 4), choices[k].start))
    if marked:
        return True
    if choice.entity.label == "COMPANY":
        return choice.start >= act.end or passive
    if choice.entity.label == "GPE" and act.type in _ON_ORIGIN and (choice.start == act.end or _MADE.match(folded, choice.end)):
        return True
    return choice.entity.label == "GPE" and ((passive and choice.end <= act.start) or (choice.start >= act.end and act.type in ("sanction_countermeasure", "tariff", "subsidy_support")))


def _nearest_act(choice: Choice, inside: Sequence[Act]) -> Act | None:
    """The act of its clause that a good belongs to: the last one that begins before it, else the first."""
    earlier = [act for act in inside if act.first <= choice.start]
    return earlier[-1] if earlier else inside[0] if inside else None
