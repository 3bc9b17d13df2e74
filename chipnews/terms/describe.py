"""What a lexicon holds, and what one of its names may mean."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..normalization import fold
from .crossings import crossings
from .index import Index, variants
from .lexicon import Lexicon

__all__ = ["explain_alias", "statistics"]


def statistics(lexicon: Lexicon) -> dict[str, dict[str, Any]]:
    """Counts of a lexicon, as tables: what is counted -> (row -> number, or column -> number).

    >>> statistics(Lexicon([]))["names"]
    {'entities': 0, 'surfaces': 0, 'folded': 0, 'shared': 0}
    """
    entities = list(lexicon)
    folded = Counter(form for _, _, names in lexicon.named() for form in set(fold("\n".join(names)).split("\n")))
    labels: dict[str, Any] = {}
    for label, count in sorted(Counter(entity.label for entity in entities).items()):
        of_label = [entity for entity in entities if entity.label == label]
        labels[label] = {
            "entities": count,
            **{region: sum(region in entity.names for entity in of_label) for region in ("tw", "hk", "cn")},
            "all regions": sum(len(entity.names) == 3 for entity in of_label),
            "surfaces": sum(len(entity.surfaces) for entity in of_label),
            "parent": sum(entity.parent is not None for entity in of_label),
            "jurisdiction": sum(entity.jurisdiction is not None for entity in of_label),
            "tickers": sum(len(entity.tickers) for entity in of_label),
            "checked": sum(bool(entity.checked) for entity in of_label),
        }
    return {
        "names": {"entities": len(entities), "surfaces": sum(len(entity.surfaces) for entity in entities), "folded": len(folded), "shared": sum(count > 1 for count in folded.values())},
        "labels": labels,
        "sources": dict(sorted(Counter(source for entity in entities for source in entity.source.split("|") if source).items())),
        "rules": {"all": len(lexicon.rules), **dict(sorted(Counter(rule.support for rule in lexicon.rules).items()))},
        "contexts": {
            "one-character forms": len({a.form for a in lexicon.abbreviations if len(a.form) == 1}),
            "pairs": len({a.form for a in lexicon.abbreviations if len(a.form) > 1}),
            "contexts for": sum(bool(a.places) for a in lexicon.abbreviations),
            "contexts against": sum(not a.places for a in lexicon.abbreviations),
        },
        "jurisdictions": dict(Counter(entity.jurisdiction for entity in entities if entity.jurisdiction).most_common(15)),
    }


def explain_alias(alias: str, lexicon: Lexicon | None = None) -> str | None:
    """What a name could mean and on what conditions, to read; None if the lexicon has no such name.

    Args:
        alias: a name, in any script, width and case.
        lexicon: the shipped one if None.

    >>> print(explain_alias("海光"))  # doctest: +ELLIPSIS
    海光
      hygon  COMPANY  Hygon  ...
    """
    lexicon = Lexicon.default() if lexicon is None else lexicon
    index = Index.of(lexicon)
    folded = fold(alias)
    if folded in index.characters:
        return _explain_character(folded, lexicon, index)
    pattern = next((i for i, spelled in enumerate(index.patterns[: len(index.guards)]) if spelled == folded), None)
    if pattern is None:
        return None
    entry = index.entry(pattern)[1]
    if not entry.readings or entry.places:
        return None
    lines = [alias]
    for entity, rule, _, _ in entry.readings:
        parent = f"  part of {entity.parent}" if entity.parent else ""
        lines.append(f"  {entity.id}  {entity.label}  {entity.name}{parent}{'  ' + entity.jurisdiction if entity.jurisdiction else ''}{'  ' + ' '.join(entity.tickers) if entity.tickers else ''}")
        used = [region.upper() for region, names in entity.names.items() if folded in {fold(name) for name in names}]
        lines.append(f"    said in: {', '.join(used) if used else 'no region of its own'}")
        if rule is None:
            lines.append("    needs no support" if len(entry.readings) == 1 else "    no sense rule")
        else:
            lines.append({"none": "    needs no support, but heeds what speaks against it", "some": "    needs some support", "explicit": "    needs a supporting word beside it, or the same entity by another name"}[rule.support])
            lines += [f"    {side}: {'、'.join(words)}" for side, words in (("for", rule.cues), ("against", rule.against)) if words]
    if len(entry.readings) > 1 and len({entity.jurisdiction for entity, *_ in entry.readings}) > 1:
        lines.append("  which of them is told by the country named nearest in the text, else by its region")
    for side, words in zip(("left", "right"), crossings([folded]).get(folded, ((), ())), strict=True):
        if words:
            lines.append(f"  ordinary words cross its {side} edge: {'、'.join(words[:20])}{' …' if len(words) > 20 else ''} ({len(words)})")
    if entry.case:
        lines.append(f"  counts only as written: {', '.join(sorted(entry.case))}")
    spellings = sorted({*variants(fold(entry.surface))} - {folded})
    if spellings:
        lines.append(f"  also spelled: {', '.join(spellings)}")
    if entry.office:
        lines.append("  with 長 after it, the title of its head, which is no mention of it")
    longer = sorted({name for name in index.names if folded in name and name != folded}, key=lambda name: (len(name), name))
    if longer:
        lines.append(f"  longer names take its place: {'、'.join(longer[:12])}{' …' if len(longer) > 12 else ''} ({len(longer)})")
    return "\n".join(lines)


def _explain_character(form: str, lexicon: Lexicon, index: Index) -> str:
    entity = index.characters[form].entity
    contexts = [a for a in lexicon.abbreviations if fold(a.form) == form or (a.places and form in fold(a.form))]
    lines = [form, f"  {entity.id}  {entity.label}  {entity.name}", "    counts only in the contexts that stand for the country"]
    for side, words in (("for", [a.context for a in contexts if a.places]), ("against", [a.context for a in contexts if not a.places])):
        if words:
            lines.append(f"    {side}: {'、'.join(words[:40])}{' …' if len(words) > 40 else ''} ({len(words)})")
    return "\n".join(lines)
