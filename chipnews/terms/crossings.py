"""Work out which ordinary words cross the edges of which aliases, and write ``lexicons/crossings.tsv``.

    python -m chipnews.terms.crossings

A word crosses an alias where a part of the word lies in the alias and a part outside (升华 over 华为, 通膨 over 高通). The
words are those of jieba's dictionary that are frequent enough to win against the name; text without such a
crossing is never segmented. Run it after each change of aliases; a test compares the file with the lexicon. The names
of a user's own lexicon are looked at when it is compiled.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from math import log

from ..normalization import fold
from ..segmentation import NAME_FREQUENCY, word_weight, words_with
from .lexicon import Lexicon
from .resources import folder

__all__ = ["crossings", "main"]

LONGEST = 3
"""Longer names are long enough to speak for themselves."""

SIZE = 59_836_000
"""How many words of up to four characters the dictionary has counted."""

RAREST = 50
"""Words that it counts less often cross no name that anybody will meet."""

MARGIN, KNOWN_MARGIN = log(10), log(2)
"""How far, as a log probability, a crossing may stand behind the name and still be put to the lattice, which sees more
context. Less far for names that the dictionary holds (中国), whose frequency it knows."""

_HAN = re.compile("[㐀-鿿]+")


def crossings(aliases: Iterable[str]) -> dict[str, tuple[list[str], list[str]]]:
    """Words that may cross the left and the right edge of each alias of two or three Chinese characters.

    Args:
        aliases: folded; others than such are left out of the result, as are those that nothing crosses.

    >>> left, right = crossings(["高通"])["高通"]
    >>> "提高" in left, "通信" in right
    (True, True)
    """
    wanted = sorted({alias for alias in aliases if 2 <= len(alias) <= LONGEST and _HAN.fullmatch(alias)})
    named = log(NAME_FREQUENCY / SIZE)
    # By each beginning and each ending that a word may share: the alias, and how much the crossing gains by what it leaves of it.
    heads: dict[str, list[tuple[str, float]]] = defaultdict(list)
    tails: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for alias in wanted:
        known = word_weight(alias)
        weight = (named if known is None else max(named, known)) + len(alias) - 1 - (KNOWN_MARGIN if known is not None and known > named else MARGIN)
        for k in range(1, len(alias)):
            heads[alias[:k]].append((alias, _weight(alias[k:]) - weight))
            tails[alias[-k:]].append((alias, _weight(alias[:-k]) - weight))
    left: dict[str, set[str]] = defaultdict(set)
    right: dict[str, set[str]] = defaultdict(set)
    for word, weight in words_with({tail[0] for tail in tails}, {head[-1] for head in heads}, log((RAREST - 0.5) / SIZE)):
        for k in range(1, min(len(word), LONGEST)):
            for shared, outside, crossed in ((heads.get(word[-k:]), word[:-k], left), (tails.get(word[:k]), word[k:], right)):
                if shared:
                    gain = weight - _weight(outside)
                    for alias, left_over in shared:
                        if gain + left_over > 0:
                            crossed[alias].add(word)
    return {alias: (sorted(left[alias]), sorted(right[alias])) for alias in wanted if alias in left or alias in right}


@cache
def _weight(word: str) -> float:
    """Log probability of a word, or of its characters one by one."""
    known = word_weight(word)
    return known if known is not None else sum(log(1 / SIZE) if (single := word_weight(char)) is None else single for char in word)


def main() -> None:
    """Write the file anew."""
    names = {form for _, _, surfaces in Lexicon.default().named() for form in fold("\n".join(surfaces)).split("\n")}
    lines = ["# Words of jieba's dictionary (MIT) that may cross an alias. Made by: python -m chipnews.terms.crossings", "alias\tleft\tright"]
    lines += [f"{alias}\t{'|'.join(left)}\t{'|'.join(right)}" for alias, (left, right) in crossings(names).items()]
    (folder() / "crossings.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
