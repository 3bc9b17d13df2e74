"""How firm a measure is, and on whose word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..disambiguation import Choice
from ..regex import lazy
from .acts import BEGINS, Act
from .layout import Layout
from .scene import PARTY, heads_government
from .tables import PolicyTables

__all__ = ["SOFT", "Told", "evidence_of", "status_of", "stayed"]

SOFT = frozenset({"considered", "hypothetical", "planned", "proposed", "rumoured", "scheduled", "urged"})
"""Statuses that hold for the further acts of a list too (將維持…,並提高…)."""

_DATE = "(?:[0-9一二三四五六七八九十]+ ?(?:年|月|日|号|天|个月)后?|[下明次](?:个)?[年月周季]|下半年|明[日天]|后天|[下本][周月]|(?:星期|周)[一二三四五六日]|(?:今年|本月)?(?:晚些时候|稍晚时候|稍后时间)|年[底初中]|月[底初中]|元旦|当地时间)"
_STARTS = lazy(_DATE + "(?:(?!宣布|公布|公告|表示|通过|决定)[^,。;]){0,8}(?:(?<![发引一提兴掀])起|(?:生效|实施|施行|上路)(?!的)|执行|适用|落实)|(?:将|[明下次]个?[年月周季]|[后明]天)[^,。;]{0,12}(?:生效|实施|施行|上路)的")
"""A date from which something holds; what went into force on it (三月生效的規定) already does."""

_FROM = lazy(_DATE + r"[^,。;]{0,8}(?<![发引一提兴掀])起(?:\([^()]*\))?,$")
"""A clause of its own that tells from when something holds (自4月10日起,…)."""

_DAY = lazy("(?<![0-9])[0-9]{1,2} ?日")

_FINAL = lazy("三读|签署|生效|施行")
"""What makes a bill a law."""

_WILL = lazy("(?:^|(?<=[,他她它亦也又都就还便仍才后])|(?<=总统|总理|政府|当局|[美中欧日韩英德法俄]方))会(?![议员晤谈见计长后同面])")
"""會 that means the future, and is the end of no noun (委員會)."""

_WILL_DO = lazy("会(?![议员晤谈见计长后同])")
"""會 that means the future right after the name of a country or a person; 立法院會 is a meeting."""

_COMING = lazy("[将会]")
"""What after an act in force tells of what is still to come."""

_THEN = lazy("[^,。;]{1,16}后(?=[,。;])")

_AGO = lazy("去年|前年|上个?月|上周|以来")
_OUGHT = lazy("(?<![反供因效对回响相])应(?![对用该付变])")
"""What in the clause of whoever is asked makes the lifting of a measure a demand."""

_HOPES = frozenset({"希望", "盼"})
"""Wishes that are plans where whoever wishes acts."""

_FUTURES = frozenset({"将", "会", "将于"})

_PAST = lazy("(?:19|20)[0-9]{2} ?年[^,。;]{0,6}起,?[^,。;]{0,4}[就即已]|去年|前年|同年|上个?月|上周|曾|一度|历史上")
"""What shows that a date from which something holds is long past."""

_FACT = lazy("已(?!经?(?:计划|准备|打算|考虑|拟))|昨[日天]|日前|近日|(?:宣布|公布|公告)(?!.*[将会])")
"""What shows in the clause of an act that a condition or a wish told before it is not its own."""

_PLEA = lazy("(?:业者|商会|公会|协会|工会|团体|厂商|设备商|企业|公司)[^,。;]{0,6}(?:要求|请求)$|(?:致信|致函|上书|陈情)[^。;]{0,30}$")
"""A demand of private parties right before the act."""

_ABOUT = lazy("就(?!业|是|算|可|能|会|将)[^,。;]{0,14}$")
_TALKED_OVER = lazy("^[^,。;]{0,30}?(?:加强沟通|磋商|商谈|谈判|沟通|交换意见|对话|会谈)")
"""What both together make of an act a matter of talks (就|恢復出口…磋商)."""

_NOT_YET = lazy("将|[明下次]个?[年月周季]|[后明]天|[未没不]$")
"""What before it makes it something that is still to come."""

_FORECAST = lazy("(?:预计|预期|估计|预料|预测)(?=[,:](?:[^,。;]{0,10}[年月季内][^,。;]{0,8},)?$)")
"""What ends a clause that tells a forecast (高盛預計,美國…), a time of its own after it (預料,明年下半年,…)."""

_ATTRIBUTE = lazy("(?:提出|宣布|公布|推行|实施|主张)的$")
"""What before an act makes it something told before (估計,他提出的|加徵關稅…)."""

_LAW_IN_FORCE = lazy("(?:立法)?(?:生效|施行|上路)(?:的|[已满近逾]?[0-9一二两三四五六七八九十半]+个?[月年周天])")
"""An act that only says of a law since when it holds (三月生效的條例)."""

_MUST = lazy("(?:必须|须|(?<![反供因效对回响相])应|不能不)(?:立即|马上|尽快|首先|先|全面|全部|无条件)?$")
"""What before the lifting of a measure makes it a demand (美國必須|解除制裁)."""

_UNDOES = frozenset({"ease", "loosen", "pause", "remove", "stop", "withdraw"})
"""Operators by which a measure is lifted or stopped."""

_WISHED = lazy("(?:不理|不顾|无视|顶住|面对|为了?)[^,。;]{0,4}(?:游说|争取|施压|呼吁|请求)|(?:游说|施压|呼吁|请求)(?:奏效|未果|无效|成功|失败|之?下|后)")
"""A wish that is only told as what came before the act (遊說奏效,…)."""

_PLAN = lazy("(?:[对向就为]|针对)[^,。;]{1,16}$")
"""What before 計畫 makes a noun of it."""

_FUTURE = lazy("[对向于在自从会可被遭获受再以由就针与和把给同]|宣布|公布|公告|发布|推出|提出|签署|采取|实施|展开|启动|批准|要求|禁止|限制|取消|维持|继续|进一步|全面|首次|正式|扩大|逐步|大幅|陆续|不再|不会")
"""What follows 將 where it means the future."""

_POINTS = lazy("(?:这|该|此|上述|前述)[些项个批类份]?")
"""What after 將 names something told before, so that 將 only sets it before its verb."""

_BARE = lazy("将(?!以|于|在|对|会)(?=[^,。;]{1,12}(?:化|成|为|作|列入|纳入))")
"""將 that sets an object before its verb."""


_STAYED = lazy("法[官院](?![^,。;]{0,12}(?:拒|驳|未|没|申请|请求|可能|会|将))[^,。;]{0,14}(?:阻止|叫停|暂缓|中止|冻结|搁置|暂停)了?(?:执行|实施)?(?:该|此|这|上述|前述|有关|相关|其(?!他|它|余))[^,。;]{0,6}(?:决定|措施|命令|行政令|认定|禁令|限令|限制|规定|规则|政策|关税|名单)|(?:遭|被)[^,。;]{0,8}法[官院][^,。;]{0,8}(?:阻止|叫停|暂缓|中止|冻结|搁置|暂停)")
"""A court that stays what was told before it."""


class Told(NamedTuple):
    """How firm a text says that an act is."""

    status: str
    reason: str
    by: str = "cue"
    """``cue``: words about the act itself; ``future``: only 將 or 會; ``actor``: words in the clause of the actor; ``usual``: nothing in the text."""


def status_of(act: Act, acts: Sequence[Act], place: int, choices: Sequence[Choice], folded: str, tables: PolicyTables, layout: Layout, back: int, public: Callable[[Choice], bool]) -> Told:
    """Status of an act, with the reason and what it rests on.

    Args:
        act: the act.
        acts: all acts of the text.
        place: index of the act in ``acts``.
        choices: the entities.
        folded: the matched text.
        tables: the policy tables.
        layout: clauses of the text.
        back: where the words about the act begin: its clause, or an earlier one that names its actor (宣布新規,阻止…).
        public: whether a name is that of a public body.
    """
    clause_start, clause_end = layout.clause(act.start)
    _, sentence_end = layout.sentence(act.start)
    blank = tables.mask.sub
    part = layout.part(act.start)
    sentence = blank(_blank, folded[part : act.start])
    own = clause_start - part
    if place and clause_start < acts[place - 1].end <= act.start:  # of a list of acts, the words before this one, or else those before all
        clause_start = acts[place - 1].end
    clause = sentence[clause_start - part :]
    after = blank(_blank, folded[act.end : min(clause_end, max(act.end, act.last) + 12)])
    stop = sentence_end
    if place + 1 < len(acts) and acts[place + 1].first < stop:
        stop = acts[place + 1].first
        stop = max(stop if (begins := layout.clause(stop)[0]) <= act.end else begins, act.end)
    later = blank(_blank, folded[act.end : stop])
    past = _PAST.search(sentence) is not None
    starts = None if past else _STARTS.search(clause + folded[act.start : act.end]) or _STARTS.search(later)
    if starts and (day := _DAY.search(starts.group())) is not None and day.group() in sentence[:own]:
        starts = None  # 3日宣布,3日起: told on the day from which it holds
    if act.operator in BEGINS and folded.startswith("后", act.last) and _COMING.search(later):
        return Told("scheduled", "status by 后")  # 禁令生效後,TikTok會…
    if (begun := _LAW_IN_FORCE.match(folded, act.start)) is not None and _NOT_YET.search(clause) is None:
        return Told("in_force", f"status by {begun.group()}")
    if starts and starts.string is later and _AGO.search(later, max(0, starts.start() - 4), starts.end() + 2):
        starts = None  # 自去年六月三十日實施以來
    if starts is None and not past and sentence[own - 2 : own] in ("起,", "),"):
        starts = _FROM.search(sentence, 0, own)
    disposal = clause.rfind("将")
    if disposal >= 0 and (_POINTS.match(clause, disposal + 1) or clause.endswith(("已", "已经"), 0, disposal) or any(choices[i].entity.label == "COMPANY" for i in layout.names(clause_start + disposal + 1, clause_start + disposal + 2))):
        clause = clause[:disposal] + " " + clause[disposal + 1 :]  # 後來又將這些限制撤回
    if disposal >= 0 and not _FUTURE.match(clause, disposal + 1) and clause_start + disposal + 1 < act.first and (act.kind or "").startswith("list"):
        clause = clause[:disposal] + " " + clause[disposal + 1 :]  # 將華為列入: what is listed, not what will be
    elif disposal >= 0 and any(choices[i].end <= act.start for i in layout.names(clause_start + disposal, act.start)) and not _FUTURE.match(clause, disposal + 1):
        clause = clause[:disposal] + " " + clause[disposal + 1 :]
    if (forecast := _FORECAST.search(sentence, 0, own)) is not None and not _ATTRIBUTE.search(clause):
        return Told("hypothetical", f"status by {forecast.group()}")
    if act.complement is not None and folded.startswith("或", act.complement[1]) and act.complement[1] == act.start - 1:
        return Told("hypothetical", "status by 或")  # 關稅或取消
    if (clause.startswith("或") and not clause.startswith("或者")) or (clause.endswith("或") and any(choices[i].end == act.start - 1 for i in layout.names(max(clause_start, act.start - 16), act.start))):
        return Told("hypothetical", "status by 或")  # 川普或實施關稅
    if (talks := _TALKED_OVER.search(later)) is not None and _ABOUT.search(clause):
        return Told("considered", f"status by {talks.group()}")
    windows = {"before": clause, "clause": clause + " " + after, "sentence": sentence, "after": after, "later": later}
    for status, where, words in tables.status:
        if where == "at":
            match = words.match(folded, act.end) or words.match(folded, act.last)
        elif where == "asks":
            match = _asked(words, folded, part, act.start, choices, tables, layout, public)
        elif where == "bill":
            match = words.search(folded, act.first, sentence_end) if act.type == "legislation" and act.operator in ("enact", "pass") and not _FINAL.search(folded, layout.clause(act.start)[0], act.last) else None
        elif where == "law":
            match = words.search(clause) if act.type == "legislation" and (act.operator == "enact" or (act.operator is None and act.needs == "official")) else None
            if match is not None and "后" in clause[match.end() :]:
                continue  # 審查後公布
        elif where == "underway":
            match = words.match(folded, act.start) if clause.endswith(("正", "正在")) else None
        elif where == "verb":
            match = words.match(folded, act.start)
        else:
            match = words.search(windows[where])
        if match is None and where == "before" and status == "planned":
            match = _will(clause, clause_start, choices, layout)
        elif match is None and where == "before" and status == "urged":
            match = _PLEA.search(sentence) or (_MUST.search(clause) if act.direction == "relax" and act.operator in _UNDOES else None)
        if match is None:
            continue
        if where == "sentence" and status in ("hypothetical", "urged") and match.end() <= own and (_FACT.search(sentence, own) or (status == "urged" and _WISHED.search(sentence, max(0, match.start() - 6), match.end() + 3))):
            continue
        if status == "urged" and where == "sentence" and _elsewhere(part + match.end(), part + own, folded, choices, tables, layout):
            continue  # 歐盟希望談判,美國加徵關稅
        if status == "urged" and where == "sentence" and act.direction in ("tighten", "support") and match.group() in _HOPES and match.start() >= own and _hopes_itself(part + match.start(), part + match.end(), act, choices, folded, tables, layout, public):
            return Told("planned", f"status by {match.group()} of the one who acts")
        if status == "considered" and folded.startswith(("后", "之后"), act.last):
            continue  # 考慮法案通過後…: when, and what is considered stands behind it
        if match.group() in ("计划", "计画") and where == "before" and _PLAN.search(clause, 0, match.start()) and not any(choices[i].end == clause_start + match.start() and choices[i].entity.label in PARTY for i in layout.names(clause_start, clause_start + match.start())):
            continue  # 對伊朗的無人機|計畫|祭出制裁: what it is about
        if match.group() == "否则" and "除非" in sentence:
            continue  # 除非獲許可,否則禁止: a rule
        if status == "urged" and where == "later" and "回应" in windows[where][: match.start()]:
            continue  # 展開調查,以回應工會的請願
        if status in ("announced", "in_force") and where != "law" and act.status in ("proposed", "rejected", "suspended", "withdrawn"):
            continue  # announced or done, a pause is a pause and a bill a bill
        by = "future" if match.group() in _FUTURES else "cue"
        if status in ("planned", "announced") and starts:
            return Told("scheduled", f"status by {match.group()} and {starts.group()}", by)
        if status == "in_force" and starts and where in ("after", "later"):
            return Told("scheduled", f"status by {starts.group()}")
        if (where == "at" and act.operator in ("enact", "issue", "pass", "propose")) or (status == "in_force" and where == "before" and act.operator == "pass"):
            continue  # 通過了法案, 上月通過法案: told, and not yet in force
        if status == "rumoured" and (soft := _told_before(back, clause_start, act, folded, tables, layout)) is not None and soft.status in SOFT:
            return soft  # 消息人士指,美國正考慮推出措施,限制…
        return Told(status, f"status by {match.group()}", by)
    if (soft := _told_before(back, clause_start, act, folded, tables, layout)) is not None:
        return soft._replace(status="scheduled") if starts else soft
    if act.status == "proposed" and act.operator is None and act.needs == "official" and _THEN.match(folded, act.last):
        return Told("in_force", "status by 后")  # 修法擴大禁飛區後
    if starts and act.status not in ("suspended", "withdrawn"):
        return Told("scheduled", f"status by {starts.group()}")
    return Told(act.status, "status usual for such an act", "usual")


def stayed(told: Told, act: Act, acts: Sequence[Act], place: int, folded: str, layout: Layout) -> Told:
    """The status of an act that holds, or ``suspended`` where a court stays it before the end of the next sentence of the paragraph (將其列入名單。但法官叫停該決定)."""
    if told.status not in ("announced", "in_force", "scheduled") or act.status in ("suspended", "withdrawn") or act.direction not in ("tighten", "support"):
        return told
    end = layout.sentence(act.start)[1]
    if folded[end : end + 1] == "。" and end + 1 < len(folded):
        end = layout.sentence(end + 1)[1]
    if folded.find("法官", act.last, end) < 0 and folded.find("法院", act.last, end) < 0:
        return told
    stay = _STAYED.search(folded, act.last, end)
    if stay is None or any(act.last <= other.first < stay.end() for other in acts[place + 1 :]):
        return told
    return Told("suspended", f"status by {stay.group()}")


def _will(clause: str, start: int, choices: Sequence[Choice], layout: Layout) -> re.Match[str] | None:
    """會 that means the future, by what stands before it or right after a name (川普會…)."""
    ends = {start + match.start(): match for match in _WILL_DO.finditer(clause)}
    return _WILL.search(clause) or (next((ends[choices[i].end] for i in layout.names(start, max(ends)) if choices[i].end in ends and choices[i].entity.label in ("GPE", "PERSON")), None) if ends else None)


def _told_before(back: int, clause_start: int, act: Act, folded: str, tables: PolicyTables, layout: Layout) -> Told | None:
    """Status by a cue between the beginning of the clause of the actor and that of the act, and the reason."""
    if back < clause_start and act.status not in ("proposed", "rejected", "suspended", "withdrawn"):
        if act.direction == "relax" and act.operator in _UNDOES and (ought := _OUGHT.search(folded, back, clause_start)) is not None and ought.start() == layout.behind(ought.start()):
            return Told("urged", f"status by {ought.group()} in the clause of the actor", "actor")
        said = _BARE.sub(" ", tables.mask.sub(_blank, folded[back:clause_start]))
        if act.complement is not None and act.complement[1] <= clause_start:
            said = said.replace("将", " ")  # 將補貼的標準,提高至兩萬元: it only sets the object before its verb
        for status, where, words in tables.status:
            match = (words.search(said) or (_WILL.search(said) if status == "planned" else None)) if where == "before" and (status in SOFT or status == "announced") else None
            if match is not None:
                return Told(status, f"status by {match.group()} in the clause of the actor", "actor")
    return None


def _elsewhere(start: int, clause: int, folded: str, choices: Sequence[Choice], tables: PolicyTables, layout: Layout) -> bool:
    """Whether a wish has what is wished in its own clause, with nobody who is asked, and the clause of the act begins with somebody else."""
    if start >= clause - 1 or folded.startswith(("在", "于"), start) or tables.public.match(folded, start) or layout.names(start, clause):
        return False
    subject = clause + folded.startswith(("但", "而"), clause)
    return any(choices[i].start == subject for i in layout.names(subject, subject + 1))


def _hopes_itself(start: int, end: int, act: Act, choices: Sequence[Choice], folded: str, tables: PolicyTables, layout: Layout, public: Callable[[Choice], bool]) -> bool:
    """Whether a public body wishes, and no other is named before the act (英國希望|移除…, not 英國希望|美國取消…)."""
    wishes = any(choices[i].end == start and public(choices[i]) for i in layout.names(max(0, start - 12), start)) or folded.endswith(("政府", "当局"), 0, start)
    return wishes and not any(public(choices[i]) for i in layout.names(end, end + 4)) and tables.public.match(folded, end) is None


def _asked(words: re.Pattern[str], folded: str, start: int, end: int, choices: Sequence[Choice], tables: PolicyTables, layout: Layout, public: Callable[[Choice], bool]) -> re.Match[str] | None:
    """A verb of asking whose object is a public body: the act is asked for, not done (要求美國取消); a body without a name is asked by private parties, and ordered by others."""
    for match in words.finditer(folded, start, end):
        if any(choices[i].start == match.end() and (choices[i].entity.label == "AGENCY" or choices[i].entity.id.startswith("country-") or folded[match.end() : choices[i].end] in tables.capitals or heads_government(choices[i], folded)) and choices[i].end <= end for i in layout.names(match.end(), match.end() + 1)):
            return match
        if tables.public.match(folded, match.end()) and not any(public(choices[i]) for i in layout.names(start, match.start())):
            return match
    return None


def evidence_of(act: Act, choices: Sequence[Choice], folded: str, tables: PolicyTables, layout: Layout, public: Callable[[Choice], bool]) -> tuple[str | None, int | None]:
    """On whose word the act is told (``official``, ``media``, ``anonymous`` or None), and the choice that is the named outlet."""
    start, end = layout.sentence(act.start)
    inside = layout.names(start, end)
    outlet = next((i for i in inside if choices[i].entity.label == "MEDIA"), None)
    if tables.anonymous.search(folded, start, end):
        return "anonymous", outlet
    if outlet is not None or tables.reported.search(folded, start, end):
        return "media", outlet
    if tables.stated.search(folded, start, end) and any(public(choices[i]) for i in inside):
        return "official", None
    return None, None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
