"""The tables of ``lexicons/policy`` compiled: what each word may be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..document import CONDITIONS, DIRECTIONS, STATUSES, TYPES
from ..errors import LexiconError
from ..normalization import fold
from ..regex import lazy
from ..terms.index import alternation
from ..terms.resources import folder, rows

__all__ = ["NEEDS", "PLACES", "Complement", "PolicyTables", "StatusCue", "Trigger", "Word", "opposite"]

NEEDS = ("", "actor", "agency", "context", "fund", "grant", "measure", "named", "nations", "official", "party", "public", "sum")
"""What a trigger needs to be an act of policy; ``triggers.tsv`` says what each means."""

PLACES = ("after", "asks", "at", "before", "bill", "clause", "later", "law", "sentence", "underway", "verb")
"""Where a word of status counts; ``status.tsv`` says what each means."""

_OPPOSITE = {"tighten": "relax", "relax": "tighten", "support": "withdraw_support", "withdraw_support": "support"}


def opposite(direction: str) -> str:
    """The direction of the act undone or not done: what is neither given nor taken stays.

    >>> opposite("relax"), opposite("maintain")
    ('tighten', 'maintain')
    """
    return _OPPOSITE.get(direction, direction)


class Trigger(NamedTuple):
    """A word that is an act by itself."""

    types: tuple[str, ...]
    """The types it may have; the topic of the sentence tells which, and the last holds where none does (none if empty)."""
    direction: str
    needs: str
    status: str
    subject: str
    """``actor``, or ``target`` where the subject is acted upon (獲准, 認罪)."""


class Complement(NamedTuple):
    """What an operator acts on."""

    kind: str
    types: tuple[str, ...]
    needs: str


class StatusCue(NamedTuple):
    """Words that tell the status, and where they stand to the act."""

    status: str
    where: str
    words: re.Pattern[str]


@dataclass(slots=True)
class Word:
    """Everything that one string may be in a policy sentence; nothing at all marks a string to pass over."""

    trigger: Trigger | None = None
    operators: list[str] = field(default_factory=list)
    complements: list[Complement] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    """Kinds of its complements."""
    reaches: frozenset[str] = frozenset()
    """Kinds that its operators act on."""


class PolicyTables:
    """Triggers, operators, complements, the algebra between them, topics, and the cue words of status, negation and condition."""

    def __init__(self, path: Path) -> None:
        words: dict[str, Word] = {}

        def word(folded: str) -> Word:
            return words.setdefault(folded, Word())

        def check(value: str, allowed: Iterable[str], file: str, line: int, column: str) -> None:
            if value not in allowed:
                raise LexiconError(f"unknown value {value!r}; choose one of {', '.join(repr(a) for a in allowed)}", file=file, line=line, field=column)

        def types(cell: str, file: str, line: int) -> tuple[str, ...]:
            found = tuple(cell.split("|"))
            for one in found:
                check(one, TYPES if len(found) == 1 else (*TYPES, "", "none"), file, line, "type")
            return found

        for line, (forms, type_, direction, needs, status, subject, _) in rows(path / "triggers.tsv", ("words", "type", "direction", "needs", "status", "subject", "note")):
            file = str(path / "triggers.tsv")
            check(direction, DIRECTIONS, file, line, "direction")
            check(needs, NEEDS, file, line, "needs")
            check(status, STATUSES, file, line, "status")
            check(subject, ("actor", "target"), file, line, "subject")
            trigger = Trigger(types(type_, file, line), direction, needs, status, subject)
            for form in fold(forms).split("|"):
                word(form).trigger = trigger
        self.usual: dict[str, str] = {}
        """For each operator the status of an act of which the text says nothing firmer or softer."""
        for line, (operator, forms, status, _) in rows(path / "operators.tsv", ("operator", "words", "status", "note")):
            check(status, STATUSES, str(path / "operators.tsv"), line, "status")
            self.usual[operator] = status
            for known in map(word, dict.fromkeys(fold(forms).split("|"))):
                known.operators.append(operator)
        for line, (kind, type_, forms, needs, _) in rows(path / "complements.tsv", ("kind", "type", "words", "needs", "note")):
            file = str(path / "complements.tsv")
            check(needs, NEEDS, file, line, "needs")
            complement = Complement(kind, types(type_, file, line), needs)
            for known in map(word, dict.fromkeys(fold(forms).split("|"))):
                known.complements.append(complement)
        self.algebra: dict[tuple[str, str, str], tuple[str, str]] = {}
        for line, (operator, kind, type_, direction, becomes) in rows(path / "algebra.tsv", ("operator", "kind", "type", "direction", "becomes")):
            check(direction, DIRECTIONS, str(path / "algebra.tsv"), line, "direction")
            self.algebra[operator, kind, type_] = (direction, becomes)
        self.pairs = frozenset((operator, kind) for operator, kind, _ in self.algebra)
        self.lists = {instrument: kind for _, (instrument, kind, _) in rows(path / "lists.tsv", ("instrument", "kind", "note"))}
        self.topics: dict[str, re.Pattern[str]] = {}
        """By type, words that show in a sentence that a general verb (調查, 罰款) has it."""
        for line, (type_, forms, _) in rows(path / "topics.tsv", ("type", "words", "note")):
            check(type_, TYPES, str(path / "topics.tsv"), line, "type")
            self.topics[type_] = alternation(tuple(forms.split("|")))
        self.status: list[StatusCue] = []
        for line, (status, where, forms, _) in rows(path / "status.tsv", ("status", "where", "words", "note")):
            check(status, STATUSES, str(path / "status.tsv"), line, "status")
            check(where, PLACES, str(path / "status.tsv"), line, "where")
            self.status.append(StatusCue(status, where, alternation(tuple(forms.split("|")))))
        self.conditions: list[tuple[str, re.Pattern[str]]] = []
        conditional: list[str] = []
        for line, (kind, forms, _) in rows(path / "conditions.tsv", ("kind", "words", "note")):
            check(kind, CONDITIONS, str(path / "conditions.tsv"), line, "kind")
            self.conditions.append((kind, alternation(tuple(forms.split("|")))))
            conditional += forms.split("|")
        self.conditional = alternation(tuple(conditional))
        """Any word that makes an act conditional; a look before those of each kind."""
        roles: dict[str, tuple[str, ...]] = {role: tuple(forms.split("|")) for _, (role, forms, _) in rows(path / "words.tsv", ("role", "words", "note"))}
        for form in roles["null"]:
            word(fold(form))
        self.negation = lazy(f"({alternation(roles['negation']).pattern})(?:主动|计划|打算|再|能|容许|允许)?$")
        self.negation_over = lazy(f"({alternation(roles['negation']).pattern})(?:主动|计划|打算|再|能|容许|允许)?(?:[对向给就把为像](?!外公开|外公布|外披露|外证实)|针对)[^,。;]{{1,24}}$|(?:从未|未曾)被[^,。;]{{1,12}}$|(?:从未|并未|未曾|没有)因[^,。;]{{1,24}}[被遭][^,。;]{{0,10}}$")
        """A negation before the phrase that tells on whom or what (不會對…徵收), or why (從未因…被約談)."""
        self.mask = alternation(roles["mask"])
        self.background_before = lazy(f"(?:{alternation(roles['background_before']).pattern})[^,。;]{{0,8}}$")
        self.background_after = lazy(f"{alternation(roles['background_after']).pattern}|[0-9一二三四五六七八九十百]{{1,4}}周年|是[^,。;]{{0,16}}(?:原因|因素)|的[^,。;]{{0,4}}(?:冲击|影响|风险|压力|挑战)")
        self.currency = alternation(roles["currency"])
        self.wishes = alternation(roles["wishes"])
        self.summoned = alternation(roles["summoned"])
        self.gathered = alternation(roles["gathered"])
        self.survey = lazy(f",?(?:{alternation(roles['survey']).pattern})")
        self.eased = lazy(f"(?:{alternation(roles['eased']).pattern})[^,。;]{{0,14}}$")
        self.military = alternation(roles["military"])
        self.police = alternation(roles["police"])
        self.public = alternation(roles["public"])
        self.measure = alternation(roles["measure"])
        self.anonymous = alternation(roles["anonymous"])
        self.reported = alternation(roles["reported"])
        self.stated = alternation(roles["stated"])
        self.bill_tightens = alternation(roles["bill_tightens"])
        self.bill_supports = alternation(roles["bill_supports"])
        self.phrase_stops = frozenset(fold(form) for form in roles["phrase_stop"])
        self.capitals = frozenset(fold(form) for form in roles["capital"])
        self.parties = alternation(roles["party"])
        several, head = alternation(roles["several"]).pattern, self.parties.pattern
        self.unnamed_party = lazy(
            f"(?:[0-9一二三四五六七八九十百千两数多]{{1,6}}[多余]?[家间名个位]|{several})[^,。;:、的对向将把被遭给为就()\"《》 ]{{0,8}}?(?:{head}|人)(?![业家债股级化民税企员]|安全|数据|资料|信息|投资|标准|财产|资产|产品|技术|出口|进口)|(?<![0-9])[0-9]{{1,4}}[多余]?人(?![次均民])|[多各]国(?![籍语民人])"
        )
        """Parties without a name, counted or told by a word for some of them (40多家廠商, 部分企業, 5人)."""
        self.technical = alternation(roles["technical"])
        self.named_probe = words[fold(roles["named_probe"][0])]
        """What the name of a law of trade and 調查 are together (貿易法第301條調查)."""
        self.private_body = alternation(roles["private_body"])
        self.trade_rule = alternation(roles["trade_rule"])
        self.probe_rule = alternation(roles["probe_rule"])
        self.own_rule = alternation(roles["own_rule"])
        self.farm = alternation(roles["farm"])
        self.retail = alternation(roles["retail"])
        self.citizens = alternation(roles["citizen"])
        self.other_treaty = alternation(roles["other_treaty"])
        kinds: defaultdict[str, set[str]] = defaultdict(set)
        for operator, kind in self.pairs:
            kinds[operator].add(kind)
        for known in words.values():
            known.kinds = frozenset(complement.kind for complement in known.complements)
            known.reaches = frozenset(kind for operator in known.operators for kind in kinds[operator])
        self.words: dict[str, Word | None] = {folded: known if known.trigger or known.operators or known.complements else None for folded, known in words.items()}
        """By what it is in folded text; None for a string to pass over."""

    def cell(self, operator: str, kind: str, type_: str) -> tuple[str, str] | None:
        """(direction, type) of an operator on a complement of a kind and type, or None where the two make no act."""
        found = self.algebra.get((operator, kind, type_)) or self.algebra.get((operator, kind, ""))
        return None if found is None else (found[0], found[1] or type_)

    @classmethod
    def default(cls) -> PolicyTables:
        """The shipped tables, read once per process."""
        return _default()


@cache
def _default() -> PolicyTables:
    return PolicyTables(folder() / "policy")
