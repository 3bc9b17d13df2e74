"""The tables of ``lexicons/policy`` compiled: one automaton over all words, and what each may be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..document import DIRECTIONS, STATUSES, TYPES
from ..errors import LexiconError
from ..normalization import fold
from ..terms.index import alternation
from ..terms.resources import folder, rows

if TYPE_CHECKING:
    import ahocorasick_rs

__all__ = ["NEEDS", "Complement", "PolicyTables", "Trigger", "Word"]

NEEDS = ("", "actor", "context", "fund", "nations", "official", "public")


class Trigger(NamedTuple):
    """A word that is an act by itself."""

    type: str
    direction: str
    needs: str
    status: str


class Complement(NamedTuple):
    """What an operator acts on."""

    kind: str
    type: str
    needs: str


@dataclass(slots=True)
class Word:
    """Everything that one string may be in a policy sentence; nothing at all marks a string to pass over."""

    trigger: Trigger | None = None
    operators: list[str] = field(default_factory=list)
    complements: list[Complement] = field(default_factory=list)


class PolicyTables:
    """Triggers, operators, complements, the algebra between them, and the cue words of status, negation and condition."""

    def __init__(self, path: Path) -> None:
        import ahocorasick_rs

        words: dict[str, Word] = {}

        def word(form: str) -> Word:
            return words.setdefault(fold(form), Word())

        def check(value: str, allowed: Iterable[str], file: str, line: int, column: str) -> None:
            if value not in allowed:
                raise LexiconError(f"unknown value {value!r}; choose one of {', '.join(repr(a) for a in allowed)}", file=file, line=line, field=column)

        for line, (forms, type_, direction, needs, status, _) in rows(path / "triggers.tsv", ("words", "type", "direction", "needs", "status", "note")):
            file = str(path / "triggers.tsv")
            check(type_, TYPES, file, line, "type")
            check(direction, DIRECTIONS, file, line, "direction")
            check(needs, NEEDS, file, line, "needs")
            check(status, STATUSES, file, line, "status")
            for form in forms.split("|"):
                word(form).trigger = Trigger(type_, direction, needs, status)
        self.usual: dict[str, str] = {}
        """For each operator the status of an act of which the text says nothing firmer or softer."""
        for line, (operator, forms, status, _) in rows(path / "operators.tsv", ("operator", "words", "status", "note")):
            check(status, STATUSES, str(path / "operators.tsv"), line, "status")
            self.usual[operator] = status
            for form in forms.split("|"):
                word(form).operators.append(operator)
        for line, (kind, type_, forms, needs, _) in rows(path / "complements.tsv", ("kind", "type", "words", "needs", "note")):
            check(type_, TYPES, str(path / "complements.tsv"), line, "type")
            check(needs, NEEDS, str(path / "complements.tsv"), line, "needs")
            for form in forms.split("|"):
                word(form).complements.append(Complement(kind, type_, needs))
        self.algebra: dict[tuple[str, str, str], tuple[str, str]] = {}
        for line, (operator, kind, type_, direction, becomes) in rows(path / "algebra.tsv", ("operator", "kind", "type", "direction", "becomes")):
            check(direction, DIRECTIONS, str(path / "algebra.tsv"), line, "direction")
            self.algebra[operator, kind, type_] = (direction, becomes)
        self.lists = {instrument: kind for _, (instrument, kind, _) in rows(path / "lists.tsv", ("instrument", "kind", "note"))}
        self.status: list[tuple[str, re.Pattern[str]]] = []
        for line, (status, forms, _) in rows(path / "status.tsv", ("status", "words", "note")):
            check(status, STATUSES, str(path / "status.tsv"), line, "status")
            self.status.append((status, alternation(tuple(forms.split("|")))))
        roles: dict[str, tuple[str, ...]] = {role: tuple(forms.split("|")) for _, (role, forms, _) in rows(path / "words.tsv", ("role", "words", "note"))}
        for form in roles["null"]:
            words.setdefault(fold(form), Word())
        self.negation = re.compile(f"(?:{alternation(roles['negation']).pattern})$")
        self.condition = alternation(roles["condition"])
        self.mask = alternation(roles["mask"])
        self.background_before = re.compile(f"(?:{alternation(roles['background_before']).pattern})[^,。;]{{0,4}}$")
        self.background_after = alternation(roles["background_after"])
        self.words: list[Word] = list(words.values())
        self.automaton: ahocorasick_rs.AhoCorasick = ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def cell(self, operator: str, complement: Complement) -> tuple[str, str] | None:
        """(direction, type) of an operator on a complement, or None where the two make no act."""
        found = self.algebra.get((operator, complement.kind, complement.type)) or self.algebra.get((operator, complement.kind, ""))
        return None if found is None else (found[0], found[1] or complement.type)

    @classmethod
    def default(cls) -> PolicyTables:
        """The shipped tables, read once per process."""
        return _default()


@cache
def _default() -> PolicyTables:
    return PolicyTables(folder() / "policy")

