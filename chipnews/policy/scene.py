"""What the roles of an act are read from: the acts, names and clauses of one text, and what a name is by the words beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from ..disambiguation import Choice
from ..regex import lazy
from ..terms.entry import Entity
from .acts import Act
from .layout import Layout
from .tables import PolicyTables

__all__ = ["ABOUT_PARTIES", "APPOSED", "CONDITIONAL", "COORDINATED", "DISPOSAL", "LISTED", "PARTY", "QUALIFIES", "TOWARDS", "VALUE", "Scene", "heads_government"]

PARTY = frozenset({"GPE", "AGENCY", "COMPANY", "PERSON"})
TOWARDS = "要求|责令|命令|下令|指示|告知|通知|敦促|游说|说服|请求|对(?<!反对)|就|向|给|给予|针对|原产于|来自|产自|进口自|输往|销往|运往|出货|供货|付运|售往|流向|出口到|出口至|出口|销售到|卖到|卖给|售予|售给|供应|交付|转手至|输|销|赴|至|到(?<![问提谈说讲听看得想料]到)|往|将|把|(?<![作认])为|等"
# What stands before a party that is acted upon or towards, and not the actor.
_OBLIQUE = lazy(rf"(?:{TOWARDS}|自|从|与|和|同|在|于|替|据|根据|连同|跟随|继|除|有关|关于|阻止|防止|避免|防堵|指责|批评|抨击|谴责|指控|加入|追随|效仿|配合|进入|流入|出席|参加|告诉|绕过|削弱|打击|打压|遏制|孤立|武装|贯彻|[对向将把从自]包括|(?<!好)像)(?:了|其|整个|前|原)?$")
APPOSED = lazy("(?:(?<![反针])对|针对|向|给|予|将|把|要求|允许|批准|同意|禁止)[^,。;、:]{0,8}$")
"""A company acted upon, its kind before its name (向晶片製造商美光)."""
_OF_WHOM = lazy("(?:因(?!应)|由于|鉴于|裁定|认定)为?[^,。;、:]{0,8}$")
"""What a company did wrong is told as a reason or a finding (因谷歌濫用…對其罰款)."""
_PLACED = lazy("[在于][^,。;、:]{0,12}$")
_PAPERS = lazy(r"(?:\([^()]{0,20}\))?(?:(?:官网|网站)(?!(?:[0-9]{1,2}日)?(?:发布|公布|刊登|公告|宣布))|文件|数据|资料|工作报告|统计|信息|职权|改革(?=法案|相关|方案|修法|议题|是))")
"""What belongs to an agency and is not the agency."""
_ELSEWHERE = lazy("[0-9]{1,2}日(?:综合外|专)?电|[0-9一二三四五六七八九十两多数]{1,3}[家间]|(?:总统|国会|中期)?(?:大选|选举)|震灾|(?:交流|访问|代表|考察)团")
"""What follows a place that only dates a report, or qualifies what is counted, voted on or suffered (雲林縣|11日電, 澳洲|兩間企業)."""
_AGENT = lazy(r"(?:被|遭|获|由|经|受|遭到|受到|获得|取得|拿到|领到|获发|获颁)$")
_NOUN = r"[企厂商媒资股系籍产制](?!出|裁)|企业|公司|客户|市场|产品|商品|货物|厂商|晶片|芯片|半导体|业者|股|制造|技术|用户|实体|军方|军工|盟友|网友|民众|学者|专家|媒体|投资者|分部|工厂|模型|进口|汽车|电动|钢|铝|无人机|稀土|人工智能|ai|科技|银行|机构|个人|公民|国企|银行|新创|存储|传统|成熟|先进|化肥|石油|太阳能|船舶|造船|歌手|知名|最大|顶尖|主要|女|男|籍|作家|演员|网红|运动员|设备|数据中心|实验室|研究所|高校|大学|院校"
# What follows a country that only qualifies a noun (美國企業, 中國客戶); 美國政府 acts.
QUALIFIES = lazy(rf"的?(?!商[务议讨定]|[^,。;]{{2,6}}(?:部长|大臣))(?:{_NOUN})")
_OFFICE = lazy("议员|立委|部长|总统|市长|主席|局长|署长|司长|州长|首相|总理|大臣|外长|防长|检察官|委员长|委员|县长|省长|特首|书记|会长|秘书长|主任|贸易代表|国务卿")
"""What an unlisted person must be called to act for a public body."""
_HOLDER = lazy("(?:前|现任|候任|当选|时任)?(?:总统|首相|总理|主席|国务卿|[^,。;]{1,6}(?:部长|大臣))[^,。;]{0,14}")
"""What stands between a country and whoever holds or held an office of it (美國前總統、總統候選人|川普)."""
_ASSOCIATIONS = ("协会", "商会", "公会", "工会")
"""How a body that no row lists is called that speaks for firms or workers."""
_IN_OFFICE = ("任内", "任期", "执政", "时期", "时代")
"""What makes a person a time, after 在."""
_SCHOLAR = lazy("(?:教授|学者|研究员|分析师|经济学家|评论员|律师|专家)$")
"""What right before a person's name makes that person one who only comments."""
_FUND = lazy(r"\bFund\b")
DISPOSAL = lazy("[将把]")
_CONCERNING = lazy("(?:针对|有关|对于|关于|就|因|因为|由于|在)$")
_JUDGED = lazy("(?:指责|批评|抨击|谴责|指控|坚决反对|强烈反对)了?$")
"""What stands before one who did what somebody else judges."""
_JUDGED_DEED = lazy("(?:方|政府|当局)?(?:将|把|滥用|泛化|一再|不断|持续|无端|执意|试图|出于|频频|屡次|以[^,。;]{1,14}为由)")
"""What follows one whose deeds somebody judges, over more than one clause (批評美國|濫用…,不斷…)."""
_SINCE = lazy("自从|随着|由于|因为|鉴于")
_VERBAL = lazy("[对向][^,。;]{0,12}(?:加征|课征|征收|实施|采取|发起|禁|限)|(?:政府|当局)(?:称|表示|宣布|拟|计划|将|考虑|决定|要求|批准)|当局|(?:可能|或会|或将|再次|又|近日|日前|今日|昨日|周[一二三四五六日]|[0-9]{1,2}日|拟|欲|将|宣布|公布|宣称|决定|计划|威胁|考虑|要求|单方面|试图|发布|祭出|签署|表决|通过)")
"""What follows the subject of a clause that a preposition takes as a whole."""
_REPORTED = lazy("(?:政府|当局)?(?:近日|日前)?(?:可能|或会|或将|宣布|公布|发布|宣称|声称)")
_HINDERED = lazy("阻止|避免|防止")
"""What stands before one who would act on another."""
_ANSWERED = lazy("(?!的)[^,。;]{2,40}的(?:必要|强硬|有力)?(?:回应|报复|反击|抗议)")
"""What follows one whose deed somebody answers (對美國制裁中企的回應)."""
_COUNTERED = lazy("的?[^,。;的]{2,20}(?:措施|做法|决定)?(采取|实施|作出|做出|提出|进行|展开|予以)[^,。;]{0,10}(?:反制|反击|报复|回应|抗议)(?!的)")
"""What follows one whose deed somebody counters (對美國加徵關稅採取反制)."""
_ENACTED = lazy("[^,。;]{0,4}(?:通过|审议|表决)")
_ASKED = lazy("(?:敦促|呼吁|促请|吁请|希望|要求|请求|迫使|促使)$")
"""What stands before a public body that is asked to act."""
_COUNTED = lazy("[0-9一二三四五六七八九十百两数多][家名间个批款]$")
VALUE = "(?:价值|总额|总值)?(?:超过|约)?[0-9.一二三四五六七八九十百千万亿兆多逾]{1,8}(?:[美欧日港韩加澳]?[元圆]|英镑|卢比|卢布)的?"
"""The value of goods before their country or kind."""
_VALUED = lazy(f"[对将把]{VALUE}$")
_BY = lazy("(?:根据|依据|依照|按照|据|依)$")
_DECREE = lazy("的?(?:最新)?(?:公告|公布|通知|命令|决定|要求|新规|规定|通报|宣布|发布)(?!的?[^,。;]{0,6}(?:数据|资料|统计|报告))")
"""What a public body does by which something holds (根據商務部公告)."""
_WHILE = lazy("(?:政府|当局)?(?![的内中里])[^,。;]{2,30}(?:之?后|之?前|之际|之时|期间)(?=[,。;]|$)")
"""What follows the subject of what went before (在商務部把…列入後)."""
_LEGISLATES = lazy("表决|通过|约谈|调查|起诉|裁定|否决")
_FINDING = lazy("认定|裁定|认为|显示|指出")
CONDITIONAL = lazy("(?:但|而|惟)?(?:若|如果|如|一旦|倘若|假如|除非)")
LISTED = lazy(",(?:其中|当中)?(?:(?:目标|对象|范围|品项)(?:为|是)?(?:包括|包含|涵盖)?|包括|包含|涵盖|涉及|锁定|分别为|分别是|有)")
"""What begins a clause that names what the one before means."""
_AND = frozenset({"与", "和", "、", "及", "同", "会同", "联合"})
COORDINATED = frozenset({"、", "与", "和", "及", ",", "", "以及", "或", "会同", "联合"})
ABOUT_PARTIES = frozenset({"antitrust_probe", "corporate_control_order", "enforcement_prosecution", "entity_listing", "inbound_investment_review", "legislation", "regulatory_summons", "sanction_countermeasure", "state_equity"})
"""Types whose object is a good that the lexicon knows or none: they act on parties."""


class Scene:
    """The acts, names and clauses of one text.

    Args:
        acts: all acts of the text.
        choices: the entities.
        folded: the matched text.
        tables: the policy tables.
        layout: its clauses.
        private: whether a person acts for a company.
    """

    def __init__(self, acts: Sequence[Act], choices: Sequence[Choice], folded: str, tables: PolicyTables, layout: Layout, private: Callable[[Entity], bool]) -> None:
        self.acts, self.choices, self.folded, self.tables, self.layout, self.private = acts, choices, folded, tables, layout, private
        self._begins = [act.start for act in acts]

    def clause(self, act: Act) -> tuple[int, int]:
        """The clause of an act; it goes on where the act stands across a comma, and where a finding is told after one."""
        start, end = self.layout.clause(act.start)
        if act.last > end or (_FINDING.fullmatch(self.folded, act.last, end) and end < self.layout.sentence(act.start)[1]):
            end = self.layout.clause(max(act.last, end + 1))[1]
        return (start if act.first >= start else self.layout.clause(act.first)[0]), end

    def near(self, act: Act) -> Sequence[Act]:
        """The acts that begin in the clause of one, itself among them."""
        start, end = self.layout.clause(act.start)
        return self.acts[bisect_left(self._begins, start) : bisect_left(self._begins, end)]

    def acts_in(self, start: int, end: int) -> bool:
        """Whether an act begins in a stretch."""
        k = bisect_left(self._begins, start)
        return k < len(self._begins) and self._begins[k] < end

    def public(self, choice: Choice) -> bool:
        """Whether it is a public body, or a state fund, which the lexicon holds as an instrument."""
        entity = choice.entity
        if entity.label == "GPE":
            return True
        if entity.label == "AGENCY":
            return not (self.tables.private_body.search(entity.note) if entity.id else self.folded.endswith(_ASSOCIATIONS, choice.start, choice.end))
        if entity.label == "PERSON":
            if _SCHOLAR.search(self.folded, max(0, choice.start - 4), choice.start):
                return False  # 副教授|某人分析
            return not self.private(entity) if entity.id else _OFFICE.search(self.folded, max(0, choice.start - 8), choice.start) is not None
        return entity.label == "INSTRUMENT" and _FUND.search(entity.name) is not None

    def state(self, choice: Choice) -> bool:
        """Whether it is a country, or the capital that stands for one, or a public body, and no other city."""
        return choice.entity.label == "AGENCY" or (choice.entity.label == "GPE" and (choice.entity.id.startswith("country-") or self.folded[choice.start : choice.end] in self.tables.capitals))

    def is_subject(self, choice: Choice) -> bool:
        """Whether a party stands where the one who acts does, by what is beside it."""
        folded, start = self.folded, self.beginning(choice)
        if folded[start - 1 : start] == "(":
            before = self.choices[max(0, self.layout.index(choice) - 2) : self.layout.index(choice)]
            return choice.entity.label == "AGENCY" and not any(c.end == start - 1 for c in before)  # 拜登(Joe Biden), but an office without a row (發改委)
        if choice.entity.label == "COMPANY" and (APPOSED.search(folded, max(0, start - 12), start) or _OF_WHOM.search(folded, max(0, start - 12), start)):
            return False
        if choice.entity.label == "GPE" and _ELSEWHERE.match(folded, choice.end):
            return False
        if choice.entity.label == "GPE" and _COUNTED.search(folded, max(0, start - 4), start):
            return False  # 把三家中國光達廠商
        if choice.entity.label == "GPE" and folded[start - 1 : start] in ("的", "元", "圆", "镑") and _VALUED.search(folded, max(0, start - 18), start):
            return False  # 針對六億美元的美國農機
        if choice.entity.label == "PERSON" and folded.startswith("发言人", start - 3):
            return False  # who speaks for a body: 商務部|發言人|王某
        if choice.entity.label == "PERSON" and folded.startswith(_IN_OFFICE, choice.end) and "在" in folded[max(0, start - 6) : start]:
            return False  # 在川普任內
        if _BY.search(folded, max(0, start - 2), start) and _DECREE.match(folded, choice.end):
            return True
        if _OBLIQUE.search(folded, max(0, start - 4), start) and not _ASKED.search(folded, max(0, start - 2), start) and not self.embedded(choice, start) and not _AGENT.search(folded, max(0, start - 2), start):
            return False
        if _ASKED.search(folded, max(0, start - 2), start):
            return (self.state(choice) and not QUALIFIES.match(folded, choice.end)) or (choice.entity.label == "PERSON" and self.public(choice))  # 敦促美方取消: who is to act
        i = self.layout.index(choice)
        if choice.entity.label == "AGENCY" and (_PAPERS.match(folded, choice.end) or (i and self.choices[i - 1].entity.label == "COMPANY" and self.choices[i - 1].end == choice.start)):
            return False  # 證交會官網, 極氪|法務部
        if choice.entity.label == "GPE" and not choice.entity.id.startswith("country-") and _PLACED.search(folded, max(0, start - 14), start):
            return False  # 在全國最大的基地鞍山發布
        if choice.entity.label == "GPE" and any(self.choices[j].entity.label in ("COMPANY", "MEDIA") and folded[choice.end : self.choices[j].start] in ("", "「", "《", " ") for j in self.layout.names(choice.end, choice.end + 2)):
            return False  # 英國「金融時報」, 印尼|東方雨虹
        return not (choice.entity.label == "GPE" and QUALIFIES.match(folded, choice.end))

    def asked(self, choice: Choice) -> bool:
        """Whether it is a party that somebody asks to act (敦促|美方)."""
        return _ASKED.search(self.folded, max(0, choice.start - 2), choice.start) is not None

    def judged(self, choice: Choice) -> bool:
        """Whether it is one whose deeds somebody judges (批評|美方|濫用…)."""
        start = self.beginning(choice)
        return _JUDGED.search(self.folded, max(0, start - 5), start) is not None and _JUDGED_DEED.match(self.folded, choice.end) is not None

    def embedded(self, choice: Choice, start: int) -> bool:
        """Whether it is the subject of what a preposition is about (針對美國宣布…, 就商務部調查…): a verb follows, and no noun."""
        folded = self.folded
        if choice.entity.label == "PERSON" and folded.startswith("在", start - 1) and not folded.startswith("的", choice.end):
            return True  # 在川普宣布加徵關稅後
        if folded.startswith("对", start - 1) and (_REPORTED.match(folded, choice.end) or (choice.entity.label == "AGENCY" and _ENACTED.match(folded, choice.end)) or _ANSWERED.match(folded, choice.end)):
            return True  # 對美國宣布限制表示反對
        if self.countered(choice, start) is not None:
            return True
        if _JUDGED.search(folded, max(0, start - 5), start) and not folded.startswith("的", choice.end):
            return self.judged(choice) or self.acts_in(choice.end, self.layout.clause(choice.end)[1])  # 批評美國將多家企業列入清單
        if _HINDERED.search(folded, max(0, start - 2), start) and folded.startswith(("对", "向"), choice.end) and not self.acts_in(start - 2, start):
            return True  # 不太可能阻止歐盟對中國加徵關稅
        if _SINCE.search(folded, max(0, start - 2), start) and not QUALIFIES.match(folded, choice.end):
            return True
        if not _CONCERNING.search(folded, max(0, start - 3), start):
            return False
        if _VERBAL.match(folded, choice.end) or (choice.entity.label == "AGENCY" and _LEGISLATES.match(folded, choice.end)):
            return True
        if folded.startswith("在", start - 1) and _WHILE.match(folded, choice.end):
            return True
        return (self.acts_in(choice.end, choice.end + 1) and (start - 3 <= self.layout.clause(start)[0] or folded.startswith("就", start - 1))) or (
            folded.startswith("就", start - 1) and not QUALIFIES.match(folded, choice.end) and self.acts_in(choice.end, choice.end + 4)
        )

    def countered(self, choice: Choice, start: int) -> int | None:
        """Where an act begins by which somebody counters another of this party in the same clause (對|美國|加徵關稅採取反制), or None."""
        if not self.folded.startswith("对", start - 1):
            return None
        counter = _COUNTERED.match(self.folded, choice.end)
        return counter.start(1) if counter is not None and self.acts_in(choice.end, counter.start(1)) else None

    def beginning(self, choice: Choice) -> int:
        """Where the row of names begins in which it stands (對日本、南韓及|台灣, 獲美國|商務部)."""
        choices, folded = self.choices, self.folded
        i = self.layout.index(choice)
        while i > 0 and choices[i - 1].entity.label in PARTY and folded[choices[i - 1].end : choices[i].start] in COORDINATED and choices[i - 1].end <= choices[i].start and folded[choices[i - 1].end : choices[i].start] != ",":
            i -= 1
        return choices[i].start

    def agent(self, choice: Choice) -> bool:
        """Whether it does what a passive says (遭美國商務部列入)."""
        i = self.layout.index(choice)
        if choice.entity.label == "PERSON" and i and _HOLDER.fullmatch(self.folded, self.choices[i - 1].end, choice.start):
            choice = self.choices[i - 1]  # 遭美國|總統|川普
        start = self.beginning(choice)
        return bool(_AGENT.search(self.folded, max(0, start - 2), start))

    def head(self, subjects: Sequence[int], nearest: bool = False) -> tuple[int, ...]:
        """The subject meant: of 美國|商務部 or 美國總統|川普 the last; of 日本與美國 both."""
        choices, folded = self.choices, self.folded
        last = len(subjects) - 1 if nearest else 0
        while last + 1 < len(subjects) and (
            (choices[subjects[last + 1]].start - choices[subjects[last]].end <= 4 and not re.search("[与和、及同]|联合", folded[choices[subjects[last]].end : choices[subjects[last + 1]].start]))
            or (choices[subjects[last + 1]].entity.label == "PERSON" and _HOLDER.fullmatch(folded, choices[subjects[last]].end, choices[subjects[last + 1]].start))
        ):
            last += 1
        while not nearest and last + 1 < len(subjects) and folded[choices[subjects[last]].end : choices[subjects[last + 1]].start] in _AND:
            last += 1
        group = [subjects[last]]
        for k in range(last - 1, -1, -1):
            gap = folded[choices[subjects[k]].end : choices[group[0]].start]
            if (gap in _AND or not gap) and (gap or choices[subjects[k]].entity.label == choices[group[0]].entity.label):
                group.insert(0, subjects[k])
            else:
                break
        return tuple(group)


def heads_government(choice: Choice, folded: str) -> bool:
    """Whether it is a person whose name stands for a government (拜登政府)."""
    return choice.entity.label == "PERSON" and folded.startswith(("政府", "当局"), choice.end)
