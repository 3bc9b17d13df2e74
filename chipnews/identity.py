"""Who a form means in this text: 以下簡稱「Y」, 聞泰科技 … 聞泰, 陳立武 … 陳稱, and an unlisted name again where nothing beside it tells.

A text that names something in full may go on with a form of its own. Such a form links to the name it was introduced
with, here and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from operator import itemgetter

from .disambiguation import Choice
from .matching import Rejected, is_latin
from .recognizers.companies import with_company
from .recognizers.forms import last_form, word_forms
from .recognizers.place import Place, insert, unlisted
from .regex import lazy
from .segmentation import respects_edges, word_weight
from .terms.entry import Entity

__all__ = ["link_local_aliases"]

_DEFINED = lazy("[(](?:以下|下|以下统|后)?(?:简称|称|称为|简称为|简称作|又称|又名|亦称)[: ]?[「“\"'《]?([^「」“”\"'()《》,。;、\\n]{2,12})[」”\"'》]?[)]")
_GENERIC = ("公司", "合伙企业", "集团", "基金", "平台", "项目", "协议", "本行")
"""What a text calls a party by its role (下稱「合資公司」), which is no name."""
_OTHER = ("酒店", "中心", "大厦", "广场", "花园", "大楼", "商场", "商城", "转债", *(f"转{digit}" for digit in range(1, 10)))
"""What makes another name of a short form before it: of a building (合和酒店) or a bond (岚屿转2)."""
_REST_OF_TITLE = lazy(r"[^《》\n]{1,24}(?=》)")
"""How a title goes on that begins as another does."""
_DEFINED_FULL = 24
"""How far before its definition the full name of a short form may begin."""
_SHORT_LATIN = 3
"""A Latin name of at most this many letters is not looked for again, but for an abbreviation of just as many."""
_CODED = lazy("[a-z]{1,4}[0-9]{1,4}[a-z]?")
"""A code that names a product after its maker (智己 LS8), and in that text alone too."""
_OWN_CODE = lazy("(?<=[ -]|[㐀-鿿])(?![0-9]+[gk]$)(?=[a-z]*[0-9])(?=[0-9]*[a-z])(?![0-9]+(?:[kmgt]?b|[gmn]m|hz|w|v|[gt])$)[a-z]{0,4}[0-9]{1,4}[a-z0-9]{0,4}$")
"""The code that the name of a product ends in, by which alone a text may go on to call it (尚界 Z7T: Z7T)."""
_LATIN_PART = {
    "COMPANY": lazy("([A-Z][A-Za-z]{4,15}) (?:AI|Aerospace|Games|Labs|Pharma|Robotics|Studios|Technologies)"),
    "PERSON": lazy(r"[A-Z][a-z]+(?: [A-Z]\.)? ([A-Z][A-Za-z]{3,15})"),
}
"""By label what part of a Latin name a text may go on with: Tessaron of Tessaron Robotics, the family name of a person."""
_SHORTENED = frozenset({"COMPANY", "PERSON", "PRODUCT"})
"""Labels of listed names that a text may go on to call otherwise."""
_RARE = -13.0
"""A short form that is a word of the dictionary counts only where the word is rarer than this."""


def link_local_aliases(folded: str, original: str, choices: list[Choice], rejected: list[Rejected] | None = None) -> list[Choice]:
    """Add the short forms that the text itself introduces.

    Args:
        folded: the text that was matched.
        original: the text before folding, of the same length.
        choices: the names found, sorted by start.
        rejected: if given, receives short forms that stand inside ordinary words.

    Returns:
        All names sorted by (start, -end).
    """
    meant: dict[str, Entity] = {}
    again: dict[str, str] = {}
    surnames: dict[str, list[Choice]] = {}
    full_names = []
    definitions = list(_DEFINED.finditer(folded)) if "称" in folded or "又名" in folded else []
    place = Place(folded, original, choices, rejected) if definitions else None
    for match in definitions:
        assert place is not None
        full = _defined_by(place, match)
        if full is not None and (not match.group(1).endswith(_GENERIC) or _named_in(match.group(1), folded[full.start : full.end])):
            meant[match.group(1)] = full.entity
            if full.source == "pattern":
                full_names.append(full)
    if full_names:
        choices = insert(choices, sorted(full_names, key=itemgetter(0)))
    forms = word_forms()
    last = None
    for choice in choices:
        label = choice[2].label
        if choice[5] == "lexicon" and label not in _SHORTENED:
            last = choice
            continue
        coded = label == "PRODUCT" and last is not None and last[2].label == "COMPANY" and 0 <= choice[0] - last[1] < 2 and _CODED.fullmatch(folded, choice[0], choice[1]) is not None
        last = choice
        if label == "PRODUCT" and (own := _OWN_CODE.search(folded, choice[0], choice[1])) is not None and own.start() > choice[0] and folded.count(own.group()) > 1:
            meant[own.group()] = choice.entity
            again[own.group()] = original[slice(*own.span())]
        if choice[5] != "lexicon" or coded or (label == "PERSON" and "·" in folded[choice[0] : choice[1]]):
            written = original[choice.start : choice.end]
            for form in _again(folded[choice.start : choice.end], written, label):
                if form not in meant and folded.count(form) > 1:
                    meant[form] = choice.entity
                    again[form] = written
        if folded[choice[0]] < "ɐ" and label in ("COMPANY", "PERSON") and (part := _LATIN_PART[label].fullmatch(original, choice[0], choice[1])) is not None:
            form = folded[slice(*part.span(1))]
            if form not in meant and form not in forms.latin_words and folded.count(form) > 1:
                meant[form] = choice.entity
                again[form] = part.group(1)
        if label == "COMPANY":
            last_char = folded[choice[1] - 1]
            short = (last_char in forms.company_ends or (last_char in forms.short_tail_ends and folded.endswith(forms.short_tails, choice[0], choice[1]))) and (_short(folded[choice.start : choice.end]) or _short(folded[choice.start : choice.end].removesuffix("公司")))
            if short:
                meant.setdefault(short, choice.entity)
        elif label == "PERSON" and 2 < choice.end - choice.start < 5 and choice.source != "local_alias":
            surname = folded[choice.start : choice.start + 2]
            if surname not in forms.surnames:
                surname = surname[:1]
            if surname in forms.surnames:
                surnames.setdefault(surname, []).append(choice)
    spoken = _surnames(folded, surnames) if surnames else []
    if not meant and not spoken:
        return choices
    place = Place(folded, original, choices, rejected)
    added = [name for name in spoken if place.free(name.start, name.end)]
    if meant:
        added += _mentions(place, meant, again)
    return insert(choices, sorted(added, key=itemgetter(0))) if added else choices


def _named_in(short: str, full: str) -> bool:
    """Whether a form with 公司 takes its name from the full one: 申嵐公司 of 嵐嶼申嵐公共交通有限公司."""
    stem = short.removesuffix("公司").removesuffix("集团")
    weight = word_weight(stem)
    return 1 < len(stem) < min(5, len(short)) and stem in full and (weight is None or weight < _RARE) and stem not in word_forms().ordinary


def _defined_by(place: Place, definition: re.Match[str]) -> Choice | None:
    """The name before a definition: the one that ends there, or what begins as the short form does."""
    folded, end, short = place.folded, definition.start(), definition.group(1)
    last = place.ending(end)
    begin = folded.rfind(short, max(0, end - _DEFINED_FULL), end)
    if last is not None and last.entity.label in ("COMPANY", "AGENCY", "INSTRUMENT", "PRODUCT") and not (last.source == "pattern" and 0 <= begin < last.start):
        return last
    if begin >= 0 and end - begin > len(short) and word_forms().company.search(folded, begin, end) and not any(mark in folded[begin:end] for mark in ",。;、\n"):
        return unlisted(place, begin, end, "COMPANY", 0.8, f"the text calls it {short}")
    return None


@lru_cache(maxsize=10_000)
def _short(name: str) -> str | None:
    """The name of a company without its form, where that is no ordinary word: 闻泰 of 闻泰科技."""
    form = last_form(name, 0, len(name))
    tail = form.start() if form is not None else next((len(name) - len(tail) for tail in word_forms().short_tails if name.endswith(tail)), 0)
    if tail < 2 or tail > 4:
        return None
    short = name[:tail]
    weight = word_weight(short)
    return None if short in word_forms().ordinary or short.isascii() or (weight is not None and weight > _RARE) else short


def _again(name: str, written: str, label: str) -> tuple[str, ...]:
    """How a text goes on to write a name that it introduced: as it stands, and a foreign one by its last part too; nothing that ordinary words may hold."""
    if "·" in name:
        last = name[name.rindex("·") + 1 :].strip()
        return (name, last) if len(last) > 2 or word_weight(last) is None else (name,)
    if name[0] < "ɐ":
        return (name,) if len(name) > (_SHORT_LATIN - written.isupper()) and not name.isdigit() else ()
    foreign = label == "PERSON" and len(name) > 2 and word_forms().foreign.issuperset(name)  # some of them are words of the dictionary too
    return (name,) if "㐀" <= name[0] <= "鿿" and (foreign or word_weight(name) is None) else ()


def _is_again(place: Place, start: int, end: int, written: str) -> bool:
    """Whether what looks like an unlisted name is that name again: a Latin one whole and as it was written, one of two characters at the beginning of a clause, and not where a foreign name goes on."""
    folded = place.folded
    if folded[start] < "ɐ":
        if folded[end : end + 1] == "." and folded[end + 1 : end + 2].isdigit():
            return False  # Vexo M2.7 is another than Vexo M2
        beyond = end + folded.startswith("-", end)  # Vexo-K is another than Vexo
        return place.original[start:end] == written and not (is_latin(folded[beyond : beyond + 1]) or is_latin(folded[start - 1 : start]))
    if end - start > 2:
        return True
    whole = start == 0 or not "㐀" <= folded[start - 1] <= "鿿"
    return whole and not ("·" in written and folded[end : end + 1] in word_forms().foreign)  # 斯帕|紐洛


def _beside_latin(folded: str, start: int, end: int) -> bool:
    """Whether a Latin name has another Latin word before or after it: Vexor Foundation, Jr. Vexor."""
    return is_latin(folded[start]) and ((is_latin(folded[end + 1 : end + 2]) and folded[end] in " -&'’") or (folded[start - 1 : start] in (" ", "-", "·") and is_latin(folded[start - 2 : start - 1])))


def _mentions(place: Place, meant: dict[str, Entity], again: Mapping[str, str]) -> list[Choice]:
    """Where the forms stand in the text, longer ones first; ``again`` are those that unlisted names have, and how they were written."""
    folded = place.folded
    found: dict[int, Choice] = {}
    taken: set[int] = set()
    for form in sorted(meant, key=lambda form: (-len(form), form)):
        entity, start = meant[form], folded.find(form)
        reason = "named elsewhere in this text" if form in again else f"short for {entity.name} in this text"
        while start >= 0:
            end = start + len(form)
            if form in again and (not _is_again(place, start, end, again[form]) or (entity.label == "PERSON" and _beside_latin(folded, start, end))):
                pass
            elif form in again and entity.label == "PRODUCT" and folded.endswith("《", 0, start) and (rest := _REST_OF_TITLE.match(folded, end)) is not None:
                if place.free(start, rest.end()) and taken.isdisjoint(range(start, rest.end())):  # 《嵐嶼物語 2:歸途》 is another work than 《嵐嶼物語》
                    found[start] = unlisted(place, start, rest.end(), "PRODUCT", 0.7, "a title that begins as one does that is named elsewhere in this text")
                    taken.update(range(start, rest.end()))
            elif place.free(start, end) and taken.isdisjoint(range(start, end)) and not folded.startswith(_OTHER, end):
                crossed = word_weight(folded[max(0, start - 1) : start + 1]) is not None or word_weight(folded[end - 1 : end + 1]) is not None
                holds, words = respects_edges(folded, start, end, ()) if crossed or len(form) < 3 else (True, [])
                if holds:
                    found[start] = Choice(start, end, entity, 0.8, (reason,), "local_alias")
                    if entity.label == "COMPANY" and place.free(start, end + 2):
                        found[start] = with_company(folded, found[start])
                    taken.update(range(start, found[start].end))
                else:
                    place.reject(start, end, f"{reason}, but likelier cut {' '.join(words)}")
            start = folded.find(form, end)
    return [found[start] for start in sorted(found)]


def _surnames(folded: str, people: dict[str, list[Choice]]) -> list[Choice]:
    """A surname alone before a verb of speech, after the person was named in full: 陳稱, 小池強調."""
    found = []
    reporting = word_forms().reporting
    for surname, named in people.items():
        ends = [person.end for person in named]
        start = folded.find(surname, ends[0])
        while start >= 0:
            end = start + len(surname)
            if not "㐀" <= folded[start - 1] <= "鿿" and reporting.match(folded, end) and (end > start + 1 or word_weight(folded[start : start + 2]) is None):
                person = named[bisect_right(ends, start) - 1]
                found.append(Choice(start, end, person.entity, 0.8, (f"the surname of {person.entity.name}, named before",), "local_alias"))
            start = folded.find(surname, end)
    return found
