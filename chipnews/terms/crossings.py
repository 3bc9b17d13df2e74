"""Work out which ordinary words cross the edges of which aliases, and write ``lexicons/crossings.tsv``.

    python -m chipnews.terms.crossings

A word crosses an alias where a part of the word lies in the alias and a part outside (升华 over 华为, 通膨 over 高通). The
words are those of jieba's dictionary that are frequent enough to win against the name; text without such a
crossing is never segmented. Run it after each change of aliases; a test compares the file with the lexicon.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from math import log

from ..segmentation import NAME_FREQUENCY, frequencies
from .index import Index
from .lexicon import Lexicon
from .resources import folder

__all__ = ["crossings", "main"]

LONGEST = 3
"""Longer names are long enough to speak for themselves."""

RAREST = 50
"""Words that jieba's dictionary counts less often (of 60 million) cross no name that anybody will meet."""

MARGIN, KNOWN_MARGIN = log(10), log(2)
"""How far, as a log probability, a crossing may stand behind the name and still be put to the lattice, which sees more
context. Less far for names that the dictionary holds (中国), whose frequency it knows."""


def crossings(aliases: Iterable[str]) -> dict[str, tuple[list[str], list[str]]]:
    """Words that may cross the left and the right edge of each alias of two or three Chinese characters."""
    table, total = frequencies()
    wanted = [alias for alias in aliases if 2 <= len(alias) <= LONGEST and re.fullmatch(r"[㐀-鿿]+", alias)]
    heads: dict[str, list[str]] = defaultdict(list)
    tails: dict[str, list[str]] = defaultdict(list)
    for alias in wanted:
        for k in range(1, len(alias)):
            heads[alias[:k]].append(alias)
            tails[alias[-k:]].append(alias)
    left: dict[str, set[str]] = defaultdict(set)
    right: dict[str, set[str]] = defaultdict(set)
    norm = log(total)

    def weight(word: str) -> float:
        frequency = table.get(word, 0)
        return log(frequency) - norm if frequency else sum(log(max(table.get(char, 0), 1)) - norm for char in word)

    names = {alias: log(max(NAME_FREQUENCY, table.get(alias, 0))) + len(alias) - 1 - norm for alias in wanted}
    margins = {alias: KNOWN_MARGIN if table.get(alias, 0) > NAME_FREQUENCY else MARGIN for alias in wanted}
    for word, frequency in table.items():
        if frequency < RAREST or not 2 <= len(word) <= 4:
            continue
        for k in range(1, min(len(word), LONGEST)):
            for alias in heads.get(word[-k:], ()):
                if weight(word) + weight(alias[k:]) > weight(word[:-k]) + names[alias] - margins[alias]:
                    left[alias].add(word)
            for alias in tails.get(word[:k], ()):
                if weight(alias[:-k]) + weight(word) > names[alias] + weight(word[k:]) - margins[alias]:
                    right[alias].add(word)
    return {alias: (sorted(left[alias]), sorted(right[alias])) for alias in sorted(set(wanted)) if left[alias] or right[alias]}


def main() -> None:
    """Write the file anew."""
    lines = ["# Words of jieba's dictionary (MIT) that may cross an alias. Made by: python -m chipnews.terms.crossings", "alias\tleft\tright"]
    lines += [f"{alias}\t{'|'.join(left)}\t{'|'.join(right)}" for alias, (left, right) in crossings(Index(Lexicon.default()).names).items()]
    (folder() / "crossings.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
