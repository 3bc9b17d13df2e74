"""Candidates + context -> readings: which names are meant, which of two overlapping ones, and which entity.

The policy for overlaps: a longer name beats a shorter one inside or across it, the left one among equals. Of what
lies inside a chosen name only a country in the name of its agency is kept (墨西哥 in 墨西哥央行), marked with
its parent, and one before goods (中國晶片); a country in the name of a company is no mention of the country.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property, lru_cache, partial
from operator import itemgetter
from typing import NamedTuple

from .matching import Candidate, Rejected
from .opposition import opposition, unopposed
from .regex import lazy
from .terms.entry import Entity
from .terms.forms import folded_words_of, words_of
from .terms.index import Alias, Reading, alternation, label_cues

__all__ = ["Choice", "choose"]

THRESHOLD = {"none": 0.5, "some": 0.5, "explicit": 0.9}
"""Evidence that a reading needs, by the support its rule asks for."""

# What each kind of evidence is worth. A supporting word beside the name settles it; one somewhere in the document does
# not, unless the document is about the field or names the same thing otherwise.
BESIDE, NEAR, ANYWHERE = 1.0, 0.7, 0.3
USUAL, COMPANION = 0.5, 0.5
SAME_ENTITY, SAME_ALIAS, RELATIVE, SIBLING, TOPIC, AGAINST = 1.0, 0.6, 0.5, 0.7, 0.3, -1.0
BY = 6
"""A word at most this many code points away stands beside a name."""
WITHIN = 24
"""A word at most this many code points away stands near a name."""
MANY = 3
"""With more readings than this a name is of a kind of body, one for each country; the same words speak against all."""
UNGUARDED = 0.6
"""What a reading without a rule scores against one with a rule for the same alias."""

_LIST_MARKS = frozenset("、，,/和与及跟或")
_TOWARDS = frozenset("对向与和同赴访援助给")
_AT = frozenset("在向赴")
"""What between a person and the body of a country says that the person is or speaks there: 國務卿X在國會."""
SENTENCE = 200
"""How far back, in code points, a sentence is searched for the country of a name."""
AROUND = 400
"""How far, in code points, the names around tell the country of a name that several countries share."""
OWN, ABROAD, NICKNAME = 0.55, 3.0, 0.5
"""What the country whose press it is counts in advance; how much more for a foreign ministry, that others are spoken of with; how much less by a name that is not the body's usual one."""
AFTER, LINE, NEXT = 0.7, 0.2, 0.7
"""What a name counts after it, beyond the line's end, and for each located name between."""
BODY, SAME, SAME_LEAST, UNSURE, SPOKEN_OF, UNLISTED = 1.9, 2.0, 0.55, 0.85, 0.45, 0.45
"""What an agency counts, the same name and that at least, one whose country is itself a guess, a country that is the goal of something, and one of which no row has such a body."""
CLEAR = 1.15
"""By how much a country must lead."""
_CHINESE = ("CN", "HK", "MO", "TW")
_SHARED = ("INT", "EU", *_CHINESE)
"""Jurisdictions whose bodies also stand behind the name of another place (香港中聯辦, 歐洲央行)."""
_LOCATED = frozenset({"GPE", "AGENCY", "PERSON"})
_ALSO = ("亦", "又", "也", "还")
"""What after a name says that the text goes on about it."""
_OURS = ("我国", "我方", "国内", "本港")
_BESIDE = lazy("的| |政府|国家|前|时任|[(][^()]*[)]|")
"""What may stand between a country and its body: 立陶宛前外交部次長, 加薩走廊(Gaza Strip)衛生部."""
_SENTENCE_END = lazy("[。\n!?]")
_PARTED = ("AGENCY", "INSTRUMENT")
"""Labels of names that what stands beside them may make a part of another, whatever that begins with."""
_KEPT_INSIDE = {"AGENCY": "GPE", "TECHNOLOGY": "GPE"}


_GENERIC = (
    *("多家", "各家", "环球", "国外", "各国", "各级", "海外", "多国", "多国的", "全球", "外国", "地方", "其他", "其它", "两国", "主要", "各地", "外地", "新兴", "他国", "两地"),
    *("美洲", "非洲", "东南亚", "中东", "东欧", "北欧", "南欧", "区内"),
)
"""What makes any body of a kind out of an agency's name (各国央行, 地方網信辦, 拉丁美洲央行)."""
_GENERIC_ENDS = frozenset(word[-1] for word in _GENERIC)

_COUNTED = lazy("[0-9几数多][十百千]?(?:多|余)?[个家位名](?:国家的?)?$|(?:各|些|多|成员|盟)国的$")
"""How many bodies, or people of some, are spoken of, or those of many: 29個國會, 180多位海軍代表, 12個國家的海軍."""

_MINISTERS = lazy("(?:财长|财政部长)[和与及暨]$")
"""What makes 央行 after it those of several countries (G7財長和央行總裁)."""

_DEPARTMENTS = lazy("会(?:首长|代表|首脑|主管|协调|间|层级)")
"""What after 部 makes ministries and commissions of it (G7能源部會首長)."""

_STATION_ENDS = frozenset(",。、;:)」』”的")
"""What follows 站 that a name before it has, and no verb of it (國會|站出來)."""

_SOME = frozenset({"一些", "多数", "部分"})
"""What makes any body of a kind out of a name that those of several countries share (多數央行), and not out of another (部分|北約|國家)."""

_NATIONS = ("西方", "相关", "有关", "金砖", "邻近", "周边", "发达", "其他", "多个", "新兴", "欧美", "成员", "发展中", "洲", "盟", "各")
"""What before 國家 makes a kind of country of it, which no body of one country follows by name (西方國家央行)."""

_NO_LAW = lazy("规(?!定)|[律院官庭学治制令]")
"""What after 法 makes another word of it than the end of a law's name (反壟斷法規)."""


class _Words(NamedTuple):
    """The words of ``forms.tsv`` that tell what a listed name belongs to, compiled."""

    says: re.Pattern[str]
    """A body of which nothing says whose it is, at the beginning of a clause that it speaks in, is of the press's own country."""
    not_place: re.Pattern[str]
    """What makes a place before it a part of another name."""
    not_firm: re.Pattern[str]
    """What makes a company before it a part of another organisation's name (長庚醫院 aside, which is listed), or of another word."""
    not_body: re.Pattern[str]
    """What makes an agency before it a part of another organisation's name (陸軍|專科學校)."""
    suffix: re.Pattern[str]
    """The form of a company, which belongs to its name."""
    titles: tuple[str, ...]
    """What stands before the name of a person."""
    goes_on: frozenset[str]
    """How what follows a name must begin for one of the last three to match."""


@cache
def _words() -> _Words:
    def pattern(kind: str) -> str:
        return alternation(words_of(kind)).pattern

    begun = ("not_place", "not_firm", "charity", "company_suffix")
    return _Words(
        lazy(f"(?:{pattern('before_says')}|[0-9]{{1,2}}日|发言人[㐀-鿿]{{2,4}}|[(][0-9]{{1,2}}日?[)])*(?:{pattern('says')})"),
        lazy(f"(?!舰队)(?:{pattern('not_place')})"),
        lazy(f"(?:{pattern('charity')})*(?:{pattern('not_firm')})|公司化"),
        lazy(pattern("not_body")),
        lazy(f"(?:(?!公司(?:治理|债|法|派)|控股(?:子公司|孙公司|股东|权|企业|比例))(?:{pattern('company_suffix')}))+"),
        tuple(sorted(folded_words_of("person_title"))),
        frozenset(word[0] for kind in begun for word in folded_words_of(kind)),
    )


class Choice(NamedTuple):
    """A chosen reading: code points of the matched text, half-open."""

    start: int
    end: int
    entity: Entity
    score: float
    reasons: tuple[str, ...] = ()
    source: str = "lexicon"
    """``lexicon``, ``pattern`` or ``local_alias``."""


def choose(candidates: Sequence[Candidate], folded: str, home: str | None, rejected: list[Rejected] | None = None) -> list[Choice]:
    """Pick the readings of a text.

    Args:
        candidates: from `chipnews.matching.find`.
        folded: the text they were found in.
        home: jurisdiction that an unqualified 商務部 or 央行 most likely means, from the region of the text.
        rejected: if given, receives the readings that lost, with the reason.

    Returns:
        Choices sorted by (start, -end); nested ones as the module says.
    """
    plain: list[Candidate] = []
    guarded: list[Candidate] = []
    for candidate in candidates:
        sense = candidate[2].sense
        if sense == 0 or (sense == 1 and unopposed(candidate[2], candidate[0], candidate[1], folded)):
            plain.append(candidate)
        else:
            guarded.append(candidate)
    scored: dict[tuple[int, int], tuple[Reading, float, tuple[str, ...]]] = {}
    tied: set[tuple[int, int]] = set()
    if guarded:
        evidence = _Evidence(folded, plain.copy(), rejected)
        tied = evidence.tied
        for candidate in guarded:
            best = evidence.weigh(candidate)
            if best is not None:
                plain.append(candidate)
                scored[candidate[0], candidate[1]] = best
    chosen, nested = _longest_first(plain, rejected)
    choices: list[Choice] = []
    make: Callable[[tuple[object, ...]], Choice] = partial(tuple.__new__, Choice)  # cheaper than the constructor
    shared: list[int] = []
    aliases: list[Alias] = []
    suffixed: list[int] = []
    ended, beginnings = folded + "\0", _words().goes_on
    for start, end, alias in chosen:
        goes_on = ended[end] in beginnings
        if alias.plain and not goes_on:
            choices.append(make((start, end, alias.entity, 1.0, (), "lexicon")))
            aliases.append(alias)
            continue
        reason = _part_of_another(start, end, alias, folded, goes_on) if goes_on or alias.label in _PARTED else ""
        if reason:
            if rejected is not None:
                rejected.append(Rejected(start, end, alias.surface, reason))
            continue
        if goes_on and alias.label == "COMPANY":
            suffixed.append(len(choices))
        weighed = scored.get((start, end)) if alias.sense else None
        if alias.tail:
            end -= alias.tail + (folded[end - alias.tail - 1] == " ")
        entity = alias.entity if weighed is None else weighed[0].entity
        assert entity is not None
        if alias.label == "AGENCY" and choices and (choices[-1].end == start or (choices[-1].end == start - 2 and folded.startswith("国家", start - 2))):
            entity = _of_country(alias, entity, choices[-1].entity)
        if weighed is not None:
            if alias.label == "AGENCY" and (start, end) in tied:
                shared.append(len(choices))
            choices.append(Choice(start, end, entity, min(1.0, max(0.5, weighed[1])), weighed[2]))
        else:
            if len(alias.readings) > 1 and alias.label != "GPE":
                shared.append(len(choices))
            if alias.maker is not None:
                length, maker = alias.maker
                choices.append(make((start, start + length, maker, 1.0, (), "lexicon")))
                aliases.append(alias)
                start += length + (folded[start + length] == " ")
            choices.append(make((start, end, entity, 1.0, (), "lexicon")))
        aliases.append(alias)
    if shared:
        _link(choices, shared, aliases, folded, home)
    if suffixed:
        _complete(choices, suffixed, folded)
    if nested:
        choices += [Choice(start, end, alias.entity, 1.0) for start, end, alias in nested if alias.entity is not None]
        choices.sort(key=lambda c: (c.start, -c.end))
    return choices


def _part_of_another(start: int, end: int, alias: Alias, folded: str, goes_on: bool) -> str:
    """What longer name or word a chosen name is only a part of; empty if of none."""
    label = alias.label
    if label == "AGENCY":
        return _no_body_by_name(start, end, alias, folded)
    if label == "INSTRUMENT" and folded[end - 1] == "法" and _NO_LAW.match(folded, end):
        return f"法{folded[end]} is another word than the end of a law's name"
    after = (_words().not_place if label == "GPE" else _words().not_firm).match(folded, end) if goes_on and label in ("GPE", "COMPANY") else None
    return f"part of a name that ends in {after.group()}" if after is not None else ""


def _no_body_by_name(start: int, end: int, alias: Alias, folded: str) -> str:
    """What beside the name of an agency makes it a word for any such body, or a part of another name; empty if nothing does."""
    if end - start < 6:
        before = folded[start - 2 : start]
        if (folded[start - 1 : start] in _GENERIC_ENDS and folded.endswith(_GENERIC, 0, start)) or (alias.by_place and (before in _SOME or _COUNTED.search(folded, max(0, start - 9), start))):
            return f"{before} before it: bodies of that kind, none by name"
        if before == "国家" and folded.endswith(_NATIONS, 0, start - 2):
            return "國家 of a kind before it: bodies of that kind, none by name"
    if folded[end - 1] == "部" and _DEPARTMENTS.match(folded, end):
        return "部會 of several: bodies of that kind, none by name"
    if folded.startswith(("央行", "中央银行"), start) and _MINISTERS.search(folded, max(0, start - 5), start):
        return "ministers of finance before it: central banks of several countries"
    if alias.by_place and folded.endswith("州", 0, start) and folded.endswith("议院", start, end):
        return "州 before it: the house of a state"
    if folded.startswith("站", end) and folded[end + 1 : end + 2] in _STATION_ENDS:
        return "站 after it: part of the name of a station"
    if alias.by_place and folded.startswith("论坛", end):
        return "論壇 after it: part of the name of a meeting"
    part = _words().not_body.match(folded, end)
    return f"part of a name that ends in {part.group()}" if part is not None else ""


def _of_country(alias: Alias, agency: Entity, place: Entity) -> Entity:
    """The agency that is meant right after a country's name: that country's own, or one that no row describes (津巴布韋議會, where only those of other countries are listed)."""
    if place.label != "GPE" or place.jurisdiction in (agency.jurisdiction, None) or not place.id.startswith("country-"):
        return agency
    if place.jurisdiction in alias.by_place:
        return alias.by_place[place.jurisdiction]
    foreign = place.jurisdiction not in _SHARED and agency.jurisdiction in _CHINESE  # 印度海關總署 is not China's
    if agency.jurisdiction in (None, "INT") or (not foreign and (place.jurisdiction in _SHARED or agency.jurisdiction in _SHARED) and not any(of not in _SHARED for of in alias.by_place)):
        return agency
    return Entity("", "AGENCY", alias.surface, {}, jurisdiction=place.jurisdiction)


def _complete(choices: list[Choice], suffixed: Sequence[int], folded: str) -> None:
    """Take the form of a company into its name (台積電公司), and the city before a full legal name (上海X股份有限公司)."""
    taken: list[int] = []
    for i in suffixed:
        choice = choices[i]
        match = _words().suffix.match(folded, choice.end)
        if match is None or (i + 1 < len(choices) and choices[i + 1].start < match.end()):
            continue
        start = choice.start
        if match.group().endswith("有限公司") and i and choices[i - 1].end == start and choices[i - 1].entity.label == "GPE":
            start = choices[i - 1].start
            taken.append(i - 1)
        choices[i] = choice._replace(start=start, end=match.end())
    for i in reversed(taken):
        del choices[i]


def _longest_first(candidates: Iterable[Candidate], rejected: list[Rejected] | None = None) -> tuple[list[Candidate], list[Candidate]]:
    """The chosen candidates and those kept inside them, each in order."""
    ordered = sorted(candidates, key=itemgetter(0))
    chosen: list[Candidate] = []
    nested: list[Candidate] = []
    cluster: list[Candidate] = []
    reach = -1
    for candidate in ordered:
        if candidate[0] >= reach:
            if len(cluster) == 1:
                chosen.append(cluster[0])
            elif cluster:
                _settle(cluster, chosen, nested, rejected)
            cluster = [candidate]
            reach = candidate[1]
        else:
            cluster.append(candidate)
            if candidate[1] > reach:
                reach = candidate[1]
    if len(cluster) == 1:
        chosen.append(cluster[0])
    elif cluster:
        _settle(cluster, chosen, nested, rejected)
    return chosen, nested


def _length(candidate: Candidate) -> int:
    return candidate[1] - candidate[0]


def _settle(cluster: list[Candidate], chosen: list[Candidate], nested: list[Candidate], rejected: list[Rejected] | None) -> None:
    kept: list[Candidate] = []
    cluster.sort(key=_length, reverse=True)  # of equals the left one stays first
    for candidate in cluster:
        start, end, alias = candidate
        for rival in kept:
            if rival[0] < end and start < rival[1]:
                break
        else:
            kept.append(candidate)
            continue
        if rival[0] == start and end < rival[1] and _KEPT_INSIDE.get(rival[2].label) == alias.label:
            if not nested or nested[-1][0] != start:
                nested.append(candidate)
        elif rejected is not None and (start, end) != (rival[0], rival[1]):
            rejected.append(Rejected(start, end, alias.surface, f"the longer name {rival[2].surface} takes its place"))
    kept.sort(key=itemgetter(0))
    chosen += kept


_CODE = lazy(r" ?(?:[(][^()]{0,12}(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{4,6}[^()]{0,8}[)]|<[0-9]{4,6}>)")
"""What after a name looks like the code of some share, and is no year."""
_BRACKET = lazy(r" ?[(<]([^()<>]{1,24})[)>]")
_SYMBOLS = lazy("(?<![0-9a-z])(?:[0-9]{3,6}|[a-z]{1,5})(?![0-9a-z])")


def _own_ticker(folded: str, end: int, tickers: tuple[str, ...]) -> str:
    """The bracket after a name, if a code of its own stands in it: (0981.hk), (nasdaq: nvda), <2330>."""
    bracket = _BRACKET.match(folded, end)
    if bracket is None or _symbols(tickers).isdisjoint([symbol.lstrip("0") for symbol in _SYMBOLS.findall(bracket.group(1))]):
        return ""
    return bracket.group()


@lru_cache(maxsize=10_000)
def _symbols(tickers: tuple[str, ...]) -> frozenset[str]:
    """Codes without their markets, folded, and without the zeros that some markets write before them."""
    return frozenset(ticker.partition(".")[0].lower().lstrip("0") for ticker in tickers)


class _Evidence:
    """What the document says for and against a guarded reading."""

    def __init__(self, folded: str, plain: Sequence[Candidate], rejected: list[Rejected] | None) -> None:
        self.folded = folded
        self.plain = plain
        self.rejected = rejected
        self.proven: set[tuple[str, str]] = set()
        self.tied: set[tuple[int, int]] = set()
        """The places of names for two readings of which as much speaks."""
        self.said: dict[re.Pattern[str], str] = {}
        self.opposed: dict[tuple[re.Pattern[str] | None, int, int], tuple[str, bool]] = {}

    @cached_property
    def entities(self) -> set[str]:
        """Ids of what the plain names stand for that have one meaning."""
        return {c[2].alone for c in self.plain}

    @cached_property
    def series(self) -> set[str | None]:
        """Ids of what the plain names of products belong to."""
        return {c[2].entity.parent for c in self.plain if c[2].label == "PRODUCT" and c[2].entity is not None}

    def _named(self, alias: Alias, entity: Entity) -> bool:
        """Whether another name in the document stands for the entity or, for a name of nothing else, for a member of the series that it is (Reno, of Reno 16)."""
        return entity.id in self.entities or (alias.label == "PRODUCT" and len(alias.readings) == 1 and entity.id in self.series)

    @cached_property
    def topical(self) -> int:
        """How many of the field they name."""
        return len({c[2].topic for c in self.plain} - {""})

    @cached_property
    def starts(self) -> dict[int, Candidate]:
        """The plain names by where they begin."""
        return {c[0]: c for c in self.plain}

    @cached_property
    def ends(self) -> dict[int, Candidate]:
        """The plain names by where they end."""
        return {c[1]: c for c in self.plain}

    @cached_property
    def topics(self) -> list[int]:
        """Where names of companies and products begin."""
        return sorted([c[0] for c in self.plain if c[2].label in ("COMPANY", "PRODUCT")])

    def weigh(self, candidate: Candidate) -> tuple[Reading, float, tuple[str, ...]] | None:
        """The best reading that has the support it needs, with its score and reasons."""
        best: tuple[Reading, float, tuple[str, ...]] | None = None
        readings = candidate[2].readings
        if len(readings) > MANY and self.rejected is None and len(against := {reading.against for reading in readings}) == 1 and self._opposition(against.pop(), candidate[0], candidate[1])[1]:
            return None  # 市議會: no body of that name
        for reading in readings:
            score, reasons = self._score(candidate, reading)
            needed = THRESHOLD[reading.rule.support] if reading.rule else 0.0
            if score >= needed:
                if best is None or score > best[1]:
                    self.tied.discard(candidate[:2])
                    best = (reading, score, tuple(reasons))
                elif score == best[1]:
                    self.tied.add(candidate[:2])
            elif self.rejected is not None:
                said = ", ".join(reasons) or "nothing speaks for it"
                self.rejected.append(Rejected(candidate[0], candidate[1], candidate[2].surface, f"{reading.entity.id} needs support {needed}, found {score:.1f}: {said}"))
        if best is not None and best[1] >= 1.0:
            self.proven.add((candidate[2].surface, best[0].entity.id))
        return best

    def _score(self, candidate: Candidate, reading: Reading) -> tuple[float, list[str]]:
        rule, entity = reading.rule, reading.entity
        if rule is None:
            return UNGUARDED, ["a reading that needs no support"]
        start, end, alias = candidate
        folded = self.folded
        cues = reading.cues
        beside = cues.search(folded, max(0, start - BY), end + BY) if cues is not None else None
        listed = self._listed(start, end, entity.label)
        if entity.tickers and (ticker := _own_ticker(folded, end, entity.tickers)):
            return BESIDE, [f"its ticker {ticker} after it {BESIDE:+.1f}"]
        proven = (alias.surface, entity.id) in self.proven
        if proven and entity.label == "PERSON":
            return SAME_ENTITY, ["the same person, proven before in the document"]
        if rule.support == "explicit" and beside is None and listed is None and not self._named(alias, entity):
            return 0.0, ["no supporting word beside it"]
        against, around = self._opposition(reading.against, start, end)
        if around:
            return -1.0, [f"part of {against}"]
        if beside is not None and not against and len(alias.readings) == 1 and self.rejected is None:
            return BESIDE, []  # settled; only who asks for the reasons wants all of them
        found: list[tuple[float, str, str]] = []
        if rule.support == "none":
            found.append((UNGUARDED, "a name that needs no support", ""))
        if beside is not None:
            found.append((BESIDE, beside.group(), " beside it"))
        elif cues is not None and (near := cues.search(folded, max(0, start - WITHIN), end + WITHIN)):
            found.append((NEAR, near.group(), " near it"))
        elif rule.support == "some" and (word := self._usual(start, end, entity.label)):
            found.append((USUAL, word, f" near it, as usual for a {entity.label}"))
        if against:
            found.append((AGAINST, against, " beside it"))
        if self._named(alias, entity):
            found.append((SAME_ENTITY, entity.name, " by another name in the document"))
        elif proven:
            found.append((SAME_ALIAS, "the same name, proven elsewhere in the document", ""))
        if entity.parent and entity.parent in self.entities:
            found.append((RELATIVE, entity.parent, " in the document"))
        if listed is not None:
            found.append((SIBLING, "listed beside ", listed))
        elif (i := bisect_left(topics := self.topics, start - WITHIN // 2)) < len(topics) and topics[i] < end + WITHIN // 2:
            found.append((COMPANION, "a name of the field stands near it", ""))
        if self.topical >= 2:
            found.append((TOPIC, "the document speaks of the field", ""))
        score = sum([weight for weight, _, _ in found])
        if cues is not None and THRESHOLD[rule.support] - ANYWHERE <= score < THRESHOLD[rule.support]:
            word = self._said(cues)
            if word:
                found.append((ANYWHERE, word, " in the document"))
                score += ANYWHERE
        return score, [] if self.rejected is None else [f"{what}{how} {weight:+.1f}" for weight, what, how in found]

    def _opposition(self, words: re.Pattern[str] | None, start: int, end: int) -> tuple[str, bool]:
        """What speaks against a reading; the many bodies of one name (議會) mostly share the words."""
        found = self.opposed.get((words, start, end))
        if found is None:
            found = self.opposed[words, start, end] = opposition(words, start, end, self.folded)
        return found

    def _usual(self, start: int, end: int, label: str) -> str:
        """A word near the name that usually stands near names of its label, or a ticker in brackets after it."""
        cues = label_cues().get(label)
        match = cues and (_CODE.match(self.folded, end) or cues.search(self.folded, max(0, start - WITHIN), end + WITHIN))
        return match.group() if match else ""

    def _listed(self, start: int, end: int, label: str) -> str | None:
        """A plain name of the same label that stands beside in an enumeration."""
        folded = self.folded
        if start and folded[start - 1] in _LIST_MARKS and (left := self.ends.get(start - 1)) is not None and left[2].label == label:
            return left[2].surface
        if end < len(folded) and folded[end] in _LIST_MARKS and (right := self.starts.get(end + 1)) is not None and right[2].label == label:
            return right[2].surface
        return None

    def _said(self, cues: re.Pattern[str]) -> str:
        """The first of these words anywhere in the document, or an empty string."""
        word = self.said.get(cues)
        if word is None:
            match = cues.search(self.folded)
            word = self.said[cues] = match.group() if match else ""
        return word


def _link(choices: list[Choice], shared: Sequence[int], aliases: Sequence[Alias], folded: str, home: str | None) -> None:
    """Choose among agencies that share a name (商務部, 財政部, 國會): by what stands beside it, else by the countries of the text around it."""
    open_ = set(shared)
    for i in shared:
        start, end = choices[i].start, choices[i].end
        alias = aliases[i]
        own = _own(alias, home)
        said, how = ("CN", "國家 before") if "CN" in alias.by_place and folded.startswith("国家", start - 2) and not (i and choices[i - 1].end == start - 2) else _country_before(choices, i, folded, home)
        if how != "beside" and own in alias.by_place and end - start > 2 and _begins(folded, start) and _words().says.match(folded, end) and (own == home or not _named_before(choices, i, aliases)):
            said, how = own, "speaks for itself, so"
        if how != "beside" and (head := _head(choices, i, folded)) in alias.by_place:
            said, how = head, "is the country of its head or speaker after"
        if how == "beside" or (how != "in the sentence before" and said in alias.by_place):
            entity = alias.by_place.get(said)
            score, why = 1.0, f"{said} {how} it"
        else:
            fresh = own == home or (_begins(folded, start) and not folded.startswith(_ALSO, end))  # 國務院批准…, and neither 對央行的 nor 央行又指
            said, why = _country_around(choices, i, aliases, open_, folded, own if fresh else None)
            entity = alias.by_place.get(said)
            score = 0.5 if said is None else 0.8
        open_.discard(i)
        choices[i] = Choice(start, end, entity or Entity("", alias.label, alias.surface, {}, jurisdiction=said), score, (why,))  # 肯亞內政部, which no row describes


def _begins(folded: str, at: int) -> bool:
    """Whether what begins here has no word of Chinese before it."""
    return at == 0 or not "㐀" <= folded[at - 1] <= "鿿"


def _named_before(choices: Sequence[Choice], i: int, aliases: Sequence[Alias]) -> bool:
    """Whether the same name stands a little before: 美國財政部表示…。財政部表示."""
    near = choices[i].start - SENTENCE
    return any(choices[j].start >= near and aliases[j].surface == aliases[i].surface for j in range(max(0, i - 12), i))


def _usual_name(alias: Alias, entity: Entity) -> bool:
    """Whether the press of some region calls an entity so first of all."""
    return any(alias.surface == forms[0] for forms in entity.names.values())


def _country_around(choices: Sequence[Choice], i: int, aliases: Sequence[Alias], open_: set[int], folded: str, own: str | None) -> tuple[str | None, str]:
    """The country that the names around speak for, nearer ones more than farther ones, and why; None if nothing does, or two as much.

    Those in ``open_`` say nothing, since their own country is still to be found; ``own`` is that of the press, which is meant unless something speaks for another.
    """
    alias = aliases[i]
    votes: dict[str | None, float] = {}
    if own in alias.by_place:
        others = not _usual_name(alias, alias.by_place[own]) and any(_usual_name(alias, entity) for entity in alias.by_place.values())  # 國會, which is usually 立法院
        votes[own] = OWN * (ABROAD if alias.surface.startswith(("外交", "外務")) else NICKNAME if others else 1.0)
    for direction, weight in ((-1, 1.0), (1, AFTER / 2 if _begins(folded, choices[i].start) else AFTER)):  # who begins a clause acts on whom it names
        reach, j = (choices[i].start if direction < 0 else choices[i].end), i + direction
        while 0 <= j < len(choices) and abs(j - i) <= 24 and abs(choices[j].start - choices[i].start) <= AROUND:
            start, end, entity, score, *_ = choices[j]
            if entity.label in _LOCATED and entity.jurisdiction not in (None, "INT") and j not in open_:
                gap = folded[end:reach] if direction < 0 else folded[reach:start]
                reach = start if direction < 0 else end
                if "\n" in gap:
                    if direction > 0:
                        break
                    weight *= LINE
                share = weight if score == 1.0 else weight * UNSURE
                if aliases[j].surface == alias.surface:
                    share = max(share * SAME, SAME_LEAST)
                elif entity.label == "AGENCY":
                    share *= BODY
                if folded[start - 1 : start] in _TOWARDS or folded.startswith("《", end):
                    share *= SPOKEN_OF  # 對中國的仲裁案，外交部…: spoken of, not speaking; 英國《金融時報》: the country of the paper
                votes[entity.jurisdiction] = votes.get(entity.jurisdiction, 0.0) + share
                weight *= NEXT
            j += direction
    ranked = sorted(((vote if place in alias.by_place else vote * UNLISTED, place) for place, vote in votes.items() if place in alias.by_place or place not in _SHARED), key=itemgetter(0), reverse=True)
    if not ranked:
        return None, "nothing tells which country's it is"
    if len(ranked) > 1 and ranked[1][0] * CLEAR > ranked[0][0]:
        return None, f"{ranked[0][1]} as much as {ranked[1][1]} around it"
    return ranked[0][1], f"{ranked[0][1]} around it"


def _own(alias: Alias, home: str | None) -> str | None:
    """Whose body a region's press most likely means: its own country's, and the mainland's in Hong Kong's press where the city has none (財政部)."""
    others = ("HK",) if home == "HK" else ("HK", "TW")
    return "CN" if home in ("HK", None) and alias.by_place.keys().isdisjoint(others) else home


def _head(choices: Sequence[Choice], i: int, folded: str) -> str | None:
    """The jurisdiction of a person after the name whom the words between make its head or speaker: 外交部發言人X, 央行總裁Y."""
    if i + 1 == len(choices) or choices[i + 1].entity.label != "PERSON":
        return None
    between = folded[choices[i].end : choices[i + 1].start]
    return choices[i + 1].entity.jurisdiction if 0 < len(between) < 7 and between.endswith(_words().titles) else None


def _country_before(choices: Sequence[Choice], i: int, folded: str, home: str | None) -> tuple[str | None, str]:
    """The jurisdiction named nearest before the name in its sentence, and whether it stands right beside it."""
    start = choices[i].start
    if home is not None and folded.startswith(_OURS, start - 2):
        return home, "our own, so"
    for j in range(i - 1, -1, -1):
        before, end, entity, *_ = choices[j]
        if before < start - SENTENCE:
            break
        if entity.label in _LOCATED and entity.jurisdiction not in (None, "INT"):
            gap = folded[end:start]
            if _SENTENCE_END.search(gap):
                break
            if gap and (folded[before - 1 : before] in _TOWARDS or gap[0] == "《"):
                continue  # 對中國的仲裁案，外交部…: spoken of, not speaking; 英國《金融時報》: the country of the paper
            speaks = entity.label == "AGENCY" or (entity.label == "PERSON" and gap[-1:] in _AT) or gap == "," or gap.startswith(("方面", "方", "政府", "当局", "官方"))
            return entity.jurisdiction, "beside" if _BESIDE.fullmatch(gap) else "speaks before" if speaks else "in the sentence before"
    return None, ""
