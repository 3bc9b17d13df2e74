"""Words: jieba's dictionary behind a private door, and the lattice that judges a name's edges.

jieba (https://pypi.org/project/jieba/, MIT) is imported only when a word is asked for. Its module-wide tokenizer is
never used: no logging, no shared cache file, no change to its dictionaries.
"""

from __future__ import annotations

import marshal
import os
import re
import stat
import tempfile
import warnings
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from math import log
from pathlib import Path
from typing import Any, NamedTuple

from .normalization import fold
from .terms.resources import folder, rows

__all__ = ["NAME_FREQUENCY", "Word", "cut", "frequencies", "respects_edges"]

NAME_FREQUENCY = 300
"""How often a lexicon name counts as seen, on the scale of jieba's dictionary (60 million words), when its edges are
weighed against ordinary words. High enough that 对|华为 beats 对华|为, low enough that 上海|光机所 beats 上|海光|机所."""


class Word(NamedTuple):
    """A word with its place in the text: code points, half-open."""

    text: str
    start: int
    end: int


@cache
def _jieba() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes and asks for pkg_resources
        import jieba
    return jieba


def _cache_file() -> Path:
    from importlib.metadata import version

    import platformdirs

    added = zlib.crc32((folder() / "ordinary.tsv").read_bytes())
    return Path(platformdirs.user_cache_dir("chipnews", appauthor=False)) / f"jieba-{version('jieba')}-{added:08x}.marshal"


def _private(path: Path) -> bool:
    """Whether only this user can have written the file and its folder."""
    if os.name != "posix":
        return True
    return all(info.st_uid == os.getuid() and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH) for info in (path.stat(), path.parent.stat()))


@cache
def frequencies() -> tuple[dict[str, int], int]:
    """jieba's dictionary: word -> frequency, with every prefix of a word as a key of frequency 0, and the total.

    ``lexicons/ordinary.tsv`` adds words of today's press that jieba's dictionary lacks.

    Kept in the user's own cache folder, readable by that user alone; where the folder cannot be written the
    dictionary is parsed anew.
    """
    try:
        path = _cache_file()
        if _private(path):
            loaded: tuple[dict[str, int], int] = marshal.loads(path.read_bytes())
            return loaded
    except (OSError, ValueError, EOFError, TypeError):
        pass
    tokenizer = _jieba().Tokenizer()
    table: tuple[dict[str, int], int] = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    for _, (word, frequency, _) in rows(folder() / "ordinary.tsv", ("word", "frequency", "note")):
        word = fold(word)
        for end in range(1, len(word)):
            table[0].setdefault(word[:end], 0)
        table[0][word] = max(int(frequency), table[0].get(word, 0))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(marshal.dumps(table))
        os.replace(temporary, path)
    except OSError:
        pass
    return table


@cache
def _tokenizer() -> Any:
    tokenizer = _jieba().Tokenizer()
    tokenizer.FREQ, tokenizer.total = frequencies()
    tokenizer.initialized = True  # jieba would announce on stderr that it builds its dictionary
    return tokenizer


_RUN = re.compile(r"\s+|[0-9A-Za-z_]+(?:[.\-+][0-9A-Za-z]+)*[+%]?|[㐀-鿿]+|.", re.DOTALL)


def cut(folded: str, names: Iterable[tuple[int, int]] = ()) -> list[Word]:
    """Cut a folded text into words; names are kept whole.

    Args:
        folded: text from `chipnews.normalization.fold`.
        names: sorted, non-overlapping spans that are one word each.

    Returns:
        Words in order; white space is a word of its own, so that nothing is lost.

    >>> [word.text for word in cut("对华为禁售", [(1, 3)])]
    ['对', '华为', '禁售']
    """
    words: list[Word] = []
    position = 0
    for start, end in [*names, (len(folded), len(folded))]:
        for match in _RUN.finditer(folded, position, start):
            run = match.group()
            if "㐀" <= run[0] <= "鿿":
                offset = match.start()
                for text in _tokenizer().cut(run):
                    words.append(Word(text, offset, offset + len(text)))
                    offset += len(text)
            else:
                words.append(Word(run, match.start(), match.end()))
        if start < end:
            words.append(Word(folded[start:end], start, end))
        position = end
    return words


REACH = 8
"""Code points on each side of a name that the lattice looks at."""


def respects_edges(folded: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> tuple[bool, list[str]]:
    """Whether no word of the likeliest cutting of the neighbourhood crosses an edge of a candidate.

    Args:
        folded: folded text.
        start, end: the candidate, code points into ``folded``.
        names: other candidates near it, which count as words too.

    Returns:
        The verdict, and the words of the likeliest cutting.
    """
    low, high = start, end
    while low > max(0, start - REACH) and "㐀" <= folded[low - 1] <= "鿿":
        low -= 1
    while high < min(len(folded), end + REACH) and "㐀" <= folded[high] <= "鿿":
        high += 1
    table, total = frequencies()
    size = high - low
    ends: list[list[tuple[int, float]]] = []
    known = {(a - low, b - low) for a, b in names if low <= a and b <= high} | {(start - low, end - low)}
    rare = log(0.5)
    for i in range(size):
        row = []
        for j in range(i + 1, size + 1):
            frequency = table.get(folded[low + i : low + j])
            if frequency is None:
                break
            if frequency:
                row.append((j, log(frequency)))
        if not row or row[0][0] != i + 1:
            row.append((i + 1, rare))
        row += [(b, log(NAME_FREQUENCY) + (b - a - 1)) for a, b in known if a == i]
        ends.append(row)
    norm = log(total)
    best: list[tuple[float, int]] = [(0.0, size)] * (size + 1)
    for i in range(size - 1, -1, -1):
        best[i] = max((weight - norm + best[j][0], j) for j, weight in ends[i])
    words, i, holds = [], 0, True
    while i < size:
        j = best[i][1]
        words.append(folded[low + i : low + j])
        # A word that only goes on after the candidate (中国化) crosses no edge; whether it is the name is a matter of
        # sense. One that holds it in its middle (南京东路) is another word.
        holds = holds and not (low + i < start < low + j != end or start < low + i < end < low + j)
        i = j
    return holds, words
