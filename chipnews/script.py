"""Which script a text is written in, and which region's press it comes from."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from .normalization import script_counts
from .terms.resources import folder, rows

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
def _words() -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for _, (region, word, _) in rows(folder() / "regions.tsv", ("region", "word", "elsewhere")):
        words.setdefault(region, []).append(word)
    return {region: tuple(found) for region, found in words.items()}


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
    found = {region: [word for word in words if word in text] for region, words in _words().items()}
    evidence += [f"{region}: {' '.join(words)}" for region, words in sorted(found.items()) if words]
    best = max(sorted(found), key=lambda region: len(found[region]))
    tied = sum(len(words) == len(found[best]) for words in found.values()) > 1
    return ScriptGuess(script, None if tied else best, tuple(evidence))
