"""From a text and its entities to policy frames: acts, the roles around them, and how firm they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ..disambiguation import Choice
from ..regex import lazy
from ..terms.entry import Entity
from .acts import BEGINS, SUM, Act, find_acts
from .details import details, told_amount
from .layout import Layout
from .roles import Binder, Roles
from .scene import Scene
from .status import SOFT, Told, evidence_of, status_of, stayed
from .tables import PolicyTables, opposite

__all__ = ["Frame", "frames"]

Place = tuple[int, int]

_GIVEN = lazy("(?:争取|给予|提供|发放|获得|扩大|加码|推出)[^,。;]{0,12}$")
_UPON = lazy("[对就向]|针对")
_PROBED = lazy("(?:调查|核查|审查)[^,。;]{0,24}的(?:非法|不公平|政府|巨额|高额)?$")
"""What makes aid after it the matter of a probe (調查中國電動車的|補貼)."""
_NEAR = 24
"""How far before a probe, in code points, a country stands that holds it."""
_NEAR_BY_LAW = 40
"""The same of a competition case, between which and the country the law is named (歐盟依據數位市場法…對谷歌開出的|罰單)."""
_LENT = lazy("(?:政府|当局)?(?:[今昨][天日]|[0-9]{1,2}日|周[一二三四五六日])?(?:[以因依据按为][^,。;]{1,24}|表示|明确|规定|重申|强调|宣布),")
"""A clause that only lends its subject to the next (加拿大以國安為由,…)."""
_INVOKES = lazy("[^,。;]{0,6}(?:大臣|部长|政府|当局)?(?:援引|依据|根据|依照|动用)[^,。;]{1,20}")
"""What a country invokes to act (荷蘭|經濟大臣援引…法|接管…)."""
_SUFFERED = lazy("(?:被|遭)(?:集中|约谈|监管部门|当局)?$")
_OWN_WILL = lazy("(?:主动|自愿|自行)(?:提交|送交|送|申请|接受)[^,。;]{0,14}$")
"""What makes a review one that a firm asks for."""
_APPLIED = lazy("申请[^,。;]{0,8}$")
_NAMED_FIRM = lazy(" ?(?:[a-z]|[^,。;]{1,8}(?:集团|公司|基金|资本))")
"""What after a country makes the name of a firm with it (法國 PSA 集團)."""
_NEVER = ("从未", "未曾")
"""Negations by which somebody says that a measure was never taken."""
_NOT_DONE = ("从未", "无计划", "无打算", "不会", "并未", "未", "没有", "尚未", "无意")
"""Negations that say of a restriction that things stay as they are; of others (不再) that it ends."""
_WOULD = lazy(",(?:将|拟|意图|试图|企图|旨在|以|要求|主张|用以|借此|全面|直接|进一步|实际上|实质上|同样|也){0,3}(限制|禁止|禁(?=[向对止售])|阻止|防堵|封锁|管制|强制)")
"""What begins the clause that tells what a bill would do (提出法案,將禁止…)."""
_LAYS_DOWN = lazy(",(?:当中|其中)?(?:也|并)?(?:明定|规定|订明|明确|要求|增订|若|如)[^。;]{0,40}?(罚款|罚锾|开罚|处罚|禁止|不得(?!仅?[因以])|强制|封杀|禁用|下架|添加标识)")
"""What begins the clause that tells what a law lays down for those under it (三讀條例,明定…可開罰)."""
_EFFECT = lazy(
    "(?:的?(?:做法|措施|举动|行为|威胁))?,?(?:并|也|都|仍|势必|必|只)?(?:并没有|并未|没有|无法|无助|不会|不能|不利|会|将会?)(?!于|在|对|自)|(?:的?(?:做法|措施|举动|行为|威胁))?(?:有害|有损|损害|违反|推高|打击|冲击|加剧|引发|造成|只会|是)"
)
"""What tells of an act named before it only what comes of it."""
_BILLS = frozenset({"enact", "issue", "pass", "propose", None})
_IN_PLACE = frozenset({"restriction", "list_restrict"})
"""Kinds of complement that stay when they are not taken away (沒有撤回關稅)."""


class Frame(NamedTuple):
    """A policy action over the matched text; roles are indices of choices, everything else places."""

    start: int
    end: int
    extent: Place
    type: str
    direction: str
    status: str
    negated: bool
    condition: Place | None
    condition_kind: str | None
    actor: tuple[int, ...]
    target: tuple[int, ...]
    destination: tuple[int, ...]
    object: tuple[int, ...]
    phrases: tuple[Place, ...]
    """Objects that are noun phrases rather than names."""
    parties: tuple[Place, ...]
    """Targets that are noun phrases rather than names."""
    instrument: int | None
    amount: Place | None
    start_date: Place | None
    end_date: Place | None
    evidence: str | None
    source: int | None
    score: float
    reasons: tuple[str, ...]


def frames(folded: str, choices: Sequence[Choice], words: Iterable[Place], tables: PolicyTables, private: Callable[[Entity], bool]) -> list[Frame]:
    """Read the policy actions of a text.

    Args:
        folded: the matched text.
        choices: its entities, sorted.
        words: where words of policy stand, as `chipnews.matching.find` gives them.
        tables: the policy tables.
        private: whether a person acts for a company.

    Returns:
        Frames in order of their triggers.
    """
    layout = Layout(folded, choices)
    acts = find_acts(folded, choices, words, tables, layout)
    if not acts:
        return []
    scene = Scene(acts, choices, folded, tables, layout, private)
    binder = Binder(scene)
    found: list[Frame] = []
    bases: list[str] = []
    for place, act in enumerate(acts):
        bound = binder.bind(act)
        if bound is None or not _grounded(act, bound, choices, folded, tables, layout, binder):
            continue
        roles = binder.described(act, bound)
        told = status_of(act, acts, place, choices, folded, tables, layout, _back(act, roles, choices, layout, binder), scene.public)
        if found:
            told = _restated(_in_a_list(told, act, found[-1], roles, layout), act, found, folded)
        told = stayed(told, act, acts, place, folded, layout)
        frame = _frame(act, roles, told, acts, place, choices, folded, tables, layout, binder)
        if act.operator in BEGINS and told.status == "scheduled":
            found = [_not_yet(earlier, by, frame, folded) for earlier, by in zip(found, bases, strict=True)]
        found.append(frame)
        bases.append(told.by)
        binder.done(act, roles._replace(target=bound.target))  # a place that is no target of its own still tells that later acts are about the same
    return found


def _grounded(act: Act, roles: Roles, choices: Sequence[Choice], folded: str, tables: PolicyTables, layout: Layout, binder: Binder) -> bool:
    """Whether the text holds what the trigger needs to be an act of policy; ``triggers.tsv`` tells what each need means."""
    needs = act.needs
    if act.type == "sanction_countermeasure" and "制裁" not in folded[act.first : act.last] and tables.military.search(folded, *layout.sentence(act.start)) and not tables.topics[act.type].search(folded, *layout.sentence(act.start)):
        return False  # 對軍演的反制措施
    if act.kind == "probe" and _OWN_WILL.search(folded, layout.clause(act.start)[0], act.first):
        return False  # 主動提交產品進行安全審查
    if needs == "":
        return True
    start, end = layout.sentence(act.start)
    inside = [choices[i] for i in layout.names(start, end)]
    if act.kind == "asset" and any(folded.endswith(("法庭", "法院"), 0, choices[i].end) for i in roles.actor):
        return False  # a court that freezes assets in a suit
    if needs == "actor":
        return bool(roles.actor) or roles.unnamed or binder.told_of(act)
    if needs == "party":
        return bool(roles.actor) and bool(roles.target or roles.object)
    if needs == "grant":
        clause_start, _ = layout.clause(act.start)
        if binder.before is not None and binder.before.act.type == "trade_probe" and binder.before.act.first >= clause_start:
            return False  # 調查中國電動車的|補貼
        if _PROBED.search(folded, clause_start, act.start):
            return False
        given = bool(roles.target or roles.object) or told_amount(act, folded, layout) or _GIVEN.search(folded, clause_start, act.start) is not None
        given = given or ((upon := _UPON.search(folded, clause_start, act.start)) is not None and tables.parties.search(folded, upon.end(), act.start) is not None)
        return (bool(roles.actor) or roles.unnamed) and given and _APPLIED.search(folded, clause_start, act.start) is None
    if needs == "fund":
        return not roles.inherited and any(_may_invest(choices[i], choices, folded, tables, layout) for i in roles.actor)
    if needs == "named" and not any(choices[i].start == act.end and choices[i].entity.label in ("PRODUCT", "COMPANY") for i in layout.names(act.end, act.end + 1)):
        return False
    if needs == "sum" and SUM.search(folded, *layout.clause(act.start)) is None:
        return False
    if needs in ("official", "measure", "named", "sum"):
        present = not roles.inherited and (bool(roles.actor) or roles.unnamed)
        maker = any(c.entity.label in ("COMPANY", "PRODUCT") and c.start < act.start for c in inside)
        return present and (needs != "measure" or (not maker and any(choices[i].start >= act.end for i in roles.object)))
    if needs == "agency":
        if act.type == "security_review" and act.operator is None and not (roles.target or roles.object):
            return False  # 官員調查無人機目擊事件
        if act.type == "security_review" and tables.police.search(folded, max(0, act.first - 8), act.first):
            return False  # 警方調查: who broke a law
        if act.type == "security_review" and tables.survey.match(folded, act.last):
            return False  # 進行調查,以評估業界的採用
        if act.type == "enforcement_prosecution" and any(folded.endswith("军", 0, choices[i].end) for i in roles.actor):
            return False  # 以軍檢獲武器
        if tables.gathered.fullmatch(folded, act.start, act.end) and not (roles.target or tables.parties.search(folded, act.last, act.last + 12)):
            return False  # 召集體育總會: who is called together is under no rules
        if act.type == "regulatory_summons" and tables.summoned.search(folded, act.end, layout.clause(act.start)[1]):
            return False
        if not roles.inherited and any(choices[i].entity.label in ("AGENCY", "PERSON") for i in roles.actor):
            return True
        if not roles.inherited and roles.actor and (roles.target or roles.object or tables.parties.search(folded, act.last, act.last + 12)):
            end = choices[roles.actor[-1]].end
            if (lent := _LENT.match(folded, end)) is not None:
                end = lent.end()
            if binder.before is not None and binder.before.act.start >= start and binder.before.roles.actor == roles.actor:
                return True  # 凍結了資產,並|接管
            if _INVOKES.fullmatch(folded, end, act.first) or roles.unnamed or end > act.first or 0 <= act.first - end <= 6 or (0 <= act.first - end <= (_NEAR_BY_LAW if act.type == "antitrust_probe" else _NEAR) and _UPON.search(folded, end, act.first)):
                return True
        if act.type == "corporate_control_order" and binder.before is not None and binder.before.act.type == "legislation":
            return bool(roles.target or roles.object)
        if act.type == "regulatory_summons" and _SUFFERED.search(folded, start, act.first) and (any(choices[i].entity.label == "COMPANY" for i in roles.target) or tables.parties.search(folded, max(start, act.first - 10), act.first)):
            return True
        on_whom = bool(roles.actor or roles.target) or (act.type == "antitrust_probe" and any(choices[i].entity.label == "COMPANY" for i in layout.names(*layout.clause(act.start))))
        return (bool(roles.actor) and binder.before is not None and binder.before.act.type == act.type) or (roles.unnamed and on_whom)
    if needs == "nations":
        if act.kind == "treaty" and tables.other_treaty.search(folded, act.first, act.last):
            return False
        if act.operator is None and folded.endswith("合作", act.start, act.end) and tables.wishes.search(folded, layout.sentence(act.start)[0], act.end) is not None:
            return False  # 應加強合作: a wish
        if any(choices[i].entity.label == "COMPANY" and folded.startswith(("达成", "签署", "签订"), choices[i].end) for i in roles.target):
            return False  # 與OpenAI|達成協議: a deal of a firm
        clause = [choices[i] for i in layout.names(*layout.clause(act.start))]
        return len({c.entity.jurisdiction or c.entity.id for c in [*clause, *(choices[i] for i in roles.actor)] if c.entity.label in ("GPE", "AGENCY") or (c.entity.label == "PERSON" and binder.scene.public(c))}) >= 2
    if needs == "context":
        return bool(roles.object)
    return bool(roles.actor) or roles.unnamed or any(c.entity.label in ("INSTRUMENT", "PRODUCT", "TECHNOLOGY") or binder.scene.public(c) for c in inside)


def _may_invest(choice: Choice, choices: Sequence[Choice], folded: str, tables: PolicyTables, layout: Layout) -> bool:
    """Whether it is a state fund, an agency, an official or a country; a place before the name of a fund or a firm is none (上海|雲鋒基金, 法國|PSA集團)."""
    entity = choice.entity
    begin = choice.end + folded.startswith(" ", choice.end)
    if tables.currency.match(folded, choice.end) or (entity.label == "GPE" and _NAMED_FIRM.match(folded, choice.end)):
        return False  # 兩百億印尼盧比, 法國 PSA 集團
    if entity.label == "GPE" and any(choices[i].entity.label == "COMPANY" for i in layout.names(begin, begin + 1)):
        return False
    return entity.label != "GPE" or (entity.id.startswith("country-") and not folded.startswith(("基金", "资本"), choice.end)) or folded.startswith(("政府", "国资", "市政府"), choice.end)


def _frame(act: Act, roles: Roles, told: Told, acts: Sequence[Act], place: int, choices: Sequence[Choice], folded: str, tables: PolicyTables, layout: Layout, binder: Binder) -> Frame:
    clause_start, _ = layout.clause(act.start)
    reasons = [*act.reasons, *roles.reasons]
    negation = tables.negation.search(folded, max(clause_start, act.first - 6), act.first) or tables.negation_over.search(folded, max(clause_start, act.first - 30), act.first)
    direction = act.direction
    if act.type == "legislation" and direction in ("neutral", "tighten", "relax") and act.operator in _BILLS:
        direction = _bill(direction, act, folded, tables, layout, reasons)
    elif act.type == "legislation" and act.operator == "reject":
        direction = opposite(_bill(direction, act, folded, tables, layout, reasons))
    if negation and told.status in ("announced", "in_force") and (act.operator == "pass" or negation.group().startswith(_NEVER)):
        told = Told("rejected" if act.operator == "pass" else "denied", f"status by {negation.group()}")
    if negation:
        word = negation.group()
        direction = "maintain" if (direction == "tighten" or (direction == "relax" and act.kind in _IN_PLACE)) and word.startswith(_NOT_DONE) else opposite(direction)
        reasons.append(f"negated by {word} = {direction}")
    reasons.append(told.reason)
    following = acts[place + 1].first if place + 1 < len(acts) else len(folded)
    more = details(act, following, folded, tables, layout)
    if more.condition is not None:
        reasons.append(f"condition {folded[slice(*more.condition)]} ({more.kind})")
    for name, found in (("amount", more.amount), ("start date", more.start), ("end date", more.end)):
        if found is not None:
            reasons.append(f"{name} {folded[slice(*found)]}")
    evidence, source = evidence_of(act, choices, folded, tables, layout, binder.scene.public)
    if evidence is not None:
        reasons.append(f"evidence {evidence}")
    return Frame(
        act.start,
        act.end,
        (act.first, act.last),
        act.type,
        direction,
        told.status,
        negation is not None,
        more.condition,
        more.kind,
        roles.actor,
        roles.target,
        roles.destination,
        roles.object,
        roles.phrases,
        roles.parties,
        act.instrument,
        more.amount,
        more.start,
        more.end,
        evidence,
        source,
        0.9 if roles.actor and not roles.inherited else 0.7,
        tuple(reasons),
    )


def _back(act: Act, roles: Roles, choices: Sequence[Choice], layout: Layout, binder: Binder) -> int:
    """Where the clause of the actor begins, if it is an earlier one of the sentence that tells of no act itself; else the act's own."""
    start, _ = layout.clause(act.start)
    sentence, _ = layout.sentence(act.start)
    if roles.actor and not roles.inherited and sentence <= choices[roles.actor[0]].start < start:
        named, _ = layout.clause(choices[roles.actor[0]].start)
        return start if binder.scene.acts_in(named, start) else named
    return start


def _bill(direction: str, act: Act, folded: str, tables: PolicyTables, layout: Layout, reasons: list[str]) -> str:
    """The direction of what a bill would do, where its name or its sentence says so."""
    end = layout.clause(act.last)[1]
    if (would := (_WOULD.match(folded, end) if act.operator in ("pass", "propose") else None) or _LAYS_DOWN.match(folded, end)) is not None:
        reasons.append(f"direction of the bill by {would.group(1)} = tighten")
        return "tighten"
    start, end = layout.sentence(act.start) if act.operator not in ("pass", "propose") else (act.first, act.last)
    for found, words in (("support", tables.bill_supports), ("tighten", tables.bill_tightens)):
        match = words.search(folded, start, end) if found == "tighten" else words.search(folded, act.first, max(act.last, layout.clause(act.last)[1]))
        if match is not None and not folded.startswith("的", match.end()):  # 兩黨|支持|的法案
            if found == "tighten" and tables.eased.search(folded, start, match.start()):
                found = "relax"  # 修正案,放寬債務限制
            reasons.append(f"direction of the bill by {match.group()} = {found}")
            return found
    return direction


def _in_a_list(told: Told, act: Act, earlier: Frame, roles: Roles, layout: Layout) -> Told:
    """Of a list of acts under one cue (將維持…,並提高…) the later ones have the status of the first, unless they have a cue of their own."""
    if told.by != "usual" or act.status in ("proposed", "rejected", "suspended", "withdrawn") or not (roles.actor or earlier.type == "legislation"):
        return told
    if earlier.status in (*SOFT, "announced") and layout.sentence(earlier.start) == layout.sentence(act.start) and set(roles.actor) <= set(earlier.actor):
        return Told(earlier.status, f"status of the act before in the list: {earlier.status}")
    return told


def _restated(told: Told, act: Act, found: Sequence[Frame], folded: str) -> Told:
    """An act of which only the effect is told (加徵關稅將推高物價) is as firm as what the paragraph told of it before."""
    if told.by not in ("usual", "actor") or _EFFECT.match(folded, act.last) is None:
        return told
    earlier = next((frame for frame in reversed(found) if frame.type == act.type and frame.direction == act.direction), None)
    if earlier is None or earlier.status not in SOFT or "\n" in folded[earlier.end : act.start]:
        return told
    return Told(earlier.status, f"status of the act restated: {earlier.status}")


def _not_yet(earlier: Frame, by: str, effect: Frame, folded: str) -> Frame:
    """A measure told before the sentence that says when it begins is scheduled, unless a word of its own tells how firm it is."""
    if by == "cue" or earlier.status not in ("announced", "planned", "in_force") or earlier.type != effect.type or "\n" in folded[earlier.end : effect.start] or set(earlier.actor) != set(effect.actor):
        return earlier
    return earlier._replace(status="scheduled", reasons=(*earlier.reasons, f"scheduled by {folded[effect.start : effect.end]} in a later sentence"))
