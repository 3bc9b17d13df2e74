"""On whom an act is done: parties in its clause, or in one beside it."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from ..disambiguation import Choice
from ..regex import lazy
from .acts import GOODS, Act
from .scene import ABOUT_PARTIES, APPOSED, COORDINATED, DISPOSAL, LISTED, PARTY, QUALIFIES, TOWARDS, Scene

__all__ = ["Targets"]

_TARGET = lazy(rf"(?:{TOWARDS}|约谈|召见|召集|约见|制裁|包括|包含|涵盖|涉及|例如|禁止|允许|准许|批准|同意|阻止|限制|防堵|避免|防止|支持|补助|协助|扶持|起诉|逮捕|收购|入股|接管|停止|叫停|有关|关于|瞄准|锁定|波及|直指)(?:了|其|整个|多家|部分|前|原|[0-9一二三四五六七八九十百两数多]{{1,4}}[家名个间])?$")
_ORIGIN = lazy("[从自](?:[0-9一二三四五六七八九十百多数]{1,4}[家间个])?$")
_CLEARLY = lazy("(?:对(?<!反对)|向|原产于|来自)$")
_ON_ORIGIN = frozenset({"import_control", "security_review", "tariff", "trade_probe"})
_MADE = lazy("制(?!裁)|产(?!业)|生产的|进口(?![商量额])|输[美欧]|销[美欧]")
"""What follows the country from which regulated goods come (中國製無人機)."""
_APART = lazy("[、,和与及向对的在等给]|出口|进口|销|售|输")
_ORDERED = lazy("(?:要求|责令|命令|下令|指示|通知|告知|禁止)$")
_INTO = lazy("(?:(?:进口|出口|销|输|运)[到至往]|输入|进入|运入)$")
_PARTNERS = lazy("的?(?:最大|主要|重要|众多)?[^,。;]{0,2}(?:伙伴|盟友|盟国)")
_AFFECTED = lazy("[^,。;]{0,6}(?:有何|有什么|造成|带来|构成|产生)?[^,。;]{0,4}(?:影响|冲击|不利|有利)")
"""What follows those whom a measure only affects (關稅對美國|經濟有何影響)."""
_STRICKEN = lazy("(?:[^,。;的]{0,4}[地灾]震|[^,。;的]{0,4}[风水]灾)?灾区")
"""What follows a place that tells where those live who are helped (花蓮|災區的投保人)."""
_WENT = lazy("(?:[到赴往在于]|前往)$")
"""What stands before a place where those go, or are, who are helped (資助學生到|日本|交流)."""
_PASSED = lazy("[^,。;的]{0,10}(?:通过|提出|审议过?|表决)的")
"""What follows a body that dealt with a bill before (眾議院|上周通過的法案)."""
_LOCAL = lazy("(?:政府|市政府|区政府|等地?政府|、|和|及|与)")
"""What follows a place whose government is summoned."""
_RECEIVES = lazy("(?:提出|提交|申请|请求|建议|登记|呈交|呈报)")
"""What follows a body to which somebody hands something (向國會|提交)."""
_MAKES_IT = lazy(r"(?:\([^()]{0,20}\))?(?:对|的制裁|的决议|施加的|实施的)")
"""What follows a body whose own measure is told (聯合國|對北韓的制裁)."""
_BOUGHT = lazy("(?:采购|购买|订购|使用|采用)了?$")
_BASIS = lazy("在[^,。;]{2,20}(?:基础上|前提下|情况下)")
_FRONT = lazy("[对向将把]|针对|就")
"""What sets a party or goods before the verb."""
_SAID = lazy("(?:该|此|这家|这些|两家)(?:公司|企业|厂|平台)|其(?![他它中实余次])")


class Targets:
    """Finds the parties that an act of a scene is done to."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def of(self, act: Act, here: Sequence[int], actor: tuple[int, ...], passive: bool, clause_start: int, clause_end: int, sentence_start: int) -> tuple[tuple[int, ...], str]:
        """The parties that an act is done to, and the reason.

        Args:
            act: the act.
            here: names in its clause.
            actor: who acts.
            passive: whether the subject of its clause is acted upon.
            clause_start: where its clause begins.
            clause_end: where its clause ends.
            sentence_start: where its sentence begins.
        """
        choices, folded = self.scene.choices, self.scene.folded
        part = self.scene.layout.part(clause_start)
        homes = {choices[i].entity.jurisdiction or choices[i].entity.id for i in actor}
        found = [i for i in here if self._acted_on(i, act, passive, actor, homes)]
        why = "targets in the clause"
        fronted = self._fronted(act, actor, found, homes, clause_start, part)
        if fronted:
            found, why = [*fronted, *found], "targets of the clause before"
        if passive and not any(choices[i].end <= act.start for i in found) and clause_start - 1 > part and not any(choices[i].entity.label == "COMPANY" for i in found):
            start, end = self.scene.layout.clause(clause_start - 1)
            subjects = [i for i in self.scene.layout.names(start, end) if choices[i].entity.label in ("COMPANY", "GPE") and i not in actor and (self.scene.is_subject(choices[i]) or self._listed(i))]
            if subjects and not found:
                found, why = subjects, "targets are the subject of the clause before"
        if not found and DISPOSAL.search(folded, before := self.scene.layout.clause(max(part, clause_start - 1))[0], clause_start) and before >= part:
            found = [i for i in self.scene.layout.names(before, clause_start) if choices[i].entity.label == "COMPANY"]
            why = "targets of the clause before"  # 將華為研發的處理器,納入…
        listed = LISTED.match(folded, clause_end)
        if listed is not None and not any(choices[i].entity.label == "COMPANY" for i in found):
            start, end = self.scene.layout.clause(listed.end())
            more = [i for i in self.scene.layout.names(listed.end(), end) if choices[i].entity.label == "COMPANY"]
            if more:
                found, why = [*found, *more], "targets that the next clause lists"
        if not found and act.type in ABOUT_PARTIES:
            end = clause_start - 1
            while end > part and not found:
                start, stop = self.scene.layout.clause(end)
                found = [i for i in self.scene.layout.names(start, stop) if choices[i].entity.label == "COMPANY" and not self._followed(choices[i], GOODS)]
                why, end = "targets from an earlier clause", start - 1
        if not found and act.type != "tariff" and _SAID.search(folded, sentence_start, clause_end):
            said = self._company_before(sentence_start)
            if said is not None:
                found, why = [said], "target named in a sentence before"
        entities = {choices[i].entity.id for i in found if folded[choices[i].start - 1 : choices[i].start] != "("}
        found = [i for i in found if not self._qualifies_next(i, found) and not (folded[choices[i].start - 1 : choices[i].start] == "(" and choices[i].entity.id in entities)]
        return tuple(found), why if found else ""

    def _fronted(self, act: Act, actor: Sequence[int], found: Sequence[int], homes: set[str], clause_start: int, part: int) -> list[int]:
        """Parties in the clause before that the act is done to: one ordered to do it, or one set before it by a preposition (對從中國進口的電動車,加徵…)."""
        if clause_start - 1 <= part:
            return []
        choices, folded = self.scene.choices, self.scene.folded
        start, end = self.scene.layout.clause(clause_start - 1)
        if _BASIS.fullmatch(folded, start, end) and start - 1 > part:
            start, end = self.scene.layout.clause(start - 1)
        if self.scene.acts_in(start, end):
            return []
        parties = [i for i in self.scene.layout.names(start, end) if i not in actor and choices[i].entity.label in ("COMPANY", "GPE")]
        ordered = [i for i in parties if _ORDERED.search(folded, max(start, choices[i].start - 3), choices[i].start)]
        if ordered or found or _FRONT.search(folded, start, end) is None:
            return ordered
        return [i for i in parties if (choices[i].entity.jurisdiction or choices[i].entity.id) not in homes and (self._in_row(self._marked, i, actor) or (act.type in _ON_ORIGIN and _MADE.match(folded, choices[i].end)))]

    def _qualifies_next(self, i: int, found: Sequence[int]) -> bool:
        """Whether a country only qualifies a company (中國電訊設備商|華為), or is the place of its plant (台積電|南京|廠)."""
        choices, folded = self.scene.choices, self.scene.folded
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
        low = max(self.scene.folded.rfind("\n", 0, position) + 1, position - 200)
        named = [i for i in self.scene.layout.names(low, position) if self.scene.choices[i].entity.label == "COMPANY" and self.scene.folded[self.scene.choices[i].start - 1 : self.scene.choices[i].start] != "("]
        return named[-1] if named else None

    def _listed(self, i: int) -> bool:
        """Whether it stands in an enumeration."""
        choice = self.scene.choices[i]
        return self.scene.folded[choice.end : choice.end + 1] in ("、", "和", "及", "等", "与") or self.scene.folded[choice.start - 1 : choice.start] in ("、", "和", "及", "与")

    def _from(self, i: int) -> bool:
        start = self.scene.choices[i].start
        return _ORIGIN.search(self.scene.folded, max(0, start - 6), start) is not None

    def _marked(self, i: int) -> bool:
        start = self.scene.choices[i].start
        if self.scene.embedded(self.scene.choices[i], start):
            return False
        if self.scene.choices[i].entity.label == "COMPANY" and APPOSED.search(self.scene.folded, max(0, start - 12), start):
            return True
        return bool(_TARGET.search(self.scene.folded, max(0, start - 9), start))

    def _in_row(self, marked_as: Callable[[int], bool], i: int, actor: Sequence[int]) -> bool:
        """Whether a party, or the first of the row of parties in which it stands (對越南、泰國), is marked in some way."""
        choices, folded = self.scene.choices, self.scene.folded
        marked = marked_as(i)
        while not marked and i > 0 and i - 1 not in actor and choices[i - 1].entity.label in PARTY and folded[choices[i - 1].end : choices[i].start] in COORDINATED:
            i -= 1
            marked = marked_as(i)
        return marked

    def _acted_on(self, i: int, act: Act, passive: bool, actor: Sequence[int], homes: set[str]) -> bool:
        choices, folded = self.scene.choices, self.scene.folded
        choice = choices[i]
        if i in actor or choice.entity.label not in PARTY:
            return False
        if act.type == "sanction_countermeasure" and choice.end <= act.first and choice.entity.label in ("GPE", "AGENCY") and self.scene.countered(choice, choice.start) == act.first:
            return True  # 對|美國|加徵關稅採取反制
        if self._other_act(choice, act):
            return False
        if choice.entity.label == "PERSON" and not passive and choice.start < act.start:
            return False
        label = choice.entity.label
        if act.type == "trade_deal" and choice.start > act.first and folded[choice.start - 1] in "与和同跟" and (choice.entity.jurisdiction or choice.entity.id) not in homes:
            return True  # 終止與瑞士的協議
        if label == "AGENCY" and folded.startswith("向", choice.start - 1) and (act.type in _ON_ORIGIN or _RECEIVES.match(folded, choice.end)):
            return False  # 向稅則委員會提出
        if label == "AGENCY" and act.type == "sanction_countermeasure" and (_MAKES_IT.match(folded, choice.end) or folded.startswith("(", choice.start - 1)):
            return False
        if label == "GPE" and choice.start > act.first and (choice.entity.jurisdiction or choice.entity.id) in homes and folded.startswith("对", choice.start - 1) and _AFFECTED.match(folded, choice.end):
            return False
        if any(choices[j].start == choice.end for j in actor):
            return False  # 美國|貿易代表署
        if label == "AGENCY" and act.type == "legislation" and choice.start >= act.start and _PASSED.match(folded, choice.end):
            return False
        if label == "GPE" and act.type == "regulatory_summons" and choice.end <= act.first and not choice.entity.id.startswith("country-") and self._local(i, act):
            return True  # 對A市、B市政府負責人進行約談
        marked = self._in_row(self._marked, i, actor)
        if label == "GPE" and ((folded.startswith("厂", choice.end) and not folded.startswith("厂商", choice.end)) or (QUALIFIES.match(folded, choice.end) and (choice.entity.jurisdiction or choice.entity.id) in homes and not _CLEARLY.search(folded, max(0, choice.start - 3), choice.start))):
            return False  # the place of a plant, and the firms of one's own country that may not sell
        if label == "GPE" and (choice.entity.jurisdiction or choice.entity.id) in homes and _PARTNERS.match(folded, choice.end):
            return False  # 美國最大貿易夥伴
        if label == "GPE" and act.type in _ON_ORIGIN and choice.start != act.end and _INTO.search(folded, max(0, choice.start - 3), choice.start):
            return False  # 進口到美國: where they go
        if label == "COMPANY" and act.direction == "relax" and _BOUGHT.search(folded, max(0, choice.start - 3), choice.start) and self._followed(choice, ("PRODUCT",)):
            return False  # 批准企業採購輝達的|H200
        if marked or (label == "GPE" and act.type in _ON_ORIGIN and self._in_row(self._from, i, actor)):
            return True
        if label == "GPE" and (choice.entity.jurisdiction or choice.entity.id) in homes:
            return False
        if passive and choice.end <= act.first and folded.startswith("的", act.last):
            return False  # who acts on those that the passive qualifies (X把模型提供給被列入黑名單的|企業)
        if label == "COMPANY" and actor and choice.end <= choices[actor[0]].start and self.scene.asked(choices[actor[0]]):
            return False  # 輝達呼籲華府放寬管制
        if label == "COMPANY":
            return choice.start >= act.start or passive or (bool(actor) and not folded.startswith("的", choice.end))
        if label == "GPE" and act.type == "tariff" and act.first < choice.start and act.complement is not None and choice.end == act.complement[0]:
            return True
        if label == "GPE" and act.type == "outbound_control" and (choice.start == act.end or folded.startswith("投资", choice.start - 2)):
            return True
        if label == "GPE" and act.type in _ON_ORIGIN and (choice.start == act.end or _MADE.match(folded, choice.end)):
            return True
        if label == "GPE" and QUALIFIES.match(folded, choice.end):
            return choice.start >= act.start or bool(actor)
        if label == "AGENCY":
            return choice.start >= act.end and act.type == "sanction_countermeasure"
        return label == "GPE" and ((passive and choice.end <= act.start) or (choice.start >= act.end and act.type in ("import_control", "sanction_countermeasure", "tariff", "subsidy_support")))

    def helped(self, act: Act, targets: tuple[int, ...]) -> tuple[int, ...]:
        """The targets of an act, but for places that only tell where those live or go who are helped (補助花蓮|災區的保戶, 資助學生到|日本)."""
        if act.type != "subsidy_support":
            return targets
        choices, folded = self.scene.choices, self.scene.folded
        return tuple(i for i in targets if choices[i].entity.label not in ("AGENCY", "GPE") or not (_STRICKEN.match(folded, choices[i].end) or _WENT.search(folded, max(0, choices[i].start - 2), choices[i].start)))

    def _local(self, i: int, act: Act) -> bool:
        """Whether it is a place, or one of a row of places, whose government 對 sets before an act."""
        choices, folded = self.scene.choices, self.scene.folded
        front = folded.rfind("对", self.scene.clause(act)[0], choices[i].start)
        return front >= 0 and "政府" in folded[choices[i].end : act.first] and _LOCAL.match(folded, choices[i].end) is not None

    def _followed(self, choice: Choice, labels: Container[str]) -> bool:
        """Whether a name of one of these labels stands right behind a company, and so tells what it makes (輝達|晶片, 輝達的|H200)."""
        end = choice.end + self.scene.folded.startswith("的", choice.end)
        return any(self.scene.choices[i].entity.label in labels for i in self.scene.layout.names(end, end + 1))

    def _other_act(self, choice: Choice, act: Act) -> bool:
        """Whether another act of its clause stands nearer: between the two."""
        return any(other is not act and ((act.last <= other.first < choice.start) or (choice.end <= other.first and other.last <= act.first)) for other in self.scene.near(act))
