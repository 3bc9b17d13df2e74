"""Precision, recall and F of mentions, links and policy acts. Counts add up; ratios are properties, so that a corpus counted twice scores the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar

from .gold import Act, Annotated, Mention
from .pairing import pair_overlapping, same_words

__all__ = ["BCubed", "Counts", "Issue", "Scores", "evaluate", "shortened", "total"]

T = TypeVar("T")

ROLES: tuple[Literal["actor", "target", "object", "instrument"], ...] = ("actor", "target", "object", "instrument")
FIELDS: tuple[Literal["type", "direction", "status"], ...] = ("type", "direction", "status")

LONGEST = 60
"""Code points of the longest disagreement that is told whole."""


@dataclass
class Counts:
    """Hits, false alarms and misses.

    >>> counts = Counts(hits=3, false=1, missed=2)
    >>> counts.precision, counts.recall, round(counts.f, 3)
    (0.75, 0.6, 0.667)
    """

    hits: int = 0
    false: int = 0
    missed: int = 0

    def add(self, hits: int, predicted: int, gold: int) -> None:
        """Count some more, given how many were predicted and how many there are."""
        self.hits += hits
        self.false += predicted - hits
        self.missed += gold - hits

    @property
    def precision(self) -> float:
        """Share of the predictions that are right; 0 if there are none."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 if there is none."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def f(self) -> float:
        """Harmonic mean of both."""
        return _harmonic(self.precision, self.recall)

    def to_dict(self) -> dict[str, Any]:
        """Ratios to four places, and the counts they come from."""
        ratios = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f")}
        return {**ratios, "hits": self.hits, "false": self.false, "missed": self.missed}


class BCubed:
    """B-cubed agreement of two clusterings of the same mentions (Bagga and Baldwin 1998)."""

    def __init__(self) -> None:
        self._both: Counter[tuple[object, object]] = Counter()
        self._gold: Counter[object] = Counter()
        self._predicted: Counter[object] = Counter()

    def add(self, gold: object, predicted: object) -> None:
        """One mention: the cluster it is in, and the one it was put in."""
        self._both[gold, predicted] += 1
        self._gold[gold] += 1
        self._predicted[predicted] += 1

    @property
    def mentions(self) -> int:
        """How many were counted."""
        return self._gold.total()

    @property
    def precision(self) -> float:
        """Mean share of a mention's predicted cluster that belongs with it."""
        return sum(n * n / self._predicted[p] for (_, p), n in self._both.items()) / (self.mentions or 1)

    @property
    def recall(self) -> float:
        """Mean share of a mention's gold cluster that was put with it."""
        return sum(n * n / self._gold[g] for (g, _), n in self._both.items()) / (self.mentions or 1)

    @property
    def f(self) -> float:
        """Harmonic mean of both."""
        return _harmonic(self.precision, self.recall)

    def to_dict(self) -> dict[str, Any]:
        """Ratios to four places, and the number of mentions."""
        return {**{name: round(getattr(self, name), 4) for name in ("precision", "recall", "f")}, "mentions": self.mentions}


class Issue(NamedTuple):
    """One disagreement, with its place in a document."""

    kind: str
    """``missed``, ``false``, ``boundary``, ``label``, or the field of an act that differs."""
    what: str
    """Label, or POLICY_ACTION."""
    start: int
    end: int
    said: str
    """What was expected and what came, in words."""


@dataclass
class Scores:
    """How predictions agree with gold, over any number of documents."""

    documents: int = 0
    strict: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    """By label: the same code points."""
    overlap: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    """By label: at least one code point in common, one to one."""
    linking: BCubed = field(default_factory=BCubed)
    """Of the strict hits whose gold names an entity."""
    triggers: Counts = field(default_factory=Counts)
    """Acts whose triggers overlap, one to one."""
    typed: Counts = field(default_factory=Counts)
    """Those of the same type too."""
    fields: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    """Type, direction and status of the acts found in both; precision is the share that agrees."""
    roles: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    """Of the acts found in both."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Predictions with labels that the gold does not use, which do not count."""
    issues: list[tuple[Annotated, tuple[Issue, ...]]] = field(default_factory=list)
    """Documents with disagreements."""

    def to_dict(self) -> dict[str, Any]:
        """Everything but the disagreements, in plain types."""
        return {
            "documents": self.documents,
            "strict": _table(self.strict),
            "overlap": _table(self.overlap),
            "linking": self.linking.to_dict(),
            "actions": {
                "trigger": self.triggers.to_dict(),
                "trigger_and_type": self.typed.to_dict(),
                **{name: {"accuracy": round(self.fields[name].precision, 4), "hits": self.fields[name].hits, "of": self.triggers.hits} for name in FIELDS},
                "roles": {role: self.roles[role].to_dict() for role in ROLES},
            },
            "left_out": dict(sorted(self.left_out.items())),
        }


def _table(by_label: dict[str, Counts]) -> dict[str, Any]:
    return {**{label: counts.to_dict() for label, counts in sorted(by_label.items())}, "all": total(by_label).to_dict()}


def total(by_label: dict[str, Counts]) -> Counts:
    """The counts of all labels together."""
    return Counts(*(sum(getattr(counts, name) for counts in by_label.values()) for name in ("hits", "false", "missed")))


def evaluate(pairs: Iterable[tuple[Annotated, Annotated]], labels: Collection[str] | None = None) -> Scores:
    """Compare gold with predictions.

    Args:
        pairs: gold and prediction for the same text.
        labels: those that count; if None, those that the gold uses anywhere.
    """
    everything = list(pairs)
    counted = {mention.label for gold, _ in everything for mention in gold.mentions} if labels is None else set(labels)
    scores = Scores()
    for label in sorted(counted):
        scores.strict[label], scores.overlap[label] = Counts(), Counts()
    for gold, predicted in everything:
        scores.documents += 1
        issues = [*_mentions(gold, predicted, counted, scores), *(_acts(gold, predicted, scores) if gold.acts is not None else ())]
        if issues:
            scores.issues.append((gold, tuple(sorted(issues, key=lambda issue: (issue.start, issue.end, issue.kind)))))
    return scores


def _mentions(gold: Annotated, predicted: Annotated, labels: Collection[str], scores: Scores) -> Iterator[Issue]:
    scores.left_out.update(mention.label for mention in predicted.mentions if mention.label not in labels)
    expected, came = ([m for m in document.mentions if m.label in labels and _counts(m, gold)] for document in (gold, predicted))
    links = {(m.start, m.end, m.label): m for m in came}
    hits = {(m.start, m.end, m.label) for m in expected} & links.keys()
    for label in labels:
        wanted, found = ([m for m in mentions if m.label == label] for mentions in (expected, came))
        here = sum(key[2] == label for key in hits)
        scores.strict[label].add(here, len({(m.start, m.end) for m in found}), len({(m.start, m.end) for m in wanted}))
        scores.overlap[label].add(len(pair_overlapping(wanted, found)), len(found), len(wanted))
    for mention in expected:
        key = (mention.start, mention.end, mention.label)
        if key in hits and mention.entity is not None:
            # A mention that was linked to nothing is a cluster of its own, the same one wherever the same text is counted again.
            scores.linking.add(mention.entity, links[key].entity or (gold.text, key))
    yield from _differences([m for m in expected if (m.start, m.end, m.label) not in hits], [m for m in came if (m.start, m.end, m.label) not in hits], gold.text)


def _differences(missed: list[Mention], false: list[Mention], text: str) -> Iterator[Issue]:
    pairs = pair_overlapping(missed, false)
    for i, j in pairs:
        one, other = missed[i], false[j]
        kind = "boundary" if one.label == other.label else "label"
        expected, found = (shortened(text[m.start : m.end]) for m in (one, other))
        yield Issue(kind, one.label, one.start, one.end, f"found {found}" if kind == "boundary" else f"found as {other.label}" if found == expected else f"found {found} {other.label}")
    for m in _unpaired(missed, [i for i, _ in pairs]):
        yield Issue("missed", m.label, m.start, m.end, m.entity or "")
    for m in _unpaired(false, [j for _, j in pairs]):
        yield Issue("false", m.label, m.start, m.end, m.entity or "")


def _unpaired(items: list[T], paired: Collection[int]) -> Iterator[T]:
    taken = set(paired)
    return (item for place, item in enumerate(items) if place not in taken)


def shortened(text: str) -> str:
    """The beginning and the end of a text of more than `LONGEST` code points."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"


def _acts(gold: Annotated, predicted: Annotated, scores: Scores) -> Iterator[Issue]:
    expected, came = ([act for act in document.acts or () if _counts(act, gold)] for document in (gold, predicted))
    pairs = pair_overlapping(expected, came, lambda one, other: bool(one.type & other.type))
    scores.triggers.add(len(pairs), len(came), len(expected))
    scores.typed.add(sum(bool(expected[i].type & came[j].type) for i, j in pairs), len(came), len(expected))
    for i, j in pairs:
        one, other = expected[i], came[j]
        for name in FIELDS:
            wanted, found = getattr(one, name), getattr(other, name)
            agrees = bool(wanted & found)
            scores.fields[name].add(agrees, 1, 1)
            if not agrees:
                yield Issue(name, "POLICY_ACTION", one.start, one.end, f"expected {' or '.join(sorted(wanted))}, found {' or '.join(sorted(found))}")
        for role in ROLES:
            words, got = getattr(one, role), getattr(other, role)
            right = sum(any(same_words(word, other_word) for word in words) for other_word in got)
            known = sum(any(same_words(word, other_word) for other_word in got) for word in words)
            scores.roles[role].hits += right
            scores.roles[role].false += len(got) - right
            scores.roles[role].missed += len(words) - known
            if right < len(got) or known < len(words):
                yield Issue(role, "POLICY_ACTION", one.start, one.end, f"expected {'、'.join(words) or 'nothing'}, found {'、'.join(got) or 'nothing'}")
    for kind, acts in (("missed", _unpaired(expected, [i for i, _ in pairs])), ("false", _unpaired(came, [j for _, j in pairs]))):
        for act in acts:
            yield Issue(kind, "POLICY_ACTION", act.start, act.end, f"{' or '.join(sorted(act.type))} {' or '.join(sorted(act.direction))}")


def _counts(item: Mention | Act, gold: Annotated) -> bool:
    return not any(min(item.end, end) > max(item.start, start) for start, end in gold.ignore)


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
