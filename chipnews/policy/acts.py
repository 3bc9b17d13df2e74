"""Triggers, and operators with what they act on: each gives an act with its type and direction."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..disambiguation import Choice
from ..regex import lazy
from .elements import Element, find_elements
from .layout import Layout
from .tables import Complement, PolicyTables, opposite

__all__ = ["BEGINS", "GOODS", "SUM", "Act", "find_acts"]

_IN_FORCE = frozenset({"begin", "carry", "effect"})
"""Operators by which a law is in force or is applied."""
_STARTS = lazy("[日月]|起|将|正式|开始|上路|新法|明年|年底|[上下本这]周|今天")
"""What shows in a clause that a law begins to apply."""
_AIM = lazy("为[了更有效好全面]{0,4}$")
"""What makes it an aim that a law is applied."""
_APPLIED_SINCE = lazy("的|以来|之?后|之?前|期间|情况|细则|而")
"""What after a law that is applied makes an occasion or a modifier of it."""
REACH = 30
"""How far, in code points without names, an operator looks for what it acts on within its clause."""

_NEXT = lazy("[、,;。并且]|同时|以及")  # after it begins another measure
_EDGE = lazy(r",(?:(?<![0-9],)|(?![0-9]))|。|;|:|!|\?|\n|\(| (?<=[一-鿿] )(?=[一-鿿])")
"""What ends a clause, or a bracket in which nothing does."""
_FAR = frozenset({"remove", "require"})
"""Operators that may act on what stands behind a comma."""
SUM = lazy("[万亿兆][^,。;]{0,3}[元圆]")
"""A sum of money."""
_PARAGRAPH = lazy("[。;!?\n]")
_NOTICE = lazy("措施|的(?:公告|通知|决定|命令|措施|做法|规定|计划|提案)")
_ADVERB = "(?:较?容易|分别|随之|相应|同步|最高|最多|至少|可能|恐|均|全部|一律|将|先|逐年|逐月|再次|再度|一再|二度|三度|再|又|政府|当局|已|全面|持续|可望|或|也|获|遭|被|即|预定|正式|陆续|部分|暂|逐步|的|进一步|大幅|最快)*"
_WHEN = "(?:[自于从在][^,。;]{0,14}(?:起|日|月|年|天|后|底)|,?[从由](?:现行|目前|现有|原本|原来)?的?[0-9.]{1,5}%,?){0,2}"
_ADVERBS = lazy(f"(?:之?[中内里上]|的措施)?{_ADVERB}{_WHEN}{_ADVERB}")
_NOMINAL = lazy("[新该此些项的等]$")
"""What stands before a verb that is a noun here (這些限制)."""
_TOWARDS = lazy("[向给对为]")
_PURPOSE = lazy("(?:来(?!自)|以)[^,。;]{0,2}$")
_AIDED = lazy("[^,。;]{0,4}(?:补贴|补助)")
"""What after 獲得 tells of aid, and of no goods."""
_DISPOSAL = lazy("[将把]")
_UNDER = lazy("根据|依据|依照|按照|违反")
_WHETHER = lazy("(?:是否|能否|会否|可否|该不该)")
_DENIED_KIND = lazy("(?:并非|并不是|不是)$")
_WANTED = lazy("(?:需|须|待|申请|若|未|方能|才能|才可|前)[^,。]{0,5}$")
"""What stands before a permit that is still to be obtained."""
GOODS = frozenset({"PRODUCT", "TECHNOLOGY"})
"""Labels of what trade and its control are about."""
# Operators that act on another act when they stand right before it (暫停實施…, 延後放寬, 禁止放行).
_OUTER = frozenset({"pause", "remove", "defer", "keep", "forbid", "reject", "stop"})
_ACROSS = lazy("(?:[对向从]|针对)[^,。;:、]{1,24}")
"""What may stand between such an operator and the act: on whom (暫停對加拿大加徵關稅)."""
_HINDERED = lazy("[^,。;:、]{1,20}")
"""What may stand between a verb that hinders and the act: whom (阻止政府在兩年內放寬)."""
_HINDERS = frozenset({"阻止", "防堵"})
_GOAL = lazy("(?:(?<![认作因成视称列])为了?|以|旨在)$")
"""What makes them the goal of another act (為阻止伊朗取得晶片,宣布制裁)."""
_VOTE = lazy("获得?[^,。;]{0,6}$")
"""What makes a bill that was named before the one passed (這些法案,昨日獲壓倒性|通過)."""
_GOES_ON = lazy("(?![后时的前])[㐀-鿿]")
"""What follows a verb that has an object of its own."""
_FAILED = lazy("[未没无不]")
"""What tells in between that it is not."""
_OCCASION = lazy("研讨会|论坛|讲座|盘点|课程|专题|报告")
"""What only is about a law that it names."""
_SUFFERED = lazy("[被遭]$")
_WHOEVER = lazy("^[^,。;]{0,6}的(?:组织|个人|单位|主体|当事人)")
"""What after a passive makes it a class of those to whom a rule applies (被採取反制措施的組織)."""
_GOVERNS = frozenset({"allow", "forbid"})
"""Operators whose object clause has its own subject (阻止|來自某國的企業|取得…)."""
_PARTY_WHO = lazy("的(?:国家|地区|企业|公司|厂商)")
_DURING = lazy("(?<!正)在(?!调查)[^,。;]{0,30}$")
"""What makes an act before 中 a time (在對華反補貼調查中)."""
_OPPOSED = ("反对", "批评", "抨击")
"""What is opposed or criticised is told where it is said who does it."""
_DOES = lazy("(?:方|政府|当局)?(?:[对向将再又以]|继续|肆意|单方面|$)")
"""What stands between whoever is opposed and what they do (反對美|方|發布管制)."""
_CLOSED = lazy("违反[^,。;]{1,8}(?:规定|法|条例|规则|义务)")
"""A breach told before the act that follows from it (違反規定開罰)."""
_STATUS = {"pause": "suspended", "defer": "suspended", "remove": "withdrawn", "reject": "rejected"}
_ORDERED = lazy("要求|责令|指示|通知|命令|规定|告知|下令")
_SHALL_NOT = frozenset({"不得", "不能", "不可"})
"""Prohibitions whose subject is the one who must not."""
BEGINS = frozenset({"begin", "effect"})
"""Operators that say that a measure holds from now on."""
_PRECEDES = frozenset({"carry", "find", "forbid", "issue", "obtain", "open", "require", "review", "stop", "support"})
"""Operators that stand before what they act on."""
_LIGHT = frozenset({"实施", "进行", "开展"})
"""Operators that only say that what follows is done (禁止實施經營者集中)."""
_RULES = lazy("[新的该此项些]$|依|根据|按|据")
"""What makes 規定 at the end of a clause a noun."""
_NOUNS_TOO = frozenset({"要求", "规定", "限制", "管制"})
"""Operators that are nouns as well."""
_DONE = frozenset({"add", "carry", "effect", "enact", "issue", "loosen", "tighten"})
"""Operators whose acts a text often names only as what something else follows from (因應加徵關稅)."""
_MEASURES = ("措施", "政策", "决议")
_HAS = lazy("[有无]$")
_POWER = lazy("[^,。;]{0,16}的[^,。;]{0,8}(?:权限|权力|职权)")
_WILLING = lazy("的[^,。;]{0,3}(?:意愿|能力|理由|权利|权力)")
"""What makes the words before it a purpose (管制出口的權限)."""
_TELLS = frozenset({"发布", "公布", "宣布", "公告", "颁布", "印发", "下发", "签发", "签署"})
"""Operators that only tell of what is named after them; others (祭出, 推出) name the act themselves."""
_GOODS_MOVE = frozenset({"flow", "supply"})
"""Kinds of complement whose pause is itself the measure in force (暫停進口)."""
_NO_FARM = frozenset({("allow", "license_decision"), ("require", "tech_requirement"), ("resume", "export_control")})
"""Operators and types that mean something else of farming and food."""
_VOTED = frozenset({"enact", "pass", "propose", "reject"})
"""Operators that may have a whole bill before the word for it."""
_HEADED = frozenset({"probe", "restriction", "support"})
"""Kinds of complement that name the act better than a verb that only says that it is done (展開反壟斷調查, 發布出口管制措施)."""


class Act(NamedTuple):
    """A trigger with its sense; code points of the matched text."""

    start: int
    end: int
    type: str
    direction: str
    needs: str
    status: str
    """The status it has where the text gives none."""
    subject: str
    """``actor``, or ``target`` where the subject is acted upon."""
    first: int
    """Where the act begins, discontiguous parts included."""
    last: int
    """Where it ends."""
    operator: str | None
    kind: str | None
    complement: tuple[int, int] | None
    """Place of what the operator acts on."""
    instrument: int | None
    """Index of the choice that is the named law or list it uses."""
    reasons: tuple[str, ...]


class _Pair(NamedTuple):
    """An operator with a complement that makes an act."""

    place: int
    operator: str
    complement: Complement
    direction: str
    type: str


class _Reader:
    """Reads the acts of one text."""

    def __init__(self, folded: str, choices: Sequence[Choice], words: Iterable[tuple[int, int]], tables: PolicyTables, layout: Layout) -> None:
        self.folded, self.choices, self.tables, self.layout = folded, choices, tables, layout
        self.elements = find_elements(folded, choices, words, tables)
        self.heads = [i for i, element in enumerate(self.elements) if element.word.kinds]
        """Elements that an operator may act on."""
        self.kinds: frozenset[str] = frozenset().union(*(self.elements[i].word.kinds for i in self.heads))
        self.used: set[int] = set()
        self.acts: list[Act] = []
        self.topics: dict[tuple[int, tuple[str, ...]], tuple[str, str]] = {}

    def read(self) -> list[Act]:
        for i, element in enumerate(self.elements):
            word = element.word
            if i in self.used or not (word.operators or word.trigger):
                continue
            act = self.operation(i) if word.operators and self.may_pair(i) else None
            if act is None and word.trigger is not None and not self.background(element):
                act = self.trigger(element)
            if act is not None and not self.no_act(element) and not self.repeated(act) and not self.power(act):
                while act.operator and self.acts and self.acts[-1].operator is None and self.acts[-1].start >= act.first:
                    self.acts.pop()  # 反壟斷調查遭押後: what the operator acts on
                self.acts.append(act)
        return self.stacked()

    def no_act(self, element: Element) -> bool:
        """Whether the words before it say that no act is told: a question, or another kind of act (並非禁止)."""
        start, _ = self.layout.clause(element.start)
        start = max(start, element.start - 14)
        if _DENIED_KIND.search(self.folded, start, element.start):
            return True
        if self.folded[element.start : element.end] in _HINDERS and _GOAL.search(self.folded, start, element.start):
            return True
        if _SUFFERED.search(self.folded, start, element.start) and _WHOEVER.search(self.folded, element.end, element.end + 10):
            return True
        title = self.folded.rfind("《", max(0, element.start - 40), element.start)
        if title >= 0 and _UNDER.search(self.folded, max(0, title - 4), title) and self.folded.find("》", title, element.start) < 0:
            return True  # 根據《關於對美加徵關稅的公告》
        return _WHETHER.search(self.folded, start, element.start) is not None and not self.considered(element.start)

    def power(self, act: Act) -> bool:
        """Whether it is what somebody may or may not do by right, or is able or willing to do (沒有管制出口的權限, 反制的意願)."""
        return _WILLING.match(self.folded, act.last) is not None or (_HAS.search(self.folded, max(0, act.first - 2), act.first) is not None and _POWER.match(self.folded, act.last) is not None)

    def repeated(self, act: Act) -> bool:
        """Whether it only says what the money of the act before, in its clause or the one before, is for (撥款…,支援…), or what is passed (三讀通過|修例, 三讀修正|通過)."""
        if act.type == "legislation" and self.acts and self.acts[-1].type == act.type and act.start - self.acts[-1].end <= (1 if self.acts[-1].operator else 4):
            return True
        return act.needs == "measure" and bool(self.acts) and self.acts[-1].type == act.type and self.acts[-1].start >= self.clause_before(act.start)

    def considered(self, position: int) -> bool:
        """Whether somebody considers or looks into it, so that a question is an act under consideration."""
        start, _ = self.layout.sentence(position)
        return any(cue.status == "considered" and cue.words.search(self.folded, start, position) for cue in self.tables.status)

    def trigger(self, element: Element) -> Act | None:
        trigger = element.word.trigger
        assert trigger is not None
        if trigger.needs == "measure" and not self.funded(element.start):
            return None
        type_, why = self.type_of(trigger.types, element.start)
        if type_ in ("", "none"):
            return None
        surface = self.folded[element.start : element.end]
        reasons = (f"trigger {surface} = {type_}, {trigger.direction}", *why)
        return Act(element.start, element.end, type_, trigger.direction, trigger.needs, trigger.status, trigger.subject, element.start, element.end, None, None, None, None, reasons)

    def funded(self, position: int) -> bool:
        """Whether a plan, a fund or a sum stands in the sentence, which a weak verb (支持) needs."""
        start, end = self.layout.sentence(position)
        return self.tables.measure.search(self.folded, start, end) is not None or SUM.search(self.folded, start, end) is not None

    def type_of(self, types: tuple[str, ...], position: int) -> tuple[str, tuple[str, ...]]:
        """The type that the topic of the sentence gives a general verb, else that of an act before in the paragraph, else what the row says last."""
        if len(types) == 1:
            return types[0], ()
        start, end = self.layout.sentence(position)
        if "trade_deal" in types:
            start, stop = self.layout.clause(position)  # a speech has trade somewhere; a deal has it in its clause or the next
            end = self.layout.clause(stop + 1)[1] if stop < end else stop
        found = self.topics.get((start, types))
        if found is None:
            found = self.topics[start, types] = next(((type_, topic.group()) for type_ in types if type_ in self.tables.topics and (topic := self.tables.topics[type_].search(self.folded, start, end))), ("", ""))
        if found[0]:
            return found[0], (f"type by the topic {found[1]}",)
        for act in self.acts[:-5:-1]:
            if "\n" in self.folded[act.end : position]:
                break
            if act.type in types:
                return act.type, ("type of an act before",)
        if types[-1] == "" and self.on_topic(position, types[-2]):
            return types[-2], ("type by the company or goods beside it",)
        return types[-1], ()

    def on_topic(self, position: int, type_: str) -> bool:
        """Whether the sentence, or what stands before it in the paragraph, names what technology policy is about, or the clause a listed company; crime counts only beside the former in its sentence."""
        start, end = self.layout.sentence(position)
        crime = type_ == "enforcement_prosecution"
        low = start if crime and self.folded.find("该公司", start, end) < 0 else max(self.folded.rfind("\n", 0, start) + 1, start - 200)
        if any(self.technical(self.choices[i]) for i in self.layout.names(low, end)):
            return True
        return not crime and any(self.choices[i].entity.label == "COMPANY" and self.choices[i].entity.id for i in self.layout.names(*self.layout.clause(position)))

    def technical(self, choice: Choice) -> bool:
        """Whether it is a product, a technology or a company of such a business, by its note in the lexicon."""
        entity = choice.entity
        if entity.label == "COMPANY":
            return self.tables.technical.search(entity.note.lower()) is not None
        return bool(entity.id) and entity.label in GOODS

    def background(self, element: Element) -> bool:
        """Whether a trigger is only a noun of the background (受制裁影響, 違反制裁); with a verb, measures are told (提高關稅等措施)."""
        start, _ = self.layout.clause(element.start)
        after = self.tables.background_after.match(self.folded, element.end)
        if after is not None and element.word.operators and after.group().endswith(_MEASURES):
            after = None
        if self.folded.startswith("中", element.end) and _DURING.search(self.folded, start, element.start):
            return True
        before = self.tables.background_before.search(self.folded, low := max(start, element.start - 12), element.start)
        if before is not None and before.group().startswith(_OPPOSED) and any(_DOES.match(self.folded, self.choices[i].end, element.start) for i in self.layout.names(before.start() + 2, before.start() + 3)):
            before = None  # 反對美方發布管制: what they do
        return bool(after or (before and not _CLOSED.search(self.folded, low, element.start)))

    def pair(self, element: Element, j: int, behind: bool = False) -> _Pair | None:
        """The first operator and complement of two elements that make an act; some operators have no complement behind them (behind: before)."""
        other = self.elements[j]
        for operator in element.word.operators:
            if behind and operator in _PRECEDES:
                continue
            for complement in other.word.complements:
                if (operator, complement.kind) not in self.tables.pairs:
                    continue
                type_ = complement.types[0] if len(complement.types) == 1 else self.type_of(complement.types, element.start)[0]
                made = self.tables.cell(operator, complement.kind, type_) if type_ not in ("", "none") else None
                if made is not None:
                    return _Pair(j, operator, complement, *made)
        return None

    def may_pair(self, i: int) -> bool:
        """Whether an operator has something near that it acts on; a cheap look before the close one."""
        element, folded, heads = self.elements[i], self.folded, self.heads
        reaches = element.word.reaches
        if reaches.isdisjoint(self.kinds):
            return False
        for k in range(bisect_left(heads, i - 2), len(heads)):
            j = heads[k]
            other = self.elements[j]
            if j > i + 8 or other.start >= element.end + 4 * REACH:
                return False
            if j == i or reaches.isdisjoint(other.word.kinds):
                continue
            if j > i:
                edge = _EDGE.search(folded, element.end, other.start)
                return edge is None or edge.group() == "(" or (edge.group() not in "。;!?\n" and not _FAR.isdisjoint(element.word.operators))
            if element.start - other.end <= REACH and _PARAGRAPH.search(folded, other.end, element.start) is None:
                return True
        return False

    def distance(self, start: int, end: int) -> int:
        """Code points between two places, those of names left out."""
        if end - start <= REACH:
            return end - start
        return end - start - sum(self.choices[i].end - self.choices[i].start for i in self.layout.names(start, end))

    def ahead(self, i: int) -> _Pair | None:
        """The last complement that an operator reaches in its clause."""
        folded, elements, element = self.folded, self.elements, self.elements[i]
        if "keep" in element.word.operators and i + 1 < len(elements) and elements[i + 1].start == element.end and "keep" in elements[i + 1].word.operators:
            return None  # 繼續維持: the second verb acts
        clause_start, clause_end = self.layout.clause(element.start)
        if "require" in element.word.operators and element.end == clause_end and not _RULES.search(folded, clause_start, element.start):
            _, clause_end = self.layout.clause(element.end + 1)  # 行政院規定,出口須取得許可
        best: _Pair | None = None
        for j in range(i + 1, len(elements)):
            other = elements[j]
            if other.start >= clause_end and (best is not None or "remove" not in element.word.operators):
                break  # only a revocation may name what it revokes after a comma
            if self.distance(element.end, other.start) > REACH or _PARAGRAPH.search(folded, element.end, other.start):
                break
            if other.start < element.end:
                continue
            if best is not None and _NEXT.search(folded, elements[best.place].end, other.start):
                break
            pair = self.pair(element, j)
            if pair is not None and pair.complement.kind == "flow" and j + 1 < len(elements) and elements[j + 1].start - other.end <= 3 and not _NEXT.search(folded, other.end, elements[j + 1].start) and any(c.kind == "restriction" for c in elements[j + 1].word.complements):
                continue  # 出口特權禁令 is no export
            if pair is not None and "propose" in element.word.operators and _DISPOSAL.search(folded, element.end, other.start) and j + 1 < len(elements) and elements[j + 1].start - other.end <= 16 and self.pair(elements[j + 1], j):
                return None  # 提議將關稅提高: the second verb acts
            if pair is not None and pair.operator == "issue" and other.start == element.end and "forbid" in other.word.operators and self.ahead(j) is not None:
                return None  # 公布|限制投資…: the second verb acts
            if pair is not None and other.word.operators and _PARTY_WHO.search(folded, element.end, other.start) and (folded[element.start - 1 : element.start] in ("对", "向") or _GOVERNS.isdisjoint(element.word.operators)):
                pair = None  # 對徵收數位稅的國家限制…
            if pair is not None and pair.complement.kind == "law" and _UNDER.search(folded, element.end, other.start):
                pair = None  # 宣布根據《數位服務法》開罰
            if pair is not None and pair.complement.kind == "access" and (_PURPOSE.search(folded, element.end, other.start) or _AIDED.match(folded, other.end)):
                pair = None  # 限制模型來取得優勢, 阻止獲得補貼的車湧入
            if pair is not None and pair.complement.kind == "supply" and not _TOWARDS.search(folded, element.end, other.start):
                pair = None  # 不能向華為提供, not 不能視為服務提供者
            if pair is not None and (other.start < clause_end or pair.complement.kind != "flow"):
                best = pair
            elif other.word.operators and (folded.startswith("的", other.end) or ("forbid" in element.word.operators and folded[other.start : other.end] in _LIGHT)):
                continue  # 取消…加徵的關稅: a verb that only qualifies what follows
            elif (other.word.operators or (other.word.trigger is not None and not other.word.complements)) and "require" not in element.word.operators:
                if not _VOTED.isdisjoint(element.word.operators) and (law := self.law_about(i, j, clause_end)) is not None:
                    return law  # 通過禁止銷售…的法案: what the bill is about
                if "keep" in element.word.operators and not _NEXT.search(folded, element.end, other.start):
                    continue  # 維持前任實施的關稅
                break
        return best

    def law_about(self, i: int, j: int, clause_end: int) -> _Pair | None:
        """The law that an operator passes or proposes, after the words for what it does (通過|禁止|進口…的|法案)."""
        for k in range(j + 1, len(self.elements)):
            other = self.elements[k]
            if other.start >= clause_end or self.distance(self.elements[i].end, other.start) > REACH:
                return None
            if "law" in other.word.kinds and self.folded.startswith("的", other.start - 1):
                return self.pair(self.elements[i], k)
        return None

    def attributive(self, i: int, j: int) -> bool:
        """Whether a verb only qualifies what another one acts on (新修訂的條例將施行)."""
        if self.folded[self.elements[i].end : self.elements[j].start].rstrip("《") != "的" or j + 1 >= len(self.elements):
            return False
        self.used.add(i)
        pair = self.behind(j + 1) if self.elements[j + 1].word.operators else None
        self.used.discard(i)
        return pair is not None

    def behind(self, i: int) -> _Pair | None:
        """A complement right before an operator (豁免遭美國撤銷, 新規將於下月生效)."""
        elements, element = self.elements, self.elements[i]
        if _PRECEDES.issuperset(element.word.operators):
            return None
        for j in range(i - 1, max(-1, i - 3), -1):
            other = elements[j]
            if j in self.used or element.start - other.end > REACH:
                return None
            if other.word.operators == ["obtain"]:
                continue  # 獲得|參議院壓倒性|通過
            gap = self.without_names(other.end, element.start).lstrip("\"”」")
            moved = gap.startswith(",将") and self.folded.startswith(("至", "到"), element.end)  # 對40國的管制,將|擴展至全球
            if gap.startswith(",") and (moved or _DISPOSAL.search(self.folded, self.layout.clause(other.start)[0], other.start)):
                gap = gap[1:]  # 將補貼的標準,|提高至兩萬元, 將控制權,|交還給母公司
            voted = "pass" in element.word.operators and "law" in other.word.kinds and _VOTE.search(gap) is not None and not _FAILED.search(gap)
            near = voted or bool(_ADVERBS.fullmatch(gap)) or (other.instrument is not None and len(gap) <= 16) or (not BEGINS.isdisjoint(element.word.operators) and len(gap) <= 20)
            if not near or _PARAGRAPH.search(gap) or ("," in gap and "%" not in gap and not voted):
                return None
            pair = self.pair(element, j, behind=True)
            if other.instrument is not None and (gap.endswith("所") or _UNDER.search(self.folded, max(0, other.start - 8), other.start)):
                return None  # 根據301條款(所)實施: by what right
            if pair is not None and pair.complement.kind != "flow":
                return pair
        return None

    def without_names(self, start: int, end: int) -> str:
        """The text between two positions with the names in it left out."""
        text = self.folded[start:end]
        for choice in reversed([self.choices[i] for i in self.layout.names(start, end)]):
            text = text[: choice.start - start] + text[choice.end - start :]
        return text

    def operation(self, i: int) -> Act | None:
        """An operator with its complement: the last one it reaches in its clause, else one right before it."""
        element = self.elements[i]
        if element.word.complements and _NOMINAL.search(self.folded, max(0, element.start - 1), element.start):
            return None
        if self.folded.startswith(("和", "与", "、", "及", "》", "」"), element.end) and self.folded[element.start : element.end] in _NOUNS_TOO:
            return None  # 要求和技術標準: a noun in a row of nouns, or at the end of a title
        if "obtain" in element.word.operators and _WANTED.search(self.folded, max(self.layout.clause(element.start)[0], element.start - 9), element.start):
            return None
        pair = self.ahead(i)
        if pair is not None and self.attributive(i, pair.place):
            return None
        forward = pair is not None
        if _UNDER.fullmatch(self.folded, max(0, element.start - 2), element.start):
            return None  # 根據擬定的法案
        if pair is not None and self.folded.startswith("的", element.end) and pair.complement.kind != "law":
            return None  # 川普實施的關稅
        pair = pair or self.behind(i)
        if pair is None:
            return None
        j, operator, complement, direction, type_ = pair
        other = self.elements[j]
        first, last = min(element.start, other.start), max(element.end, other.end)
        if complement.kind == "law" and _OCCASION.match(self.folded, other.end):
            return None  # 人工智慧法案研討會
        if operator == "propose" and not forward and _GOES_ON.match(self.folded, element.end):
            return None  # 法案也提出授權總統: what a bill says
        if operator == "propose" and not forward and self.folded.startswith(("相关", "有关", "上述", "该"), first - 2):
            return None  # 相關立法提案
        if operator == "pass" and complement.kind != "law" and not self.after_agency(element.start):
            return None  # 通過漲價應對關稅: by means of
        if complement.kind == "law" and (operator in _IN_FORCE or self.folded[element.start : element.end] == "施行") and not self.comes_into_force(i, last):
            return None  # 負責執行基本法, 實施國安法以來
        if operator == "enact" and not forward and self.folded.startswith(("后", "情况", "意见", "稿"), last):
            return None  # 條例修訂後: when, and no act; 草案修改情況: what is reported of it
        if operator in _DONE and self.background(Element(first, last, element.word)):
            return None
        if operator in BEGINS and self.acts and self.acts[-1].last > self.layout.sentence(element.start)[0]:
            return None  # 加徵關稅的措施下月生效: when the act before begins, and no act of its own
        if operator == "enact" and other.end == element.start and self.folded.startswith("审议", element.start) and not self.folded.startswith("通过", element.end):
            return None  # 進行法案審議: a noun
        if operator in ("forbid", "require") and self.folded.startswith(("出售", "销售"), other.start) and self.tables.retail.search(self.folded, *self.layout.clause(element.start)):
            return None  # 藥局不得出售
        if type_ == "export_control" and complement.kind == "access" and self.tables.citizens.search(self.folded, element.end, other.start):
            type_ = "security_review"  # 限制公眾獲取中國模型
        if (operator, type_) in _NO_FARM and self.tables.farm.search(self.folded, *self.layout.clause(element.start)):
            if operator == "require":
                return None  # 要求豬隻檢測
            type_ = "import_control"  # 開放鳳梨輸中
        self.used.update(range(min(i, j), max(i, j) + 1))
        start, end = element.start, element.end
        if max(element.start, other.start) - min(element.end, other.end) <= (1 if forward else 0) and not self.folded.startswith("了", element.end):
            start, end = first, last
        elif forward and (operator == "obtain" or (complement.kind == "probe" if operator in ("add", "open") else operator == "issue" and complement.kind in _HEADED and (complement.kind == "probe" or self.folded[element.start : element.end] in _TELLS))):
            start, end = other.start, other.end
        elif operator in BEGINS:
            start, end = element.start, element.end
        surface, acted = self.folded[element.start : element.end], self.folded[other.start : other.end]
        why = self.type_of(complement.types, element.start)[1]
        reasons = (f"operator {surface} ({operator}) x {acted} ({complement.kind}) = {type_}, {direction}", *why)
        subject = "target" if operator == "obtain" or surface[0] in "获被遭" else "actor"
        if surface in _SHALL_NOT and not _ORDERED.search(self.folded, self.clause_before(element.start), element.start):
            subject = "target"
        needs = "public" if surface[0] == "获" and complement.needs == "actor" else complement.needs
        return Act(start, end, type_, direction, needs, "in_force" if operator == "pause" and complement.kind in _GOODS_MOVE else self.tables.usual[operator], subject, first, last, operator, complement.kind, (other.start, other.end), other.instrument, reasons)

    def comes_into_force(self, i: int, last: int) -> bool:
        """Whether it is told that a law begins to apply, rather than that somebody applies it: by a date, by 將 or 起, or under another operator (暫緩執行)."""
        element, before = self.elements[i], self.elements[i - 1] if i else None
        if before is not None and before.end == element.start and _outer_operator(before) is not None:
            return True
        if _AIM.search(self.folded, max(0, element.start - 6), element.start):
            return False  # 為有效落實將於下月施行的規定
        return _APPLIED_SINCE.match(self.folded, last) is None and _STARTS.search(self.folded, *self.layout.clause(element.start)) is not None

    def clause_before(self, position: int) -> int:
        """Where the clause before that of a place begins, or its own if it is the first of its sentence."""
        start, _ = self.layout.clause(position)
        return start if start <= self.layout.sentence(position)[0] else self.layout.clause(start - 1)[0]

    def after_agency(self, position: int) -> bool:
        """Whether the name of an agency stands right before a place."""
        return any(self.choices[i].entity.label == "AGENCY" and self.choices[i].end >= position - 6 for i in self.layout.names(max(0, position - 20), position))

    def stacked(self) -> list[Act]:
        """Let an operator right before an act turn it: 暫停實施…管制 relaxes, 延後放寬 defers, 禁止放行 tightens."""
        if not self.acts:
            return []
        elements, layout = self.elements, self.layout
        starts = [element.start for element in elements]
        by_end = {element.end: element for element in elements}
        begins = [act.start for act in self.acts]

        def covered(position: int) -> bool:
            k = bisect_right(begins, position) - 1
            return k >= 0 and position < self.acts[k].end

        result = []
        for act in self.acts:
            outer = by_end.get(act.first) or by_end.get(act.first - 1)
            across = outer is None
            if outer is None:
                k = bisect_left(starts, act.first)
                outer = next((e for e in reversed(elements[max(0, k - 4) : k]) if _outer_operator(e) and e.end < act.first and (_HINDERED if act.direction == "relax" and self.folded[e.start : e.end] in _HINDERS else _ACROSS).fullmatch(self.folded, e.end, act.first)), None)
            operator = _outer_operator(outer) if outer is not None and not covered(outer.start) else None
            if operator is None and _NOTICE.match(self.folded, act.last):
                # 撤回把比亞迪列入清單的公告: the act is what the notice says that the clause revokes
                clause_start, _ = layout.clause(act.first)
                earlier = elements[bisect_left(starts, clause_start) : bisect_left(starts, act.first)]
                outer = next((e for e in reversed(earlier) if e.end <= act.first and not covered(e.start) and _outer_operator(e)), None)
                operator = _outer_operator(outer) if outer is not None else None
            if outer is not None and operator is not None and layout.clause(outer.start) == layout.clause(act.start):
                direction = {"defer": "defer", "keep": "maintain"}.get(operator) or opposite(act.direction)
                status = _STATUS.get(operator, act.status)
                reasons = (*act.reasons, f"under {self.folded[outer.start : outer.end]} ({operator}) = {direction}")
                if across and outer.end < act.first - 1:
                    act = act._replace(start=outer.start, end=outer.end)
                act = act._replace(start=outer.start if act.start == act.first else act.start, first=outer.start, direction=direction, status=status, operator=operator, reasons=reasons)
            result.append(act)
        return sorted(result, key=lambda act: act.start)


def find_acts(folded: str, choices: Sequence[Choice], words: Iterable[tuple[int, int]], tables: PolicyTables, layout: Layout) -> list[Act]:
    """Read the acts of a text, in order.

    Args:
        folded: the matched text.
        choices: its entities; words inside names are no triggers (制裁 in 反外國制裁法).
        words: where words of policy stand, as `chipnews.matching.find` gives them.
        tables: the policy tables.
        layout: clauses of the text.
    """
    return _Reader(folded, choices, words, tables, layout).read()


def _outer_operator(element: Element) -> str | None:
    """The first of its operators that may act on another act."""
    return next((operator for operator in element.word.operators if operator in _OUTER), None)
