"""Names in brackets after a name that is known: 布達佩斯（Budapest）, 嵐岳集團（Lanyue Group，簡稱LYG）, 嵐岳證券（香港）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..disambiguation import Choice
from ..normalization import fold
from ..regex import lazy
from ..segmentation import word_weight
from .forms import is_han, last_form, word_forms
from .place import Place, unlisted

__all__ = ["bracketed_names"]

_LONGEST = 80
"""How long a Latin name and its abbreviation are at most."""
_WORD = r"(?:[A-ZÀ-Þ][\w.&'’+-]*|[a-z]{1,3}[A-Z][\w-]*)"
_LINK = r"(?:of|the|for|and|on|in|to|at|de|del|des|di|da|do|du|la|le|las|los|von|van|der|al|et|y|e|&|-)"
_PART = lazy(rf"(?:\A|(?<=[,，;；])) ?(?:以下|下)?(?:簡稱|简称|稱|称)?[「“]?({_WORD}(?: (?:{_WORD}|{_LINK}|[0-9]{{1,2}}))*)[」”]? ?(?=[,，;；]|\Z)")
"""A name, or an abbreviation after it, as what stands between the marks of a bracket."""
_CLOSING = frozenset(" ”」》")
"""What may stand between a name and the bracket."""
_LONGEST_BRAND = 10
"""How long a foreign name of a company is at most."""
_PARTICLES = frozenset("于的由与和及向对被给")
_AIRLINE = lazy("航空|银行")
_HOME = lazy(r"[(](?:香港|亚洲|国际|中国|澳门)[)](?:(?:经纪|投资)?(?:有限)?公司)?")
"""The place of a firm's branch in the brackets after its name, which belong to it: 嵐岳證券（香港）."""
_LATIN = lazy("[(](?=[a-z])")
"""What opens brackets around Latin letters."""
_LABELS = frozenset({"AGENCY", "COMPANY", "GPE", "INSTRUMENT", "MEDIA", "PRODUCT"})


def bracketed_names(place: Place, found: Sequence[Choice | None]) -> Iterator[Choice]:
    """What a name is called in Latin letters, in the brackets after it, and the abbreviation after that.

    Args:
        place: the text and its listed names.
        found: the unlisted names that other recognisers have found.
    """
    folded, original = place.folded, place.original
    known = {choice.end: choice for choice in found if choice is not None}
    for home in _HOME.finditer(folded):
        firm = place.ending(home.start())
        if firm is not None and firm.entity.label == "COMPANY":
            yield firm._replace(end=home.end(), reasons=("the place of its branch in brackets after it",))
    for mark in _LATIN.finditer(folded):
        before, begin = mark.span()
        while before and folded[before - 1] in _CLOSING:
            before -= 1
        close = folded.find(")", begin, begin + _LONGEST)
        named = known.get(before) or place.ending(before)
        if close > 0 and named is None and (company := _company(place, before)) is not None and original[begin].isupper():
            named = unlisted(place, *company, "COMPANY", 0.7, "a foreign name by what it is and the Latin name after it")
            yield named
        if close < 0 or named is None or named.entity.label not in _LABELS or folded[before - 1] < "ɐ":
            continue
        names = [part.span(1) for part in _PART.finditer(original[begin:close])][:2]
        full = original[begin : begin + names[0][1]] if names else ""
        if full == "The":
            continue  # a comma instead of a space: (The，EU，Chips，Act)
        for start, end in names:
            inside = place.around(begin + start, begin + end)
            whole = place.before(begin + end) <= begin + end and all(choice.end - choice.start < end - start for choice in inside)
            if (whole if named.entity.label == "AGENCY" else place.free(begin + start, begin + end)) and _fits(original[begin + start : begin + end], full, named):
                reason = f"in brackets after {original[named.start : named.end]}"
                yield Choice(begin + start, begin + end, named.entity, 0.8, (reason,), "local_alias")


def _company(place: Place, end: int) -> tuple[int, int] | None:
    """A foreign name of a company that ends at a place: by its form (奧甘尼集團), or by what it is (媒體集團|普利沙)."""
    folded, forms = place.folded, word_forms()
    low = max(place.before(end), end - _LONGEST_BRAND)
    last = folded[end - 1 : end]
    form = (last_form(folded, low, end) if last in forms.company_ends else None) or (_AIRLINE.match(folded, max(low, end - 2), end) if last in "空行" else None)
    stop = start = end if form is None else form.start()
    while start > low and folded[start - 1] in forms.foreign:
        start -= 1
    if stop - start < 2 or word_weight(folded[start:stop]) is not None:
        return None
    if not folded.endswith(forms.kinds, 0, start) and (form is None or (is_han(folded[start - 1 : start] or " ") and folded[start - 1] not in _PARTICLES and place.ending(start) is None)):
        return None
    return start, end


def _fits(name: str, full: str, named: Choice) -> bool:
    """Whether a Latin name may be the name of what stands before it: a place by its English name, a company by no ticker, a product by no abbreviation of what it is (DLC)."""
    entity = named.entity
    if name.isupper() and _initials(name, full if full != name else entity.name):
        return True
    if entity.label == "GPE":
        a, b = fold(name), fold(entity.name)
        return len(a) > 2 and (a in b or b in a)
    return entity.label not in ("COMPANY", "PRODUCT") or not name.isupper()


def _initials(short: str, full: str) -> bool:
    """Whether a form has the first letters of a name's words in their order."""
    rest = iter([word[0] for word in re.findall(r"\w+", full)])
    return len(short) > 1 and all(letter in rest for letter in short)
