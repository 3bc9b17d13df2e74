"""Names that no lexicon holds, by their form and what stands beside them.

Each recogniser proposes spans without an entity, or with the maker's family where a code tells it, and a score below
that of a listed name. The words they know by lie in ``lexicons/forms.tsv``, product families in ``lexicons/families.tsv``.
Listed names come first: what a recogniser proposes across one counts only where it goes beyond it by form
(深圳市X股份有限公司).

What they cost, by 50 spans of each kind drawn at random from 4.3 million characters of general news of Taiwan, Hong Kong and the
mainland and read one by one (right / wrong boundary / false alarm), with the number found in all:
people 44/5/1 of 4,909; agencies 44/5/1 of 488; companies by full legal form 43/7/0 of 482; by short form or apposition 42/2/6 of
130; products by code or variant 46/4/0 of 77; forms that a text introduces (`chipnews.identity`) 45/2/3 of 486.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from .disambiguation import Choice
from .matching import Cue, Rejected
from .normalization import fold
from .segmentation import likeliest, word_weight
from .terms.entry import Entity
from .terms.index import alternation
from .terms.resources import folder, rows

__all__ = ["Forms", "Place", "insert", "last_form", "recognize", "unlisted", "word_forms"]

# Log probabilities of unlisted names by length, on the scale of the dictionary: what a cutting pays for reading characters
# as a name. Between those of a rare word and of a run of characters that make no word.
_COMPANY_WEIGHTS = {2: -17.0, 3: -21.5}
_PERSON_WEIGHTS = {2: -15.0, 3: -14.0, 4: -16.0}
_FOREIGN_WEIGHTS = {2: -14.0, 3: -15.0, 4: -16.0, 5: -17.0, 6: -18.0}
_SUPPORT = 6.0
"""What a word beside a name that speaks for it adds to its weight."""
_USUAL = -12.0
"""Two characters with at least this weight are a word in use."""
_COMMON = -10.5
"""Two characters with at least this weight are an ordinary word and no given name."""
_REACH = 8
"""How far before a company's form its short name is searched."""
_FORM = -8.0
"""Weight of the form itself: about that of a usual word."""
_PARTICLE = -8.5
"""A character with less weight than this is no particle before a name: the name begins before it."""
_LONGEST_LEGAL = 24
"""How far before 有限公司 the full name is searched."""
_ALONE = -10.0
"""A character with less weight than this hardly stands alone after a name: the name goes on (皮斯托|留斯)."""

_HAN = re.compile("[㐀-鿿]")
_HAN_RUN = re.compile("[㐀-鿿]*")
_ASCII_WORD = re.compile("[0-9a-z]")
_LONGEST_PERSON = 8
"""How far after a title a name and what follows it are looked at."""
_LATIN_PERSON = re.compile(r" ?((?:[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+)(?: [A-Z]\.)?(?: (?:de|van|von|der|bin|al)\b)?(?: [A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+){1,2})(?![A-Za-z])")
_LATIN_COMPANY = re.compile(r" ?([A-Z][A-Za-z]{2,15}(?: (?:AI|Labs?|Semiconductor|Semi|Technologies|Technology|Systems|Robotics|Energy|Capital|Photonics|Networks|Microsystems))?)(?![A-Za-z0-9 ])")
_BRACKETED = re.compile(r"[(]([a-zà-ÿ][a-zà-ÿ'’-]+(?: [a-z]\.)?(?: [a-zà-ÿ'’-]{2,}){1,3})[)]")
_TICKER = re.compile(r"[(](?:[a-z]{2,6} ?: ?)?([0-9]{4,6}|[a-z]{1,5})(?:[.-](?:tw|two|us|hk|sh|sz|ss|bj|o|n|de|jp|ks))?(?:[,/][^()]{0,12})?[)]")
_COMPANY_WORDS = re.compile(r"\b(?:inc|corp|co|ltd|llc|plc|group|technologies|technology|labs?|semiconductor|systems|capital|holdings|ventures|partners|ai|networks|robotics)\b")


_LATIN_VARIANTS = ("pro", "max", "ultra", "plus", "ultimate", "elite", "lite", "mini", "turbo", "flash", "preview", "thinking", "instruct", "nano")
_HAN_VARIANTS = ("至尊版", "标准版", "旗舰版", "青春版", "增强版", "探索版", "尊享版", "国行版", "改款")
_VARIANTS = (*_LATIN_VARIANTS, *_HAN_VARIANTS)
_VARIANT = re.compile(rf"(?: ?(?:{'|'.join(_HAN_VARIANTS)})|(?: |(?<=[0-9]) ?)(?:{'|'.join(_LATIN_VARIANTS)})\+?(?![a-z0-9])(?: [2-9](?![0-9.a-z年月日万亿个款%]| [年月日]))?)+")


class Forms(NamedTuple):
    """The words of ``forms.tsv`` compiled."""

    company: re.Pattern[str]
    company_ends: frozenset[str]
    """The last characters of the forms of companies."""
    strong: frozenset[str]
    legal_stop: re.Pattern[str]
    not_brand: frozenset[str]
    company_before: re.Pattern[str]
    company_after: re.Pattern[str]
    ordinary: frozenset[str]
    surnames: frozenset[str]
    not_given: frozenset[str]
    foreign: frozenset[str]
    foreign_full: re.Pattern[str]
    clear_name: re.Pattern[str]
    """A Chinese or transliterated name before the end of the phrase or a character that follows names: nothing to weigh."""
    given: frozenset[str]
    agency: re.Pattern[str]
    division: re.Pattern[str]
    """The name of a part of a public body, after that body."""
    continuations: frozenset[str]
    """What the first two characters after a listed name are, where an unlisted one may go on from it."""
    reporting: re.Pattern[str]


@cache
def word_forms() -> Forms:
    """The shipped words of ``forms.tsv``, compiled once per process."""
    words = {kind: cell for _, (kind, cell, _) in rows(folder() / "forms.tsv", ("kind", "words", "note"))}

    def pattern(kind: str) -> str:
        return alternation(tuple(words[kind].split("|"))).pattern

    def folded(kind: str) -> frozenset[str]:
        return frozenset(fold(words[kind]).split("|"))

    foreign, no = fold(words["transliteration"]), "".join(sorted(folded("not_given")))
    single = "".join(sorted(name for name in folded("surname") if len(name) == 1))
    return Forms(
        re.compile(f"(?:{pattern('company_form')})+"),
        frozenset(word[-1] for word in folded("company_form")),
        folded("company_strong"),
        re.compile(f"[^㐀-鿿()]|[(](?![㐀-鿿]{{2,4}}[)])|(?<![(][㐀-鿿]{{2}})(?<![(][㐀-鿿]{{3}})(?<![(][㐀-鿿]{{4}})[)]|{pattern('legal_stop')}"),
        folded("not_brand"),
        re.compile(f"(?:{pattern('company_before')})$"),
        alternation(tuple(words["company_after"].split("|"))),
        folded("ordinary"),
        folded("surname"),
        folded("not_given"),
        frozenset(foreign),
        re.compile(f"[{foreign}]{{1,7}}(?: ?· ?[{foreign}]{{1,7}})+"),
        re.compile(f"(?!周[一二三四五六日末])(?:[{single}](?:(?![{no}])[㐀-鿿]){{1,2}}|[{foreign}]{{2,7}})(?=[{no}]|[^㐀-鿿· ・-]|$)"),
        frozenset(words["given"].split("|")),
        re.compile(f"(?![与和及暨])(?:{pattern('agency_word')}){{1,5}}(?:{pattern('agency_form')})"),
        re.compile(f"(?![与和及暨])(?:{pattern('division')})?(?:{pattern('agency_word')}){{1,5}}(?:{pattern('division_form')})|(?:{pattern('division')})|第[一二三四五六七八九十0-9]{{1,4}}届(?:全国)?委员会"),
        frozenset(
            {
                *(word[:2] for word in (*folded("agency_word"), *folded("division")) if len(word) > 1),
                *(f"第{number}" for number in "一二三四五六七八九十0123456789"),
                *(word[:2] for word in _VARIANTS),
                *(f" {word[0]}" for word in _VARIANTS),
            }
        ),
        re.compile(pattern("reporting")),
    )


class _Family(NamedTuple):
    entity: str
    digits: tuple[int, int]


@cache
def _families() -> dict[str, _Family]:
    """How the names of families begin, folded."""
    known: dict[str, _Family] = {}
    for _, (entity, prefixes, digits, _) in rows(folder() / "families.tsv", ("entity", "prefixes", "digits", "note")):
        low, high = digits.split("-")
        for prefix in map(fold, prefixes.split("|")):
            known[prefix] = _Family(entity, (int(low), int(high)))
    return known


_CODE = re.compile(r"[ -]?([0-9]{1,5})(?:\.[0-9]{1,2})?[a-z]{0,3}(?:(?: |-)?(?:pro|max|ultra|plus|elite|super|ti|mini|turbo|flash|thinking|gen ?[0-9]+|v[0-9]|d|xt|xtx|se|air)(?![a-z0-9]))*")


class Place:
    """A text and the names found in it; goods and generic technology are words and block nothing."""

    def __init__(self, folded: str, original: str, choices: Sequence[Choice], rejected: list[Rejected] | None) -> None:
        self.folded, self.original, self.rejected = folded, original, rejected
        self.choices = choices = [choice for choice in choices if choice[2].label != "TECHNOLOGY"]
        self.starts = [choice[0] for choice in choices]

    def ending(self, position: int) -> Choice | None:
        """The name that ends at a position, or ends there around a nested one."""
        i = bisect_left(self.starts, position)
        return next((choice for choice in self.choices[max(0, i - 2) : i] if choice[1] == position), None)

    def free(self, start: int, end: int) -> bool:
        """Whether no listed name lies in a stretch or across its edges."""
        i = bisect_left(self.starts, end) - 1
        return i < 0 or (self.choices[i][1] <= start and (i == 0 or self.choices[i - 1][1] <= start))

    def before(self, position: int) -> int:
        """Where the last listed name before a position ends."""
        i = bisect_right(self.starts, position - 1) - 1
        return 0 if i < 0 else self.choices[i][1] if i == 0 else max(self.choices[i][1], self.choices[i - 1][1])

    def around(self, start: int, end: int) -> Sequence[Choice]:
        """The listed names that begin in a stretch."""
        return self.choices[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def next(self, position: int) -> int:
        """Where the first listed name from a position on begins."""
        i = bisect_left(self.starts, position)
        return self.starts[i] if i < len(self.starts) else len(self.folded)

    def reject(self, start: int, end: int, reason: str) -> None:
        """Note what looked like a name and is none, if anybody asked."""
        if self.rejected is not None:
            self.rejected.append(Rejected(start, end, self.original[start:end], reason))


def recognize(folded: str, original: str, cues: Sequence[Cue], choices: list[Choice], rejected: list[Rejected] | None = None) -> list[Choice]:
    """Add the names that no lexicon holds.

    Args:
        folded: the text that was matched.
        original: the text before folding, of the same length.
        cues: the words beside which such names may stand.
        choices: the listed names, sorted by start.
        rejected: if given, receives what looked like a name and is none, with the reason.

    Returns:
        All names sorted by (start, -end); a listed name inside an unlisted one has given way to it.
    """
    place = Place(folded, original, choices, rejected)
    begun = set(place.starts)
    found: list[Choice | None] = []
    forms: list[tuple[int, int]] = []
    for kind, start, end in cues:
        if kind == "person_title":
            if end not in begun:
                found.append(_person_after(place, start, end))
        elif kind == "company_form":
            forms.append((start, end))
        elif kind == "family":
            found.append(_member(place, start, end))
        else:
            found.append(_company_after(place, start, end))
    if forms:
        found += _companies(place, forms)
    found += _bracketed(place)
    beginnings = word_forms().continuations
    reach = -1
    for i, choice in enumerate(place.choices):
        start, end, entity, *_ = choice
        label = entity.label
        if label == "COMPANY" and (folded[end : end + 1] == " " or folded[start - 1 : start] in _QUOTES):
            found.append(_longer_company(place, choice))
        elif label == "AGENCY" and reach == start and (parent := place.ending(start)) is not None and parent[2].label == "AGENCY":
            found.append(_sub_body(place, parent, choice))
        reach = max(reach, end)
        if folded[end : end + 2] in beginnings:
            if label == "PRODUCT":
                found.append(_variant(place, choice))
            elif label in ("GPE", "AGENCY"):
                found.append(_agency(place, i, choice))
    names = [name for name in found if name is not None]
    if not names:
        return choices
    kept: list[Choice] = []
    starts: list[int] = []
    for choice in sorted(names, key=lambda c: (c.start - c.end, c.start)):
        i = bisect_left(starts, choice.end)
        if i == 0 or kept[i - 1].end <= choice.start:
            i = bisect_left(starts, choice.start)
            starts.insert(i, choice.start)
            kept.insert(i, choice)
    return insert(choices, kept)


def insert(choices: list[Choice], added: Sequence[Choice]) -> list[Choice]:
    """Names with others added, which do not overlap each other; the names that lie across an added one give way to it."""
    merged: list[Choice] = []
    begins = [choice[0] for choice in choices]
    position = 0
    for choice in added:
        i = bisect_left(begins, choice.start, lo=position)
        merged += choices[position:i]
        while merged and merged[-1].end > choice.start:
            merged.pop()
        merged.append(choice)
        position = bisect_left(begins, choice.end, lo=i)
    merged += choices[position:]
    return merged


def _weight(word: str) -> float:
    weight = word_weight(word)
    return -99.0 if weight is None else weight


def unlisted(place: Place, start: int, end: int, label: str, score: float, reason: str, parent: str | None = None) -> Choice:
    """A name that no lexicon holds; its entity has no id, and for name what the text writes."""
    entity = Entity("", label, place.original[start:end], {}, parent=parent)
    return Choice(start, end, entity, score, (reason,), "pattern")


def _member(place: Place, start: int, end: int) -> Choice | None:
    """A member of a known family by its code: 昇騰950PR, RTX 5090 D v2."""
    folded = place.folded
    code = _CODE.match(folded, end)
    if code is None or (folded[start].isascii() and start and _ASCII_WORD.match(folded, start - 1)):
        return None
    family = _families()[folded[start:end]]
    if not family.digits[0] <= len(code.group(1)) <= family.digits[1]:
        return None
    end = code.end()
    if _ASCII_WORD.match(folded, end):
        return None
    i = bisect_right(place.starts, start) - 1
    for listed in place.choices[max(0, i) : i + 2]:
        if listed.start < end and start < listed.end:
            if listed.entity.label != "PRODUCT" or (listed.start <= start and end <= listed.end):
                return None
            start = min(start, listed.start)
    return unlisted(place, start, end, "PRODUCT", 0.8, f"a code of the family {family.entity}", family.entity)


def last_form(folded: str, start: int, end: int) -> re.Match[str] | None:
    """The form of a company that a stretch of text ends in."""
    return next((form for form in word_forms().company.finditer(folded, start, end) if form.end() == end), None)


def _companies(place: Place, forms: list[tuple[int, int]]) -> Iterator[Choice | None]:
    """Companies by the forms of their names; 微電子股份有限公司 is one form."""
    reach = 0
    for start, end in sorted(forms):
        form = word_forms().company.match(place.folded, start) if end > reach else None
        if form is not None:
            reach = form.end()
            yield _legal_name(place, form) if form.group().endswith("有限公司") else _trade_name(place, form)


def _legal_name(place: Place, form: re.Match[str]) -> Choice | None:
    """The full name of a firm reaches back to the last word or mark that cannot belong to it: 由|深圳市礪光微電子股份有限公司."""
    folded = place.folded
    low = max(0, form.start() - _LONGEST_LEGAL)
    start = low
    for match in word_forms().legal_stop.finditer(folded, low, form.start()):
        i = bisect_right(place.starts, match.start()) - 1
        if i >= 0 and place.choices[i].end > match.start() and place.choices[i].entity.label in ("COMPANY", "GPE"):
            continue  # 華為技術有限公司: the word is part of a listed name
        start = match.end()
    if start == low and low > 0:
        place.reject(form.start(), form.end(), "no beginning of the company's name in reach")
        return None
    size = form.start() - start
    if size < 2 and not (size == 0 and len(form.group()) >= 7):
        return None
    brand = folded[start : form.start()]
    if brand in word_forms().ordinary or any(c.start == start and c.end >= form.start() and c.entity.label == "COMPANY" for c in place.around(start, form.end())):
        return None
    return unlisted(place, start, form.end(), "COMPANY", 0.9, f"a company by its legal form {form.group()}")


def _trade_name(place: Place, form: re.Match[str]) -> Choice | None:
    """The short name of a firm: two or three characters that are no ordinary word before a form, by the likeliest cutting."""
    folded, forms = place.folded, word_forms()
    end = form.end()
    if not place.free(form.start(), end):
        return None
    low = max(place.before(form.start()), form.start() - _REACH)
    begin = form.start()
    while begin > low and _HAN.match(folded, begin - 1):
        begin -= 1
    followed = bool(forms.company_after.match(folded, end) or _TICKER.match(folded, end))
    names: dict[tuple[int, int], float] = {}
    for size in (2, 3):
        start = form.start() - size
        brand = folded[start : form.start()]
        if start < begin or not forms.not_brand.isdisjoint(brand) or brand in forms.ordinary or brand[-2:] in forms.ordinary:
            continue
        supported = followed or forms.company_before.search(folded, max(0, start - 4), start) is not None
        weight = _COMPANY_WEIGHTS[size] + (_SUPPORT if supported else 0.0)
        word = word_weight(brand)
        if (word is None or word < weight) and (supported or (form.group() in forms.strong and (size == 2 or start == begin))):
            names[start, form.start()] = weight
    if not names:
        place.reject(max(begin, form.start() - 2), end, f"no name of a company before {form.group()}, but an ordinary word")
        return None
    *words, cut, last = [(begin, begin), *likeliest(folded, begin, end, {**names, form.span(): _FORM})]
    if last != form.span():
        cut = last
    named = forms.company_before.search(folded, max(0, cut[0] - 4), cut[0]) is not None
    if cut in names and not named and words[-1][1] - words[-1][0] == 1 and _weight(folded[words[-1][0]]) < _PARTICLE:
        place.reject(cut[0], end, f"a company by its form, but its name seems to begin before: {folded[words[-1][0] : end]}")
        return None
    if cut not in names:
        place.reject(cut[0], end, f"{folded[cut[0] : cut[1]]} before {form.group()} is likelier an ordinary word than a name")
        return None
    return unlisted(place, cut[0], end, "COMPANY", 0.7, f"a company by its form {form.group()}")


def _company_after(place: Place, start: int, end: int) -> Choice | None:
    """A Latin name after what it is: 晶片新創公司Zyphora."""
    named = _LATIN_COMPANY.match(place.original, end)
    if named is None or not place.free(named.start(1), named.end(1)):
        return None
    return unlisted(place, named.start(1), named.end(1), "COMPANY", 0.7, f"{place.folded[start:end]} before it")


def _person_after(place: Place, start: int, end: int) -> Choice | None:
    """A person after a title: 執行長魏哲家, CEO Lisa Su."""
    if place.folded[end] < "ɐ":
        latin = _LATIN_PERSON.match(place.original, end)
        if latin is None:
            return None
        inside = place.around(latin.start(1), latin.end(1))
        if any(c.entity.label in ("PERSON", "COMPANY", "AGENCY", "MEDIA") or c.start == latin.start(1) for c in inside):
            return None
        name: tuple[int, int] | None = latin.span(1)
    else:
        high = min(end + _LONGEST_PERSON, place.next(end))
        name = _person(place, end, high) if high - end > 1 else None
    return None if name is None else unlisted(place, *name, "PERSON", 0.8, f"{place.folded[start:end]} before it")


def _person(place: Place, start: int, high: int) -> tuple[int, int] | None:
    """A Chinese or transliterated name that begins at a place, by the likeliest cutting of what stands there."""
    folded, forms = place.folded, word_forms()
    end = _HAN_RUN.match(folded, start, high).end()  # type: ignore[union-attr]  # matches any text
    if end - start < 2:
        return None
    clear = forms.clear_name.match(folded, start, end + 1)
    if clear is not None and clear.end() <= end and not _ordinary(clear.group()):
        return clear.span()
    if start + 5 <= end and folded[start] in forms.surnames and forms.not_given.isdisjoint(folded[start + 1 : start + 3]):
        usual = _weight(folded[start + 3 : start + 5]) > _USUAL and _weight(folded[start + 2 : start + 4]) < _COMMON
        if usual and not _ordinary(folded[start : start + 3]):
            return start, start + 3
    names: dict[tuple[int, int], float] = {}
    for surname in (2, 1):
        if folded[start : start + surname] in forms.surnames:
            for given in (1, 2):
                stop = start + surname + given
                rest = folded[start + surname : stop]
                if stop > end or not forms.not_given.isdisjoint(rest) or (given == 2 and _weight(rest) > _COMMON):
                    continue
                names[start, stop] = _PERSON_WEIGHTS[surname + given]
            break
    full = forms.foreign_full.match(folded, start)
    if full is not None:
        return None if folded.startswith(("·", " ·"), full.end()) else full.span()
    run = start
    while run < end and folded[run] in forms.foreign:
        run += 1
    for size, weight in _FOREIGN_WEIGHTS.items():
        if start + size <= run and (start, start + size) not in names:
            names[start, start + size] = weight
    for span in [span for span in names if span[1] < end and _weight(folded[span[1] - 1 : span[1] + 1]) > _COMMON]:
        names[span] -= 4.0  # 張濤|公開, not 張濤公|開
    names = {span: weight for span, weight in names.items() if _weight(folded[slice(*span)]) < weight}
    if not names:
        return None
    cut = likeliest(folded, start, end, names)
    if cut[0] not in names:
        place.reject(start, max(b for _, b in names), f"no name after the title; likelier cut {' '.join(folded[a:b] for a, b in cut)}")
        return None
    stop = cut[0][1]
    if folded.startswith(("·", " ·"), stop) or (len(cut) > 1 and cut[1][1] - stop == 1 and _weight(folded[stop]) < _ALONE):
        place.reject(start, stop, f"a name after a title, but it seems to go on: {folded[start : stop + 2]}")
        return None
    return cut[0]


def _ordinary(name: str) -> bool:
    """Whether what looks like a name, or the given name in it, is an ordinary word."""
    return _weight(name) >= _COMMON or (len(name) > 2 and _weight(name[1:]) >= _COMMON)


def _bracketed(place: Place) -> Iterator[Choice]:
    """People by the Latin name in brackets: 麥瑞禮(Michael Reilly); both are names of the person."""
    folded, original = place.folded, place.original
    forms = word_forms()
    for match in _BRACKETED.finditer(folded):
        start, end = match.span(1)
        if not _LATIN_PERSON.fullmatch(original, start, end) or not place.free(start, end) or _COMPANY_WORDS.search(folded, start, end):
            continue
        person = place.ending(match.start())
        if (person is None or person.entity.label != "PERSON") and original[start : original.index(" ", start)] in forms.given:
            first = _person_before(place, match.start())
            person = None if first is None else unlisted(place, first, match.start(), "PERSON", 0.8, "a Latin name in brackets after it")
            yield person or unlisted(place, start, end, "PERSON", 0.6, "a Latin name in brackets")
        if person is not None and person.entity.label == "PERSON":
            yield Choice(start, end, person.entity, 0.8, ("the Latin name of the person before it",), "local_alias")


def _person_before(place: Place, end: int) -> int | None:
    """Where a person's name begins that ends at a place: a run of characters for foreign names, or a Chinese name."""
    folded, forms = place.folded, word_forms()
    low = max(place.before(end), end - _LONGEST_PERSON)
    start = end
    while start > low and folded[start - 1] in forms.foreign:
        start -= 1
    if end - start > 1:
        return start
    for size in (3, 2):
        start = end - size
        if start >= low and folded[start] in forms.surnames and _person(place, start, end) == (start, end):
            return start
    return None


def _variant(place: Place, choice: Choice) -> Choice | None:
    """A listed product with the word for a variant that no row lists: 问界 M9 Ultimate."""
    match = _VARIANT.match(place.folded, choice.end)
    if match is None or not place.free(choice.end, match.end()):
        return None
    return unlisted(place, choice.start, match.end(), "PRODUCT", 0.8, f"a variant of {choice.entity.id}", choice.entity.id)


_QUOTES = frozenset("「『“")
_LATIN_REST = re.compile(r"(?: [A-Z][A-Za-z]+){0,2} (?:Technologies|Technology|Semiconductor|Semiconductors|Systems|Labs|Capital|Ventures|Robotics|Energy|Electronics|Materials|Photonics|Networks)(?![A-Za-z])")


def _longer_company(place: Place, choice: Choice) -> Choice | None:
    """A firm whose name begins with that of a listed one: 「康寧雷射科技」, Corning Laser Technologies."""
    rest = _LATIN_REST.match(place.original, choice.end)
    end = 0 if rest is None else rest.end()
    if rest is None:
        close = place.folded.find({"「": "」", "『": "』"}.get(place.folded[choice.start - 1], "”"), choice.end, choice.end + 8) if choice.start else -1
        form = close > choice.end and last_form(place.folded, choice.end, close)
        if not form or not _HAN_RUN.fullmatch(place.folded, choice.end, close):
            return None
        end = close
    if not place.free(choice.end, end):
        return None
    return unlisted(place, choice.start, end, "COMPANY", 0.8, f"a firm named after {choice.entity.name}", choice.entity.id or None)


def _sub_body(place: Place, parent: Choice, part: Choice) -> Choice:
    """Two listed bodies in one string are one: the second, if it is part of the first, else a part that no row lists."""
    if part.entity.parent == parent.entity.id:
        return Choice(parent.start, part.end, part.entity, 0.9, (_part_of(parent),), "pattern")
    return unlisted(place, parent.start, part.end, "AGENCY", 0.7, _part_of(parent), parent.entity.id or None)


def _part_of(parent: Choice) -> str:
    return f"a part of {parent.entity.name}: parent and sub-body are one name"


def _agency(place: Place, i: int, choice: Choice) -> Choice | None:
    """A public body by jurisdiction and form (西班牙 + 數字轉型部), or a listed one with the name of its part (證監會國際合作司)."""
    end, of_place = choice.end, choice.entity.label == "GPE"
    match = (word_forms().agency if of_place else word_forms().division).match(place.folded, end)
    if match is None or place.folded.startswith(("长", "门", "队", "分", "位", "署", "级"), match.end()):
        return None
    inside = place.choices[i + 1] if i + 1 < len(place.choices) and place.starts[i + 1] < match.end() else None
    if inside is not None and ((inside.start == end and of_place) or inside.end > match.end() or inside.entity.label != "AGENCY"):
        return None  # 哈薩克斯坦|信息和通信管理局 goes beyond the 管理局 of some list; 美國|商務部 is listed as it is
    if of_place:
        return unlisted(place, end, match.end(), "AGENCY", 0.8, f"a public body of {choice.entity.name} by its form", choice.entity.id)
    return unlisted(place, choice.start, match.end(), "AGENCY", 0.8, _part_of(choice), choice.entity.id or None)
