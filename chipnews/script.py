"""Which script a text is written in, and which region's press it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .normalization import script_counts

__all__ = ["ScriptGuess", "guess_home", "guess_script"]

MIXED_SHARE = 0.15
"""Text counts as mixed when the rarer script has at least this share of the characters that tell them apart."""


class ScriptGuess(NamedTuple):
    """Script and likely region of a text, with what they rest on."""

    script: str | None
    """``Hant``, ``Hans``, ``mixed``, or None where no character tells."""
    region: str | None
    """``TW``, ``HK``, ``CN``, or None where nothing tells."""
    evidence: tuple[str, ...]


def guess_script(text: str, telling: Iterable[tuple[str, str]]) -> ScriptGuess:
    """Tell Traditional from Simplified text by its characters, and Taiwan's press from Hong Kong's by its words.

    Args:
        text: any string.
        telling: (regions, form) of words and names in the text that not every region uses, repeats allowed; the
            regions are separated by spaces.

    >>> guess_script("輝達的軟體", [("TW", "輝達"), ("TW", "軟體")])
    ScriptGuess(script='Hant', region='TW', evidence=('4 Traditional and 0 Simplified characters', 'TW: 軟體 輝達'))
    """
    traditional, simplified = script_counts(text)
    if not traditional + simplified:
        return ScriptGuess(None, None, ())
    evidence = [f"{traditional} Traditional and {simplified} Simplified characters"]
    rarer = min(traditional, simplified) / (traditional + simplified)
    script = "mixed" if rarer >= MIXED_SHARE else "Hant" if traditional > simplified else "Hans"
    if script == "Hans":
        return ScriptGuess(script, "CN", tuple(evidence))
    found = _by_region(telling)
    found.pop("CN", None)
    evidence += [f"{region}: {' '.join(sorted(forms))}" for region, forms in sorted(found.items())]
    return ScriptGuess(script, _most(found), tuple(evidence))


def guess_home(telling: Iterable[tuple[str, str]]) -> str | None:
    """The region that the words of a text speak for, whatever script they are written in: TW, HK, CN or None."""
    found = _by_region(telling)
    if len(found.get("CN", ())) >= len(found.get("HK", ())):
        found.pop("HK", None)  # what both use is the mainland's unless some word is Hong Kong's alone
    return _most(found)


def _by_region(telling: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for regions, form in set(telling):
        for region in regions.split():
            found.setdefault(region, []).append(form)
    return found


def _most(found: dict[str, list[str]]) -> str | None:
    if len(found) < 2:
        return next(iter(found), None)
    (most, best), (next_most, _) = sorted(((len(forms), region) for region, forms in found.items()), reverse=True)[:2]
    return best if most > next_most else None
