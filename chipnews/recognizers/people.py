"""People by their titles, by what they say, by the form of a foreign name in full, and by the Latin name in brackets after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..disambiguation import Choice
from ..regex import lazy
from ..segmentation import likeliest, word_weight
from .forms import COMMON, HAN, HAN_RUN, is_han, log_weight, word_forms
from .place import Place, unlisted

__all__ = ["bracketed_people", "byline", "dotted_people", "looks_like_person", "people_after", "person_before", "speaker"]

_PERSON_WEIGHTS = {2: -15.0, 3: -14.0, 4: -16.0, 5: -17.0}
_JAPANESE = frozenset("子郎介助")
"""What given names of three characters end in after a surname of two: 小池百合子."""
_FOREIGN_WEIGHTS = {2: -14.0, 3: -15.0, 4: -16.0, 5: -17.0, 6: -18.0}
_IN_USE = -12.5
"""Two characters with at least this weight across the end of a name speak against it."""
_USUAL = -12.0
"""Two characters with at least this weight are a word in use."""
_FREQUENT = -11.0
"""Two characters with at least this weight are a frequent word, more likely after a name than their halves in and after it."""
_ALONE = -10.0
"""A character with less weight than this hardly stands alone after a name: the name goes on (皮斯托|留斯)."""
_LONGEST_PERSON = 8
"""How far after a title a name and what follows it are looked at."""
_LONGEST_TITLE = 8
"""How long a title before a name is at most."""
_LONGEST_NAME = 12
"""How long a foreign name between a title and its Latin form in brackets is at most."""
_LONGEST_DOTTED = 24
"""How far before its Latin form in brackets a foreign name in full may begin."""
_NO_GIVEN = frozenset("男女某妇嫌署报家")
"""What alone after a surname makes no name of it: 莊男, 連署."""
_GOES_ON = frozenset("在说称则也又将于对向")
"""What a clause goes on with after a surname of two characters alone: 大臣齋藤在."""
_REMIT = lazy(f"[(]{HAN}{{2,10}}[)](?={HAN})")
"""What a title is for, in brackets between it and the name: 副總裁(亞太區)X."""
_BYLINE = frozenset(":/|丨 ")
"""What may stand between a byline's title and its name."""
_ACCORDING = ("根据", "据", "由")
"""What may stand between the beginning of a clause and a speaker."""
_ADDRESS = frozenset({"教授", "副教授", "研究员", "院士", "委员", "女士", "先生"})
"""Titles before which two characters that are no word are a name (but 衛福|部長)."""
_HOUSES = ("大学", "学院", "学系", "研究院", "研究所", "实验室", "公司", "集团", "医院", "教授")
"""What stands before the name of a person with a title after it, beside listed names."""
_AND = frozenset("、/ 与和及")
"""What stands between people who share a title."""
_TITLED = frozenset("《「『“")
"""A name in full right after such a mark is more often a work's than a person's."""
_LATIN_PERSON = lazy(r" ?((?:[A-ZÀ-ÞĀ-ɏ][A-Za-zÀ-ɏ'’-]+)(?: [A-Z]\.)?(?: (?:de|van|von|der|bin|al)\b)?(?: [A-ZÀ-ÞĀ-ɏ][A-Za-zÀ-ɏ'’-]+){1,2})(?![A-Za-zÀ-ɏ])")
_BRACKETED = lazy(r"[(]([a-zà-ɏ][a-zà-ɏ'’-]+(?: [a-z]\.)?(?: [a-zà-ɏ'’-]{2,}){1,3}) ?(音译)?[)]")
_DOTTED = lazy(f"{HAN}{{1,7}}(?: ?· ?{HAN}{{1,7}}(?:-{HAN}{{1,7}})?){{1,3}}$")
"""A foreign name in full before its Latin form in brackets."""
_HEADS = frozenset({"查尔", "查理", "富兰", "历克", "历山", "方索", "爱德", "爱丽", "爱因", "道格", "道森"})
"""How foreign names begin, or go on, whose first character no other foreign name holds."""
_DOT = lazy("·")
"""What stands between the parts of a foreign name."""
_MARRIED = lazy("[林陈黄张李王吴刘蔡杨许郑谢洪郭邱曾廖赖徐周叶苏庄吕江何萧罗潘简朱彭游詹胡施沈余卢梁冯黎邓]{2}[㐀-鿿]{2}(?:报导|报道|采访|表示|指出|说|认为|致辞|因|今|$)")
"""Two family names before a given one, and what often follows: 張馮泳萍|表示."""
_DATELINE = lazy("[㐀-鿿]{2,8}[0-9]{1,2}日[㐀-鿿]{0,4}[电讯]")
"""Where and when a report was written: 台北12日電."""
_SIGNER = lazy(f"{HAN}{{2,4}}(?=[)/])")
"""Who stands alone after a byline's title: (編輯：X/核稿：Y)."""
_LONGEST_REPORTER = 5
"""How long such a name is at most, with the mark after it."""
_REPORTER = lazy(f"{HAN}{{2,4}}(?=/{HAN}{{2,4}}[报摄])")
"""Who stands between a byline's title and what was done: 記者X/綜合報導."""
_REGISTERED = lazy(f"{HAN}{{2,4}}(?=[,。(])")
"""Who stands between 法定代表人為 and the end of the clause."""
_SIGNED = lazy(f"[(]({HAN}{{2,4}}(?:[ 、/]+{HAN}{{2,4}}){{0,3}})[)](?=[ ]*(?:\n|$))")
_CREDIT = lazy(f"[(](?:[^()\n]{{1,8}}[/ ])?({HAN}{{2,4}}) ?摄影?[)]")
_NAME = lazy(f"{HAN}+")
_COMPANY_WORDS = lazy(r"\b(?:inc|corp|co|ltd|llc|plc|group|technologies|technology|labs?|semiconductor|systems|capital|holdings|ventures|partners|ai|networks|robotics)\b")


def people_after(place: Place, start: int, end: int) -> Iterator[Choice]:
    """People after a title: 執行長魏哲家, CEO Lisa Su, 記者X、Y."""
    folded, title = place.folded, place.folded[start:end]
    if folded[end] == "(":
        remit = _REMIT.match(folded, end)
        if remit is None:
            return
        end = remit.end()
    elif folded[end] in _BYLINE:
        end += 1
    while folded[end - 1] in ":/" and (signed := _SIGNER.match(folded, end)) is not None and _signs(place, *signed.span()):
        yield unlisted(place, *signed.span(), "PERSON", 0.8, f"{title} before it")
        end = signed.end() + 1
    if folded[end : end + 1] < "ɐ":
        latin = _LATIN_PERSON.match(place.original, end)
        if latin is not None and not any(c.entity.label in ("PERSON", "COMPANY", "AGENCY", "MEDIA") or c.start == latin.start(1) for c in place.around(*latin.span(1))):
            yield unlisted(place, *latin.span(1), "PERSON", 0.8, f"{title} before it")
        return
    high = place.next(end)
    if 1 < high - end < 5 and _DATELINE.match(folded, high) is not None and HAN_RUN.fullmatch(folded, end, high) and _signs(place, end, high):
        yield unlisted(place, end, high, "PERSON", 0.8, f"{title} before it, a dateline after it")
        return
    if title.endswith("代表人为") and (signed := _REGISTERED.match(folded, end)) is not None and place.free(*signed.span()):
        yield unlisted(place, *signed.span(), "PERSON", 0.8, f"{title} before it, the end of the clause after it")
        return
    if "/" in folded[end : end + _LONGEST_REPORTER] and (signed := _REPORTER.match(folded, end)) is not None and _signs(place, *signed.span()):
        yield unlisted(place, *signed.span(), "PERSON", 0.8, f"{title} before it, what was done after it")
        return
    while True:
        high = min(end + _LONGEST_PERSON, place.next(end))
        name = _person(place, end, high) if high - end > 1 else None
        if name is None or place.before(name[0]) >= name[1]:
            return  # nothing, or a part of a listed name
        yield unlisted(place, *name, "PERSON", 0.8, f"{title} before it")
        if folded[name[1] : name[1] + 1] not in _AND:
            return
        end = name[1] + 1


def person_before(place: Place, start: int, end: int) -> Choice | None:
    """A Chinese name before a title, where a clause begins with it or after the name of its firm or body: 嵐岳教育湯永新董事長, 。許其昌院士."""
    folded = place.folded
    for size in (3, 2):
        begin = start - size
        if begin < 0 or not HAN_RUN.fullmatch(folded, begin, start) or not (looks_like_person(folded[begin:start]) or (folded[start:end] in _ADDRESS and _is_called(folded[begin:start]))) or not place.free(begin, start):
            continue
        owner = place.ending(begin) if begin and is_han(folded[begin - 1]) else None
        if not begin or not is_han(folded[begin - 1]) or folded.endswith(_HOUSES, 0, begin) or (owner is not None and owner.entity.label in ("COMPANY", "AGENCY")):
            return unlisted(place, begin, start, "PERSON", 0.7, f"{folded[start:end]} after it")
    return None


def _is_called(name: str) -> bool:
    """Whether two characters that are no word have the form of a name, whatever the given name means alone: 嚴紅."""
    forms = word_forms()
    return len(name) == 2 and name[0] in forms.surnames and name[1] not in forms.not_given and name[1] not in forms.role and name[1] not in _NO_GIVEN and word_weight(name) is None


def _signs(place: Place, start: int, end: int) -> bool:
    """Whether what stands alone after a byline's title is a name: its place says so, its form has only to allow it."""
    name = place.folded[start:end]
    return (name[0] in word_forms().surnames or name[:2] in word_forms().surnames) and not _ordinary(name) and place.free(start, end)


def looks_like_person(name: str) -> bool:
    """Whether a stretch of folded text, cut out by what stands around it, has the form of a Chinese name or of a foreign one."""
    if len(name) < 2:
        return False
    forms = word_forms()
    surname = 2 if name[:2] in forms.surnames else 1 if name[0] in forms.surnames else 0
    given = name[surname:]
    if surname and 1 <= len(given) <= 2 and word_weight(name) is None and forms.not_given.isdisjoint(given):
        return forms.role.isdisjoint((given, given[-1])) and log_weight(given) < COMMON
    return len(name) > 2 and word_weight(name) is None and forms.foreign.issuperset(name.replace("·", ""))


def speaker(place: Place, start: int, end: int) -> Choice | None:
    """Who a clause begins with that goes on with a verb of speech: ，湯綺表示, 。陳雅玲今天指出."""
    folded, forms = place.folded, word_forms()
    if not start or not is_han(folded[start - 1]):
        return None
    if folded[max(0, start - _LONGEST_PERSON - 1) : start].isalpha() and start > _LONGEST_PERSON and place.before(start) < start - _LONGEST_PERSON:
        return None  # no clause and no listed name ends near enough
    stop = start
    while stop and (step := 2 if folded[stop - 2 : stop] in forms.adverb else 1 if folded[stop - 1] in forms.adverb else 0):
        stop -= step
    begin, low = stop, max(0, stop - _LONGEST_PERSON, place.before(stop))
    while begin > low and is_han(folded[begin - 1]):
        begin -= 1
    if folded.startswith(_ACCORDING, begin):
        begin += 2 if folded[begin] == "根" else 1
    name, size = folded[begin:stop], stop - begin
    if not 2 <= size <= 7 or not place.free(begin, stop) or folded[begin - 1 : begin] == "·":
        return None
    if begin and is_han(folded[begin - 1]) and not folded.endswith(_ACCORDING, 0, begin) and ((owner := place.ending(begin)) is None or owner.entity.label not in ("COMPANY", "AGENCY")):
        return None
    middle = size == 3 and place.ending(begin) is None and name[2] not in forms.not_given and _signs(place, begin, stop)  # 許上智: what follows a title, too, but here nothing does
    if not looks_like_person(name) and not (middle and looks_like_person(name[0] + name[2])):
        return None
    return unlisted(place, begin, stop, "PERSON", 0.7, f"before {folded[start:end]}, at the beginning of its clause")


def dotted_people(place: Place) -> Iterator[Choice]:
    """Foreign names in full, by the dot between their parts: 艾米莉·卡特."""
    folded, forms = place.folded, word_forms()
    reach = 0
    for mark in _DOT.finditer(folded):
        start = dot = mark.start()
        if dot < reach:
            continue
        start -= folded[start - 1] == " "
        while start and folded[start - 1] in forms.foreign:
            start -= 1
        begin = start  # of what is written as foreign names are, to its last character
        if start and folded[start - 1 : start + 1] in _HEADS:
            start -= 1
            while start and folded[start - 1] in forms.foreign:
                start -= 1
        match = forms.foreign_full.match(folded, max(begin, place.before(dot)))
        if match is None or match.end() <= dot:
            continue
        start, reach = min(start, match.start()) if match.start() == begin else match.start(), match.end()
        end = reach
        if log_weight(folded[end - 1 : end + 1]) > _IN_USE and _DOT.search(folded, end - 3, end) is None:
            end -= 1  # 恩格斯|提出
        cut = folded[start + 1] in "·. " and start > 0 and is_han(folded[start - 1])  # 雅各|布·齊默曼: its beginning is written otherwise
        if len(match.group()) > 4 and not cut and place.free(start, end) and folded[start - 1 : start] not in _TITLED and not folded.startswith(forms.named_after, end):
            yield unlisted(place, start, end, "PERSON", 0.7, "the form of a foreign name in full")


def _person(place: Place, start: int, high: int) -> tuple[int, int] | None:
    """A Chinese or transliterated name that begins at a place, by the likeliest cutting of what stands there."""
    folded, forms = place.folded, word_forms()
    end = HAN_RUN.match(folded, start, high).end()  # type: ignore[union-attr]  # matches any text
    if end - start < 2:
        return None
    run = start
    while run < end and folded[run] in forms.foreign:
        run += 1
    clear = forms.clear_name.match(folded, start, end + 1)
    if clear is not None and clear.end() <= end and not _ordinary(clear.group()) and clear.group()[1:] not in _NO_GIVEN:
        stop = clear.end()
        if stop - start == 3 and log_weight(folded[stop - 1 : stop + 1]) > _FREQUENT and log_weight(folded[stop : stop + 2]) < _USUAL:
            return start, stop - 1  # 徐起|確認
        if not stop < run or folded[stop] == "因" or log_weight(folded[stop : stop + 2]) > _USUAL:
            return clear.span()
        if run == end or folded[run] in forms.not_given or log_weight(folded[run : run + 2]) > _USUAL:
            return start, run  # 貝內特|形容, not 貝內
    if start + 5 <= end and folded[start] in forms.surnames and forms.not_given.isdisjoint(folded[start + 1 : start + 3]):
        usual = log_weight(folded[start + 3 : start + 5]) > _USUAL and log_weight(folded[start + 2 : start + 4]) < COMMON
        if usual and not _ordinary(folded[start : start + 3]):
            return start, start + 3
    names: dict[tuple[int, int], float] = {}
    for surname in (2, 1):
        if folded[start : start + surname] in forms.surnames:
            for given in (1, 2, 3):
                stop = start + surname + given
                rest = folded[start + surname : stop]
                if stop > end or rest in _NO_GIVEN or not forms.not_given.isdisjoint(rest) or (given == 2 > surname and log_weight(rest) > COMMON):
                    continue
                if given == 3 and (surname == 1 or rest[-1] not in _JAPANESE):
                    continue
                names[start, stop] = _PERSON_WEIGHTS[surname + given]
            alone = start + surname
            if surname == 2 and not names and (folded[alone : alone + 1] in _GOES_ON or log_weight(folded[alone : alone + 2]) > _USUAL) and log_weight(folded[start:alone]) < _FREQUENT:
                return start, alone  # 大臣齋藤|在
            break
    if _MARRIED.match(folded, start, start + 7) and forms.not_given.isdisjoint(folded[start + 2 : start + 4]):
        names[start, start + 4] = _PERSON_WEIGHTS[4]
    full = forms.foreign_full.match(folded, start)
    if full is not None:
        return None if folded.startswith(("·", " ·"), full.end()) else full.span()
    for size, weight in _FOREIGN_WEIGHTS.items():
        if start + size <= run and (start, start + size) not in names:
            names[start, start + size] = weight
    for span in [span for span in names if span[1] < end and log_weight(folded[span[1] - 1 : span[1] + 1]) > _IN_USE]:
        names[span] -= 4.0  # 張濤|公開, not 張濤公|開
    names = {span: weight for span, weight in names.items() if log_weight(folded[slice(*span)]) < weight}
    if not names:
        return None
    cut = likeliest(folded, start, end, names)
    if cut[0] not in names:
        place.reject(start, max(b for _, b in names), f"no name after the title; likelier cut {' '.join(folded[a:b] for a, b in cut)}")
        return None
    stop = cut[0][1]
    if folded.startswith(("·", " ·"), stop) or (len(cut) > 1 and cut[1][1] - stop == 1 and log_weight(folded[stop]) < _ALONE):
        place.reject(start, stop, f"a name after a title, but it seems to go on: {folded[start : stop + 2]}")
        return None
    return cut[0]


def _ordinary(name: str) -> bool:
    """Whether what looks like a name, or the given name in it, is an ordinary word."""
    return log_weight(name) >= COMMON or (len(name) > 2 and log_weight(name[1:]) >= COMMON)


def byline(place: Place, outlet: Choice) -> Iterator[Choice]:
    """Who signs for an outlet: 財訊快報／X, 工商時報 X Y (with a space after each)."""
    folded, mark, end = place.folded, place.folded[outlet.end], outlet.end
    while folded[end : end + 1] == mark and (name := HAN_RUN.match(folded, end + 1, end + 6)) is not None:
        if name.group()[:1] not in word_forms().surnames or not looks_like_person(name.group()) or not place.free(*name.span()) or (mark == " " and folded[name.end() : name.end() + 1] != " "):
            return
        yield unlisted(place, *name.span(), "PERSON", 0.7, f"signs for {outlet.entity.name}")
        if mark != " ":
            return
        end = name.end()


def bracketed_people(place: Place, found: Sequence[Choice | None] = ()) -> Iterator[Choice]:
    """People by what stands in brackets: 麥瑞禮(Michael Reilly), both of which are names of the person, or at the end of a paragraph who signs it.

    Args:
        place: the text and its listed names.
        found: the unlisted names that other recognisers have found.
    """
    folded, original = place.folded, place.original
    forms = word_forms()
    titled = {choice.end: choice for choice in found if choice is not None and choice.entity.label == "PERSON"}
    for match in _BRACKETED.finditer(folded):
        start, end = match.span(1)
        before = match.start() - (folded[match.start() - 1 : match.start()] == " ")
        listed = next((c for c in place.around(start, start + 1) if c.end == end and c.entity.label == "PERSON"), None)
        if listed is not None:
            if place.ending(before) is None and (name := _after_title(place, before, latin=True)) is not None:
                yield Choice(*name, listed.entity, 0.8, ("between a title and the Latin name of a listed person in brackets",), "local_alias")
            continue
        if not _LATIN_PERSON.fullmatch(original, start, end) or not place.free(start, end) or _COMPANY_WORDS.search(folded, start, end):
            continue
        person = place.ending(before)
        if person is None and (name := _after_title(place, before)) is not None:
            person = unlisted(place, *name, "PERSON", 0.8, "between a title and a Latin name in brackets")
            yield person
        person = person or titled.get(before)
        low = max(place.before(before), before - _LONGEST_DOTTED)
        dotted = None if (person is not None and person.entity.label == "PERSON") or folded.find("·", low, before) < 0 else _DOTTED.search(folded, low, before)
        if (person is None or person.entity.label != "PERSON") and (dotted is not None or match.group(2) or original[start : original.index(" ", start)] in forms.given):
            first = _person_before(place, before) if dotted is None else _first_character(place, *dotted.span())
            person = None if first is None else unlisted(place, first, match.start(), "PERSON", 0.8, "a Latin name in brackets after it")
            yield person or unlisted(place, start, end, "PERSON", 0.6, "a Latin name in brackets")
        if person is not None and person.entity.label == "PERSON":
            yield Choice(start, end, person.entity, 0.8, ("the Latin name of the person before it",), "local_alias")
    yield from _signed(place)


def _signed(place: Place) -> Iterator[Choice]:
    """Who signs a paragraph at its end, in brackets: (X　Y), or a picture: (X攝)."""
    folded = place.folded
    credits = {match.start(): match for match in _CREDIT.finditer(folded)} if "摄" in folded else {}
    signers = [match for match in _SIGNED.finditer(folded) if match.start() not in credits]
    for match in (*credits.values(), *signers):
        credit = match.start() in credits
        for name in _NAME.finditer(folded, *match.span(1)):
            known = credit and name.group()[0] in word_forms().surnames and not _ordinary(name.group())
            if (known or looks_like_person(name.group())) and place.free(*name.span()):
                yield unlisted(place, *name.span(), "PERSON", 0.7, "in brackets, as who signs")


def _first_character(place: Place, start: int, end: int) -> int | None:
    """Where a foreign name in full begins whose characters are not all usual for such names: 由|賽琳娜·格羅文-哈伯利."""
    dot = place.folded.index("·", start, end)
    begin = dot
    while begin > start and place.folded[begin - 1] in word_forms().foreign:
        begin -= 1
    return begin if begin < dot else None


def _title_before(folded: str, low: int, end: int) -> int:
    """The length of the title that ends at a place, or 0."""
    forms = word_forms()
    if folded[end - 1 : end] not in forms.title_ends:
        return 0
    titles = forms.titles
    return next((size for size in range(min(_LONGEST_TITLE, end - low), 1, -1) if folded[end - size : end] in titles), 0)


def _after_title(place: Place, end: int, latin: bool = False) -> tuple[int, int] | None:
    """A name that ends at a place, or before a title that does, and stands right after a title: 發言人|克萊兒·居希(, 特使|佛克納|勛爵(; with a known Latin name after it, it may be a word if foreign names are written so (執行長|羅斯)."""
    folded, forms = place.folded, word_forms()
    low, stop = place.before(end), end
    while stop - 2 > low and is_han(folded[stop - 1]) and (size := _title_before(folded, low, stop)):
        stop -= size
    if not end or not is_han(folded[stop - 1]):
        return None
    for start in range(stop - 2, max(low, stop - _LONGEST_NAME) - 1, -1):
        if not (is_han(folded[start]) or folded[start] == "·"):
            return None
        if _title_before(folded, low, start):
            name = folded[start:stop]
            fits = (name[0] in forms.foreign or name[0] not in forms.not_given) and name[-1] not in forms.role and name[-2:] not in forms.role
            fits &= folded[start - 1] != "的" or looks_like_person(name)  # 50歲的|印刷廠老闆通迪
            strange = (latin and forms.foreign.issuperset(name)) or (word_weight(name) is None and log_weight(name[-2:]) < COMMON)
            return (start, stop) if fits and strange else None
    return None


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
