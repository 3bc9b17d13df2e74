"""People by their titles, and by the Latin name in brackets after them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..disambiguation import Choice
from ..segmentation import likeliest
from .forms import COMMON, HAN_RUN, log_weight, word_forms
from .place import Place, unlisted

__all__ = ["bracketed_people", "person_after"]

_PERSON_WEIGHTS = {2: -15.0, 3: -14.0, 4: -16.0}
_FOREIGN_WEIGHTS = {2: -14.0, 3: -15.0, 4: -16.0, 5: -17.0, 6: -18.0}
_USUAL = -12.0
"""Two characters with at least this weight are a word in use."""
_ALONE = -10.0
"""A character with less weight than this hardly stands alone after a name: the name goes on (皮斯托|留斯)."""
_LONGEST_PERSON = 8
"""How far after a title a name and what follows it are looked at."""
_LATIN_PERSON = re.compile(r" ?((?:[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+)(?: [A-Z]\.)?(?: (?:de|van|von|der|bin|al)\b)?(?: [A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+){1,2})(?![A-Za-z])")
_BRACKETED = re.compile(r"[(]([a-zà-ÿ][a-zà-ÿ'’-]+(?: [a-z]\.)?(?: [a-zà-ÿ'’-]{2,}){1,3})[)]")
_COMPANY_WORDS = re.compile(r"\b(?:inc|corp|co|ltd|llc|plc|group|technologies|technology|labs?|semiconductor|systems|capital|holdings|ventures|partners|ai|networks|robotics)\b")


def person_after(place: Place, start: int, end: int) -> Choice | None:
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
    end = HAN_RUN.match(folded, start, high).end()  # type: ignore[union-attr]  # matches any text
    if end - start < 2:
        return None
    clear = forms.clear_name.match(folded, start, end + 1)
    if clear is not None and clear.end() <= end and not _ordinary(clear.group()):
        return clear.span()
    if start + 5 <= end and folded[start] in forms.surnames and forms.not_given.isdisjoint(folded[start + 1 : start + 3]):
        usual = log_weight(folded[start + 3 : start + 5]) > _USUAL and log_weight(folded[start + 2 : start + 4]) < COMMON
        if usual and not _ordinary(folded[start : start + 3]):
            return start, start + 3
    names: dict[tuple[int, int], float] = {}
    for surname in (2, 1):
        if folded[start : start + surname] in forms.surnames:
            for given in (1, 2):
                stop = start + surname + given
                rest = folded[start + surname : stop]
                if stop > end or not forms.not_given.isdisjoint(rest) or (given == 2 and log_weight(rest) > COMMON):
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
    for span in [span for span in names if span[1] < end and log_weight(folded[span[1] - 1 : span[1] + 1]) > COMMON]:
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


def bracketed_people(place: Place) -> Iterator[Choice]:
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
