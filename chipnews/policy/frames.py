"""From a text and its entities to policy frames: acts, the roles around them, and how firm they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..disambiguation import Choice
from ..terms.entry import Entity
from .acts import Act, find_acts
from .layout import Layout
from .roles import Roles, bind
from .tables import PolicyTables

__all__ = ["Frame", "frames"]

_FLIP = {"tighten": "relax", "relax": "tighten", "support": "withdraw_support"}


class Frame(NamedTuple):
    """A policy action over the matched text; roles are indices of choices."""

    start: int
    end: int
    type: str
    direction: str
    status: str
    negated: bool
    condition: tuple[int, int] | None
    actor: tuple[int, ...]
    target: tuple[int, ...]
    object: tuple[int, ...]
    instrument: int | None
    score: float
    reasons: tuple[str, ...]


def frames(folded: str, choices: Sequence[Choice], tables: PolicyTables, private: Callable[[Entity], bool]) -> list[Frame]:
    """Read the policy actions of a text.

    Args:
        folded: the matched text.
        choices: its entities, sorted.
        tables: the policy tables.
        private: whether a person acts for a company.

    Returns:
        Frames in order of their triggers.
    """
    layout = Layout(folded, choices)
    acts = sorted(find_acts(folded, choices, tables, layout), key=lambda act: act.start)
    found: list[Frame] = []
    inherited: tuple[int, tuple[int, ...]] | None = None
    for act in acts:
        roles = bind(act, acts, choices, folded, layout, private, inherited)
        if roles is None or not _grounded(act, roles, choices, layout, private):
            continue
        frame = _frame(act, roles, choices, folded, tables, layout)
        found.append(frame)
        if roles.actor:
            inherited = (act.end, roles.actor)
    return found


def _grounded(act: Act, roles: Roles, choices: Sequence[Choice], layout: Layout, private: Callable[[Entity], bool]) -> bool:
    """Whether the sentence holds what the trigger needs to be an act of policy."""
    start, end = layout.sentence(act.start)
    inside = [choices[i] for i in layout.names(start, end)]
    if act.needs in ("actor", "official", "fund"):
        if roles.inherited or (act.needs == "official" and all(choices[i].entity.label == "GPE" for i in roles.actor) and act.type == "regulatory_summons" and not roles.target):
            return False
        return bool(roles.actor)
    if act.needs == "nations":
        return len({c.entity.id for c in inside if c.entity.label in ("GPE", "AGENCY")}) >= 2
    if act.needs == "context":
        return bool(roles.object or roles.target)
    if act.needs == "public":
        return any(c.entity.label in ("GPE", "AGENCY", "INSTRUMENT", "PRODUCT", "TECHNOLOGY") or (c.entity.label == "PERSON" and not private(c.entity)) for c in inside)
    return True


def _frame(act: Act, roles: Roles, choices: Sequence[Choice], folded: str, tables: PolicyTables, layout: Layout) -> Frame:
    clause_start, clause_end = layout.clause(act.start)
    reasons = [act.reason, roles.reason]
    negation = tables.negation.search(folded, max(clause_start, act.first - 4), act.first)
    direction = act.direction
    if negation:
        direction = _FLIP.get(direction, direction)
        reasons.append(f"negated by {negation.group()} = {direction}")
    status, why = _status(act, choices, folded, tables, layout)
    reasons.append(why)
    condition = tables.condition.search(folded, clause_start, clause_end)
    span = None
    if condition is not None:
        span = condition.span()
        reasons.append(f"condition {condition.group()}")
    return Frame(act.start, act.end, act.type, direction, status, negation is not None, span, roles.actor, roles.target, roles.object, act.instrument, 0.9 if roles.actor else 0.7, tuple(reasons))


def _status(act: Act, choices: Sequence[Choice], folded: str, tables: PolicyTables, layout: Layout) -> tuple[str, str]:
    """The first status whose words stand before the act in its clause; for some, in the sentence or right after it."""
    clause_start, clause_end = layout.clause(act.start)
    sentence_start, _ = layout.sentence(act.start)
    before = tables.mask.sub(_blank, folded[sentence_start : act.start])
    clause = before[clause_start - sentence_start :]
    after = tables.mask.sub(_blank, folded[act.end : min(clause_end, act.end + 12)])
    starts = _STARTS.search(before) or _STARTS.search(after)
    disposal = clause.rfind("将")
    if disposal >= 0 and any(choices[i].end <= act.start for i in layout.names(clause_start + disposal, act.start)) and not _FUTURE.match(clause, disposal + 1):
        clause = clause[:disposal] + " " + clause[disposal + 1 :]  # 將華為列入: what is listed, not what will be
    for status, words in tables.status:
        match = words.search(clause)
        if match is None and status in ("rumoured", "urged"):
            match = words.search(before)
        if match is None and status in ("in_force", "withdrawn"):
            match = words.search(after)
        if match is not None:
            if status in ("planned", "announced") and starts:
                return "scheduled", f"status by {match.group()} and {starts.group()}"
            return status, f"status by {match.group()}"
    if starts:
        return "scheduled", f"status by {starts.group()}"
    return act.status, "no word of status"


_STARTS = re.compile("[0-9一二三四五六七八九十]+(?:年|月|日|天后)[^,。;]{0,4}(?:起|生效)")
"""A date from which something holds."""


_FUTURE = re.compile("[对向于在自从会可被再以由]|继续|进一步|全面|首次|正式")
"""What follows 將 where it means the future."""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
