"""Words: jieba's dictionary behind a private door, and the lattice that judges a name's edges.

jieba (https://pypi.org/project/jieba/, MIT) is imported only when a word is asked for. Its module-wide tokenizer is
never used: no logging, no shared cache file, no change to its dictionaries.
"""

from __future__ import annotations

import importlib.util
import marshal
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from .cache import kept
from .normalization import fold
from .terms.forms import folded_words_of
from .terms.resources import folder, rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["NAME_FREQUENCY", "Word", "cut", "frequencies", "likeliest", "respects_edges", "word_weight", "words_with"]

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


def _dictionary_file() -> Path:
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("chipnews needs jieba to cut words: pip install jieba")
    return Path(spec.origin).parent / "dict.txt"


def _added_words() -> list[tuple[str, int]]:
    return [(fold(word), int(frequency)) for _, (word, frequency, _) in rows(folder() / "ordinary.tsv", ("word", "frequency", "note"))]


def _sources() -> tuple[Path, Path]:
    return _dictionary_file(), folder() / "ordinary.tsv"


@cache
def frequencies() -> tuple[dict[str, int], int]:
    """Jieba's dictionary: word -> frequency, with every prefix of a word as a key of frequency 0, and the total.

    ``lexicons/ordinary.tsv`` adds words of today's press that jieba's dictionary lacks.
    """

    def build() -> tuple[dict[str, int], int]:
        tokenizer = _jieba().Tokenizer()
        table: tuple[dict[str, int], int] = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        for word, frequency in _added_words():
            for end in range(1, len(word)):
                table[0].setdefault(word[:end], 0)
            table[0][word] = max(frequency, table[0].get(word, 0))
        return table

    def read(file: BinaryIO) -> tuple[dict[str, int], int]:
        words, total = marshal.loads(file.read())
        if not isinstance(words, dict) or not isinstance(total, int) or not words:
            raise ValueError("no table of words")
        return words, total

    return kept("words", _sources(), read, lambda file, table: marshal.dump(table, file), build)


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


# --- the edges of a name ----------------------------------------------------------------------------------------------

REACH = 5
"""Code points on each side of a name that the lattice looks at."""

LONGEST_WORD = 4
"""The lattice knows words of up to four characters, which fit one 64-bit key; jieba's longer ones are mostly names."""


class _Weights(NamedTuple):
    keys: NDArray[np.uint64]
    """The words in order, the first character in the highest bits."""
    logs: NDArray[np.float64]


RARE = log(0.5 / 60_000_000)
"""Weight of a character that is no word of the dictionary, whose rarest words count 1 to 3 in 60 million."""

NAME_WEIGHT = log(NAME_FREQUENCY / 60_000_000)


@cache
def _weights() -> _Weights:
    """Jieba's words of up to four characters as sorted keys with log probabilities: a small table that loads at once."""
    import numpy as np

    def read(file: BinaryIO) -> _Weights:
        keys, logs = np.load(file, allow_pickle=False), np.load(file, allow_pickle=False)
        if keys.dtype != np.uint64 or logs.dtype != np.float64 or keys.shape != logs.shape or not len(keys):
            raise ValueError("no table of words")
        return _Weights(keys, logs)

    def write(file: BinaryIO, table: _Weights) -> None:
        np.save(file, table.keys)
        np.save(file, table.logs)

    return kept("lattice", _sources(), read, write, _parse_weights)


def _parse_weights() -> _Weights:
    """Parse the dictionary file array by array, in a tenth of the time and memory that a dict of it takes."""
    import numpy as np

    data = _dictionary_file().read_bytes()
    keys: list[NDArray[np.uint64]] = []
    counts: list[NDArray[np.int64]] = []
    position = 0
    while position < len(data):
        end = data.find(b"\n", min(len(data), position + 1_000_000)) + 1 or len(data)
        codes = np.frombuffer(data[position:end].decode().encode("utf-32-le"), dtype=np.uint32)
        position = end
        stops = np.flatnonzero(codes == 10)
        starts = np.concatenate(([0], stops[:-1] + 1))
        spaces = np.flatnonzero(codes == 32)
        first = spaces[np.searchsorted(spaces, starts)]
        second = spaces[np.searchsorted(spaces, first + 1)]
        size = first - starts
        short = (size <= LONGEST_WORD) & (codes[starts] < 0xFFFF)
        starts, first, second, size = starts[short], first[short], second[short], size[short]
        key = np.zeros(len(starts), dtype=np.uint64)
        for i in range(LONGEST_WORD):
            inside = size > i
            key[inside] |= codes[starts[inside] + i].astype(np.uint64) << np.uint64(48 - 16 * i)
        count = np.zeros(len(starts), dtype=np.int64)
        digits = second - first - 1
        for i in range(int(digits.max(initial=0))):
            inside = digits > i
            count[inside] = count[inside] * 10 + codes[first[inside] + 1 + i] - 48
        keys.append(key)
        counts.append(count)
    added = [(word, frequency) for word, frequency in _added_words() if len(word) <= LONGEST_WORD]
    keys.append(np.array([sum(ord(char) << 48 - 16 * i for i, char in enumerate(word)) for word, _ in added], dtype=np.uint64))
    counts.append(np.array([frequency for _, frequency in added], dtype=np.int64))
    all_keys, all_counts = np.concatenate(keys), np.concatenate(counts)
    order = np.lexsort((-all_counts, all_keys))  # of a word listed twice the greater count comes first and is found
    return _Weights(all_keys[order], np.log(np.maximum(all_counts[order], 1)) - np.log(all_counts.sum()))


def words_with(firsts: Iterable[str], lasts: Iterable[str], lightest: float) -> list[tuple[str, float]]:
    """The words of two to four characters that begin with one of some characters or end with one of others, with their log probabilities.

    Args:
        firsts: characters.
        lasts: characters.
        lightest: words of less weight are left out.
    """
    import numpy as np

    keys, logs = _weights()
    heavy = (logs >= lightest) & (keys & 0xFFFFFFFFFFFF != 0)
    chars, logs = keys[heavy].astype(">u8").view(">u2").reshape(-1, LONGEST_WORD), logs[heavy]
    ends = chars[np.arange(len(chars)), (chars != 0).sum(axis=1) - 1]
    wanted = np.isin(chars[:, 0], [ord(char) for char in firsts]) | np.isin(ends, [ord(char) for char in lasts])
    return [("".join(map(chr, filter(None, codes))), weight) for codes, weight in zip(chars[wanted].tolist(), logs[wanted].tolist(), strict=True)]


@lru_cache(maxsize=20_000)
def word_weight(word: str) -> float | None:
    """Log probability of a word of up to four characters, or None for what is none. News repeats itself, so most are known."""
    return dict(_words_of(word)).get(len(word)) if len(word) <= LONGEST_WORD else None


@cache
def _views() -> tuple[Sequence[int], Sequence[float], Sequence[int]]:
    """The table of words for one look-up at a time, which takes a third of the time that NumPy takes for one, and where the words of each first character begin in it."""
    import numpy as np

    keys, logs = _weights()
    begins = np.zeros(0x10001, dtype=np.intc)
    np.cumsum(np.bincount((keys >> np.uint64(48)).astype(np.intp), minlength=0x10000), out=begins[1:])
    return keys.data, logs.data, begins.data


@lru_cache(maxsize=20_000)
def _words_of(stretch: str) -> tuple[tuple[int, float], ...]:
    """The lengths and weights of the words of the dictionary that a stretch of at most four characters begins with, shorter ones first."""
    keys, logs, begins = _views()
    found: list[tuple[int, float]] = []
    key, place, high = 0, 0, 0
    for size, code in enumerate(map(ord, stretch), 1):
        if code > 0xFFFF:
            break
        shift = 64 - 16 * size
        key |= code << shift
        place, high = (begins[code], begins[code + 1]) if size == 1 else (bisect_left(keys, key, place, high), high)
        if place == high or keys[place] >> shift != key >> shift:
            break  # no word begins so
        if keys[place] == key:
            found.append((size, logs[place]))
    return tuple(found)


def likeliest(folded: str, low: int, high: int, names: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The likeliest cutting of a stretch of text into words and names.

    Args:
        folded: folded text.
        low: first code point of the stretch in ``folded``.
        high: its end, exclusive.
        names: spans that may be names, with the log probability of each, which counts instead of the dictionary's.

    Returns:
        The spans of the words in order.
    """
    window, size = folded[low:high], high - low
    names_at: dict[int, list[tuple[int, float]]] = {}
    for (a, b), weight in names.items():
        if low <= a and b <= high:
            names_at.setdefault(a - low, []).append((b - low, weight))
    # From the right: the weight of the likeliest cutting from each place on, and where its first word ends.
    weights, ends = [0.0] * (size + 1), [size] * (size + 1)
    for i in range(size - 1, -1, -1):
        heaviest, stop = RARE + weights[i + 1], i + 1
        named = names_at.get(i, ())
        for length, weight in _words_of(window[i : i + LONGEST_WORD]):
            j = i + length
            if weight + weights[j] >= heaviest and not (named and any(end == j for end, _ in named)):
                heaviest, stop = weight + weights[j], j
        for j, weight in named:
            if weight + weights[j] > heaviest or (weight + weights[j] == heaviest and j > stop):
                heaviest, stop = weight + weights[j], j
        weights[i], ends[i] = heaviest, stop
    words, i = [], 0
    while i < size:
        words.append((low + i, low + ends[i]))
        i = ends[i]
    return words


LEFT_OVER = 3.0
"""What a name pays that leaves a character alone which hardly stands so: 商务部|分|由, 深信服|务|才是."""
HARDLY = -16.5
"""A word with less weight than this hardly ever stands in news."""


def _left_over(folded: str, end: int, high: int, names: Iterable[tuple[int, int]]) -> float:
    """What a candidate that ends at ``end`` pays for the character after it, in a stretch that ends at ``high``."""
    if end >= high or folded[end] in folded_words_of("follower") or any(a == end for a, _ in names):
        return 0.0
    words = _words_of(folded[end : min(end + LONGEST_WORD, high)])
    return 0.0 if any(weight > HARDLY and size > 1 for size, weight in words) else LEFT_OVER


def respects_edges(folded: str, start: int, end: int, names: Iterable[tuple[int, int]]) -> tuple[bool, list[str]]:
    """Whether no word of the likeliest cutting of the neighbourhood crosses an edge of a candidate.

    Args:
        folded: folded text.
        start: first code point of the candidate in ``folded``.
        end: end of the candidate, exclusive.
        names: other candidates near it, which count as words too.

    Returns:
        The verdict, and the words of the likeliest cutting.
    """
    low, high = start, end
    while low > max(0, start - REACH) and "㐀" <= folded[low - 1] <= "鿿":
        low -= 1
    while high < min(len(folded), end + REACH) and "㐀" <= folded[high] <= "鿿":
        high += 1
    weights = {(a, b): max(NAME_WEIGHT + (b - a - 1), word_weight(folded[a:b]) or RARE) for a, b in {*names, (start, end)}}
    weights[start, end] -= _left_over(folded, end, high, weights)
    words = likeliest(folded, low, high, weights)
    # A word that only goes on after the candidate (中国化) crosses no edge; whether it is the name is a matter of
    # sense. One that holds it in its middle (南京东路) is another word.
    holds = not any(a < start < b != end or start < a < end < b for a, b in words)
    return holds, [folded[a:b] for a, b in words]
