"""What changed between two lexicons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .entry import Entity, SenseRule
from .lexicon import Lexicon

__all__ = ["Change", "Difference", "compare"]

_FACTS = ("label", "name", "parent", "jurisdiction", "note", "source", "checked")


@dataclass(frozen=True)
class Change:
    """How one entity differs."""

    id: str
    added: tuple[str, ...]
    """Names that it has now and had not."""
    removed: tuple[str, ...]
    """Names that it had."""
    facts: dict[str, tuple[Any, Any]]
    """Other fields that differ: what they were, what they are."""


@dataclass(frozen=True)
class Difference:
    """What one lexicon has and another has not; ``str()`` gives a list to read."""

    added: tuple[Entity, ...]
    removed: tuple[Entity, ...]
    changed: tuple[Change, ...]
    rules_added: tuple[SenseRule, ...]
    rules_removed: tuple[SenseRule, ...]
    rules_changed: tuple[tuple[SenseRule, SenseRule], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.rules_added or self.rules_removed or self.rules_changed)

    def to_dict(self) -> dict[str, Any]:
        """Plain types only."""

        def entity(entity: Entity) -> dict[str, Any]:
            return {"id": entity.id, "label": entity.label, "name": entity.name, "names": list(entity.surfaces)}

        def rule(rule: SenseRule) -> dict[str, Any]:
            return {"alias": rule.alias, "entity": rule.entity, "support": rule.support, "for": list(rule.cues), "against": list(rule.against)}

        return {
            "added": [entity(e) for e in self.added],
            "removed": [entity(e) for e in self.removed],
            "changed": [{"id": c.id, "names_added": list(c.added), "names_removed": list(c.removed), "facts": {fact: list(values) for fact, values in c.facts.items()}} for c in self.changed],
            "rules_added": [rule(r) for r in self.rules_added],
            "rules_removed": [rule(r) for r in self.rules_removed],
            "rules_changed": [{"old": rule(old), "new": rule(new)} for old, new in self.rules_changed],
        }

    def __str__(self) -> str:
        lines = [f"+ {e.id}  {e.label}  {'、'.join(e.surfaces)}" for e in self.added] + [f"- {e.id}  {e.label}  {'、'.join(e.surfaces)}" for e in self.removed]
        for change in self.changed:
            parts = [f"+{name}" for name in change.added] + [f"-{name}" for name in change.removed]
            parts += [f"{fact}: {_shown(old)} → {_shown(new)}" for fact, (old, new) in change.facts.items()]
            lines.append(f"~ {change.id}  {'  '.join(parts)}")
        lines += [f"+ rule {r.alias} {r.entity}: {r.support}" for r in self.rules_added] + [f"- rule {r.alias} {r.entity}: {r.support}" for r in self.rules_removed]
        for old, new in self.rules_changed:
            parts = [f"support: {old.support} → {new.support}"] if old.support != new.support else []
            for side, was, now in (("for", old.cues, new.cues), ("against", old.against, new.against)):
                words = [f"+{word}" for word in now if word not in was] + [f"-{word}" for word in was if word not in now]
                parts += [f"{side}: {' '.join(words)}"] if words else []
            lines.append(f"~ rule {new.alias} {new.entity}  {'  '.join(parts)}")
        entities, rules = (len(self.added), len(self.removed), len(self.changed)), (len(self.rules_added), len(self.rules_removed), len(self.rules_changed))
        lines.append(" · ".join("{} added, {} removed, {} changed".format(*counts) + f" {what}" for counts, what in ((entities, "entities"), (rules, "rules"))))
        return "\n".join(lines)


def compare(old: Lexicon, new: Lexicon) -> Difference:
    """What ``new`` has and ``old`` has not, and the other way round, sorted by id.

    >>> sea = Entity("sea", "COMPANY", "Sea", {"tw": ("海公司",)})
    >>> print(compare(Lexicon([sea]), Lexicon([Entity("sea", "COMPANY", "Sea", {"tw": ("大海公司",)}), Entity("bay", "PRODUCT", "Bay")])))
    + bay  PRODUCT  Bay
    ~ sea  +大海公司  -海公司
    1 added, 0 removed, 1 changed entities · 0 added, 0 removed, 0 changed rules
    """
    was, now = {entity.id: entity for entity in old}, {entity.id: entity for entity in new}
    changed = [_change(was[id_], now[id_]) for id_ in sorted(was.keys() & now.keys()) if was[id_] != now[id_]]
    rules_were, rules_are = ({(rule.alias, rule.entity): rule for rule in lexicon.rules} for lexicon in (old, new))
    return Difference(
        tuple(now[id_] for id_ in sorted(now.keys() - was.keys())),
        tuple(was[id_] for id_ in sorted(was.keys() - now.keys())),
        tuple(change for change in changed if change.added or change.removed or change.facts),
        tuple(rules_are[key] for key in sorted(rules_are.keys() - rules_were.keys())),
        tuple(rules_were[key] for key in sorted(rules_were.keys() - rules_are.keys())),
        tuple((rules_were[key], rules_are[key]) for key in sorted(rules_were.keys() & rules_are.keys()) if rules_were[key] != rules_are[key]),
    )


def _change(old: Entity, new: Entity) -> Change:
    facts: dict[str, tuple[Any, Any]] = {fact: (getattr(old, fact), getattr(new, fact)) for fact in _FACTS if getattr(old, fact) != getattr(new, fact)}
    if set(old.tickers) != set(new.tickers):
        facts["tickers"] = (list(old.tickers), list(new.tickers))
    for region in ("tw", "hk", "cn"):
        was, now = old.names.get(region, ()), new.names.get(region, ())
        if was != now and set(old.surfaces) == set(new.surfaces):  # a name has moved between regions, or another comes first
            facts[region] = (list(was), list(now))
    return Change(new.id, tuple(name for name in new.surfaces if name not in old.surfaces), tuple(name for name in old.surfaces if name not in new.surfaces), facts)


def _shown(value: object) -> str:
    return "、".join(value) if isinstance(value, list) else str(value or "nothing")
