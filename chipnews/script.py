"""Which script a text is written in, and which region's press it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .normalization import script_counts

__all__ = ["ScriptGuess", "by_region", "guess_home", "guess_script", "script_and_region"]

MIXED_SHARE = 0.15
"""Text counts as mixed when the rarer script has at least this share of the characters that tell them apart."""


class ScriptGuess(NamedTuple):
    """Script and likely region of a text, with what they rest on."""

    script: str | None
    """``Hant``, ``Hans``, ``mixed``, or None where no character tells."""
    region: str | None
    """``TW``, ``HK``, ``CN``, or None where nothing tells."""
    evidence: tuple[str, ...]


def by_region(telling: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The words and names of a text that not every region uses, for each region that does.

    Args:
        telling: (regions, form), no pair twice; the regions are separated by spaces.
    """
    found: dict[str, list[str]] = {}
    for regions, form in telling:
        for region in regions.split():
            found.setdefault(region, []).append(form)
    return found


def guess_script(text: str, telling: Mapping[str, Sequence[str]]) -> ScriptGuess:
    """Tell Traditional from Simplified text by its characters, and Taiwan's press from Hong Kong's by its words.

    Args:
        text: any string.
        telling: from `by_region`.

    >>> guess_script("輝達的軟體", {"TW": ["輝達", "軟體"]})
    ScriptGuess(script='Hant', region='TW', evidence=('4 Traditional and 0 Simplified characters', 'TW: 軟體 輝達'))
    """
    traditional, simplified = counts = script_counts(text)
    script, region = script_and_region(counts, telling)
    if script is None:
        return ScriptGuess(None, None, ())
    evidence = [f"{traditional} Traditional and {simplified} Simplified characters"]
    if script != "Hans":
        evidence += [f"{used}: {' '.join(sorted(forms))}" for used, forms in sorted(telling.items()) if used != "CN"]
    return ScriptGuess(script, region, tuple(evidence))


def script_and_region(counts: tuple[int, int], telling: Mapping[str, Sequence[str]]) -> tuple[str | None, str | None]:
    """The guess without what it rests on, from what `chipnews.normalization.script_counts` gives."""
    traditional, simplified = counts
    if not traditional + simplified:
        return None, None
    rarer = min(traditional, simplified) / (traditional + simplified)
    script = "mixed" if rarer >= MIXED_SHARE else "Hant" if traditional > simplified else "Hans"
    return script, "CN" if script == "Hans" else _most({region: forms for region, forms in telling.items() if region != "CN"})


def guess_home(telling: Mapping[str, Sequence[str]]) -> str | None:
    """The region that the words of a text, as `by_region` gives them, speak for, whatever script they are written in: TW, HK, CN or None."""
    if len(telling.get("CN", ())) >= len(telling.get("HK", ())):
        telling = {region: forms for region, forms in telling.items() if region != "HK"}  # what both use is the mainland's unless some word is Hong Kong's alone
    return _most(telling)


def _most(found: Mapping[str, Sequence[str]]) -> str | None:
    if len(found) < 2:
        return next(iter(found), None)
    (most, best), (next_most, _) = sorted(((len(forms), region) for region, forms in found.items()), reverse=True)[:2]
    return best if most > next_most else None
