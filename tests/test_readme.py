"""The README answers to tests: its code runs, its output is what comes out, and what it names exists."""

from __future__ import annotations

import re
import runpy
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.main import get_command

from chipnews import LABELS
from chipnews.cli import app
from chipnews.document import DIRECTIONS, STATUSES, TYPES

ROOT = Path(__file__).resolve().parents[1]


class Block(NamedTuple):
    """A fenced block."""

    language: str
    code: str
    line: int
    section: str


@cache
def readme() -> str:
    """The README."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(*languages: str) -> list[Block]:
    """The fenced blocks in these languages, or all, in order."""
    found = []
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", readme(), re.MULTILINE | re.DOTALL):
        before = readme()[: match.start()]
        section = (["", *re.findall(r"^## (.*)$", before, re.MULTILINE)])[-1]
        found.append(Block(match[1], match[2], before.count("\n") + 2, section))
    return [block for block in found if not languages or block.language in languages]


def test_python_blocks_run_and_print_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each python block runs after those before it; a text block right after one is what it prints."""
    monkeypatch.chdir(ROOT)
    everything = blocks()
    names: dict[str, object] = {"__name__": "readme"}
    assert blocks("python")
    for block, following in zip(everything, [*everything[1:], Block("", "", 0, "")], strict=True):
        if block.language != "python" or block.section == "Spark":  # which needs a cluster; see test_spark.py
            continue
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile("\n" * (block.line - 1) + block.code, "README.md", "exec"), names)
        if following.language == "text":
            assert printed.getvalue().splitlines() == following.code.splitlines()


def test_the_three_regions_tell_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """The example holds what the README says of it, by its exit code and in words."""
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / "examples" / "compare_regions.py"), run_name="__main__")
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert re.search("donald-trump +特朗普 +特朗普 +川普", out)
    assert "the same entities and actions in all three" in out


def test_two_commands_are_two() -> None:
    """The first section has one block of exactly two lines, ready to paste."""
    (block,) = (block for block in blocks() if block.section == "Two commands")
    assert block.language == "sh"
    assert len([line for line in block.code.splitlines() if line.strip()]) == 2


def test_no_placeholder_is_left() -> None:
    """No placeholder is left in the text."""
    assert re.findall("PLACEHOLDER|TODO|TBD|FIXME", readme()) == []


@pytest.mark.parametrize("folder", ["examples", "lexicons", "tests", "chipnews"])
def test_every_path_exists(folder: str) -> None:
    """Files and folders that the README names are in the tree; a star stands for at least one."""
    paths = set(re.findall(rf"(?<![\w./-]){folder}/[\w./*-]*", readme()))
    assert [path for path in sorted(paths) if not list(ROOT.glob(path.rstrip("./")))] == []


def test_every_command_and_option_exists() -> None:
    """The shell blocks use commands and options that the command line has."""
    commands = getattr(get_command(app), "commands")  # noqa: B009
    used = re.findall(r"\bchipnews ([a-z]+)\b([^\n#&|]*)", "".join(block.code for block in blocks("sh")))
    assert {name for name, _ in used} == set(commands)
    for name, rest in used:
        options = {option for parameter in commands[name].params for option in parameter.opts}
        assert set(re.findall(r"(?<=\s)--?[a-z][a-z-]*", rest)) <= options


def test_every_module_that_is_run_exists() -> None:
    """`python -m` names modules of the tree."""
    places = {name: ROOT / name.replace(".", "/") for name in re.findall(r"python -m ([\w.]+)", readme()) if name != "pytest"}
    assert [name for name, place in places.items() if not place.with_suffix(".py").is_file() and not (place / "__main__.py").is_file()] == []


def test_every_label_is_explained() -> None:
    """The table of labels has each label once."""
    assert sorted(re.findall(r"^\| ([A-Z_]+) \|", readme(), re.MULTILINE)) == sorted(LABELS)


@pytest.mark.parametrize("field", ["type", "direction", "status"])
def test_every_value_of_an_action_is_named(field: str) -> None:
    """The README lists the types, directions and statuses that the code has, and no others."""
    values = {"type": TYPES, "direction": DIRECTIONS, "status": STATUSES}[field]
    match = re.search(rf"`{field}`\s+\(([^):]*)", readme())
    assert match
    assert re.split(r",\s+", match[1]) == list(values)
