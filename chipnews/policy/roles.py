"""Who acts, on whom, on what: roles bound inside the clause, inherited where the clause names none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..regex import lazy
from .acts import Act
from .goods import Goods
from .parties import unnamed_parties
from .scene import ABOUT_PARTIES, CONDITIONAL, PARTY, QUALIFIES, Scene
from .targets import Targets

__all__ = ["Binder", "Roles"]

NEAR = 300
"""How far, in code points, a text goes on about a measure without naming again whose it is."""
_SUIT = lazy("[在向][^,。;]{0,20}法院(?:对[^,。;]{0,12})?$")
"""Where a private party sues (在法院起訴), unless an agency stands before it."""
_BUT = lazy("但|惟|却|而|然而|不过")
"""What begins a clause about somebody or something else."""
_PASSIVE = lazy(r"(?:(?:被|遭)[^,。;将对的]{0,8}|(?:获|受(?!限|制)|遭到|受到|获得)[^,。;]{0,3})$")
"""Read in the clause before the act, names left out, so that an agent may stand between (被美國列入)."""
_FIRM = lazy("(?:公司|股东|我司|厂家|企业|业者|用户|客户|网友|民众|投资人|消费者|学者|专家|分析师|董事会|法人|原告|家长|学生|雇主|资本)(?!的?[名清]单)(?:名?[^,。;对向由经]{0,6})$")
"""A private party without a name right before an act."""
_ACTED_ON = lazy("[对向将把给为让使令]|要求|指示|通知|禁止|允许|准许|约谈|召集")
"""What makes a party before an act the one that is acted upon."""
_STATES = lazy("(?:政府|当局|方)?(?:重申|强调|明确|规定|要求|宣布|决定|表示)?,")
"""What follows a country that states what others must not do, up to the end of its clause."""
_TELLS = lazy("(?:周[一二三四五六日]|[0-9]{1,2}日|今天|今日|昨天|昨日)?(?:宣称|称|表示|宣布|指出|公布|公告|证实|说明|指)(?!定|向|控|责)")
"""What follows a body that tells of what is done to somebody."""
_STATING = lazy("(?:政府|当局|方)?(?:宣布|公布|决定|表示|指出|指|称|说|威胁|扬言),")
"""What follows, up to the end of its clause, the one of several whose words the next clause tells (回應|美國|宣布,)."""
_GOVERNMENT = lazy("政府|当局|主管|监管|有关部门|相关部门|官员")
"""Bodies without a name that any country has."""
_ALSO = lazy("并|且|同时|以及|也|还|另")
"""What begins a clause that goes on with the subject of the one before."""
_EXCEPT = lazy("除(?!夕|非)了?")
_ASKED_OF_OTHERS = lazy("(?:呼吁|敦促|促请|吁请|要求|希望|盼|建议)(?:其)?(?:各方|各国|盟友|盟国|国际社会|发达国家|西方国家|其他国家|伙伴国家?|友邦)(?!的)")
"""Those without a name whom somebody asks to act."""
_LAWMAKERS = lazy("(?:立委|议员|党团|在野党|执政党|反对党|跨党派)[^,。;]{0,8}$")
"""Members of a parliament without a name, right before an act."""
_DOES_TO = lazy("对(?<!反对)[^,。;]*(?:进行|展开)了?$")
"""A phrase that tells on whom, up to the verb (對|涉及的A市|進行了)."""
_WHO_DID = lazy("[^,。;]{0,14}的[^,。;的]{0,10}")
"""What stands between an act and the lawmaker whom it qualifies (提出草案的立委|某人)."""
_STATE_THAT = lazy("的[^,。;的]{0,4}(?:国家|伙伴|地区|经济体)")
"""The states that an act qualifies."""
_HANDS_ON = lazy("(?:关于)?(?:提请|函请|送请)")
"""What stands between one who hands in a draft and what others do with it (行政院|函請|審議)."""
_HE = lazy("(?<![对向给与和由被把将为让使替就在其])[他她](?![们国人])")
"""A pronoun that acts."""
_SAYS = lazy("(?:[^,。;:]{0,6}(?:表示|宣布|透露|威胁|扬言)|说|称|指(?!责|控))")
"""What follows the person who speaks, whom a pronoun means rather than another."""
_COMMENTS = lazy("(?:[也又则还])?(?:关注|质疑|批评|分析|直言|质问|追问)")
"""What follows a person who only speaks of what others do."""
_ROW = lazy("[、和及与]|等|做好|开展")
"""What follows a place that is given means for something."""
_OPPOSES = lazy("反对|批评|抨击|谴责|指责|不满")
"""What those do to whom a measure is done."""
_AT = lazy("(?:[在向至到赴对][^,。;]{0,6}|学生|青年|儿童)$")
_ON_OWN_ACCOUNT = frozenset({"actor", "fund", "measure", "official"})
"""What an act needs that private parties do too."""
_NEED_ACTOR = frozenset({"actor", "fund", "grant", "measure", "named", "official", "party", "sum"})
"""Needs that nothing but a public actor meets."""
_FLOWS = frozenset({"export_control", "license_decision", "outbound_control"})


class Roles(NamedTuple):
    """Indices of choices; phrases are places in the text."""

    actor: tuple[int, ...]
    target: tuple[int, ...]
    destination: tuple[int, ...]
    object: tuple[int, ...]
    phrases: tuple[tuple[int, int], ...]
    parties: tuple[tuple[int, int], ...]
    """Places of the parties without a name that are acted upon."""
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
    """Binds the roles of the acts of a scene, in order; finds the actor itself."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.targets, self.goods = scene, Targets(scene), Goods(scene)
        self.told: Bound | None = None
        """The frame before, in whatever paragraph."""
        self.before: Bound | None = None
        """The frame before, if it stands in the same paragraph."""

    def bind(self, act: Act) -> Roles | None:
        """Roles of an act, or None if it is a private party's or nobody's."""
        folded, layout, choices = self.scene.folded, self.scene.layout, self.scene.choices
        if self.before is not None and "\n" in folded[self.before.act.last : act.start]:
            self.before = None
        sentence_start, _ = layout.sentence(act.start)
        clause_start, clause_end = self.scene.clause(act)
        here = layout.names(clause_start, clause_end)
        begins = act.first if act.subject == "actor" and act.complement is not None and act.complement[0] == act.start else act.start
        earlier = [i for i in here if choices[i].end <= begins]
        passive = act.subject == "target" or bool(_PASSIVE.search(self._without(earlier, clause_start, act.start)))
        actor, why, unnamed, inherited = self._subject(act, earlier, clause_start, sentence_start, passive)
        if actor is None:
            return None
        if act.type == "trade_deal" and actor:
            actor = self._with_partners(actor, earlier)
        if act.needs in _NEED_ACTOR and not actor and not unnamed and not self.told_of(act):
            return None  # nothing that the roles could add makes it an act
        targets, towards = self.targets.of(act, here, actor, passive, clause_start, clause_end, sentence_start)
        condition = layout.clause(choices[actor[0]].start)[0] if actor else sentence_start
        if why == "actor from an earlier clause" and (CONDITIONAL.match(folded, sentence_start) or CONDITIONAL.match(folded, condition) or self.scene.asked(choices[actor[0]]) or _OPPOSES.search(folded, sentence_start, clause_start)) and {self._identity(i) for i in actor} & {self._identity(i) for i in targets}:
            asks = [i for i in layout.names(sentence_start, choices[actor[0]].start) if self.scene.public(choices[i]) and self.scene.is_subject(choices[i])] if self.scene.asked(choices[actor[0]]) else []
            opposed = [i for i in layout.names(sentence_start, clause_start) if i not in actor and _OPPOSES.search(folded, max(0, choices[i].start - 2), choices[i].start) and self.scene.public(choices[i])]
            says = [i for i in layout.names(sentence_start, condition) if _SAYS.match(folded, choices[i].end) and self.scene.public(choices[i])] if CONDITIONAL.match(folded, condition) else []
            says = says or list(self._pronoun(sentence_start, condition))
            actor, unnamed = self.scene.head(asks) if asks else tuple(opposed[:1] or says[-1:]), True  # 如果俄方不…,將對俄徵收: whoever it is done to does not act
            why = "actor that asks" if asks else "actor that is opposed" if opposed else "actor that speaks" if says else "who does it to the one named is not told"
        elif inherited and {self._identity(i) for i in actor} & {self._identity(i) for i in targets}:
            actor, unnamed, why = (), True, "who does it to the one named is not told"
        targets = tuple(i for i in targets if choices[i].entity.label == "GPE" or self._identity(i) not in {self._identity(j) for j in actor})
        objects, nouns = self.goods.named(act, here, clause_start, clause_end, sentence_start)
        if not targets:
            targets = tuple(j for i in objects for j in self._countries_in(i) if not actor or not self._same(actor, (j,)))
            towards = "the country in the name of the goods" if targets else towards
        if not targets and not _BUT.match(folded, clause_start) and self.before is not None and self._alike(self.before.act, act, sentence_start) and self._same(actor, self.before.roles.actor) and self.before.roles.target and ";" not in folded[self.before.act.last : clause_start]:
            targets, towards = self.before.roles.target, "targets of the act before"
        if not actor and unnamed and not passive and (body := self._generic(sentence_start, act.start)) is not None and _GOVERNMENT.match(body.group()):
            actor = self._country(act.start, targets)
            why = "the only country that the paragraph names" if actor else why
        destination = tuple(i for i in targets if choices[i].entity.label == "GPE" and act.type in _FLOWS and not QUALIFIES.match(folded, choices[i].end))
        return Roles(actor, targets, destination, objects, nouns, (), inherited, unnamed, tuple(reason for reason in (why, towards) if reason))

    def described(self, act: Act, roles: Roles) -> Roles:
        """The roles of an act that holds, with the noun phrases that name what it is about: apart, since to find words is dear and most candidates are no acts."""
        roles = roles._replace(target=self.targets.helped(act, roles.target))
        clause_start, clause_end = self.scene.clause(act)
        phrases: list[tuple[int, int]] = []
        if roles.object:
            phrases = self.goods.coordinated(roles.object, clause_start, clause_end)
        elif act.type not in ABOUT_PARTIES or act.kind == "dealing":
            phrases = self.goods.phrases(act, self.scene.near(act), clause_start, clause_end)
        elsewhere = self._goods_before(act, roles) if act.kind == "restriction" and phrases == [act.complement] else None
        if elsewhere is not None:
            roles, phrases = roles._replace(object=elsewhere.object), list(elsewhere.phrases)
        named = [self.scene.choices[i].start for i in roles.object]
        phrases = [run for run in dict.fromkeys([*phrases, *roles.phrases]) if not any(run[0] <= start < run[1] for start in named)]
        parties = unnamed_parties(act, self.scene, roles.target, clause_start, clause_end)
        phrases = [run for run in phrases if not any(start < run[1] and run[0] < end for start, end in parties)]
        about = "objects are goods in the clause" if roles.object else "object by segmentation" if phrases else ""
        upon = "parties without a name in the clause" if parties else ""
        return roles._replace(phrases=tuple(phrases), parties=tuple(parties), reasons=(*roles.reasons, *(reason for reason in (about, upon) if reason)))

    def _goods_before(self, act: Act, roles: Roles) -> Roles | None:
        """The roles of the act before, if it is of one kind in the same sentence and names goods: those whose measure this one changes (取消零件的關稅,免除5%的|稅率)."""
        if self.before is None or self.before.act.type != act.type or self.before.act.direction != act.direction or self.before.act.first < self.scene.layout.sentence(act.start)[0]:
            return None
        earlier = self.before.roles
        return earlier if (earlier.object or earlier.phrases) and self._same(roles.actor, earlier.actor) and self.before.act.complement not in earlier.phrases else None

    def done(self, act: Act, roles: Roles) -> None:
        """Remember a framed act for those after it."""
        self.before = self.told = Bound(act, roles)

    def told_of(self, act: Act) -> bool:
        """Whether the text has told of a measure of the same kind not far before, in whatever paragraph."""
        if self.told is None:
            return False
        told = self.told.act
        return act.start - told.last <= NEAR and (told.type == act.type or {told.type, act.type} <= _FLOWS)

    def _subject(self, act: Act, earlier: Sequence[int], clause_start: int, sentence_start: int, passive: bool) -> tuple[tuple[int, ...] | None, str, bool, bool]:
        """(actor, reason, whether an unnamed public body, whether from another sentence); the actor is None where a private party acts."""
        choices, folded, layout = self.scene.choices, self.scene.folded, self.scene.layout
        found = self._in_clause(earlier, act, passive)
        if found is None:
            return None, "", False, False
        suit = _SUIT.search(folded, clause_start, act.start) if act.needs == "agency" else None
        if suit is not None:
            found = tuple(i for i in earlier if choices[i].entity.label == "AGENCY" and clause_start <= choices[i].start and choices[i].end <= suit.start())[-1:]
            if not found:
                return None, "", False, False
        nearest = choices[earlier[-1]].end if earlier else clause_start
        if act.needs in _ON_OWN_ACCOUNT and not passive and (firm := _FIRM.search(folded, max(nearest, act.start - 12), act.start)) and not _ACTED_ON.search(folded, clause_start, firm.start()):
            return None, "", False, False
        generic = self._generic(clause_start, layout.sentence(act.start)[1] if passive else act.start)
        after_found = choices[found[-1]].end if found else clause_start
        if not passive and _ASKED_OF_OTHERS.search(folded, after_found, act.start):
            return (), "those who are asked have no name", True, False
        if found:
            return found, "actor in the clause", generic is not None, False
        if act.operator and not passive and folded.startswith("的", act.last):
            headed = [i for i in layout.names(act.last + 1, act.last + 2) if choices[i].entity.label in ("GPE", "AGENCY") and self.scene.public(choices[i]) and not QUALIFIES.match(folded, choices[i].end)]
            if headed:
                return tuple(headed), "actor that the act qualifies", False, False  # 對電動車展開調查的|歐盟
        if act.type == "legislation" and act.operator and not passive:
            lawmaker = next((i for i in layout.names(act.last, layout.clause(act.last)[1]) if choices[i].entity.label == "PERSON"), None)
            if lawmaker is not None and self.scene.public(choices[lawmaker]) and _WHO_DID.fullmatch(folded, act.last, choices[lawmaker].start):
                return (lawmaker,), "actor that the act qualifies", False, False
        if self.before is not None and self.before.roles.actor and sentence_start <= self.before.act.start and not passive and _ALSO.match(folded, clause_start):
            return self.before.roles.actor, "actor of the act before", generic is not None, self.before.roles.inherited
        meant = self._pronoun(clause_start, act.first) if not passive else ()
        if meant:
            return meant, "actor by a pronoun", generic is not None, False
        if not passive and _STATE_THAT.match(folded, act.last):
            return (), "a state without a name", True, False  # 對歐盟加徵關稅的|貿易夥伴
        after = {self._identity(i) for i in layout.names(*layout.clause(act.start))}
        end = clause_start - 1
        while end > sentence_start:
            start, stop = layout.clause(end)
            names = layout.names(start, stop)
            subjects = [i for i in names if self.scene.public(choices[i]) and self.scene.is_subject(choices[i])]
            if subjects and not passive and self.before is not None and start <= self.before.act.last <= choices[subjects[0]].start and self.before.roles.actor:
                return self.before.roles.actor, "actor of the act before", generic is not None, self.before.roles.inherited  # 放寬|前任政府制定的限制,允許…
            if not passive:
                subjects = [i for i in subjects if choices[i].entity.label != "PERSON" or _COMMENTS.match(folded, choices[i].end) is None or self.scene.asked(choices[i])]
            if act.type == "subsidy_support":
                subjects = [i for i in subjects if not (folded.startswith("支持", self.scene.beginning(choices[i]) - 2) and _ROW.match(folded, choices[i].end))]  # 撥款支持|某省、某省做好防災,給予補助
            subjects = subjects[:1] + [i for i in subjects[1:] if self.scene.countered(choices[i], choices[i].start) is None]
            if passive:
                subjects = [i for i in subjects if choices[i].entity.label == "AGENCY" or _STATES.match(folded, choices[i].end)]
            company = any(choices[i].entity.label == "COMPANY" and self.scene.is_subject(choices[i]) and self._identity(i) not in after for i in names)
            if not subjects and company and not passive and generic is None and act.needs not in ("public", "") and not CONDITIONAL.match(folded, start) and not self.scene.acts_in(start, stop):
                return None, "", False, False  # a company is the subject, and acts on its own account
            if subjects:
                asked = [i for i in subjects if self.scene.asked(choices[i])] or [i for i in subjects if self.scene.judged(choices[i])]
                if not asked and _STATING.match(folded, choices[subjects[-1]].end):
                    return self.scene.head(subjects, nearest=True), "actor from an earlier clause", generic is not None, False
                return self.scene.head(asked or subjects), "actor from an earlier clause", generic is not None, False
            end = start - 1
        if not passive and _EXCEPT.match(folded, clause_start):
            start, stop = layout.clause(layout.clause(act.start)[1] + 1)
            subjects = [i for i in layout.names(start, stop) if self.scene.public(choices[i]) and self.scene.is_subject(choices[i])]
            if subjects:
                return self.scene.head(subjects), "actor in the clause after", False, False
        generic = generic or self._generic(sentence_start, act.start)
        if act.type == "legislation" and not passive and _LAWMAKERS.search(folded, clause_start, act.start):
            return (), "lawmakers without a name", True, False
        if self.before is not None and self.before.roles.actor:
            return self.before.roles.actor, "actor of the act before", generic is not None, True
        subjects = self._sentence_before(sentence_start) if act.needs != "fund" and not passive else []
        if subjects:
            return self.scene.head(subjects), "actor from the sentence before", generic is not None, True
        if passive:
            later = [i for i in layout.names(act.end, layout.sentence(act.start)[1]) if choices[i].entity.label == "AGENCY" and self.scene.is_subject(choices[i])]
            if later:
                return (later[0],), "actor named later in the sentence", False, False
        if generic is None and self.told is not None and self.told.roles.actor and self.told_of(act):
            return self.told.roles.actor, "actor of the act before in the text", False, True
        return (), f"a public body without a name: {generic.group()}" if generic else "no actor named", generic is not None, False

    def _with_partners(self, actor: tuple[int, ...], earlier: Sequence[int]) -> tuple[int, ...]:
        """The actors of a deal: whoever makes it, and with whom (日本將|與美國|達成協議)."""
        choices, folded = self.scene.choices, self.scene.folded
        partners = [i for i in earlier if i > actor[-1] and choices[i].entity.label in ("GPE", "AGENCY") and folded[choices[i].start - 1] in "与和同跟" and not QUALIFIES.match(folded, choices[i].end)]
        return (*actor, *partners)

    def _pronoun(self, start: int, end: int) -> tuple[int, ...]:
        """The public person whom a pronoun before an act means: the last one named before it in the paragraph, at most 150 code points away."""
        folded, choices = self.scene.folded, self.scene.choices
        pronoun = _HE.search(folded, start, end)
        if pronoun is None:
            return ()
        low = max(folded.rfind("\n", 0, start) + 1, start - 150)
        persons = [i for i in self.scene.layout.names(low, pronoun.start()) if choices[i].entity.label == "PERSON"]
        persons = [i for i in persons if _SAYS.match(folded, choices[i].end)] or persons
        return (persons[-1],) if persons and self.scene.public(choices[persons[-1]]) and not self.scene.private(choices[persons[-1]].entity) else ()

    def _identity(self, i: int) -> str:
        """What a name stands for: its entity, or the name itself where no row lists it."""
        choice = self.scene.choices[i]
        return choice.entity.id or self.scene.folded[choice.start : choice.end]

    def _generic(self, start: int, end: int) -> re.Match[str] | None:
        """A public body that the text does not name (監管機構), unless it is where something is done (在法院)."""
        return next((match for match in self.scene.tables.public.finditer(self.scene.folded, start, end) if not _AT.search(self.scene.folded, max(start, match.start() - 8), match.start())), None)

    def _country(self, position: int, targets: Sequence[int]) -> tuple[int, ...]:
        """The country whose body without a name acts: the only one that the paragraph names beside those acted upon."""
        choices, folded = self.scene.choices, self.scene.folded
        low = max(folded.rfind("\n", 0, position) + 1, position - NEAR)
        end = folded.find("\n", position)
        upon = {choices[i].entity.jurisdiction for i in targets}
        named = [i for i in self.scene.layout.names(low, min(len(folded) if end < 0 else end, position + NEAR)) if choices[i].entity.jurisdiction and choices[i].entity.jurisdiction not in upon and self.scene.state(choices[i])]
        countries = [i for i in named if choices[i].entity.label == "GPE" and (self.scene.is_subject(choices[i]) or QUALIFIES.match(folded, choices[i].end))]
        return (countries[0],) if countries and len({choices[i].entity.jurisdiction for i in named}) == 1 else ()

    def _sentence_before(self, position: int) -> list[int]:
        """The subjects of the sentence before in the paragraph, if a public body is its first."""
        if position < 2 or self.scene.folded[position - 1] == "\n":
            return []
        start, end = self.scene.layout.sentence(position - 2)
        names = [i for i in self.scene.layout.names(start, end) if self.scene.choices[i].entity.label in PARTY and self.scene.is_subject(self.scene.choices[i])]
        return [i for i in names if self.scene.public(self.scene.choices[i]) and self.scene.choices[i].entity.label != "PERSON"][:2] if names and self.scene.public(self.scene.choices[names[0]]) else []

    def _in_clause(self, before: Sequence[int], act: Act, passive: bool) -> tuple[int, ...] | None:
        """The nearest subject before the act in its clause; None where that is a company that acts."""
        choices, folded = self.scene.choices, self.scene.folded
        done_to = _DOES_TO.search(folded, self.scene.layout.clause(act.start)[0], act.start + 2 * folded.startswith(("进行", "展开"), act.start)) if not passive else None
        disposed = max(folded.rfind("将", self.scene.layout.clause(act.start)[0], act.start), folded.rfind("把", self.scene.layout.clause(act.start)[0], act.start)) if act.complement is not None and act.complement[0] == act.first else -1
        for i in reversed(before):
            choice = choices[i]
            if done_to is not None and choice.start > done_to.start() and not self.scene.embedded(choice, choice.start):
                continue
            if _HANDS_ON.fullmatch(folded, choice.end, act.first):
                continue
            if act.type == "sanction_countermeasure" and self.scene.countered(choice, choice.start) == act.first:
                continue  # 加拿大對|美國|加徵關稅採取反制
            others = any(j < i and self.scene.public(choices[j]) and self.scene.is_subject(choices[j]) for j in before)
            if others and choice.entity.label == "GPE" and (folded[choice.end : act.first] == "、" or (disposed > -1 and choice.start > disposed)):
                continue  # 武裝某地、|制裁…, 將援助某地的|法案簽署
            if others and choice.entity.label == "GPE" and any(folded[choices[j].start - 1] in "对向" and self._identity(j) == self._identity(i) for j in before if j > i):
                continue  # 退出伊朗協議、再度對伊朗實施制裁
            label = choice.entity.label
            if (label not in PARTY and not self.scene.public(choice)) or not self.scene.is_subject(choice):
                continue
            if label == "INSTRUMENT" and act.needs != "fund":
                continue
            if passive and not self.scene.agent(choice) and not (label == "AGENCY" and _TELLS.match(folded, choice.end)):
                continue  # the subject of a passive is acted upon, but for a body that tells of it (商務部稱X被列入清單)
            if label == "COMPANY" or (label == "PERSON" and self.scene.private(choice.entity)):
                if act.needs in ("", "context") or passive or (act.needs == "public" and (act.subject == "target" or act.first - choice.end > 3)):
                    continue
                return None
            if not self.scene.public(choice):
                continue  # a person of no office
            if any(other is not act and other.last <= choice.start <= other.last + 1 for other in self.scene.near(act)):
                continue  # 禁止進口|美國|酒、限制…: what the act before is about
            return self.scene.head([j for j in before if j <= i and self.scene.is_subject(choices[j]) and self.scene.public(choices[j])], nearest=True)
        return ()

    def _countries_in(self, i: int) -> list[int]:
        """The countries in the name of goods: 中國製無人機."""
        choices, found, j = self.scene.choices, [], i + 1
        while j < len(choices) and choices[j].start < choices[i].end:
            if choices[j].entity.label == "GPE":
                found.append(j)
            j += 1
        return found

    def _alike(self, earlier: Act, act: Act, sentence_start: int) -> bool:
        """Whether an act is done to those of an earlier one: of one type, or a duty that a probe told of in the sentence leads to."""
        return earlier.type == act.type or (earlier.type == "trade_probe" and act.type == "tariff" and earlier.first >= sentence_start)

    def _same(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Whether two actors are one; an act without an actor goes with any."""
        choices = self.scene.choices
        homes = [{choices[i].entity.jurisdiction or choices[i].entity.id for i in group} for group in (one, other)]
        return not one or not other or bool(homes[0] & homes[1])

    def _without(self, names: Sequence[int], start: int, end: int) -> str:
        """A stretch of text with names left out."""
        text, position = "", start
        for i in names:
            text += self.scene.folded[position : self.scene.choices[i].start]
            position = self.scene.choices[i].end
        return text + self.scene.folded[position:end]
