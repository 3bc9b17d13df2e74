"""Two rewritings of a text, both with their offset maps.

`fold` never changes the length: width, case, compatibility forms and Traditional -> Simplified, code point by code
point. Matching works on it, so that a match's offsets are offsets into the text as given.

`convert` is for readers: script and regional vocabulary by the dictionaries of opencc-python-reimplemented
(https://pypi.org/project/opencc-python-reimplemented/, Apache-2.0), with the text equal to what that package's own
converter returns. Lengths may change (記憶體 -> 内存), so the result carries an `Alignment`.
"""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from codecs import utf_32_le_decode, utf_32_le_encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from .alignment import Alignment, Block
from .cache import kept
from .errors import ConversionDataError

if TYPE_CHECKING:
    import ahocorasick_rs
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CONVERSIONS", "TARGETS", "Normalized", "convert", "encodable", "fold", "fold_and_count", "resolve_target", "script_counts", "squeeze"]

CONVERSIONS = ("hk2s", "s2hk", "s2t", "s2tw", "s2twp", "t2s", "tw2s", "tw2sp")
"""Names of the conversions, as opencc-python-reimplemented spells them."""

TARGETS = {"zh-Hans": "t2s", "zh-Hant": "s2t", "zh-Hant-TW": "s2tw", "zh-Hant-HK": "s2hk"}
"""Language tags and the conversion each stands for. The regional *vocabulary* (s2twp, tw2sp) is asked for by name."""

IGNORED = "\uffff"
"""What `fold` puts where a code point is invisible (zero-width marks, soft hyphens, variation selectors)."""

_INVISIBLE = (0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070), *range(0xFE00, 0xFE10))
# Blocks in which a compatibility form stands for one ordinary character: radicals, width forms, compatibility ideographs.
_COMPATIBILITY = ((0x2E80, 0x2FE0), (0x3000, 0x3001), (0xF900, 0xFB00), (0xFF00, 0xFFF0), (0x2F800, 0x2FA20))
_CASED = ((0x41, 0x250), (0x370, 0x530))
# Characters that one variety writes where TSCharacters, which reads standard Traditional, has no entry.
_VARIANTS = {"苎": "苧", "薴": "苧", "苧": "苧", "著": "着", "衞": "卫", "祇": "只", "瞭": "了", "妳": "你", "徧": "遍", "‧": "·", "・": "·", "•": "·", "\xa0": " ", "\t": " ", "‐": "-", "‑": "-", "–": "-", "−": "-", "’": "'"}


class Normalized(NamedTuple):
    """A rewritten text and the map of its offsets to the text as given (code points)."""

    text: str
    alignment: Alignment


# --- fold: length-preserving -----------------------------------------------------------------------------------------


_SCRIPT = 24
"""By how many bits the script of a code point is shifted, so that it stands above its fold."""
_CODE = (1 << _SCRIPT) - 1


@cache
def _characters() -> NDArray[np.uint32]:
    """For every code point its fold and, above it, 1 if only Traditional text holds it, 2 if only Simplified text does; kept between processes."""
    import numpy as np

    def read(file: BinaryIO) -> NDArray[np.uint32]:
        table: NDArray[np.uint32] = np.load(file, allow_pickle=False)
        if table.shape != (0x110000,) or table.dtype != np.uint32:
            raise ValueError("no table of code points")
        return table

    names = ("TSCharacters.txt", "STCharacters.txt", "TWVariants.txt", "HKVariants.txt")
    table = kept("characters", [_data_folder() / "dictionary" / name for name in names], read, np.save, lambda: _make_folds() | np.left_shift(_make_scripts(), _SCRIPT))
    table.flags.writeable = False
    return table


def _make_folds() -> NDArray[np.uint32]:
    import numpy as np

    table = np.arange(0x110000, dtype=np.uint32)
    for low, high in _COMPATIBILITY:
        for code in range(low, high):
            form = unicodedata.normalize("NFKC", chr(code))
            if len(form) == 1:
                table[code] = ord(form)
    simplified = _read_dictionary(_data_folder(), "TSCharacters.txt")
    keys = np.array([ord(k) for k in simplified], dtype=np.uint32)
    values = np.array([ord(v) for v in simplified.values()], dtype=np.uint32)
    step = np.arange(0x110000, dtype=np.uint32)
    step[keys] = values
    for key, value in _read_dictionary(_data_folder(), "STCharacters.txt").items():
        step[ord(key)] = step[ord(value)]  # 钜 goes where its Traditional form 鉅 goes
    for low, high in _CASED:
        for code in range(low, high):
            lower = chr(code).lower()
            if len(lower) == 1:
                step[code] = ord(lower)
    for key, value in _VARIANTS.items():
        step[ord(key)] = ord(value)
    table = step[table]
    table = step[table]  # a compatibility form may open into a capital, a Simplified form into a variant
    table[0xD800:0xE000] = 0xFFFD  # lone surrogates cannot be encoded; they match nothing
    table[list(_INVISIBLE)] = ord(IGNORED)
    return table


def fold(text: str) -> str:
    """Fold width, case, compatibility forms and script, code point by code point.

    Args:
        text: any string, lone surrogates included.

    Returns:
        A string of the same length; two texts that differ only in script, width or case fold alike.

    >>> fold("輝達Ｈ２００晶片")
    '辉达h200晶片'
    """
    return _written(_characters().take(_codes(text)) & _CODE)


def fold_and_count(text: str) -> tuple[str, tuple[int, int]]:
    """`fold` and `script_counts` in one look at the text.

    >>> fold_and_count("輝達與华为")
    ('辉达与华为', (3, 2))
    """
    found = _characters().take(_codes(text))
    scripts = (found >> _SCRIPT).astype("u1").tobytes()
    return _written(found & _CODE), (scripts.count(1), scripts.count(2))


def _codes(text: str) -> NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(utf_32_le_encode(text, "surrogatepass")[0], dtype=np.uint32)


def _written(codes: NDArray[np.integer[Any]]) -> str:
    return utf_32_le_decode(codes.tobytes(), "surrogatepass")[0]


def squeeze(folded: str) -> tuple[str, list[int] | None]:
    """Drop the invisible code points of a folded text.

    Returns:
        The text to match, and the offset in ``folded`` of each of its code points, or None where nothing was dropped.
    """
    if IGNORED not in folded:
        return folded, None
    kept = [i for i, char in enumerate(folded) if char != IGNORED]
    return "".join(folded[i] for i in kept), kept


# --- convert: script and regional vocabulary --------------------------------------------------------------------------


def _data_folder() -> Path:
    """Folder of the installed opencc-python-reimplemented, found without importing it.

    Another distribution, ``opencc``, installs the same import name; its code is never run, and where it has replaced
    the tables the error says so.
    """
    spec = importlib.util.find_spec("opencc")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None or not (folder / "dictionary" / "TSCharacters.txt").is_file() or not (folder / "config" / "t2s.json").is_file():
        found = f"the package found as 'opencc' in {folder} has none" if folder else "no package named 'opencc' is installed"
        raise ConversionDataError(
            f"chipnews reads the conversion tables of opencc-python-reimplemented, but {found}. The distribution 'opencc' uses the "
            "same import name and overwrites it. Repair with: pip uninstall -y opencc opencc-python-reimplemented && "
            "pip install opencc-python-reimplemented"
        )
    return folder


def _read_dictionary(folder: Path, name: str) -> dict[str, str]:
    """Each key of a table with its first candidate, which is the one that conversion takes."""
    return {key: forms[0] for key, forms in _read_candidates(folder, name).items()}


def _read_candidates(folder: Path, name: str) -> dict[str, list[str]]:
    path = folder / "dictionary" / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        pairs = [line.strip().split("\t") for line in lines if line.strip()]
        return {key: value.split(" ") for key, value in pairs}
    except (OSError, ValueError) as error:
        raise ConversionDataError(
            f"cannot read the conversion table {path}: {error}. Repair with: pip install --force-reinstall opencc-python-reimplemented"
        ) from error


# opencc-python-reimplemented cuts its input here and matches no key across a cut, so keys that hold one never match.
_SEPARATOR = re.compile(r"[\s\-,.?!*　，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼]")


class _Dictionary(NamedTuple):
    automaton: ahocorasick_rs.AhoCorasick | None
    values: list[str]
    table: NDArray[np.uint32] | None
    exact: bool
    """Values of equal length are aligned code point by code point (script), not as a whole (vocabulary)."""


@cache
def _dictionary(name: str) -> _Dictionary:
    import ahocorasick_rs
    import numpy as np

    pairs = {key: value for key, value in _read_dictionary(_data_folder(), name).items() if not _SEPARATOR.search(key)}
    if all(len(key) == len(value) == 1 for key, value in pairs.items()):
        table = np.arange(0x110000, dtype=np.uint32)
        for key, value in pairs.items():
            table[ord(key)] = ord(value)
        return _Dictionary(None, [], table, True)
    return _Dictionary(ahocorasick_rs.AhoCorasick(list(pairs)), list(pairs.values()), None, not name.startswith("TWPhrases"))


@cache
def _steps(conversion: str) -> list[list[_Dictionary]]:
    path = _data_folder() / "config" / f"{conversion}.json"
    try:
        chain = json.loads(path.read_text(encoding="utf-8"))["conversion_chain"]
    except (OSError, ValueError, KeyError) as error:
        raise ConversionDataError(f"cannot read the conversion {path}: {error}. Repair with: pip install --force-reinstall opencc-python-reimplemented") from error
    return [[_dictionary(part["file"]) for part in step["dict"].get("dicts", [step["dict"]])] for step in chain]


def _apply(text: str, group: list[_Dictionary]) -> Normalized:
    """One step: in each dictionary the longest key first, leftmost among equals; a later dictionary sees what is left."""
    taken = bytearray(len(text))
    edits: list[tuple[int, int, str, bool]] = []
    base = text
    for dictionary in group:
        if dictionary.automaton is not None:
            matches = dictionary.automaton.find_matches_as_indexes(encodable(text), overlapping=True)
            matches.sort(key=lambda m: (m[1] - m[2], m[1]))
            values = dictionary.values
            for key, start, end in matches:
                if taken.find(1, start, end) < 0:
                    taken[start:end] = b"\x01" * (end - start)
                    edits.append((start, end, values[key], dictionary.exact))
        else:
            assert dictionary.table is not None
            base = _written(dictionary.table[_codes(text)])
    edits.sort()
    return _splice(base, edits)


def encodable(text: str) -> str:
    """The text with lone surrogates, which UTF-8 cannot hold, replaced; the length stays."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


def resolve_target(to: str) -> str:
    """The conversion that a language tag or conversion name stands for; ``fold`` stands for itself.

    Raises:
        ValueError: for any other name, with the list of those that exist.
    """
    conversion = TARGETS.get(to, to)
    if conversion != "fold" and conversion not in CONVERSIONS:
        raise ValueError(f"unknown normalisation {to!r}; choose one of {', '.join(['fold', *TARGETS, *CONVERSIONS])}")
    return conversion


def convert(text: str, conversion: str, keep: Sequence[tuple[int, int, str]] = ()) -> Normalized:
    """Convert script and, where the conversion says so, regional vocabulary.

    Args:
        text: any string.
        conversion: one of `CONVERSIONS`.
        keep: protected stretches (start, end, form to write instead), sorted and apart from each other.

    Returns:
        The converted text, equal outside the protected stretches to what opencc-python-reimplemented returns for the
        text between them, and the alignment from ``text`` to it.

    >>> convert("記憶體與晶片", "tw2sp").text
    '内存与芯片'
    """
    alignment = Alignment.identity(len(text))
    if keep:  # no dictionary holds this noncharacter, so it passes every step and bars every phrase
        text, alignment = _splice(text, [(start, end, "\ufdd0", False) for start, end, _ in keep])
    for group in _steps(conversion):
        text, step = _apply(text, group)
        alignment = alignment.then(step)
    if keep:
        text, step = _splice(text, [(*alignment.to_target(start, end), form, False) for start, end, form in keep])
        alignment = alignment.then(step)
    return Normalized(text, alignment)


def _splice(base: str, edits: Sequence[tuple[int, int, str, bool]]) -> Normalized:
    """Write each edit (start, end, value, aligned code point by code point) into ``base``."""
    pieces: list[str] = []
    blocks: list[Block] = []
    position = shift = 0
    for start, end, value, exact in edits:
        pieces += (base[position:start], value)
        if len(value) != end - start or not exact:
            blocks.append((start, end, start + shift, start + shift + len(value)))
            shift += len(value) - (end - start)
        position = end
    pieces.append(base[position:])
    return Normalized("".join(pieces), Alignment(len(base), len(base) + shift, tuple(blocks)))


def _make_scripts() -> NDArray[np.uint32]:
    import numpy as np

    folder = _data_folder()
    traditional, simplified = (_read_candidates(folder, name) for name in ("TSCharacters.txt", "STCharacters.txt"))
    usual = {char for name in ("TWVariants.txt", "HKVariants.txt") for forms in _read_candidates(folder, name).values() for char in forms}
    table = np.zeros(0x110000, dtype=np.uint32)
    table[[ord(char) for char, forms in traditional.items() if char not in forms and char not in simplified]] = 1
    table[[ord(char) for char, forms in simplified.items() if char not in forms and char not in traditional and char not in usual]] = 2
    return table


def script_counts(text: str) -> tuple[int, int]:
    """How many code points are written only in Traditional and only in Simplified script.

    >>> script_counts("輝達與华为")
    (3, 2)
    """
    return fold_and_count(text)[1]
