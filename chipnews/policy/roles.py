"""Who acts, on whom, on what: roles bound inside the clause, inherited where the clause names none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..disambiguation import Choice
from ..terms.entry import Entity
from .acts import Act
from .layout import Layout
from .phrases import noun_phrases
from .tables import PolicyTables

__all__ = ["Binder", "Roles"]

NEAR = 300
"""How far, in code points, a text goes on about a measure without naming again whose it is."""

_PUBLIC = frozenset({"GPE", "AGENCY", "PERSON"})
_PARTY = frozenset({"GPE", "AGENCY", "COMPANY", "PERSON"})
_GOODS = frozenset({"PRODUCT", "TECHNOLOGY"})
_TOWARDS = "要求|责令|命令|下令|指示|告知|通知|敦促|游说|说服|请求|(?<!反)对|就|向|给|给予|针对|原产于|来自|产自|进口自|输往|销往|运往|售往|流向|出口到|出口至|出口|销售到|卖到|卖给|售予|售给|供应|交付|转手至|输|销|赴|至|到|往|将|把|为|等"
# What stands before a party that is acted upon or towards, and not the actor.
_OBLIQUE = re.compile(rf"(?:{_TOWARDS}|自|从|与|和|同|在|于|替|据|根据|连同|跟随|继|除)(?:了|其|整个|前|原)?$")
_TARGET = re.compile(rf"(?:{_TOWARDS}|约谈|召见|召集|约见|制裁|包括|包含|涵盖|涉及|例如|禁止|允许|准许|批准|阻止|限制|防堵|避免|防止|支持|补助|协助|扶持|起诉|逮捕|收购|入股|接管)(?:了|其|整个|多家|部分|前|原)?$")
_APPOSED = re.compile("(?:(?<![反针])对|针对|向|给|予|将|把|要求|允许|批准|禁止)[^,。;、:]{0,8}$")
"""A company acted upon, its kind before its name (向晶片製造商美光)."""
_PLACED = re.compile("[在于][^,。;、:]{0,12}$")
_SUIT = re.compile("[在向][^,。;]{0,20}法院(?:对[^,。;]{0,12})?$")
"""Where a private party sues (在法院起訴)."""
_PAPERS = re.compile(r"(?:\([^()]{0,20}\))?(?:官网|网站|文件|数据|资料|统计|信息)")
"""What belongs to an agency and is not the agency."""
_BUT = re.compile("但|惟|却|而|然而|不过")
"""What begins a clause about somebody or something else."""
_CLEARLY = re.compile("(?<!反)(?:对|向|原产于|来自)$")
_PASSIVE = re.compile(r"(?:(?:被|遭)[^,。;将对]{0,8}|(?:获|受|遭到|受到|获得)[^,。;]{0,3})$")
"""Read in the clause before the act, names left out, so that an agent may stand between (被美國列入)."""
_AGENT = re.compile(r"(?:被|遭|获|由|经|受|遭到|受到|获得|取得)$")
_NOUN = r"[企厂商媒资股系籍产制](?!出|裁)|企业|公司|客户|市场|产品|商品|货物|厂商|晶片|芯片|半导体|业者|股|制造|技术|用户|实体|军方|军工|盟友|网友|民众|学者|专家|媒体|投资者|分部|工厂|模型|进口|汽车|电动|钢|铝|无人机|稀土|人工智能|ai|科技|银行|机构|个人|公民|国企|银行|新创|存储|传统|成熟|先进|化肥|石油|太阳能|船舶|造船|歌手|知名|最大|顶尖|主要|女|男|籍|作家|演员|网红|运动员"
# What follows a country that only qualifies a noun (美國企業, 中國客戶); 美國政府 acts.
_QUALIFIES = re.compile(rf"的?(?:{_NOUN})")
_ON_ORIGIN = frozenset({"import_control", "security_review", "tariff", "trade_probe"})
_MADE = re.compile("制(?!裁)|产(?!业)|生产的|进口(?![商量额])|输[美欧]|销[美欧]")
"""What follows the country from which regulated goods come (中國製無人機)."""
_OFFICE = re.compile("议员|立委|部长|总统|市长|主席|局长|署长|司长|州长|首相|总理|大臣|外长|防长|检察官|委员长|委员|县长|省长|特首|书记|会长|秘书长|主任|发言人|贸易代表|国务卿")
"""What an unlisted person must be called to act for a public body."""
_FIRM = re.compile("(?:公司|股东|我司|厂家|企业|业者|用户|客户|网友|民众|投资人|消费者|学者|专家|分析师|董事会|法人|原告|家长|学生|雇主|资本)(?:名?[^,。;对向由经]{0,6})$")
"""A private party without a name right before an act."""
_ACTED_ON = re.compile("[对向将把给为让使令]|要求|指示|通知|禁止|允许|准许|约谈|召集")
"""What makes a party before an act the one that is acted upon."""
_AT = re.compile("[在向至到赴对][^,。;]{0,6}$")
_FUND = re.compile(r"\bFund\b")
_JOINED = re.compile("[与和同]$")
_APART = re.compile("[、,和与及向对的在等给]|出口|进口|销|售|输")
_DISPOSAL = re.compile("[将把]")
_ORDERED = re.compile("(?:要求|责令|命令|下令|指示|通知|告知|禁止)$")
_INTO = re.compile("(?:进口|出口|销|输|运)[到至往]$")
_FRONT = re.compile("[对向将把]|针对|就")
"""What sets a party or goods before the verb."""
_CONCERNING = re.compile("(?:针对|对于|关于|就|因|因为|由于|在)$")
_VERBAL = re.compile("政府?(?:宣布|拟|计划|将|考虑)|当局|(?:再次|又|近日|日前|今日|昨日|周[一二三四五六日]|[0-9]{1,2}日|拟|欲|将|宣布|公布|宣称|决定|计划|威胁|考虑|要求|单方面|试图|发布|祭出|签署|表决|通过)")
"""What follows the subject of a clause that a preposition takes as a whole."""
_REPORTED = re.compile("(?:政府|当局)?(?:近日|日前)?(?:宣布|公布|发布|宣称|声称)")
_ASKED = re.compile("(?:敦促|呼吁|促请|吁请|希望)$")
"""What stands before a public body that is asked to act."""
_LEGISLATES = re.compile("表决|通过|约谈|调查|起诉|裁定|否决")
_FINDING = re.compile("认定|裁定|认为|显示|指出")
_IF = re.compile("(?:但|而|惟)?(?:若|如果|如|一旦|倘若|假如|除非)")
_SAID = re.compile("(?:该|此|这家|这些|两家)(?:公司|企业|厂|平台)|其")
_LISTED = re.compile(",(?:其中|当中)?(?:(?:目标|对象|范围|品项)(?:为|是)?(?:包括|包含|涵盖)?|包括|包含|涵盖|涉及|锁定|分别为|分别是|有)")
"""What begins a clause that names what the one before means."""
_COORDINATED = frozenset({"、", "与", "和", "及", ",", "", "以及", "或"})


class Roles(NamedTuple):
    """Indices of choices; phrases are places in the text."""

    actor: tuple[int, ...]
    target: tuple[int, ...]
    destination: tuple[int, ...]
    object: tuple[int, ...]
    phrases: tuple[tuple[int, int], ...]
    inherited: bool
    """Whether the actor is taken over from another sentence."""
    unnamed: bool
    """Whether the subject is a public body that the text does not name (監管機構)."""
    reasons: tuple[str, ...]


class Bound(NamedTuple):
    """An act that was framed, with its roles, for those after it."""

    act: Act
    roles: Roles


class Binder:
    """Binds the roles of the acts of one text, in order.

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
        self.told: Act | None = None
        self.before: Bound | None = None
        """The frame before, if it stands in the same paragraph."""

    def bind(self, act: Act) -> Roles | None:
        """Roles of an act, or None if it is a private party's or nobody's."""
        folded, layout, choices = self.folded, self.layout, self.choices
        if self.before is not None and "\n" in folded[self.before.act.last : act.start]:
            self.before = None
        sentence_start, _ = layout.sentence(act.start)
        clause_start, clause_end = self._clause(act)
        here = layout.names(clause_start, clause_end)
        begins = act.first if act.subject == "actor" and act.complement is not None and act.complement[0] == act.start else act.start
        earlier = [i for i in here if choices[i].end <= begins]
        passive = act.subject == "target" or bool(_PASSIVE.search(self._without(earlier, clause_start, act.start)))
        actor, why, unnamed, inherited = self._subject(act, earlier, clause_start, sentence_start, passive)
        if actor is None:
            return None
        if act.needs in _NEED_ACTOR and not actor and not unnamed and not self.told_of(act):
            return None  # nothing that the roles could add makes it an act
        targets, towards = self._targets(act, here, actor, passive, clause_start, clause_end, sentence_start)
        objects, nouns = self._goods(act, here, clause_start, clause_end, sentence_start)
        if not targets and not _BUT.match(folded, clause_start) and self.before is not None and self.before.act.type == act.type and self._same(actor, self.before.roles.actor) and self.before.roles.target:
            targets, towards = self.before.roles.target, "targets of the act before"
        destination = tuple(i for i in targets if choices[i].entity.label == "GPE" and act.type in _FLOWS and not _QUALIFIES.match(folded, choices[i].end))
        return Roles(actor, targets, destination, objects, nouns, inherited, unnamed, tuple(reason for reason in (why, towards) if reason))

    def described(self, act: Act, roles: Roles) -> Roles:
        """The roles of an act that holds, with the noun phrases that name what it is about: apart, since to find words is dear and most candidates are no acts."""
        clause_start, clause_end = self._clause(act)
        phrases: list[tuple[int, int]] = []
        if roles.object:
            phrases = self._coordinated(roles.object, clause_start, clause_end)
        elif act.type not in _ABOUT_PARTIES:
            phrases = self._phrases(act, self._near(act), clause_start, clause_end)
        phrases += [run for run in roles.phrases if run not in phrases]
        about = "objects are goods in the clause" if roles.object else "object by segmentation" if phrases else ""
        return roles._replace(phrases=tuple(phrases), reasons=(*roles.reasons, about) if about else roles.reasons)

    def _clause(self, act: Act) -> tuple[int, int]:
        """The clause of an act; it goes on where the act stands across a comma, and where a finding is told after one."""
        start, end = self.layout.clause(act.start)
        if act.last > end or (_FINDING.fullmatch(self.folded, act.last, end) and end < self.layout.sentence(act.start)[1]):
            end = self.layout.clause(max(act.last, end + 1))[1]
        return start, end

    def done(self, act: Act, roles: Roles) -> None:
        """Remember a framed act for those after it."""
        self.before = Bound(act, roles)
        self.told = act

    def told_of(self, act: Act) -> bool:
        """Whether the text has told of a measure of the same kind not far before, in whatever paragraph."""
        told = self.told
        return told is not None and act.start - told.last <= NEAR and (told.type == act.type or {told.type, act.type} <= _FLOWS)

    # --- the actor ----------------------------------------------------------------------------------------------------

    def _subject(self, act: Act, earlier: Sequence[int], clause_start: int, sentence_start: int, passive: bool) -> tuple[tuple[int, ...] | None, str, bool, bool]:
        """(actor, reason, whether an unnamed public body, whether from another sentence); the actor is None where a private party acts."""
        choices, folded, layout = self.choices, self.folded, self.layout
        found = self._in_clause(earlier, act, passive)
        if found is None:
            return None, "", False, False
        if act.needs == "agency" and _SUIT.search(folded, clause_start, act.start):
            return None, "", False, False
        nearest = choices[earlier[-1]].end if earlier else clause_start
        if act.needs in _ON_OWN_ACCOUNT and not passive and (firm := _FIRM.search(folded, max(nearest, act.start - 12), act.start)) and not _ACTED_ON.search(folded, clause_start, firm.start()):
            return None, "", False, False
        generic = self._generic(clause_start, layout.sentence(act.start)[1] if passive else act.start)
        if found:
            return found, "actor in the clause", generic is not None, False
        after = {self._identity(i) for i in layout.names(act.end, layout.clause(act.start)[1])}
        end = clause_start - 1
        while end > sentence_start:
            start, stop = layout.clause(end)
            names = layout.names(start, stop)
            subjects = [i for i in names if self.public(choices[i]) and self._is_subject(choices[i])]
            if passive:
                subjects = [i for i in subjects if choices[i].entity.label == "AGENCY"]
            company = any(choices[i].entity.label == "COMPANY" and self._is_subject(choices[i]) and self._identity(i) not in after for i in names)
            if not subjects and company and not passive and generic is None and act.needs not in ("public", "") and not _IF.match(folded, start) and not self.acts_in(start, stop):
                return None, "", False, False  # a company is the subject, and acts on its own account
            if subjects:
                return self._head(subjects), "actor from an earlier clause", generic is not None, False
            end = start - 1
        generic = generic or self._generic(sentence_start, act.start)
        if self.before is not None and self.before.roles.actor:
            return self.before.roles.actor, "actor of the act before", generic is not None, True
        subjects = self._sentence_before(sentence_start) if act.needs != "fund" and not passive else []
        if subjects:
            return self._head(subjects), "actor from the sentence before", generic is not None, True
        if passive:
            later = [i for i in layout.names(act.end, layout.sentence(act.start)[1]) if choices[i].entity.label == "AGENCY" and self._is_subject(choices[i])]
            if later:
                return (later[0],), "actor named later in the sentence", False, False
        return (), f"a public body without a name: {generic.group()}" if generic else "no actor named", generic is not None, False

    def _identity(self, i: int) -> str:
        """What a name stands for: its entity, or the name itself where no row lists it."""
        choice = self.choices[i]
        return choice.entity.id or self.folded[choice.start : choice.end]

    def _generic(self, start: int, end: int) -> re.Match[str] | None:
        """A public body that the text does not name (監管機構), unless it is where something is done (在法院)."""
        return next((match for match in self.tables.public.finditer(self.folded, start, end) if not _AT.search(self.folded, max(start, match.start() - 8), match.start())), None)

    def _sentence_before(self, position: int) -> list[int]:
        """The subjects of the sentence before in the paragraph, if a public body is its first."""
        if position < 2 or self.folded[position - 1] == "\n":
            return []
        start, end = self.layout.sentence(position - 2)
        names = [i for i in self.layout.names(start, end) if self.choices[i].entity.label in _PARTY and self._is_subject(self.choices[i])]
        return [i for i in names if self.public(self.choices[i]) and self.choices[i].entity.label != "PERSON"][:2] if names and self.public(self.choices[names[0]]) else []

    def _in_clause(self, before: Sequence[int], act: Act, passive: bool) -> tuple[int, ...] | None:
        """The nearest subject before the act in its clause; None where that is a company that acts."""
        choices = self.choices
        for i in reversed(before):
            choice = choices[i]
            label = choice.entity.label
            if (label not in _PARTY and not self.public(choice)) or not self._is_subject(choice):
                continue
            if label == "INSTRUMENT" and act.needs != "fund":
                continue
            if passive and not self._agent(choice):
                continue  # the subject of a passive is acted upon
            if label == "COMPANY" or self.private(choice.entity):
                if act.needs in ("", "public", "context") or passive:
                    continue
                return None
            if not self.public(choice):
                continue  # a person of no office
            if any(other is not act and other.last <= choice.start <= other.last + 1 for other in self._near(act)):
                continue  # 禁止進口|美國|酒、限制…: what the act before is about
            return self._head([j for j in before if j <= i and self._is_subject(choices[j]) and self.public(choices[j])], nearest=True)
        return ()

    def public(self, choice: Choice) -> bool:
        """Whether it is a public body, or a state fund, which the lexicon holds as an instrument."""
        entity = choice.entity
        if entity.label == "PERSON" and not entity.id and not _OFFICE.search(self.folded, max(0, choice.start - 8), choice.start):
            return False
        return (entity.label in _PUBLIC and not self.private(entity)) or (entity.label == "INSTRUMENT" and _FUND.search(entity.name) is not None)

    def _is_subject(self, choice: Choice) -> bool:
        folded, start = self.folded, self._beginning(choice)
        if folded[start - 1 : start] == "(":
            return False  # 拜登(Joe Biden)
        if choice.entity.label == "COMPANY" and _APPOSED.search(folded, max(0, start - 12), start):
            return False
        if _OBLIQUE.search(folded, max(0, start - 4), start) and not _ASKED.search(folded, max(0, start - 2), start) and not self._embedded(choice, start) and not _JOINED.search(folded, max(0, start - 1), start) and not _AGENT.search(folded, max(0, start - 2), start):
            return False
        if _ASKED.search(folded, max(0, start - 2), start):
            return not _QUALIFIES.match(folded, choice.end)  # 敦促美方取消: who is to act
        i = self.layout.index(choice)
        if choice.entity.label == "AGENCY" and (_PAPERS.match(folded, choice.end) or (i and self.choices[i - 1].entity.label == "COMPANY" and self.choices[i - 1].end == choice.start)):
            return False  # 證交會官網, 極氪|法務部
        if choice.entity.label == "GPE" and not choice.entity.id.startswith("country-") and _PLACED.search(folded, max(0, start - 14), start):
            return False  # 在全國最大的基地鞍山發布
        if choice.entity.label == "GPE" and any(self.choices[j].entity.label in ("COMPANY", "MEDIA") and folded[choice.end : self.choices[j].start] in ("", "「", "《", " ") for j in self.layout.names(choice.end, choice.end + 2)):
            return False  # 英國「金融時報」, 印尼|東方雨虹
        return not (choice.entity.label == "GPE" and _QUALIFIES.match(folded, choice.end))

    def _embedded(self, choice: Choice, start: int) -> bool:
        """Whether it is the subject of what a preposition is about (針對美國宣布…, 就商務部調查…): a verb follows, and no noun."""
        folded = self.folded
        if folded.startswith("对", start - 1) and _REPORTED.match(folded, choice.end):
            return True  # 對美國宣布限制表示反對
        if not _CONCERNING.search(folded, max(0, start - 3), start):
            return False
        return _VERBAL.match(folded, choice.end) is not None or (choice.entity.label == "AGENCY" and _LEGISLATES.match(folded, choice.end) is not None)

    def _beginning(self, choice: Choice) -> int:
        """Where the row of names begins in which it stands (對日本、南韓及|台灣, 獲美國|商務部)."""
        choices, folded = self.choices, self.folded
        i = self.layout.index(choice)
        while i > 0 and choices[i - 1].entity.label in _PARTY and folded[choices[i - 1].end : choices[i].start] in _COORDINATED and choices[i - 1].end <= choices[i].start and folded[choices[i - 1].end : choices[i].start] != ",":
            i -= 1
        return choices[i].start

    def _agent(self, choice: Choice) -> bool:
        """Whether it does what a passive says (遭美國商務部列入)."""
        start = self._beginning(choice)
        return bool(_AGENT.search(self.folded, max(0, start - 2), start))

    def _head(self, subjects: Sequence[int], nearest: bool = False) -> tuple[int, ...]:
        """The subject meant: of 美國|商務部 or 美國總統|川普 the last; of 日本與美國 both."""
        choices, folded = self.choices, self.folded
        last = len(subjects) - 1 if nearest else 0
        while last + 1 < len(subjects) and choices[subjects[last + 1]].start - choices[subjects[last]].end <= 4 and not re.search("[与和、及]", folded[choices[subjects[last]].end : choices[subjects[last + 1]].start]):
            last += 1
        group = [subjects[last]]
        for k in range(last - 1, -1, -1):
            gap = folded[choices[subjects[k]].end : choices[group[0]].start]
            if gap in ("与", "和", "、", "及", "同", "") and (gap or choices[subjects[k]].entity.label == choices[group[0]].entity.label):
                group.insert(0, subjects[k])
            else:
                break
        return tuple(group)

    # --- the target ---------------------------------------------------------------------------------------------------

    def _targets(self, act: Act, here: Sequence[int], actor: tuple[int, ...], passive: bool, clause_start: int, clause_end: int, sentence_start: int) -> tuple[tuple[int, ...], str]:
        choices, folded = self.choices, self.folded
        homes = {choices[i].entity.jurisdiction or choices[i].entity.id for i in actor}
        found = [i for i in here if self._acted_on(i, act, passive, actor, homes)]
        why = "targets in the clause"
        fronted = self._fronted(act, actor, found, homes, clause_start, sentence_start)
        if fronted:
            found, why = [*fronted, *found], "targets of the clause before"
        if passive and not any(choices[i].end <= act.start for i in found) and clause_start - 1 > sentence_start and not any(choices[i].entity.label == "COMPANY" for i in found):
            start, end = self.layout.clause(clause_start - 1)
            subjects = [i for i in self.layout.names(start, end) if choices[i].entity.label in ("COMPANY", "GPE") and i not in actor and (self._is_subject(choices[i]) or self._listed(i))]
            if subjects and not found:
                found, why = subjects, "targets are the subject of the clause before"
        if not found and _DISPOSAL.search(folded, before := self.layout.clause(max(sentence_start, clause_start - 1))[0], clause_start) and before >= sentence_start:
            found = [i for i in self.layout.names(before, clause_start) if choices[i].entity.label == "COMPANY"]
            why = "targets of the clause before"  # 將華為研發的處理器,納入…
        listed = _LISTED.match(folded, clause_end)
        if listed is not None and not any(choices[i].entity.label == "COMPANY" for i in found):
            start, end = self.layout.clause(listed.end())
            more = [i for i in self.layout.names(listed.end(), end) if choices[i].entity.label == "COMPANY"]
            if more:
                found, why = [*found, *more], "targets that the next clause lists"
        if not found and act.type in _ABOUT_PARTIES:
            end = clause_start - 1
            while end > sentence_start and not found:
                start, stop = self.layout.clause(end)
                found = [i for i in self.layout.names(start, stop) if choices[i].entity.label == "COMPANY"]
                why, end = "targets from an earlier clause", start - 1
        if not found and _SAID.search(folded, sentence_start, clause_end):
            said = self._company_before(sentence_start)
            if said is not None:
                found, why = [said], "target named in a sentence before"
        entities = {choices[i].entity.id for i in found if folded[choices[i].start - 1 : choices[i].start] != "("}
        found = [i for i in found if not self._qualifies_next(i, found) and not (folded[choices[i].start - 1 : choices[i].start] == "(" and choices[i].entity.id in entities)]
        return tuple(found), why if found else ""

    def _fronted(self, act: Act, actor: Sequence[int], found: Sequence[int], homes: set[str], clause_start: int, sentence_start: int) -> list[int]:
        """Parties in the clause before that the act is done to: one ordered to do it, or one set before it by a preposition (對從中國進口的電動車,加徵…)."""
        if clause_start - 1 <= sentence_start:
            return []
        choices, folded = self.choices, self.folded
        start, end = self.layout.clause(clause_start - 1)
        if self.acts_in(start, end):
            return []
        parties = [i for i in self.layout.names(start, end) if i not in actor and choices[i].entity.label in ("COMPANY", "GPE")]
        ordered = [i for i in parties if _ORDERED.search(folded, max(start, choices[i].start - 3), choices[i].start)]
        if ordered or found or _FRONT.search(folded, start, end) is None:
            return ordered
        return [i for i in parties if (choices[i].entity.jurisdiction or choices[i].entity.id) not in homes and (self._row_marked(i, actor) or (act.type in _ON_ORIGIN and _MADE.match(folded, choices[i].end)))]

    def _qualifies_next(self, i: int, found: Sequence[int]) -> bool:
        """Whether a country only qualifies a company (中國電訊設備商|華為), or is the place of its plant (台積電|南京|廠)."""
        choices, folded = self.choices, self.folded
        if choices[i].entity.label != "GPE":
            return False
        if i > 0 and choices[i - 1].entity.label == "COMPANY" and choices[i - 1].end == choices[i].start:
            return True
        following = next((j for j in found if j > i and choices[j].entity.label in ("COMPANY", "GPE")), None)
        if following is None or choices[following].start - choices[i].end > 12:
            return False
        gap = folded[choices[i].end : choices[following].start]
        return not gap or (choices[following].entity.label == "COMPANY" and not _APART.search(gap))

    def _company_before(self, position: int) -> int | None:
        """The last company named before a place in the paragraph, at most 200 code points away."""
        low = max(self.folded.rfind("\n", 0, position) + 1, position - 200)
        named = [i for i in self.layout.names(low, position) if self.choices[i].entity.label == "COMPANY" and self.folded[self.choices[i].start - 1 : self.choices[i].start] != "("]
        return named[-1] if named else None

    def _listed(self, i: int) -> bool:
        """Whether it stands in an enumeration."""
        choice = self.choices[i]
        return self.folded[choice.end : choice.end + 1] in ("、", "和", "及", "等", "与") or self.folded[choice.start - 1 : choice.start] in ("、", "和", "及", "与")

    def _marked(self, i: int) -> bool:
        start = self.choices[i].start
        if self._embedded(self.choices[i], start):
            return False
        if self.choices[i].entity.label == "COMPANY" and _APPOSED.search(self.folded, max(0, start - 12), start):
            return True
        return bool(_TARGET.search(self.folded, max(0, start - 5), start))

    def _row_marked(self, i: int, actor: Sequence[int]) -> bool:
        """Whether a party, or the first of the row of parties in which it stands, is marked as the one acted on (對越南、泰國)."""
        choices, folded = self.choices, self.folded
        marked = self._marked(i)
        while not marked and i > 0 and i - 1 not in actor and choices[i - 1].entity.label in _PARTY and folded[choices[i - 1].end : choices[i].start] in _COORDINATED:
            i -= 1
            marked = self._marked(i)
        return marked

    def _acted_on(self, i: int, act: Act, passive: bool, actor: Sequence[int], homes: set[str]) -> bool:
        choices, folded = self.choices, self.folded
        choice = choices[i]
        if i in actor or choice.entity.label not in _PARTY or self._other_act(choice, act):
            return False
        if choice.entity.label == "PERSON" and not passive and choice.start < act.start:
            return False
        marked = self._row_marked(i, actor)
        label = choice.entity.label
        if label == "GPE" and (folded.startswith("厂", choice.end) or (_QUALIFIES.match(folded, choice.end) and (choice.entity.jurisdiction or choice.entity.id) in homes and not _CLEARLY.search(folded, max(0, choice.start - 3), choice.start))):
            return False  # the place of a plant, and the firms of one's own country that may not sell
        if label == "GPE" and act.type in _ON_ORIGIN and _INTO.search(folded, max(0, choice.start - 3), choice.start):
            return False  # 進口到美國: where they go
        if marked:
            return True
        if label == "GPE" and (choice.entity.jurisdiction or choice.entity.id) in homes:
            return False
        if label == "COMPANY":
            return choice.start >= act.start or passive or (bool(actor) and not folded.startswith("的", choice.end))
        if label == "GPE" and act.type == "tariff" and act.first < choice.start and act.complement is not None and choice.end == act.complement[0]:
            return True
        if label == "GPE" and act.type in _ON_ORIGIN and (choice.start == act.end or _MADE.match(folded, choice.end)):
            return True
        if label == "GPE" and _QUALIFIES.match(folded, choice.end):
            return choice.start >= act.start or bool(actor)
        if label == "AGENCY":
            return choice.start >= act.end and act.type == "sanction_countermeasure"
        return label == "GPE" and ((passive and choice.end <= act.start) or (choice.start >= act.end and act.type in ("sanction_countermeasure", "tariff", "subsidy_support")))

    def _other_act(self, choice: Choice, act: Act) -> bool:
        """Whether another act of its clause stands nearer: between the two."""
        return any(other is not act and ((act.last <= other.first < choice.start) or (choice.end <= other.first and other.last <= act.first)) for other in self._near(act))

    def _near(self, act: Act) -> Sequence[Act]:
        start, end = self.layout.clause(act.start)
        return self.acts[bisect_left(self.acts, start, key=_begin) : bisect_left(self.acts, end, key=_begin)]

    def _same(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Whether two actors are one; an act without an actor goes with any."""
        choices = self.choices
        homes = [{choices[i].entity.jurisdiction or choices[i].entity.id for i in group} for group in (one, other)]
        return not one or not other or bool(homes[0] & homes[1])

    # --- the object ---------------------------------------------------------------------------------------------------

    def _goods(self, act: Act, here: Sequence[int], clause_start: int, clause_end: int, sentence_start: int) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
        """The goods that the lexicon knows, and the nouns of those that only qualify one."""
        choices, folded, layout = self.choices, self.folded, self.layout
        near = self._near(act)
        goods = [i for i in here if choices[i].entity.label in _GOODS and _nearest_act(choices[i], near, folded) is act and not (act.first <= choices[i].start and choices[i].end <= act.last and choices[i].start < act.end and choices[i].end > act.start)]
        listed = _LISTED.match(folded, clause_end)
        if listed is not None:
            start, end = layout.clause(listed.end())
            if not self.acts_in(start, end):
                goods += [i for i in layout.names(listed.end(), end) if choices[i].entity.label in _GOODS]
        if not goods and clause_start - 1 > sentence_start:
            start, end = layout.clause(clause_start - 1)
            if not self.acts_in(start, end) and not _IF.match(folded, start) and (_DISPOSAL.search(folded, start, end) or not any(choices[i].entity.label == "COMPANY" for i in layout.names(start, end))):
                goods = [i for i in layout.names(start, end) if choices[i].entity.label in _GOODS]
        goods = [i for i in goods if choices[i].entity.label == "PRODUCT" or not _MAKERS.match(folded, choices[i].end)]
        headed = {i: run for i in goods if choices[i].entity.label == "TECHNOLOGY" and (run := self._head_noun(choices[i].end, clause_end)) is not None}
        goods = [i for i in goods if i not in headed]
        named = {place for i in goods if choices[i].entity.label == "PRODUCT" for place in (choices[i].start, choices[i].start - 1, choices[i].end, choices[i].end + 1)}
        goods = [i for i in goods if choices[i].entity.label == "PRODUCT" or not named & {choices[i].start, choices[i].end}]  # the 晶片 of H20晶片 says no more
        known = {choices[i].start for i in goods}
        return tuple(goods), tuple(run for run in headed.values() if run[0] not in known)

    def acts_in(self, start: int, end: int) -> bool:
        """Whether an act begins in a stretch."""
        k = bisect_left(self.acts, start, key=_begin)
        return k < len(self.acts) and self.acts[k].start < end

    def _phrases(self, act: Act, near: Sequence[Act], clause_start: int, clause_end: int) -> list[tuple[int, int]]:
        """A noun phrase before what the operator acts on, else after the act, else before it; else what the operator acts on, where that is a permit or money."""
        folded = self.folded
        following = min([clause_end, *(other.first for other in near if other.first >= act.last)])
        preceding = max([clause_start, *(other.last for other in near if other.last <= act.first)])
        complement = act.complement
        if complement is not None and complement[0] >= act.first and complement[0] - act.first > 2:
            runs = self._runs(max(act.first + 2, complement[0] - 24), complement[0])
            if runs and _RESTRICTED.fullmatch(folded, runs[-1][1], complement[0]):
                return [runs[-1]]
        if act.kind in (None, "flow", "supply") or act.kind == "probe":
            runs = self._runs(act.last, min(following, act.last + 16)) if act.kind != "probe" else []
            if runs and runs[0][0] - act.last <= 1:
                return runs[: 1 if not folded.startswith(("、", "和", "与", "及", "或"), runs[0][1]) else 2]
        runs = self._runs(max(preceding, act.first - 24), act.first)
        marked = [run for run in runs if self._about(run[0])]
        if marked:
            first = runs.index(marked[0])
            return [marked[0], *(run for run, last in zip(runs[first + 1 :], runs[first:], strict=False) if folded[last[1] : run[0]] in ("、", "和", "与", "及"))]
        if complement is not None and (act.kind in ("permission", "dealing") or (act.kind == "support" and folded[complement[1] - 1] in "算券金款")):
            return [complement]
        return []

    def _coordinated(self, goods: Sequence[int], clause_start: int, clause_end: int) -> list[tuple[int, int]]:
        """Noun phrases in a row with goods that the lexicon knows (AI晶片、仿生靈巧手)."""
        folded, found = self.folded, []
        for i in goods:
            start, end = self.choices[i].start, self.choices[i].end
            joined = _AND.match(folded, end, clause_end)
            if joined is not None:
                run = next(iter(self._runs(joined.end(), min(clause_end, joined.end() + 12))), None)
                if run is not None and run[0] - joined.end() <= 2:
                    found.append(run)
            if start - 1 > clause_start and folded[start - 1] in "、和与及":
                runs = self._runs(max(clause_start, start - 13), start - 1)
                if runs and runs[-1][1] == start - 1:
                    found.append(runs[-1])
        return list(dict.fromkeys(found))

    def _head_noun(self, position: int, clause_end: int) -> tuple[int, int] | None:
        """The noun that goods only qualify (電池製造相關的|礦產)."""
        link = _RELATED.match(self.folded, position)
        if link is None:
            return None
        run = next(iter(self._runs(link.end(), min(clause_end, link.end() + 12))), None)
        return run if run is not None and run[0] == link.end() else None

    def _about(self, position: int) -> bool:
        """Whether a preposition of what an act is about stands before a place, a country between them left out (對中國|汽車)."""
        for i in reversed(self.layout.names(max(0, position - 16), position)):
            gap = self.folded[self.choices[i].end : position]
            if _IMPORTED.fullmatch(gap):
                return True  # 從中國進口的|商品
            if gap in ("", "的", "的所有", "生产的", "制造的"):
                position = self.choices[i].start
        return bool(_ABOUT.search(self.folded, max(0, position - 5), position))

    def _runs(self, low: int, high: int) -> list[tuple[int, int]]:
        return [run for run in noun_phrases(self.folded, low, high, self.choices, self.layout, self.tables) if not _MAKERS.match(self.folded, run[1])]

    def _without(self, names: Sequence[int], start: int, end: int) -> str:
        """A stretch of text with names left out."""
        text, position = "", start
        for i in names:
            text += self.folded[position : self.choices[i].start]
            position = self.choices[i].end
        return text + self.folded[position:end]


_ON_OWN_ACCOUNT = frozenset({"actor", "fund", "measure", "official"})
"""What an act needs that private parties do too."""
_NEED_ACTOR = frozenset({"actor", "fund", "grant", "measure", "named", "official", "party", "sum"})
"""Needs that nothing but a public actor meets."""
_FLOWS = frozenset({"export_control", "license_decision", "outbound_control"})
_ABOUT_PARTIES = frozenset({"antitrust_probe", "corporate_control_order", "enforcement_prosecution", "entity_listing", "inbound_investment_review", "legislation", "regulatory_summons", "sanction_countermeasure", "state_equity"})
"""Types whose object is a good that the lexicon knows or none: they act on parties."""
_RESTRICTED = re.compile("(?:的|新|出口|进口|输出|管制|限制|临时|额外|销售|对华|输华)*")
"""What may stand between a good and the restriction on it (設備|出口管制|禁令)."""
_MAKERS = re.compile("制造商|生产商|设备商|供应商|开发商|运营商|厂|巨头|龙头|公司|企业|业者|商(?!品)|等问题|问题|(?:等[^,。]{0,4})?为由")
"""What follows goods that only tell whose business it is (晶片製造商), or a reason (以芬太尼等問題為由)."""
_RELATED = re.compile("(?:制造|生产|研发)?(?:相关|所需|所用|专用|用)的")
_AND = re.compile("[、和与及]|以及")
_ABOUT = re.compile("(?:对|对从|对自|进口自|来自|就|将|把|针对|原产于|进口|部分)(?:了|其|所有|部分|相关|进口)?$")


_IMPORTED = re.compile("(?:进口|进口到|出口到|输往)(?:的|的所有)?")
_NEXT = re.compile("[、,并]|同时|以及")


def _begin(act: Act) -> int:
    return act.start


def _nearest_act(choice: Choice, inside: Sequence[Act], folded: str) -> Act | None:
    """The act of its clause that a good belongs to: the last one that begins before it and is not closed off by a connective, else the next."""
    k = bisect_right([act.first for act in inside], choice.start)
    if not k:
        return inside[0] if inside else None
    if k < len(inside) and inside[k - 1].last <= choice.start and _NEXT.search(folded, inside[k - 1].last, choice.start):
        return inside[k]
    return inside[k - 1]
