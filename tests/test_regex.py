"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import chipnews
from chipnews.regex import _Pattern, lazy, matches
from chipnews.terms.index import alternation
from chipnews.terms.lexicon import Lexicon


def test_a_pattern_is_compiled_at_its_first_use() -> None:
    """A wrong one is found out then, and a right one answers as `re` does."""
    wrong = lazy("(")
    with pytest.raises(re.error):
        wrong.search("x")
    pattern = lazy("h([0-9]+)")
    assert pattern.search("h200").group(1) == "200"  # type: ignore[union-attr]  # it matches
    assert [match.span() for match in pattern.finditer("h20, h200")] == [(0, 3), (5, 9)]
    assert pattern.pattern == "h([0-9]+)"
    with pytest.raises(AttributeError):
        pattern.no_such_method()  # type: ignore[attr-defined]


def test_every_pattern_of_the_package_compiles() -> None:
    """Nobody finds a wrong one only when a text meets it."""
    found = 0
    for module in pkgutil.walk_packages(chipnews.__path__, "chipnews."):
        if module.name.split(".")[1] in ("recognizers", "policy", "matching", "disambiguation", "identity", "terms"):
            for value in vars(importlib.import_module(module.name)).values():
                for pattern in value.values() if isinstance(value, dict) else (value,):
                    if isinstance(pattern, _Pattern):
                        re.compile(pattern.pattern)
                        found += 1
    assert found > 100


def test_the_words_of_every_sense_rule_compile() -> None:
    """Neither do the alternations made of the lexicon."""
    for rule in Lexicon.default().rules:
        for words in (rule.cues, rule.against):
            if words:
                re.compile(alternation(words).pattern)


def test_matches_of_patterns_by_their_literal() -> None:
    """One after the other; a text without the literal is not searched."""
    patterns = {"「": lazy("「([a-z]+)"), "“": lazy("“([a-z]+)")}
    assert [match.group(1) for match in matches(patterns, "“a” 「b」 “c”")] == ["b", "a", "c"]
    assert list(matches({"x": lazy("(")}, "abc")) == []
