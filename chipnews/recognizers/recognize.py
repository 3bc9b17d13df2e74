"""Names that no lexicon holds, by their form and what stands beside them.

Each recogniser proposes spans without an entity, or with the maker's family where a code tells it, and a score below
that of a listed name. The words they know by lie in ``lexicons/forms.tsv`` and ``person_names.tsv``, product families in ``lexicons/families.tsv``.
Listed names come first: what a recogniser proposes across one counts only where it goes beyond it by form
(深圳市X股份有限公司).

What they cost, by spans of each kind drawn at random from 4.3 million characters of general news of Taiwan, Hong Kong and the
mainland and read one by one (right / wrong boundary / false alarm), with the number found in all:
people by title 39/1/0 of 6,351; by the word for a legal representative 20/0/0 of 50; in rows of people of whom none is known 30/0/0 of 76; people by what they say 40/0/0 of 442; foreign names by their dot 30/6/4 of 46, before the telescope among
them was left out; an unlisted name again 39/0/1 of 934, a Latin one again 29/1/0 of 82; rows of companies 42/0/1 of 43, of people 33/0/0 of 33;
laws by their titles 39/0/1 of 261, issued without marks 3/0/0 of 3; agencies 44/5/1 of 488; companies by full legal form 43/7/0 of 482, by short form
or apposition 42/2/6 of 130, by the exchange's mark of risk 16/0/0 of 33, by quotation marks 12/0/0 of 12, by Latin form 16/0/0 of 29; partnerships
28/1/0 of 54; subsidiaries by the word before them 10/0/0 of 10; Latin names beside what firms do 5/0/0 of 5; titles of games 12/1/0 of 13; cars after their maker 7/1/2 of 10, before
the two words were left out; products by code or variant 46/4/0 of 77, after their maker 15/1/0 of 72, after what they are 14/1/1 of 57, launched 9/0/1 of 10, by codes
in a row 13/0/0 of 13; Latin
names in brackets after what they name 39/1/0 of 430; laws in quotation marks or by English names 155/0/8 of 163; a Latin name before what it is
75/0/6 of 81, after 品牌 16/1/0 of 17; bodies of a city or court of a place 26/0/1 of 27; people before their titles 27/0/1 of 28, foreign names with parts of other characters 41/2/0 of 43, branches of firms 11/0/0 of 11, Latin
names of products in brackets 9/0/1 of 10; forms that a text introduces (`chipnews.identity`) 45/2/3 of 486.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from ..disambiguation import Choice
from ..matching import Cue, Rejected
from .agencies import agency_by_form, sub_body
from .brackets import bracketed_names
from .companies import branches, companies_by_form, companies_of_places, company_after, latin_actor, latin_company, longer_company, marked_companies, notifying_companies, quoted_companies
from .forms import is_han, word_forms
from .laws import laws_by_title, laws_issued
from .people import bracketed_people, byline, dotted_people, people_after, person_before, punished, speaker
from .place import Place, insert
from .products import member, of_maker, product_after, product_launched, products_coded, siblings, titled, variant
from .rows import enumerated

__all__ = ["recognize"]

_QUOTES = frozenset("「『“")
_ROW = frozenset(" /、和与及")
"""What stands between the codes of a row of products."""
_TAILS = frozenset("-+")
"""What the name of a model goes on with."""
_GOES_ON = _ROW | _TAILS
_MARKS = frozenset(" /")
"""What may stand between a listed name and what goes on from it."""


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
    begun, ended = set(place.starts), {choice[1] for choice in place.choices}
    found: list[Choice | None] = []
    forms: list[tuple[int, int]] = []
    for kind, start, end in cues:
        if kind == "person_title":
            if end not in begun:
                found += people_after(place, start, end)
        elif kind == "title_after":
            if start not in ended and is_han(folded[start - 1]):
                found.append(person_before(place, start, end))
        elif kind == "speech":
            if start not in ended:
                found.append(speaker(place, start, end))
        elif kind == "company_form":
            forms.append((start, end))
        elif kind == "family":
            found.append(member(place, start, end))
        elif kind == "goods":
            found.append(product_after(place, end))
        elif kind in ("latin_after", "latin_announces"):
            found.append(latin_actor(place, start, end, kind == "latin_announces"))
        elif kind == "latin_form":
            found.append(latin_company(place, start, end))
        elif kind == "codename":
            found += products_coded(place, start, end)
        elif kind == "launch":
            found.append(product_launched(place, end))
        else:
            found.append(company_after(place, start, end))
    if forms:
        found += companies_by_form(place, forms)
    if "《" in folded:
        found += laws_by_title(place)
        found += titled(place)
    found += laws_issued(place)
    if "ST" in original:
        found += marked_companies(place)
    if "公告" in folded:
        found += notifying_companies(place)
    if "警告" in folded or "处以" in folded or "警示函" in folded:
        found += punished(place)
    found += quoted_companies(place)
    if "(" in folded:
        found = [*bracketed_people(place, found), *found]
    if "公司" in folded:
        found += companies_of_places(place)
    if "分公司" in folded or "分行" in folded:
        found += branches(place)
    if "·" in folded:
        found += dotted_people(place)
    found += _beside_listed(place)
    names = [name for name in found if name is not None]
    names = [*bracketed_names(place, names), *names]
    if "、" in folded:
        names += enumerated(place, names)
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


@cache
def _firsts() -> frozenset[str]:
    """What follows a listed name at once that may go on from it."""
    return frozenset({*(word[0] for word in word_forms().continuations), *_GOES_ON, *_MARKS, *"(的", *"abcdefghijklmnopqrstuvwxyz"})


def _beside_listed(place: Place) -> Iterator[Choice | None]:
    """Names that begin with a listed one, or go on from one."""
    folded, beginnings, firsts = place.folded, word_forms().continuations, _firsts()
    reach = -1
    ended = folded + "\0"
    for i, choice in enumerate(place.choices):
        start, end = choice[0], choice[1]
        if ended[end] not in firsts and folded[start - 1] not in _QUOTES and reach != start:
            if end > reach:
                reach = end
            continue
        after = folded[end : end + 2]
        goes_on = after in beginnings
        marked = after[:1] in _MARKS or folded[start - 1] in _QUOTES
        latin = after[:1] == " " or "a" <= after[:1] <= "z" or after[:1] == "(" or (after[:1] == "的" and after[1:] < "ɐ")
        if goes_on or marked or reach == start or latin or after[:1] in _GOES_ON:
            label = choice[2].label
            if label == "COMPANY":
                if marked:
                    yield longer_company(place, choice)
                if latin:
                    yield of_maker(place, choice)
            elif label == "AGENCY":
                if reach == start and (parent := place.ending(start)) is not None and parent[2].label == "AGENCY":
                    yield sub_body(place, parent, choice)
                if goes_on and end > reach:
                    yield agency_by_form(place, i, choice)
            elif label == "GPE":
                if goes_on and end > reach:
                    yield agency_by_form(place, i, choice)
            elif label == "PRODUCT":
                if goes_on or after[:1] in _TAILS or after == " -" or (after[:1] == " " and "0" <= after[1:] <= "9"):
                    yield variant(place, choice)
                if after[:1] in _ROW and folded[end - 1] < "ɐ":
                    yield from siblings(place, choice)
            elif label == "MEDIA" and after[:1] in _MARKS:
                yield from byline(place, choice)
        if end > reach:
            reach = end
