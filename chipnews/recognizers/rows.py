"""Names by the row they stand in: 寒武紀、嵐岳、沐曦等; investors by what they are and do: 嵐岳资本、嵐嶼创投跟投."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from ..disambiguation import Choice
from ..regex import lazy
from .forms import log_weight, word_forms
from .people import looks_like_person
from .place import Place, unlisted

__all__ = ["enumerated"]

_ITEM = lazy("[㐀-鿿·]{2,8}?(?=[、,。;和与及(等]|$)|[0-9a-z][0-9a-z.+-]+(?: [0-9a-z.+-]+){0,3}(?=[、,。;和与及(等]|$)")
"""One of a row of names."""
_BRACKETS = lazy(" ?[(][^()\n]{1,30}[)]")
"""What may follow a name in a row before the next mark: 坦岳(TANYUE)、."""
_MARKS = frozenset("、和与及")
"""What stands between the names of a row; what is no 、 stands before the last."""
_ROW_END = frozenset("、等和与及")
"""What follows a name in a row."""
_BEFORE_PEOPLE = frozenset(("", *",。;:( \n由和与及为员东者家"))
"""What stands before the first of a row of people."""
_AFTER_PEOPLE = frozenset(("", *",。;( \n等和与及在将拟均同是"))
"""What follows the last of a row of people."""
_LONG_ROW = 3
"""A row with at least so many known names holds hardly anything else, before the first of them too."""
_LAST_ITEM = lazy("(?:(?<=[、:,。;])|^)[㐀-鿿]{2,4}$")
"""One of a row before another."""
_LONGEST_ITEM = 5
_RAISED = ("领投", "跟投", "参投", "轮融资")
"""What a text holds that names investors."""
_INVESTOR = lazy(
    "(?:(?<=[由获、,和与及为:])|(?<=此外)|(?<=包括)|(?<=股东))((?![由获为与和及对令包]|此外|包括|现有|老股)[㐀-鿿]{2,8}?(?:资本|创投|投资基金|投资|基金|科创|产投|国投|战投|金控|金投))"
    "(?=[、,。;和与及等(]|联合|领投|跟投|参投|共同|持续|继续|独家|战略|此外|也参|参与|投资(?:[、,。]|$)|$)"
)
"""A name by what investors are called, between what joins names and what investors do."""
_ROUND = lazy("|".join(_RAISED))
_NO_INVESTOR = lazy(
    "[的多各其该些某两个家轮]|本次|知名|联合|参与|追加|产业(?:资本|投资|基金)$"
    "|^(?:社会|国有|民营|民间|私募|公募|风险|股权|境外|境内|海外|外国|产业|政府|引导|天使|战略|头部|一级|二级|早期|固定|直接|财政|专项|部分|主权|养老|长期|耐心|金融|机构|其他|以及)"
)
"""What makes a kind of money, a count or an act of it and no investor's name."""
_IN_A_ROW = lazy("、(?=[㐀-鿿]{2,3}、)")
"""What stands before something of the length of a Chinese name in the middle of a row."""
_COMMON_WORD = -12.5
"""A word with at least this weight is an ordinary one, even in a row of brands."""


def enumerated(place: Place, found: Sequence[Choice]) -> Iterator[Choice]:
    """What stands in a row with two companies, products or people that are known, and looks like one.

    Args:
        place: the text and its listed names.
        found: the unlisted names that other recognisers have found.
    """
    folded = place.folded
    backers = list(_investors(place)) if "投" in folded and any(word in folded for word in _RAISED) else []
    yield from backers
    people_in_rows = list(_people_in_rows(place))
    yield from people_in_rows
    known = {(choice.start, choice.end): choice.entity.label for choice in (*found, *backers, *people_in_rows)}
    investors = {backer.end: backer for backer in backers}
    reach = -1
    while (mark := folded.find("、", reach + 1)) >= 0:
        first = place.ending(mark) or investors.get(mark)
        begin, reach = reach, mark
        if first is None or first.start < begin or (label := first.entity.label) not in _LOOKS:
            continue
        sure, items, reach = _row(place, mark, label, known)
        people = label == "PERSON" and sure >= _LONG_ROW
        if sure >= _LONG_ROW:
            items = [*_before(place, first[0]), *items]
        if items and sure + (label == "COMPANY" and word_forms().firms.match(folded, reach) is not None) > 1:
            for start, end in items:
                if folded[start:end] != folded[first[0] : first[1]] and (_has_surname(place, start, end) if people else _LOOKS[label](place, start, end)):
                    yield unlisted(place, start, end, label, 0.7, f"in a row with names of the label {label}")


def _investors(place: Place) -> Iterator[Choice]:
    """Funds and investors by the form of their names, in a sentence that tells of money raised."""
    folded = place.folded
    for match in _INVESTOR.finditer(folded):
        start, end = match.span(1)
        name = match.group(1)
        owner = next((choice for choice in place.around(start, start + 1) if choice.entity.label == "GPE"), None)
        stop = folded.find("。", end)
        if _NO_INVESTOR.search(name) or not place.free(start if owner is None else owner.end, end) or not _ROUND.search(folded, folded.rfind("。", 0, start) + 1, stop if stop > 0 else len(folded)):
            continue
        yield unlisted(place, start, end, "COMPANY", 0.7, "an investor by the form of its name, beside money raised")


def _people_in_rows(place: Place) -> Iterator[Choice]:
    """People none of whom is known, by a row of three at least that all have the form of Chinese names: 股東馬友嵐、蔡明嶼、孫晉岳."""
    folded = place.folded
    last = 0
    for match in _IN_A_ROW.finditer(folded):
        mark = match.start()
        if mark < last:
            continue
        items: list[tuple[int, int]] = []
        last, after = mark, folded.find("、", mark + 1)
        while after > last and _has_form(place, last + 1, after):
            items.append((last + 1, after))
            last, after = after, folded.find("、", after + 1, after + 5)
        if items:
            items += [(mark - n, mark) for n in (3, 2) if mark >= n and folded[mark - n - 1 : mark - n] in _BEFORE_PEOPLE and _has_form(place, mark - n, mark)][:1]
            items += [(last + 1, last + n) for n in (4, 3) if folded[last + n : last + n + 1] in _AFTER_PEOPLE and _has_form(place, last + 1, last + n)][:1]
            if len(items) > 2:
                yield from (unlisted(place, start, end, "PERSON", 0.7, "in a row of what has the form of Chinese names") for start, end in sorted(items))


def _has_form(place: Place, start: int, end: int) -> bool:
    """Whether a stretch that no name lies in has the form of a Chinese name of two or three characters."""
    name = place.folded[start:end]
    return 1 < len(name) < 4 and name[0] in word_forms().surnames and looks_like_person(name) and place.free(start, end)


def _row(place: Place, end: int, label: str, known: Mapping[tuple[int, int], str]) -> tuple[int, Sequence[tuple[int, int]], int]:
    """How many of a row whose first name ends at a place are known names of its label, what else stands in it, and where it ends."""
    folded, choices = place.folded, place.choices
    sure, items = 1, []
    while folded[end : end + 1] in _MARKS:
        last, start = folded[end] != "、", end + 1
        i = bisect_left(place.starts, start)
        item = _ITEM.match(folded, start)
        if i < len(choices) and choices[i].start == start and choices[i].entity.label == label:
            sure += 1
            end = _past_brackets(folded, choices[i].end)
        elif item is None:
            end = start
        else:
            end = item.end()
            past = _past_brackets(folded, end)
            if (start, end) in known:
                sure += known[start, end] == label
            elif folded[past : past + 1] in _ROW_END and place.free(start, end):
                items.append((start, end))
            end = past
        if last:
            break
    return sure, items, end


def _past_brackets(folded: str, end: int) -> int:
    """Where a name in a row ends with the brackets after it, if the row goes on behind them."""
    brackets = _BRACKETS.match(folded, end)
    return brackets.end() if brackets is not None and folded[brackets.end() : brackets.end() + 1] in _ROW_END else end


def _company(place: Place, start: int, end: int) -> bool:
    """Of what stands in a row of companies in news nearly everything is a company or a brand, but for ordinary words."""
    name = place.folded[start:end]
    if name.isascii():
        return not place.original[start:end].islower() and not name[0].isdigit()
    return end - start < 8 and "也" not in name and name not in word_forms().ordinary and log_weight(name) < _COMMON_WORD


def _product(place: Place, start: int, end: int) -> bool:
    """A name or code in Latin letters."""
    name = place.folded[start:end]
    return name.isascii() and not place.original[start:end].islower() and not name.replace(".", "").isdigit() and name not in word_forms().latin_words


def _before(place: Place, end: int) -> Iterator[tuple[int, int]]:
    """What stands in a row before the first of its names that is known."""
    while place.folded[end - 1 : end] == "、" and (item := _LAST_ITEM.search(place.folded, max(0, end - _LONGEST_ITEM), end - 1)) is not None and place.free(*item.span()):
        yield item.span()
        end = item.start()


def _has_surname(place: Place, start: int, end: int) -> bool:
    """A surname with one or two characters after it, which in a long row of people is one of them whatever word it makes (張軍、應勇)."""
    name, forms = place.folded[start:end], word_forms()
    return looks_like_person(name) or (len(name) < 4 and len(name) > 1 and name[0] in forms.surnames and name[1:] not in forms.role)


def _person(place: Place, start: int, end: int) -> bool:
    return looks_like_person(place.folded[start:end])


_LOOKS: dict[str, Callable[[Place, int, int], bool]] = {"COMPANY": _company, "PERSON": _person, "PRODUCT": _product}
