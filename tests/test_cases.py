"""Labelled cases: what must be found, what must not, policy acts, and known failures in a file of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import chipnews
from chipnews.document import Document
from chipnews.normalization import fold

CASES = Path(__file__).parent / "cases"


def load(name: str) -> list[dict[str, Any]]:
    """The cases of a file, one a line."""
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


def entity_faults(case: dict[str, Any], doc: Document) -> list[str]:
    """What a document lacks of the names a case expects, and what it has too much (countries aside)."""
    found = [(s.text, s.label, s.entity) for s in doc.spans if s.label not in ("TECHNOLOGY", "POLICY_ACTION")]
    expected = [tuple(name) for name in case["expect"]]
    missing = [f"missing {name}" for name in expected if name not in found]
    return missing + [f"unexpected {name}" for name in found if name not in expected and name[1] != "GPE"]


def trap_faults(case: dict[str, Any], doc: Document) -> list[str]:
    """Where the names of a document differ from those of a trap, which lists all of them; a country inside another name aside."""
    found = {(s.text, s.label, s.entity) for s in doc.spans if s.label not in ("TECHNOLOGY", "POLICY_ACTION") and not (s.label == "GPE" and s.parent is not None)}
    expected = {tuple(name) for name in case["expect"]}
    return [f"missing {name}" for name in sorted(expected - found, key=str)] + [f"unexpected {name}" for name in sorted(found - expected, key=str)]


def action_faults(case: dict[str, Any], doc: Document) -> list[str]:
    """Where the policy actions of a document differ from what a case expects."""
    faults: list[str] = []
    left = list(doc.actions)
    for expected in case["expect"]:
        trigger = expected["trigger"]
        places = [i for i in range(len(doc.text)) if doc.text.startswith(trigger, i)]
        action = next((a for i in places for a in left if a.start < i + len(trigger) and i < a.end), None)
        if action is None:
            faults.append(f"missing {trigger}")
            continue
        left.remove(action)
        for key in ("type", "direction", "status"):
            value = getattr(action, key)
            allowed = expected.get(key, value)
            if value not in (allowed if isinstance(allowed, list) else [allowed]):
                faults.append(f"{trigger}: {key} is {value}, not {allowed}")
        for role in ("actor", "target", "object"):
            names = [span.text for span in getattr(action, role)]
            faults += [f"{trigger}: {role} lacks {name}, has {names}" for name in expected.get(role, []) if not any(name in n or n in name for n in names)]
            faults += [f"{trigger}: {role} is {names}, and should be nobody and nothing"] * (expected.get(role) == [] and bool(names))
    return faults + [f"unexpected {action.text}" for action in left]


def faults(case: dict[str, Any]) -> list[str]:
    """The faults of a case of any kind."""
    doc = chipnews.extract(case["text"])
    if "kind" in case:
        return trap_faults(case, doc)
    if "absent" in case:
        found = {(s.text, s.label) for s in doc.spans}
        return [f"found {name}" for name in map(tuple, case["absent"]) if name in found]
    if "expect" not in case:
        return [f"unexpected {action.text}" for action in doc.actions]
    return (action_faults if case["expect"] and isinstance(case["expect"][0], dict) else entity_faults)(case, doc)


@pytest.mark.parametrize("name", ["entities.jsonl", "negatives.jsonl", "actions.jsonl", "actions_negatives.jsonl", "traps_tw.jsonl", "traps_hk.jsonl", "traps_cn.jsonl"])
def test_cases_hold(name: str) -> None:
    """Every case of the file holds; the message lists all that do not."""
    failing = {case["label"]: found for case in load(name) if (found := faults(case))}
    assert not failing


@pytest.mark.parametrize("case", load("known_failures.jsonl"), ids=lambda case: case["label"])
def test_known_failures_still_fail(case: dict[str, Any]) -> None:
    """A known failure that holds now belongs in the file of its kind: move it there."""
    assert faults(case), f"{case['label']} holds now; move it to {case['file']}"


@pytest.mark.parametrize("variety", ["tw", "hk", "cn"])
def test_traps_explain_what_lost(variety: str) -> None:
    """Each name that a trap lays out and that was not taken is shown by `explain` with the reason, unless another reading of it won."""
    pipeline = chipnews.Pipeline(policy=False)
    known = set(pipeline._index.names)
    for case in load(f"traps_{variety}.jsonl"):
        verdicts = pipeline.explain(case["text"]).verdicts
        losers = [verdict for verdict in verdicts if verdict.entity is None]
        assert all(verdict.reason for verdict in losers), case["label"]
        for surface, _ in case["absent"]:
            if fold(surface) in known:
                places = [(i, i + len(surface)) for i in range(len(case["text"])) if case["text"].startswith(surface, i)]
                lost = any(verdict.start < end and start < verdict.end for verdict in losers for start, end in places)
                assert lost or surface in [verdict.text for verdict in verdicts if verdict.entity is not None], case["label"]


def test_labels_are_unique() -> None:
    """Each case is told apart by its label."""
    labels = [case["label"] for path in sorted(CASES.glob("*.jsonl")) for case in load(path.name)]
    assert len(labels) == len(set(labels))
