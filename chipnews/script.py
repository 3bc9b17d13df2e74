"""Which script a text is written in, and which region's press it comes from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .normalization import encodable, script_counts
from .terms.resources import folder, rows

if TYPE_CHECKING:
    import ahocorasick_rs

__all__ = ["ScriptGuess", "detect_script"]

MIXED_SHARE = 0.15
"""Text counts as mixed when the rarer script has at least this share of the characters that tell them apart."""


class ScriptGuess(NamedTuple):
    """Script and likely region of a text, with what they rest on."""

    script: str | None
    """``Hant``, ``Hans``, ``mixed``, or None where no character tells."""
    region: str | None
    """``TW``, ``HK``, ``CN``, or None where nothing tells."""
    evidence: tuple[str, ...]


@cache
def _words() -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, str]]]:
    """An automaton over the telling words, and (region, word) by pattern."""
    import ahocorasick_rs

    words = [(region, word) for _, (region, word, _) in rows(folder() / "regions.tsv", ("region", "word", "elsewhere"))]
    return ahocorasick_rs.AhoCorasick([word for _, word in words]), words


def detect_script(text: str) -> ScriptGuess:
    """Tell Traditional from Simplified text, and Taiwan's press from Hong Kong's by its words.

    Args:
        text: any string.

    >>> detect_script("輝達的晶片與軟體")
    ScriptGuess(script='Hant', region='TW', evidence=('6 Traditional and 0 Simplified characters', 'TW: 輝達 軟體 晶片'))
    """
    traditional, simplified = script_counts(text)
    if not traditional + simplified:
        return ScriptGuess(None, None, ())
    evidence = [f"{traditional} Traditional and {simplified} Simplified characters"]
    rarer = min(traditional, simplified) / (traditional + simplified)
    script = "mixed" if rarer >= MIXED_SHARE else "Hant" if traditional > simplified else "Hans"
    if script == "Hans":
        return ScriptGuess(script, "CN", tuple(evidence))
    automaton, words = _words()
    found: dict[str, list[str]] = {}
    for i in sorted({match[0] for match in automaton.find_matches_as_indexes(encodable(text))}):
        region, word = words[i]
        found.setdefault(region, []).append(word)
    evidence += [f"{region}: {' '.join(telling)}" for region, telling in sorted(found.items())]
    most = max((len(telling) for telling in found.values()), default=0)
    best = [region for region, telling in found.items() if len(telling) == most]
    return ScriptGuess(script, best[0] if len(best) == 1 else None, tuple(evidence))
