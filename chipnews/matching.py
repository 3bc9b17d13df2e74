"""Folded text + index -> every candidate whose edges hold, overlaps kept."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from .opposition import unopposed
from .regex import lazy, matches
from .segmentation import respects_edges
from .terms.index import CONTEXT, CROSSED, CUE, LATIN, OFFICE, TELLING, Alias, Index, Reading, crossing_words

__all__ = ["Candidate", "Cue", "Found", "Rejected", "find", "is_latin"]


Candidate = tuple[int, int, Alias]
"""A place where an alias stands: start and end, code points of the matched text, half-open, and the alias. A plain tuple,
because there is one for every twenty characters of news."""


Cue = tuple[str, int, int]
"""A word beside which an unlisted name may stand: its kind in ``forms.tsv`` (or ``family``), start and end."""


class Found(NamedTuple):
    """What the automaton finds in a text."""

    candidates: list[Candidate]
    """Names whose edges hold, overlaps kept."""
    telling: list[Alias]
    """Words that only tell the region of the text."""
    cues: list[Cue]
    """Words beside which names that no row lists may stand, sorted by end."""
    policy: list[tuple[int, int]]
    """Where words of policy stand, sorted by end: start, and minus end, so that of sorted ones the longest of a place comes first."""


class Rejected(NamedTuple):
    """A place where an alias was found and did not count, with the reason."""

    start: int
    end: int
    surface: str
    reason: str


LONGEST_NAME = 24
"""How far around a character a name that takes it may reach."""

_END = itemgetter(1)

_NO_TITLE = ("长期", "长远", "长年", "长久", "长时", "长达", "长江", "长三角", "长臂")
"""What may follow an agency's name and begins with 長, but makes no title (商務部長, 行政院長) of it."""


def find(folded: str, original: str, index: Index, rejected: list[Rejected] | None = None) -> Found:
    """Find every alias whose edges hold, and the words that tell something.

    Args:
        folded: the text to match, folded and squeezed.
        original: the text before folding, of the same length.
        index: the compiled lexicon.
        rejected: if given, receives what was found and did not count.
    """
    found: list[Candidate] = []
    crossed: list[tuple[Candidate, str]] = []
    contexts: list[tuple[int, Alias]] = []
    telling: list[Alias] = []
    cues: list[Cue] = []
    policy: list[tuple[int, int]] = []
    entries, of_policy = index.entries, len(index.guards)
    ended = folded + "\0"
    for pattern, start, end in index.automaton.find_matches_as_indexes(folded, overlapping=True):
        if pattern >= of_policy:
            policy.append((start, -end))
            continue
        guard, alias, left, right = entries[pattern] or index.entry(pattern)
        if guard > CROSSED or guard == LATIN:
            if guard & CUE:
                if (not right or ended[end] in right) and (not left or folded[start - 1] not in left):
                    cues.append((alias.surface, start, end))
                continue
            if guard & TELLING:
                telling.append(alias)
                continue
            if guard & CONTEXT:
                if not alias.after or folded.startswith(alias.after, end):
                    contexts.append((start, alias))
                continue
            if guard & LATIN:
                reason = _edge_fault(folded, original, start, end, alias)
                if reason:
                    if rejected is not None:
                        rejected.append(Rejected(start, end, original[start:end], reason))
                    continue
            if guard & OFFICE and ended[end] in "长门议代委士党" and alias.office and _titled(folded, end):
                if rejected is not None:
                    rejected.append(Rejected(start, end, original[start:end], "part of the title of its head or of its members, or of 部門"))
                continue
        if guard & CROSSED and (ended[end] in right or folded[start - 1] in left):
            word = _crossing_word(folded, start, end, alias)
            if word:
                crossed.append(((start, end, alias), word))
                continue
        found.append((start, end, alias))
    names = _Names(found)
    held = _weigh_edges(crossed, names, folded, original, rejected) if crossed else []
    listed = _enumerated(folded, index) if "、" in folded else {}
    characters = _characters(contexts, listed, names, held, folded, original, index, rejected) if contexts or listed else []
    return Found([*found, *held, *characters, *_broken(folded, index)], telling, cues, policy)


_BREAKS = {"\n": lazy("\n(?:(?<=[㐀-鿿]\n)(?=[㐀-鿿])|(?<=[a-z]\n)(?=[a-z0-9]))"), " ": lazy(" (?<=[㐀-鿿] )(?=[㐀-鿿])")}
"""A break in the middle of a line's text, by the character that it is."""


def _broken(folded: str, index: Index) -> list[Candidate]:
    """Names with a line break or a space in their middle (台積⏎電); only such as are names wherever they stand."""
    found = []
    for match in matches(_BREAKS, folded):
        joint = match.start()
        low = max(0, joint - LONGEST_NAME)
        latin = folded[joint - 1] < "ɐ"
        joined = folded[low:joint] + (" " if latin else "") + folded[joint + 1 : joint + 1 + LONGEST_NAME]
        shortest = 3 if match.group() == "\n" else 2
        for pattern, start, end in index.automaton.find_matches_as_indexes(joined, overlapping=True):
            if start < joint - low < end and end - start >= shortest and pattern < len(index.entries):
                guard, alias, _, _ = index.entries[pattern] or index.entry(pattern)
                if alias.sense == 0 and (not _edge_fault(joined, joined, start, end, alias) if latin else not guard & ~CROSSED and respects_edges(joined, start, end, ())[0]):
                    found.append((low + start, low + end + (not latin), alias))
    return found


def _titled(folded: str, end: int) -> bool:
    """Whether what follows an agency's name makes a title of it: 商務部|長, 國會|議員, 全国人大|代表, 全国政协|委员, 中研院|士, or the name of a party's caucus: 立法院|黨團."""
    after = folded[end]
    if after == "士":
        return folded[end - 1] == "院" and not folded.startswith("士林", end)
    if after == "党":
        return folded.startswith("党团", end)
    if after == "议":
        return folded.startswith("议员", end)
    if after == "代":
        return folded.endswith(("人大", "人民代表大会"), 0, end) and folded.startswith("代表", end) and not folded.startswith(("代表团", "代表大会"), end)
    if after == "委":
        return folded.endswith(("政协", "政治协商会议"), 0, end) and folded.startswith("委员", end) and not folded.startswith("委员会", end)
    return not folded.startswith(_NO_TITLE, end)


class _Names:
    """Names sorted by end, as the automaton finds them."""

    def __init__(self, names: Sequence[Candidate]) -> None:
        self._names = names
        self._ends = [end for _, end, _ in names]

    def ending(self, low: int, high: int) -> Sequence[Candidate]:
        """Those that end from ``low`` to ``high``."""
        return self._names[bisect_left(self._ends, low) : bisect_left(self._ends, high + 1)]


def _stands(name: Candidate, folded: str) -> bool:
    """Whether a name is read as such wherever it stands, or no word beside this one speaks against it."""
    start, end, alias = name
    return alias.sense == 0 or (alias.sense == 1 and unopposed(alias, start, end, folded))


def _defeated(name: Candidate, place: int, found: _Names) -> bool:
    """Whether a longer name across its end takes its place and leaves the character alone: 俄|国防部, not 俄国|防部."""
    start, end, _ = name
    return any(place < a < end and b - a > end - start for a, b, _ in found.ending(end + 1, end + LONGEST_NAME))


def _weigh_edges(crossed: list[tuple[Candidate, str]], found: _Names, folded: str, original: str, rejected: list[Rejected] | None) -> list[Candidate]:
    """Put candidates that an ordinary word crosses to the lattice, longer ones first, and return those that hold, sorted by end."""
    held: dict[tuple[int, int], Candidate] = {}
    rivals = sorted({c[:2] for c, _ in crossed})
    for candidate, word in sorted(crossed, key=lambda item: item[0][0] - item[0][1]):
        start, end, _ = candidate
        near = rivals[bisect_left(rivals, (start - LONGEST_NAME, 0)) : bisect_left(rivals, (end + 8, 0))]
        standing = [*(c[:2] for c in found.ending(start - 7, end + 8 + LONGEST_NAME)), *(span for span in near if span in held)]
        if any(a <= start and end <= b and (a, b) != (start, end) for a, b in standing):
            continue  # a longer name takes its place anyway
        holds, words = respects_edges(folded, start, end, {span for span in (*standing, *near) if start - 8 < span[1] and span[0] < end + 8})
        if holds:
            held[start, end] = candidate
        elif rejected is not None:
            rejected.append(Rejected(start, end, original[start:end], f"the word {_whole(word, folded, *candidate)} crosses its edge; likeliest cutting: {' '.join(words)}"))
    return sorted(held.values(), key=_END)


def _edge_fault(folded: str, original: str, start: int, end: int, alias: Alias) -> str:
    """Why a hit with a Latin edge or a required case does not count; empty if it does."""
    if alias.latin_left and start:
        before = folded[start - 1]
        if is_latin(before):
            return f"the Latin word goes on to the left: {folded[max(0, start - 8) : end]}"
        if before in "@._" and start > 1 and is_latin(folded[start - 2]):
            return "part of an address"
        if (before == "$" and folded[start - 2 : start - 1] == "(") or (before == "(" and _MARKET.match(folded, end)):
            return "a ticker in brackets after its name"
    if alias.latin_right and end < len(folded):
        after = folded[end]
        if is_latin(after):
            return f"the Latin word goes on to the right: {folded[start : end + 8]}"
        if after in "号室" and folded[end - 1].isdigit() and not folded.startswith("号称", end):
            return "the number of a room or a place"
        if after in "._@" and end + 1 < len(folded) and is_latin(folded[end + 1]) and (folded[end - 1].isdigit() == folded[end + 1].isdigit() or after != "."):
            return "part of an address or a longer number"
    if alias.case:
        written = original[start:end]
        if not written.isascii():
            written = unicodedata.normalize("NFKC", written)
        if written not in alias.case:
            return f"written {written}, but this short name counts only as {' or '.join(sorted(alias.case))}"
    return ""


_MARKET = lazy("[.-](?:us|hk|tw|two|cn|sh|sz)[)]")
"""The market after a ticker, and the end of the bracket."""


def is_latin(char: str) -> bool:
    """Whether a folded character is a Latin letter or a digit; nothing at all is none."""
    return "a" <= char <= "z" or "0" <= char <= "9" or "ß" <= char <= "ɏ"


def _crossing_word(folded: str, start: int, end: int, alias: Alias) -> str:
    """The part outside the hit of an ordinary word, if any, that lies across one of its edges."""
    name = folded[start:end]
    for outside in crossing_words(name, alias.left, -1).get(folded[start - 1], ()) if start else ():
        if folded.endswith(outside, 0, start):
            return outside
    for outside in crossing_words(name, alias.right, 1).get(folded[end], ()) if end < len(folded) else ():
        if folded.startswith(outside, end):
            return outside
    return ""


def _whole(outside: str, folded: str, start: int, end: int, alias: Alias) -> str:
    """The word that a part of it outside a name belongs to."""
    name = folded[start:end]
    left = folded.endswith(outside, 0, start) and (outside + name[:size] for size in range(1, len(name)))
    right = folded.startswith(outside, end) and (name[-size:] + outside for size in range(1, len(name)))
    return next((word for words, whole in ((left, alias.left), (right, alias.right)) for word in words or () if word in whole.split("|")), outside)


_ROW = lazy("、(?<=(?<!、)[㐀-鿿]、)(?=[㐀-鿿]、)")


def _enumerated(folded: str, index: Index) -> dict[int, tuple[Reading, str]]:
    """One-character countries in a row of at least three: 英、加、澳、紐四國."""
    listed: dict[int, tuple[Reading, str]] = {}
    known = index.characters
    for match in _ROW.finditer(folded):
        mark = end = match.start()
        while end < len(folded) - 1 and folded[end] == "、" and folded[end - 1] in known and folded[end + 1] in known:
            end += 2
        for place in range(mark - 1, end, 2) if end - mark > 2 else ():
            listed[place] = (known[folded[place]], "、")
    return listed


_COUNT = frozenset("0123456789一二三四五六七八九十百千万多余数几两")
"""What before 家 makes a measure word of it: 十多家|中企, not 在家中."""
_COUNTED = lazy("[两二三四五六七八九十]大?[国地方边强]|等?国(?![家区面务防])")
"""What after a row of one-character countries counts them: 日韓台三地."""


def _more(end: int, folded: str, index: Index, read: dict[int, tuple[Reading, str]], surface: str) -> None:
    """Go on from a pair of countries to the others before their number: 台 of 日韓台三地."""
    last = end
    while last < len(folded) and folded[last] in index.characters:
        last += 1
    if last > end and _COUNTED.match(folded, last):
        for place in range(end, last):
            read.setdefault(place, (index.characters[folded[place]], surface))


def _characters(contexts: list[tuple[int, Alias]], listed: dict[int, tuple[Reading, str]], found: _Names, held: Sequence[Candidate], folded: str, original: str, index: Index, rejected: list[Rejected] | None) -> list[Candidate]:
    """One-character forms in their contexts: 華 in 對華, 美 and 中 in 美中. A name around the character takes it."""
    read = listed
    for start, alias in contexts:
        first = start + alias.places[0][0]
        bar = None
        for offset, length, strings in alias.barred:
            if first >= offset and folded[first - offset : first - offset + length] in strings and not (folded[first - offset] == "家" and folded[first - offset - 1] in _COUNT):
                bar = folded[first - offset : first - offset + length]
                break
        if bar is None:
            for offset, reading in alias.places:
                read.setdefault(start + offset, (reading, alias.surface))
            if len(alias.places) > 1:
                _more(start + alias.places[-1][0] + 1, folded, index, read, alias.surface)
        elif rejected is not None:
            rejected.append(Rejected(start, start + len(alias.surface), original[start : start + len(alias.surface)], f"part of {bar}"))
    if not read:
        return []
    crossed = _Names(held)
    for place in list(read):
        over = [c for names in (found, crossed) for c in names.ending(place + 1, place + LONGEST_NAME) if c[0] <= place]
        around = next((c for c in over if _stands(c, folded) and not _defeated(c, place, found)), None) if over else None
        if around is not None:
            _, surface = read.pop(place)
            if rejected is not None:
                rejected.append(Rejected(place, place + 1, original[place], f"part of {around[2].surface}, which outweighs the context {surface}"))
    return [(place, place + 1, index.character(surface, reading)) for place, (reading, surface) in sorted(read.items(), key=lambda item: item[0])]
