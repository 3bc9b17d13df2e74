"""The commands `chipnews lexicon …`, and what they print."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chipnews import Entity, Lexicon, SenseRule
from chipnews.cli import app
from chipnews.terms.check import check
from chipnews.terms.compare import compare
from chipnews.terms.describe import explain_alias, statistics
from chipnews.terms.resources import folder

SEA, BAY = Entity("sea", "COMPANY", "Sea", {"tw": ("海公司",)}), Entity("bay", "COMPANY", "Bay", {"tw": ("灣公司",)})


def run(*arguments: object) -> Result:
    """The command line with these arguments."""
    return CliRunner().invoke(app, ["lexicon", *map(str, arguments)])


def write(path: Path, *lines: str) -> Path:
    """A file of these lines."""
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


# --- check -----------------------------------------------------------------------------------------------------------------


def test_check_of_the_shipped_lexicon_passes() -> None:
    """No error, exit code 0, and the count on standard error."""
    result = run("check")
    assert result.exit_code == 0
    assert re.search(r"^0 errors, \d+ warnings$", result.stderr, re.MULTILINE)


def test_check_names_file_line_and_column_and_fails(tmp_path: Path) -> None:
    """One line for each problem, exit code 1."""
    path = write(tmp_path / "mine.tsv", "id\tlabel\ttw", "haixing\tFIRM\t海星晶片", "zhaoyang\tCOMPANY\t昭阳电")
    result = run("check", path)
    assert result.exit_code == 1
    assert [line.split(" ")[0] for line in result.stdout.splitlines()] == [f"{path}:2:9:", f"{path}:3:18:"]
    assert "2 errors, 0 warnings" in result.stderr
    as_json = run("check", path, "--json")
    assert [problem["line"] for problem in json.loads(as_json.stdout)] == [2, 3]


def test_warnings_fail_only_when_asked(tmp_path: Path) -> None:
    """`--strict` is for those who want none."""
    path = write(tmp_path / "mine.tsv", "id\tchange", "nvidia-h2000\tremove")
    assert run("check", path).exit_code == 0
    assert run("check", path, "--strict").exit_code == 1


# --- stats -----------------------------------------------------------------------------------------------------------------


def test_statistics_count_what_is_there() -> None:
    """Labels, regions, sources, rules."""
    lexicon = Lexicon([SEA, BAY, Entity("cape", "PRODUCT", "Cape", {"tw": ("岬牌",), "hk": ("岬牌",), "cn": ("岬牌", "灣公司")}, source="press|editor")], [SenseRule("岬牌", "cape", "some")])
    counted = statistics(lexicon)
    assert counted["names"] == {"entities": 3, "surfaces": 6, "folded": 5, "shared": 1}
    assert {label: counts["all regions"] for label, counts in counted["labels"].items()} == {"COMPANY": 0, "PRODUCT": 1}
    assert counted["sources"] == {"editor": 1, "press": 1}
    assert counted["rules"] == {"all": 1, "some": 1}


def test_stats_are_printed() -> None:
    """As tables to read, or as JSON."""
    result = run("stats")
    assert result.exit_code == 0
    assert re.search(r"^  COMPANY +[\d,]+ +[\d,]+", result.stdout, re.MULTILINE)
    assert json.loads(run("stats", "--json").stdout)["names"]["entities"] == len(Lexicon.default())


# --- explain ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alias", "said"),
    [
        ("蘋果", ["apple  COMPANY  Apple", "needs some support", "for: 公司", "against: 蘋果日報", "said in: TW, HK, CN"]),
        ("海光", ["hygon", "cross its left edge: 上海、", "needs no support, but heeds"]),
        ("輝達", ["nvidia", "said in: TW"]),
        ("商務部", ["us-doc", "cn-mofcom", "told by the country", "title of its head", "longer names take its place"]),
        ("GB300 NVL72", ["also spelled: gb300-nvl72, gb300nvl72"]),
        ("ＴＳＭＣ", ["tsmc"]),
        ("美", ["country-us", "for: 對美", "against: 美好"]),
    ],
)
def test_explain_tells_what_a_name_may_mean(alias: str, said: list[str]) -> None:
    """Readings, conditions, edges, spellings; in any script and width."""
    result = run("explain", alias)
    assert result.exit_code == 0
    assert [part for part in said if part not in result.stdout] == []


def test_explain_of_an_unknown_name_points_at_near_ones() -> None:
    """Exit code 1, and no traceback."""
    result = run("explain", "英偉答")
    assert result.exit_code == 1
    assert "has no name '英偉答'" in result.stderr
    assert "英偉達" in result.stderr


def test_explain_knows_one_s_own_names(tmp_path: Path) -> None:
    """A file given with `--lexicon` lies on top of the shipped lexicon."""
    path = write(tmp_path / "mine.tsv", "id\ttw\tchange", "nvidia\t老黃家\tadd")
    assert "nvidia" in run("explain", "老黃家", "--lexicon", path).stdout
    assert explain_alias("老黃家") is None


# --- diff ------------------------------------------------------------------------------------------------------------------


def test_compare_tells_entities_names_facts_and_rules() -> None:
    """What was added, removed, changed."""
    old = Lexicon([SEA, BAY], [SenseRule("海公司", "sea", "some", ("晶片",))])
    new = Lexicon([Entity("sea", "COMPANY", "Sea", {"tw": ("海公司", "大海")}, parent="cape"), Entity("cape", "COMPANY", "Cape")], [SenseRule("海公司", "sea", "explicit", ("晶片", "股價"))])
    difference = compare(old, new)
    assert [entity.id for entity in difference.added] == ["cape"]
    assert [entity.id for entity in difference.removed] == ["bay"]
    (change,) = difference.changed
    assert (change.id, change.added, change.removed, change.facts) == ("sea", ("大海",), (), {"parent": (None, "cape")})
    assert str(difference).splitlines() == [
        "+ cape  COMPANY  Cape",
        "- bay  COMPANY  灣公司、Bay",
        "~ sea  +大海  parent: nothing → cape",
        "~ rule 海公司 sea  support: some → explicit  for: +股價",
        "1 added, 1 removed, 1 changed entities · 0 added, 0 removed, 1 changed rules",
    ]
    assert not compare(old, old)


def test_a_name_that_moves_between_regions_is_told() -> None:
    """The names are the same, the regions are not."""
    (change,) = compare(Lexicon([SEA]), Lexicon([Entity("sea", "COMPANY", "Sea", {"hk": ("海公司",)})])).changed
    assert change.facts == {"tw": (["海公司"], []), "hk": ([], ["海公司"])}


def test_diff_reads_files_and_folders(tmp_path: Path) -> None:
    """A file against a file, readable or as JSON; the shipped folder against itself."""
    old = write(tmp_path / "old.tsv", "id\tlabel\ttw", "sea\tCOMPANY\t海公司")
    new = write(tmp_path / "new.csv", "id,label,tw", "sea,COMPANY,海公司|大海公司")
    assert run("diff", old, new).stdout.splitlines()[0] == "~ sea  +大海公司"
    assert json.loads(run("diff", old, new, "--json").stdout)["changed"] == [{"id": "sea", "names_added": ["大海公司"], "names_removed": [], "facts": {}}]
    assert run("diff", folder(), folder()).stdout == "0 added, 0 removed, 0 changed entities · 0 added, 0 removed, 0 changed rules\n"


# --- corpora -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Four texts of our own, one a line."""
    return write(
        tmp_path / "corpus.txt",
        "晶片新創公司嵐岳半導體執行長顏硯舟表示，輝達與嵐岳半導體合作。",
        "",
        "嵐岳半導體擴產，嵐岳半導體與輝達簽約；蘋果股價上漲。",
        "市場裡的蘋果一公斤五十元。",
        "云服务商使用 Zephyrion 平台，Zephyrion 系统上线。",
    )


def test_coverage_counts_what_occurs_and_what_is_read(corpus: Path) -> None:
    """A table of all names, the read ones first, and a summary."""
    result = run("coverage", corpus)
    assert result.exit_code == 0
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert lines[0] == ["alias", "label", "entities", "found", "read", "guard", "per_million", "remark"]
    table = {cells[0]: cells for cells in lines[1:]}
    assert table["輝達"][2:6] == ["nvidia", "2", "2", ""]
    assert table["蘋果"][3:6] == ["2", "1", "some"]
    assert table["台積電"][3:] == ["0", "0", "", "", "never"]
    assert "4 texts" in result.stderr
    assert re.search(r"unlisted: \d+ \(.*COMPANY 4", result.stderr)


def test_coverage_of_short_names_alone(corpus: Path, tmp_path: Path) -> None:
    """Names of two characters and ordinary words, for a person to decide on one by one."""
    out = tmp_path / "short.tsv"
    assert run("coverage", corpus, "--short", "-o", out).exit_code == 0
    lines = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    assert all(len(cells[0]) <= 2 or float(cells[6]) >= 2 for cells in lines)
    assert {"輝達", "蘋果"} <= {cells[0] for cells in lines}
    seen = run("coverage", corpus, "--short", "--seen").stdout.splitlines()[1:]
    assert 0 < len(seen) < 50


def test_discover_writes_rows_that_the_lexicon_reads(corpus: Path, tmp_path: Path) -> None:
    """Candidates stand in the lexicon's own format, with contexts, and `check` accepts the file."""
    out = tmp_path / "new.tsv"
    result = run("discover", corpus, "--least", 2, "-o", out)
    assert result.exit_code == 0
    found = {entity.name: entity for entity in Lexicon.read(out)}
    assert found["嵐岳半導體"].label == "COMPANY"
    assert found["嵐岳半導體"].note.startswith("4 times in 2 texts: ")
    assert "[嵐岳半導體]" in found["嵐岳半導體"].note
    assert found["Zephyrion"].id == "zephyrion"
    assert "顏硯舟" not in found
    assert [problem for problem in check(out) if problem.severity == "error"] == []
    people = run("discover", corpus, "--least", 1, "--label", "PERSON").stdout
    assert "顏硯舟" in people
    assert "嵐岳半導體\t" not in people


def test_a_listed_name_is_no_candidate(corpus: Path, tmp_path: Path) -> None:
    """Once accepted it is not offered again."""
    mine = write(tmp_path / "mine.tsv", "id\tlabel\ttw", "lanyue\tCOMPANY\t嵐岳半導體")
    rows = run("discover", corpus, "--least", 2, "--lexicon", mine).stdout
    assert "Zephyrion" in rows
    assert "嵐岳" not in rows


@pytest.mark.parametrize("command", ["coverage", "discover"])
def test_what_cannot_be_read_is_one_line(command: str, tmp_path: Path) -> None:
    """A broken record names file and line; an unknown label the labels."""
    broken = write(tmp_path / "a.jsonl", '{"id": 1, "text": "輝達"}', '{"id": 2}')
    result = run(command, broken)
    assert result.exit_code == 1
    assert f"{broken}:2" in str(result.exception)
    (tmp_path / "b.txt").write_bytes("輝達".encode("big5"))
    assert "not UTF-8" in str(run(command, tmp_path / "b.txt").exception)


def test_discover_refuses_a_label_that_is_none(corpus: Path) -> None:
    """Before an hour of reading, not after it."""
    result = run("discover", corpus, "--label", "FIRM")
    assert result.exit_code == 2
    assert "COMPANY" in result.stderr


@pytest.mark.parametrize("command", ["discover", "coverage"])
def test_a_corpus_that_cannot_be_read_is_named(command: str, tmp_path: Path) -> None:
    """By file and line, with what is wrong."""
    for name, content, told in (("gone.txt", None, ": cannot read the file: "), ("big5.txt", "輝達\n".encode() + "台積電\n".encode("big5"), ":2: not UTF-8 at byte 0")):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        assert f"{path}{told}" in str(run(command, path).exception)


def test_a_corpus_may_be_a_table(tmp_path: Path) -> None:
    """As for `annotate`, the column of the text is named where it is not ``text``."""
    path = write(tmp_path / "news.csv", "id,body", "1,輝達發表新品", "2,輝達營收")
    assert "2 texts" in run("coverage", path, "--text-column", "body", "--seen").stderr
    assert "--text-column" in str(run("coverage", path).exception)
