"""What `check` reports of lexicon files, and what it leaves alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chipnews.terms.check import Problem, check
from chipnews.terms.entry import COLUMNS
from chipnews.terms.resources import folder

HEADER = "\t".join(COLUMNS)
ROW = {"id": "haixing", "label": "COMPANY", "en": "Haixing", "tw": "海星晶片", "hk": "海星晶片", "cn": "海星芯片", "jurisdiction": "CN", "source": "editor"}
COUNTRY = {"id": "country-cn", "label": "GPE", "en": "China", "tw": "中國", "hk": "中國", "cn": "中国", "jurisdiction": "CN", "source": "editor"}
SENSES = "alias\tentity\tsupport\tfor\tagainst\tnote"


def row(**cells: str) -> str:
    """A line of an entity file: a good one but for the cells given."""
    return "\t".join({**dict.fromkeys(COLUMNS, ""), **ROW, **cells}[column] for column in COLUMNS)


def write(path: Path, *lines: str) -> Path:
    """A file of these lines."""
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def folder_of(path: Path, *companies: str, **tables: tuple[str, ...]) -> Path:
    """A folder with these companies, one country, sources, and other tables."""
    write(path / "companies.tsv", HEADER, *companies)
    write(path / "places.tsv", HEADER, row(**COUNTRY))
    write(path / "sources.tsv", "source\twhat", "editor\tnobody looked", "press\tseen")
    for name, lines in tables.items():
        write(path / f"{name}.tsv", *lines)
    return path


def told(*paths: Path) -> list[tuple[str, int, str, str]]:
    """File, line, severity and code of what is reported."""
    return [(Path(p.file).name, p.line, p.severity, p.code) for p in check(*paths)]


# --- folders laid out like the shipped one -----------------------------------------------------------------------------


def test_every_problem_has_a_place() -> None:
    """What is told of the shipped lexicon is told with file, line and column."""
    assert [problem for problem in check() if not (Path(problem.file).is_file() and problem.line > 0 and problem.column > 0)] == []


def test_a_good_folder_has_no_problem(tmp_path: Path) -> None:
    """Silence is what good files get."""
    senses = (SENSES, "海星芯片\thaixing\tsome\t股價\t水族館\t")
    assert check(folder_of(tmp_path, row(), row(id="zhaoyang", en="Zhaoyang", tw="昭陽電", hk="昭陽電", cn="昭阳电", parent="haixing", tickers="1234.TW"), ambiguous=senses)) == []


# Cells of the second of two rows, and the code of what is to be told of them.
OTHER = {"id": "zhaoyang", "en": "Zhaoyang", "tw": "昭陽電", "hk": "昭陽電", "cn": "昭阳电"}
FAULTS = {
    "id is no slug": ({"id": "zhao_yang"}, "id", "id"),
    "label unknown": ({"label": "FIRM"}, "label", "label"),
    "label of another file": ({"label": "MEDIA"}, "label", "label"),
    "parent is nobody": ({"parent": "haixin"}, "parent", "dangling"),
    "parent of itself": ({"parent": "zhaoyang"}, "parent", "cycle"),
    "jurisdiction no code": ({"jurisdiction": "China"}, "jurisdiction", "jurisdiction"),
    "jurisdiction without country": ({"jurisdiction": "FR"}, "jurisdiction", "jurisdiction"),
    "ticker": ({"tickers": "1234 TW"}, "tickers", "ticker"),
    "source": ({"source": "rumour", "checked": "2026-11-01"}, "source", "source"),
    "date that is none": ({"source": "press", "checked": "2026-13-01"}, "checked", "date"),
    "date missing": ({"source": "press"}, "checked", "date"),
    "date of nothing": ({"checked": "2026-11-01"}, "checked", "date"),
    "Simplified in Taiwan": ({"tw": "昭阳电"}, "tw", "script"),
    "Simplified in Hong Kong": ({"hk": "昭陽電|昭阳电子"}, "hk", "script"),
    "Traditional on the mainland": ({"cn": "昭陽电"}, "cn", "script"),
    "name twice": ({"aliases": "ZY|ZY"}, "aliases", "duplicate"),
    "name empty": ({"aliases": "ZY||ZYC"}, "aliases", "space"),
    "space at the edge": ({"note": "fast "}, "note", "space"),
    "one character": ({"aliases": "昭"}, "aliases", "short"),
    "number": ({"aliases": "1234"}, "aliases", "short"),
}


@pytest.mark.parametrize(("cells", "column", "code"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_where_it_stands(tmp_path: Path, cells: dict[str, str], column: str, code: str) -> None:
    """One fault, one line of the report, with the column of its cell."""
    line = row(**{**OTHER, **cells})
    (problem,) = check(folder_of(tmp_path, row(), line))
    assert (Path(problem.file).name, problem.line, problem.severity, problem.code) == ("companies.tsv", 3, "error", code)
    start = len("\t".join(line.split("\t")[: COLUMNS.index(column)])) + (column != "id")
    assert start < problem.column <= start + max(1, len(line.split("\t")[COLUMNS.index(column)]))
    assert problem.message.startswith(f"{column}: ")


def test_the_column_points_at_the_name(tmp_path: Path) -> None:
    """Of a list the one item that is wrong."""
    line = row(**{**OTHER, "hk": "昭陽電|昭阳电子"})
    (problem,) = check(folder_of(tmp_path, row(), line))
    assert line[problem.column - 1 :].startswith("昭阳电子")


FORMAT = {
    "rows out of order": ([HEADER, row(**OTHER), row()], 3, "order"),
    "id twice": ([HEADER, row(), row(en="Haixing 2")], 3, "duplicate"),
    "row twice": ([HEADER, row(), row(note="again")], 3, "duplicate"),
    "too few cells": ([HEADER, row(), "zhaoyang\tCOMPANY"], 3, "cells"),
    "other header": ([HEADER.replace("note\t", "remark\t"), row()], 1, "header"),
    "invisible character": ([HEADER, row(note="soft\u00adhyphen")], 2, "invisible"),
    "decomposed character": ([HEADER, row(note="re\u0301sume\u0301")], 2, "composition"),
}


@pytest.mark.parametrize(("lines", "line", "code"), FORMAT.values(), ids=FORMAT)
def test_format_is_checked(tmp_path: Path, lines: list[str], line: int, code: str) -> None:
    """What no reader of cells would see."""
    write(folder_of(tmp_path) / "companies.tsv", *lines)
    assert ("companies.tsv", line, "error", code) in told(tmp_path)


@pytest.mark.parametrize(("change", "code"), [("\ufeff{}", "encoding"), ("{}\n", "line-end"), ("{}!", "line-end")])
def test_bytes_are_checked(tmp_path: Path, change: str, code: str) -> None:
    """Byte order mark and line ends of shipped files."""
    path = folder_of(tmp_path, row()) / "companies.tsv"
    text = path.read_text(encoding="utf-8")
    path.write_text(change.format(text).replace("\n!", ""), encoding="utf-8")
    assert [problem.code for problem in check(tmp_path)] == [code]


def test_a_file_that_is_no_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    """The line of the first byte that is none."""
    (folder_of(tmp_path) / "companies.tsv").write_bytes(f"{HEADER}\n{row()}\n".encode("big5"))
    assert ("companies.tsv", 2, "error", "encoding") in told(tmp_path)


def test_all_problems_come_in_one_report(tmp_path: Path) -> None:
    """Nothing hides behind the first fault."""
    path = folder_of(tmp_path, row(label="FIRM"), row(**{**OTHER, "parent": "nobody", "checked": "yesterday"}), ambiguous=(SENSES, "海星\tnobody\tmuch\t\t\t"))
    assert [(line, code) for _, line, _, code in told(path)] == [(2, "dangling"), (2, "support"), (2, "label"), (3, "dangling"), (3, "date"), (3, "date")]


# --- names and rules --------------------------------------------------------------------------------------------------------


def test_one_name_for_two_entities_needs_a_rule_or_two_countries(tmp_path: Path) -> None:
    """The warning goes when a rule tells them apart, or when the country named nearest can."""
    two = row(), row(**{**OTHER, "aliases": "海星晶片"})
    assert told(folder_of(tmp_path, *two)) == [("companies.tsv", 2, "warning", "ambiguous")]
    assert told(folder_of(tmp_path, *two, ambiguous=(SENSES, "海星晶片\tzhaoyang\tsome\t昭陽\t\t"))) == []
    (tmp_path / "ambiguous.tsv").unlink()
    assert told(folder_of(tmp_path, row(), row(**{**OTHER, "aliases": "海星晶片", "jurisdiction": ""}))) == []


def test_a_name_that_is_a_spelling_of_another_is_told(tmp_path: Path) -> None:
    """ZY 1 is also written ZY1, which is the name of another."""
    names = row(aliases="ZY 1"), row(**{**OTHER, "aliases": "ZY1"})
    assert told(folder_of(tmp_path, *names)) == [("companies.tsv", 3, "warning", "shadowed")]


def test_an_ordinary_word_needs_a_rule(tmp_path: Path) -> None:
    """A company called 世界 is not every world."""
    names = row(), row(**{**OTHER, "tw": "世界", "hk": "世界", "cn": "世界"})
    assert [code for *_, code in told(folder_of(tmp_path, *names))] == ["common"]
    assert told(folder_of(tmp_path, *names, ambiguous=(SENSES, "世界\tzhaoyang\tsome\t股價\t世界盃\t"))) == []


RULES = {
    "entity is nobody": ("海星芯片\tnobody\tsome\t股價\t\t", "entity", "dangling"),
    "no such name": ("海星\thaixing\tsome\t股價\t\t", "alias", "dangling"),
    "no such support": ("海星芯片\thaixing\tmuch\t股價\t\t", "support", "support"),
    "says nothing": ("海星芯片\thaixing\tnone\t\t\t", "support", "support"),
    "for and against": ("海星芯片\thaixing\tsome\t股價\t股价\t", "against", "both-sides"),
    "against itself": ("海星芯片\thaixing\tsome\t\t水|海星芯片\t", "against", "shadowed"),
}


@pytest.mark.parametrize(("line", "column", "code"), RULES.values(), ids=RULES)
def test_rules_are_checked(tmp_path: Path, line: str, column: str, code: str) -> None:
    """A rule that can have no effect is an error."""
    (problem,) = check(folder_of(tmp_path, row(), ambiguous=(SENSES, line)))
    assert (problem.line, problem.severity, problem.code, problem.message.split(":")[0]) == (2, "error", code, column)


def test_a_rule_stands_once_in_either_script(tmp_path: Path) -> None:
    """Traditional and Simplified are one alias, and rules are sorted."""
    rules = (SENSES, "海星芯片\thaixing\tsome\t股價\t\t", "Haixing\thaixing\tsome\t股價\t\t", "海星芯片\thaixing\tsome\t財報\t\t")
    assert [(line, code) for _, line, _, code in told(folder_of(tmp_path, row(), ambiguous=rules))] == [(3, "order"), (4, "duplicate")]


def test_a_name_in_other_characters_only_is_told_where_taiwan_has_another_word(tmp_path: Path) -> None:
    """軟件 is 软件 converted, but Taiwan says 軟體. A public body of the mainland keeps its own name."""
    law = {**ROW, "label": "INSTRUMENT", "id": "law", "en": "Law", "tw": "軟件法", "hk": "軟件法", "cn": "软件法", "jurisdiction": ""}
    folder_of(tmp_path)
    write(tmp_path / "instruments.tsv", HEADER, row(**law))
    (problem,) = check(tmp_path)
    assert (problem.severity, problem.code) == ("warning", "converted")
    assert "軟體" in problem.message
    for good in ({"tw": "軟體法"}, {"jurisdiction": "CN"}, {"cn": "程序法"}):
        write(tmp_path / "instruments.tsv", HEADER, row(**{**law, **good}))
        assert check(tmp_path) == []


def test_a_region_that_lacks_a_name_is_counted(tmp_path: Path) -> None:
    """One warning for a file and region, where the other two differ in script alone."""
    folder_of(tmp_path, row(hk="", tw="海星芯片"), row(**{**OTHER, "hk": ""}), row(id="zz", en="Zz", tw="喆喆", hk="", cn="折折"))
    (problem,) = check(tmp_path)
    assert (problem.line, problem.severity, problem.code) == (2, "warning", "missing-region")
    assert "2 rows" in problem.message


def test_crossings_that_are_out_of_date_are_told(tmp_path: Path) -> None:
    """The report says what to run."""
    (problem,) = check(folder_of(tmp_path, row(), crossings=("alias\tleft\tright", "华为\t升华\t")))
    assert problem.code == "crossings"
    assert "python -m chipnews.terms.crossings" in problem.message


@pytest.mark.parametrize(
    ("table", "lines", "code"),
    [
        ("abbreviations", ("char\tentity\tbefore\tafter\tnot\tnote", "中\tcountry-cc\t對\t\t\t"), "dangling"),
        ("abbreviations", ("char\tentity\tbefore\tafter\tnot\tnote", "中國\tcountry-cn\t對\t\t\t"), "form"),
        ("abbreviations", ("char\tentity\tbefore\tafter\tnot\tnote", "中\thaixing\t對\t\t\t"), "label"),
        ("abbreviations", ("char\tentity\tbefore\tafter\tnot\tnote", "中\tcountry-cn\t對\t\t其他\t"), "form"),
        ("pairs", ("pair\tfirst\tsecond\tthird\tafter\tnot\tnote", "中中\tcountry-cn\t\t\t\t\t"), "form"),
        ("regions", ("region\tword\telsewhere", "JP\t輝達\t英偉達"), "region"),
        ("scripts", ("script\tform\tnote", "Hang\t台\t"), "script"),
        ("ordinary", ("word\tfrequency\tnote", "通膨\toften\t"), "frequency"),
        ("families", ("entity\tprefixes\tdigits\tnote", "haixing\tHX\tsome\t"), "digits"),
        ("families", ("entity\tprefixes\tdigits\tnote", "nobody\tHX\t1-2\t"), "dangling"),
    ],
)
def test_the_other_tables_are_checked(tmp_path: Path, table: str, lines: tuple[str, ...], code: str) -> None:
    """What they name must exist, and be of the right kind."""
    assert [(name, line, found) for name, line, _, found in told(folder_of(tmp_path, row(), **{table: lines}))] == [(f"{table}.tsv", 2, code)]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("given\tLisa", "given\tLisa"), "duplicate"),
        (("surname\t陳", "surname\t陈"), "duplicate"),
        (("surname\t顏", "surname\t陳"), "order"),
        (("surname\t", "surname\t陳"), "empty"),
        (("surname\t陳", "surnames\t顏"), "kind"),
    ],
)
def test_words_of_forms_are_checked(tmp_path: Path, lines: tuple[str, str], code: str) -> None:
    """A word of a kind stands once, whatever its script; in order; of a kind that is asked for."""
    found = told(folder_of(tmp_path, row(), person_names=("kind\tword", *lines)))
    assert ("person_names.tsv", 3 if lines[0][-1] != "\t" else 2, "error", code) in found


def test_each_kind_of_words_needs_one(tmp_path: Path) -> None:
    """A kind that lost its last word is told by name."""
    (problem,) = check(folder_of(tmp_path, row(), person_names=("kind\tword", "foreign_part\t約翰", "given\tLisa", "not_given\t們", "surname\t顏")))
    assert "transliteration" in problem.message


# --- files of a user's own ---------------------------------------------------------------------------------------------------


def test_a_user_s_file_is_held_to_less(tmp_path: Path) -> None:
    """Neither order nor source nor date is asked for, and parents of the shipped lexicon exist."""
    path = write(tmp_path / "mine.csv", "label,id,tw,parent", "COMPANY,zhaoyang,昭陽電,nvidia", "COMPANY,haixing,海星晶片,")
    assert check(path) == []


def test_faults_of_a_user_s_file_are_told(tmp_path: Path) -> None:
    """Entities, changes and rules, each with its line."""
    mine = write(tmp_path / "mine.tsv", "id\tlabel\ttw\tparent\tchange", "zy\tCOMPANY\t昭陽電\tnvida\t", "nvida\t\t老黃家\t\tadd", "nvidia-h2000\t\t\t\tremove", "nvidia\t\t老黃家\t\tadds")
    rules = write(tmp_path / "rules.tsv", "alias\tentity\tsupport\tfor", "昭陽\tzy\tsome\t股價")
    assert told(mine, rules) == [
        ("mine.tsv", 2, "error", "dangling"),
        ("mine.tsv", 3, "error", "dangling"),
        ("mine.tsv", 4, "warning", "dangling"),
        ("mine.tsv", 5, "error", "change"),
        ("rules.tsv", 2, "error", "dangling"),
    ]


def test_rules_may_guard_names_that_another_file_adds(tmp_path: Path) -> None:
    """Files given together are read together, with the shipped lexicon."""
    mine = write(tmp_path / "mine.tsv", "id\ttw\tchange", "nvidia\t老黃家\tadd")
    rules = write(tmp_path / "rules.tsv", "alias\tentity\tsupport\tfor", "老黃家\tnvidia\tsome\t晶片", "輝達\tnvidia\tnone\t股價")
    assert check(mine, rules) == []


@pytest.mark.parametrize(("name", "text", "code"), [("a.tsv", "", "header"), ("a.tsv", "name\tticker\n海星\t1\n", "header"), ("a.csv", "id,label,tw\na,COMPANY\n", "cells"), ("a.tsv", "id\tlabel\ttw\tsize\na\tCOMPANY\t海星晶\tbig\n", "header")])
def test_what_is_no_lexicon_file_is_told(tmp_path: Path, name: str, text: str, code: str) -> None:
    """With the columns that are wanted."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert [problem.code for problem in check(tmp_path / name)] == [code]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """As a problem of that file, not as an exception."""
    assert [problem.code for problem in check(tmp_path / "gone.tsv")] == ["read"]


def test_a_problem_reads_like_a_compiler_s() -> None:
    """Editors and CI systems know the form."""
    assert str(Problem("a.tsv", 3, 7, "error", "id", "id: no id")) == "a.tsv:3:7: error: id: no id [id]"


def test_a_copy_of_the_shipped_folder_is_good_too(tmp_path: Path) -> None:
    """Nothing depends on where the files lie."""
    shutil.copytree(folder(), tmp_path / "lexicons")
    assert [problem for problem in check(tmp_path / "lexicons") if problem.severity == "error"] == []
