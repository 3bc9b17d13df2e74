"""The order of the house: each module imports only what stands before it in the way of the data."""

from __future__ import annotations

import ast
import configparser
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "chipnews"

ORDER = (
    "errors",
    "regex",
    "spans",
    "labels",
    "alignment",
    "cache",
    "normalization",
    "terms.resources",
    "terms.forms",
    "terms.entry",
    "terms.read",
    "terms.lexicon",
    "segmentation",
    "terms.crossings",
    "terms.index",
    "terms.problems",
    "terms.check",
    "terms.compare",
    "terms.describe",
    "opposition",
    "script",
    "matching",
    "disambiguation",
    "recognizers.forms",
    "recognizers.place",
    "recognizers.agencies",
    "recognizers.brackets",
    "recognizers.companies",
    "recognizers.laws",
    "recognizers.people",
    "recognizers.products",
    "recognizers.rows",
    "recognizers.recognize",
    "identity",
    "document",
    "policy.tables",
    "policy.layout",
    "policy.elements",
    "policy.acts",
    "policy.phrases",
    "policy.scene",
    "policy.parties",
    "policy.targets",
    "policy.goods",
    "policy.roles",
    "policy.status",
    "policy.details",
    "policy.frames",
    "pipeline",
    "export.schema",
    "export.tables",
    "files",
    "export.formats",
    "export.annotations",
    "export.jsonl",
    "export.csv_rows",
    "export.parquet",
    "export.docbin",
    "export.bio",
    "export.brat",
    "export.label_studio",
    "export.doccano",
    "evaluation.gold",
    "evaluation.pairing",
    "evaluation.scores",
    "evaluation.report",
    "sources",
    "workers",
    "journal",
    "batch",
    "integrations.frames",
    "integrations.arrow",
    "integrations.spark",
    "integrations.spacy_component",
    "display.html",
    "display.terminal",
    "display.progress",
    "survey",
    "lexicon_cli",
    "cli",
    "__main__",
)
"""Every module, each after all that it imports."""

UPWARD = {("document", "display.html"), ("pipeline", "display.html")}
"""Lazy imports that reach upward, the only ones allowed: a notebook asks a document or an explanation to show itself."""

APART = {("display", "batch"), ("display", "export")}
"""Families of one height that know nothing of each other."""

DISTRIBUTIONS = {"opencc": "opencc-python-reimplemented"}
"""Import names that differ from the name of their distribution."""


class Import(NamedTuple):
    """One import of one module by another, or of a distribution from outside."""

    by: str
    of: str
    kind: str
    """``top``, ``lazy`` (inside a function) or ``typing`` (under TYPE_CHECKING)."""


def module(path: Path) -> str:
    """Name of a file inside the package; a package's ``__init__`` has the package's name, the root's the empty one."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


MODULES = {module(path): path for path in PACKAGE.rglob("*.py")}
PACKAGES = {name for name, path in MODULES.items() if path.name == "__init__.py"}


def walk(node: ast.AST, kind: str = "top") -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Every import under a node, with the kind of place it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            yield child, kind
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from walk(child, "lazy")
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            yield from walk(child, "typing")
        else:
            yield from walk(child, kind)


@cache
def imports() -> tuple[list[Import], list[Import]]:
    """Imports of the package by itself, and of distributions from outside."""
    inside: list[Import] = []
    outside: list[Import] = []
    for name, path in MODULES.items():
        for statement, kind in walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(statement, ast.Import):
                targets = [alias.name for alias in statement.names]
            elif statement.level:
                home = [*name.split(".")] if name in PACKAGES else name.split(".")[:-1]
                home = [part for part in home if part][: len(home) - statement.level + 1]
                base = ".".join(["chipnews", *home, *([statement.module] if statement.module else [])])
                targets = [f"{base}.{alias.name}" if f"{base}.{alias.name}".removeprefix("chipnews.") in MODULES else base for alias in statement.names]
            else:
                targets = [statement.module or ""]
            for target in targets:
                if target.split(".")[0] == "chipnews":
                    inside.append(Import(name, target.removeprefix("chipnews").removeprefix("."), kind))
                elif target.split(".")[0] not in sys.stdlib_module_names:
                    outside.append(Import(name, target.split(".")[0], kind))
    return inside, outside


def test_every_module_has_its_place() -> None:
    """The order names each module of the tree, and no other."""
    assert sorted(ORDER) == sorted(MODULES.keys() - PACKAGES)


@pytest.mark.parametrize("name", ORDER)
def test_imports_point_only_upward_in_the_order(name: str) -> None:
    """What a module needs to be imported, or to be typed, stands before it in the order."""
    later = {i.of for i in imports()[0] if i.by == name and i.kind != "lazy" and i.of in ORDER and ORDER.index(i.of) >= ORDER.index(name)}
    assert later == set()


def test_only_known_lazy_imports_reach_upward() -> None:
    """Imports inside functions obey the order too, but for the few that are listed."""
    reaching = {(i.by, i.of) for i in imports()[0] if i.kind == "lazy" and i.by in ORDER and ORDER.index(i.of) > ORDER.index(i.by)}
    assert reaching == UPWARD


def test_nothing_imports_the_front_door() -> None:
    """Of the package itself only the version is asked for."""
    assert {i.by for i in imports()[0] if i.of == ""} <= {"batch", "cli"}


def test_front_door_imports_nothing_at_once() -> None:
    """`import chipnews` and the packages below it load no module of the house until one is asked for."""
    assert [i for i in imports()[0] if i.by in PACKAGES and i.kind == "top"] == []


def test_families_of_one_height_stay_apart() -> None:
    """Displays know neither batches nor exports, nor these them."""
    for one, other in APART:
        families = {(i.by.split(".")[0], i.of.split(".")[0]) for i in imports()[0]}
        assert not {(one, other), (other, one)} & families


@pytest.mark.parametrize("name", [name for name in ORDER if not name.startswith(("display.terminal", "integrations.spacy", "cli", "lexicon_cli", "__main__"))])
def test_other_people_s_packages_wait_until_they_are_needed(name: str) -> None:
    """Only the command line, the terminal view and what spaCy itself imports load a package from outside when they are imported."""
    assert {i.of for i in imports()[1] if i.by == name and i.kind == "top"} == set()


def distributions(section: str, *keys: str) -> set[str]:
    """The distributions that setup.cfg names under some keys of a section, or under all."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = "\n".join(config[section][key] for key in keys or config[section])
    return {re.split(r"[<>=!~ \[;]", line)[0] for line in lines.split("\n") if line and not line.startswith("%")}


def test_every_package_from_outside_is_required() -> None:
    """What the code imports stands in ``install_requires``, or, where it is imported late, in an extra for its users."""
    required = distributions("options", "install_requires")
    assert {DISTRIBUTIONS.get(i.of, i.of) for i in imports()[1] if i.kind != "typing"} <= required
    assert {DISTRIBUTIONS.get(i.of, i.of) for i in imports()[1]} <= required | distributions("options.extras_require")
