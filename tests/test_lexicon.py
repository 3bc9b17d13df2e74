"""Reading, joining and carrying lexicons, and what is said of a file that cannot be used."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chipnews
from chipnews import Entity, Lexicon, LexiconError, Pipeline, SenseRule
from chipnews.terms.entry import COLUMNS
from chipnews.terms.resources import folder

HEADER = "\t".join(COLUMNS)
SENSES = "alias\tentity\tsupport\tfor\tagainst\tnote"
CHARACTERS = "char\tentity\tbefore\tafter\tnot\tnote"
PAIRS = "pair\tfirst\tsecond\tthird\tafter\tnot\tnote"
ROW = {"id": "haixing", "label": "COMPANY", "en": "Haixing Chips", "tw": "海星晶片|海星", "cn": "海星芯片", "jurisdiction": "CN"}


def row(**cells: str) -> str:
    """A line of an entity file: a good one but for the cells given."""
    return "\t".join({**dict.fromkeys(COLUMNS, ""), **ROW, **cells}[column] for column in COLUMNS)


def write(path: Path, *lines: str) -> Path:
    """A file of these lines."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A file of two entities as a user would write it."""
    bay = row(id="haixing-bay", label="PRODUCT", en="Haixing Bay 7", tw="海灣七號", cn="海湾七号", aliases="Bay 7|HB7", parent="haixing", jurisdiction="")
    return write(tmp_path / "mine.tsv", "# the companies that we follow", HEADER, row(tickers="9999.TW|9999.HK", note="made up", source="editor"), "", bay)


# --- reading ----------------------------------------------------------------------------------------------------------


def test_a_file_becomes_entities(mine: Path) -> None:
    """Cells become fields, lists become tuples, empty cells become nothing."""
    lexicon = Lexicon.read(mine)
    assert len(lexicon) == 2
    assert lexicon["haixing"] == Entity(
        id="haixing",
        label="COMPANY",
        name="Haixing Chips",
        names={"tw": ("海星晶片", "海星"), "cn": ("海星芯片",)},
        jurisdiction="CN",
        tickers=("9999.TW", "9999.HK"),
        note="made up",
        source="editor",
    )
    assert lexicon["haixing-bay"].parent == "haixing"
    assert lexicon["haixing-bay"].jurisdiction is None


def test_a_path_may_be_a_string(mine: Path) -> None:
    """Both kinds of path read the same."""
    assert list(Lexicon.read(str(mine))) == list(Lexicon.read(mine))


@pytest.mark.parametrize(("label", "surfaces"), [("COMPANY", ("海星晶片", "海星", "HX", "Haixing")), ("AGENCY", ("海星晶片", "海星", "HX"))])
def test_surfaces_are_the_names_that_stand_in_texts(tmp_path: Path, label: str, surfaces: tuple[str, ...]) -> None:
    """Regional names first, then aliases, each once; a company's English name too, an agency's label-like one not."""
    path = write(tmp_path / "mine.tsv", HEADER, row(label=label, en="Haixing", hk="海星", cn="", aliases="HX|海星"))
    assert Lexicon.read(path)["haixing"].surfaces == surfaces


@pytest.mark.parametrize("change", ["windows line ends", "byte order mark", "no last line end"])
def test_files_of_other_editors_are_read(mine: Path, change: str) -> None:
    """What spreadsheets and other systems do to a text file does no harm."""
    wanted = list(Lexicon.read(mine))
    text = mine.read_text(encoding="utf-8")
    changed = {"windows line ends": text.replace("\n", "\r\n"), "byte order mark": "\ufeff" + text, "no last line end": text.rstrip("\n")}[change]
    mine.write_bytes(changed.encode())
    assert list(Lexicon.read(mine)) == wanted


def test_a_folder_is_read_with_its_rules(tmp_path: Path) -> None:
    """Entity files of a folder make one lexicon, and the tables beside them its rules and contexts."""
    write(tmp_path / "companies.tsv", HEADER, row())
    places = [row(id=f"country-{code}", label="GPE", en=en, tw=tw, cn="") for code, en, tw in (("xx", "Exland", "伊國"), ("yy", "Whyland", "懷國"))]
    write(tmp_path / "places.tsv", HEADER, *places)
    write(tmp_path / "ambiguous.tsv", SENSES, "海星\thaixing\tsome\t晶片|芯片\t水族館\tan animal too")
    write(tmp_path / "abbreviations.tsv", CHARACTERS, "伊\tcountry-xx\t對|訪\t方\t伊人\t")
    write(tmp_path / "pairs.tsv", PAIRS, "伊懷\tcountry-xx\tcountry-yy\t\t關係\t\t")
    lexicon = Lexicon.read(tmp_path)
    assert [entity.id for entity in lexicon] == ["haixing", "country-xx", "country-yy"]
    assert lexicon.rules == (SenseRule("海星", "haixing", "some", ("晶片", "芯片"), ("水族館",)),)
    found = Pipeline(lexicon).extract("他對伊禁售，伊方不滿，伊懷關係緊張，伊人遠去")
    assert [(span.start, span.entity) for span in found.places] == [(2, "country-xx"), (6, "country-xx"), (11, "country-xx"), (12, "country-yy")]


def test_the_default_lexicon_is_read_once() -> None:
    """Everybody shares the shipped lexicon."""
    assert Lexicon.default() is Lexicon.default()
    assert Lexicon.default()["nvidia"].names["hk"][0] == "英偉達"


# --- what cannot be used ------------------------------------------------------------------------------------------------

FAULTS = {
    "no such label": (row(label="FIRM"), "label", "'FIRM'.*COMPANY"),
    "label of actions": (row(label="POLICY_ACTION"), "label", "choose one of"),
    "empty id": (row(id=""), "id", "id is empty"),
    "no name": (row(en="", tw="", cn=""), "en", "no name; fill en, tw, hk, cn or aliases"),
    "empty alias": (row(aliases="HX||HXC"), "aliases", r"HX\|\|HXC"),
    "trailing bar": (row(tw="海星|"), "tw", "海星"),
    "leading bar": (row(hk="|海星"), "hk", "海星"),
    "padded alias": (row(aliases="HX | HXC"), "aliases", "space"),
    "padded name": (row(cn="海星 "), "cn", "space"),
    "same id again": (row() + "\n" + row(), "id", "'haixing' stands twice"),
    "too few cells": ("haixing\tCOMPANY\tHaixing", None, "expected 13 .* found 3"),
    "too many cells": (row() + "\t", None, "expected 13 .* found 14"),
}


@pytest.mark.parametrize(("lines", "field", "message"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_row_is_named_by_file_line_and_field(tmp_path: Path, lines: str, field: str | None, message: str) -> None:
    """The error tells where to look and what is wrong, in its fields and in its text."""
    path = write(tmp_path / "mine.tsv", "# a comment", HEADER, row(id="good"), "", *lines.split("\n"))
    with pytest.raises(LexiconError, match=message) as caught:
        Lexicon.read(path)
    error = caught.value
    assert (error.file, error.line, error.field) == (str(path), 5 + lines.count("\n"), field)
    assert f"{path}:{error.line}" in str(error)
    assert field is None or f"[{field}]" in str(error)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", None, "empty; the first row must be the header"),
        ("# only a comment\n", None, "empty; the first row must be the header"),
        ("name\tticker\n", 1, "the first row is 'name ticker'; the first row must be the header, with tabs"),
        ("# note\n\n" + row() + "\n", 3, "first row must be the header"),
        (HEADER.replace("\t", ",") + "\n", 1, "first row must be the header"),
    ],
)
def test_a_file_without_its_header_is_refused(tmp_path: Path, text: str, line: int | None, message: str) -> None:
    """The error shows the header that is wanted."""
    path = tmp_path / "mine.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as caught:
        Lexicon.read(path)
    assert (caught.value.file, caught.value.line) == (str(path), line)
    assert "jurisdiction" in str(caught.value)


def test_spaces_around_the_names_of_columns_do_not_count(tmp_path: Path) -> None:
    """A header as people type it in a spreadsheet."""
    path = tmp_path / "mine.csv"
    path.write_text(" id , label ,tw\nhaixing,COMPANY,海星晶片\n", encoding="utf-8")
    assert Lexicon.read(path)["haixing"].names == {"tw": ("海星晶片",)}


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    """It is the wrong folder, not an empty lexicon."""
    with pytest.raises(LexiconError, match=r"no \.tsv or \.csv file") as caught:
        Lexicon.read(tmp_path)
    assert caught.value.file == str(tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(LexiconError, match="cannot read") as caught:
        Lexicon.read(tmp_path / "gone.tsv")
    assert caught.value.file == str(tmp_path / "gone.tsv")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """A Big5 file is no UTF-8, and the error names it."""
    (tmp_path / "mine.tsv").write_bytes(f"{HEADER}\n{row()}\n".encode("big5"))
    with pytest.raises(LexiconError, match="cannot read") as caught:
        Lexicon.read(tmp_path / "mine.tsv")
    assert caught.value.file == str(tmp_path / "mine.tsv")


@pytest.mark.parametrize(
    ("table", "lines", "field", "message"),
    [
        ("ambiguous.tsv", (SENSES, "海星\thaixing\tperhaps\t\t\t"), "support", "'perhaps'.*'explicit'"),
        ("ambiguous.tsv", (SENSES, "海星\thai\tsome\t\t\t"), "entity", "no entity has the id 'hai'"),
        ("abbreviations.tsv", (CHARACTERS, "伊\tcountry-xx\t對\t\t\t"), "entity", "no entity has the id 'country-xx'"),
        ("pairs.tsv", (PAIRS, "伊懷\thaixing\tcountry-yy\t\t\t\t"), "entity", "no entity has the id 'country-yy'"),
        ("pairs.tsv", (PAIRS, "伊懷\thaixing\t\t\t\t\t"), "pair", "2 characters and 1 entities"),
    ],
)
def test_a_faulty_rule_is_named_by_file_line_and_field(tmp_path: Path, table: str, lines: tuple[str, ...], field: str, message: str) -> None:
    """Rules are checked against the entities of the folder."""
    write(tmp_path / "companies.tsv", HEADER, row())
    path = write(tmp_path / table, *lines)
    with pytest.raises(LexiconError, match=message) as caught:
        Lexicon.read(tmp_path)
    assert (caught.value.file, caught.value.line, caught.value.field) == (str(path), 2, field)


def test_an_id_stands_in_one_file_only(tmp_path: Path) -> None:
    """Ids are unique over the files of a folder; the error names the second place."""
    write(tmp_path / "a.tsv", HEADER, row())
    write(tmp_path / "b.tsv", HEADER, row(id="other"), row())
    with pytest.raises(LexiconError, match="stands twice") as caught:
        Lexicon.read(tmp_path)
    assert (caught.value.file, caught.value.line, caught.value.field) == (str(tmp_path / "b.tsv"), 3, "id")


def test_lexicon_errors_are_value_errors() -> None:
    """A caller who knows nothing of chipnews catches them as what they are."""
    assert issubclass(LexiconError, ValueError)
    assert issubclass(LexiconError, chipnews.ChipnewsError)


# --- a lexicon in the hand ----------------------------------------------------------------------------------------------

SEA, BAY = Entity("sea", "COMPANY", "Sea", {"tw": ("海公司",)}), Entity("bay", "COMPANY", "Bay", {"tw": ("灣公司",)})
OTHER_SEA = Entity("sea", "PRODUCT", "Sea", {"cn": ("海牌",)})
RULE = SenseRule("海公司", "sea", "some", ("晶片",), ())
STRICTER = SenseRule("海公司", "sea", "explicit", (), ())


def test_a_lexicon_is_a_collection() -> None:
    """Iteration is in the order given; look-up is by id."""
    lexicon = Lexicon([SEA, BAY])
    assert list(lexicon) == [SEA, BAY]
    assert list(lexicon) == list(lexicon)
    assert len(lexicon) == 2
    assert "sea" in lexicon
    assert "land" not in lexicon
    assert lexicon["bay"] is BAY
    assert (lexicon.get("bay"), lexicon.get("land")) == (BAY, None)
    with pytest.raises(KeyError, match="land"):
        lexicon["land"]


def test_the_last_of_two_entries_with_one_id_stays() -> None:
    """Building from objects, the later entry replaces the earlier."""
    assert list(Lexicon([SEA, BAY, OTHER_SEA])) == [OTHER_SEA, BAY]


def test_an_empty_lexicon_finds_nothing() -> None:
    """No entity is a lexicon too."""
    assert list(Lexicon([])) == []
    assert Pipeline(Lexicon([])).extract("輝達與H200").spans == ()


def test_sums_hold_both_and_the_right_one_wins() -> None:
    """Where both know an id, the right lexicon's entry and rule count; the summands stay as they are."""
    left, right = Lexicon([SEA, BAY], [RULE]), Lexicon([OTHER_SEA], [STRICTER])
    both = left + right
    assert {entity.id: entity for entity in both} == {"sea": OTHER_SEA, "bay": BAY}
    assert both.rules == (STRICTER,)
    assert (left + Lexicon([])).rules == (RULE,)
    assert list(left) == [SEA, BAY]
    assert list(right) == [OTHER_SEA]


@given(st.lists(st.sampled_from(["sea", "bay", "cape"])), st.lists(st.sampled_from(["sea", "bay", "reef"])), st.lists(st.sampled_from(["bay", "reef"])))
def test_sums_are_associative_and_the_empty_lexicon_is_neutral(first: list[str], second: list[str], third: list[str]) -> None:
    """It does not matter which two of three lexicons are joined first."""
    a, b, c = (Lexicon([Entity(id_, "COMPANY", f"{id_} {number}", {}) for id_ in ids]) for number, ids in enumerate((first, second, third)))
    assert list((a + b) + c) == list(a + (b + c))
    assert list(a + Lexicon([])) == list(Lexicon([]) + a) == list(a)


@pytest.mark.parametrize(("given", "message"), [({"ids": [None]}, "strings.*NoneType"), ({"labels": 5}, "labels is a string or several"), ({"names": [5]}, "strings.*int"), ({"names": [("sea", 5)]}, "strings.*int")])
def test_what_is_kept_or_left_out_is_named_by_strings(given: dict[str, Any], message: str) -> None:
    """Anything else is a TypeError, and never an empty lexicon."""
    for change in (Lexicon([SEA, BAY]).only, Lexicon([SEA, BAY]).without):
        with pytest.raises(TypeError, match=message):
            change(**given)


def test_only_rules_are_rules() -> None:
    """The error names the class to use and where files go."""
    with pytest.raises(TypeError, match=r"chipnews\.SenseRule objects, not str"):
        Lexicon([SEA], ["海公司"])  # type: ignore[list-item]


def test_only_lexicons_can_be_added() -> None:
    """Adding anything else is a TypeError, as with other collections."""
    with pytest.raises(TypeError):
        Lexicon([SEA]) + 1  # type: ignore[operator]


def test_a_lexicon_pickles(mine: Path) -> None:
    """Entities and rules arrive in other processes as they were, read from a file or not."""
    for lexicon in (Lexicon.read(mine), Lexicon([SEA, BAY], [RULE])):
        copy = pickle.loads(pickle.dumps(lexicon))
        assert list(copy) == list(lexicon)
        assert copy.rules == lexicon.rules
        assert copy.abbreviations == lexicon.abbreviations


def test_the_default_lexicon_pickles() -> None:
    """The shipped one too, whole."""
    copy = pickle.loads(pickle.dumps(Lexicon.default()))
    assert [entity.id for entity in copy] == [entity.id for entity in Lexicon.default()]
    assert copy["nvidia"] == Lexicon.default()["nvidia"]
    assert copy.rules == Lexicon.default().rules


def test_entities_refuse_changes() -> None:
    """An entity is a value."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        SEA.name = "Lake"  # type: ignore[misc]


def test_names_are_offered_as_the_entities_list_them() -> None:
    """`named`, which compiling reads, offers exactly the surfaces of the entities."""
    lexicon = Lexicon.read(folder())
    offered = [(id_, label, set(forms)) for id_, label, forms in lexicon.named()]
    assert offered == [(entity.id, entity.label, set(entity.surfaces)) for entity in lexicon]


# --- a lexicon at work --------------------------------------------------------------------------------------------------


def test_ones_own_file_adds_to_the_shipped_lexicon(mine: Path) -> None:
    """Names of a user's file are found beside the shipped ones, with the user's ids."""
    pipeline = Pipeline(Lexicon.default() + Lexicon.read(mine))
    document = pipeline.extract("輝達與海星晶片合作，海湾七号与HB7采用H200")
    assert [(span.text, span.entity) for span in document.spans if span.label in ("COMPANY", "PRODUCT")] == [
        ("輝達", "nvidia"),
        ("海星晶片", "haixing"),
        ("海湾七号", "haixing-bay"),
        ("HB7", "haixing-bay"),
        ("H200", "nvidia-h200"),
    ]


def test_ones_own_entry_replaces_the_shipped_one() -> None:
    """An id of the shipped lexicon given again has the new names only."""
    pipeline = Pipeline(Lexicon.default() + Lexicon([Entity("nvidia", "COMPANY", "Green", {"tw": ("綠巨人公司",)})]))
    assert [span.name for span in pipeline.extract("輝達與綠巨人公司").companies] == ["Green"]


def test_a_sense_rule_asks_for_support() -> None:
    """A name with a rule is read where its neighbourhood supports it, and passed over where not."""
    lexicon = Lexicon([Entity("haixing", "COMPANY", "Haixing", {"tw": ("海星",)})], [SenseRule("海星", "haixing", "some", ("晶片",), ("水族館",))])
    pipeline = Pipeline(lexicon)
    assert [span.entity for span in pipeline.extract("海星發表新晶片").companies] == ["haixing"]
    assert pipeline.extract("孩子在水族館看海星").companies == ()


def test_only_a_lexicon_makes_a_pipeline(mine: Path) -> None:
    """A path is not a lexicon, and the error says how to read one."""
    with pytest.raises(TypeError, match=r"Lexicon\.read"):
        Pipeline(str(mine))  # type: ignore[arg-type]


# --- a user's own file --------------------------------------------------------------------------------------------------


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str | None]]:
    """The names of a text with their entities."""
    return [(span.text, span.entity) for span in Pipeline(lexicon, policy=False).extract(text).spans if span.source == "lexicon"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("mine.tsv", ["id\tlabel\ttw", "haixing\tCOMPANY\t海星晶片|海星"]),
        ("mine.tsv", ["tw\tid\tlabel", "海星晶片|海星\thaixing\tCOMPANY"]),
        ("mine.csv", ["id,label,tw", "haixing,COMPANY,海星晶片|海星", ",,"]),
        ("mine.csv", ["\ufeffid;label;tw\r", "haixing;COMPANY;海星晶片|海星\r"]),
        ("mine.CSV", ['label,id,name,"tw"', 'COMPANY,haixing,海星晶片,"海星晶片|海星"']),
    ],
)
def test_a_file_needs_only_id_label_and_a_name(tmp_path: Path, name: str, lines: list[str]) -> None:
    """Columns stand in any order, those that are not needed may be absent, and a spreadsheet may have written the file."""
    lexicon = Lexicon.read(write(tmp_path / name, *lines))
    assert list(lexicon) == [Entity("haixing", "COMPANY", "海星晶片", {"tw": ("海星晶片", "海星")})]


def test_an_entity_with_a_single_name_is_found_by_it(tmp_path: Path) -> None:
    """A product with nothing but its English name stands in texts under that; one that has other names under those."""
    lexicon = Lexicon.read(write(tmp_path / "mine.tsv", "id\tlabel\tname\ttw", "a\tPRODUCT\tHaixing Bay\t", "b\tPRODUCT\tHaixing Cape\t海岬"))
    assert found(lexicon, "Haixing Bay、海岬、Haixing Cape") == [("Haixing Bay", "a"), ("海岬", "b")]


FILE_FAULTS = {
    "unknown column": (["id\tlabel\ttw\tcolour", "a\tCOMPANY\t海星\tred"], 1, "colour", "'colour' is unknown; the columns are: id label"),
    "column twice": (["id\tlabel\ttw\ttw", "a\tCOMPANY\t海星\t海星"], 1, "tw", "'tw' stands twice"),
    "no name at all": (["id\tlabel\ttw", "a\tCOMPANY\t"], 2, "en", "no name; fill"),
    "no such change": (["id\tlabel\tchange", "a\tCOMPANY\tdelete"], 2, "change", "'delete'; write 'add', 'remove' or 'keep'"),
    "change of nothing": (["id\tlabel\tchange", "\t\tremove"], 2, "id", "say what to remove"),
    "addition to nothing": (["id\ttw\tchange", "\t海星\tadd"], 2, "id", "which entity the row adds to"),
    "change of a label that is none": (["id\tlabel\tchange", "\tFIRM\tkeep"], 2, "label", "'FIRM'"),
    "rule without alias": (["alias\tentity\tsupport", "\tnvidia\tsome"], 2, "alias", "alias is empty"),
    "rule of unknown support": (["alias\tentity\tsupport", "海星\tnvidia\tmuch"], 2, "support", "'much'"),
    "too many cells": (["id\tlabel\ttw", "a\tCOMPANY\t海星\t"], 2, None, "expected 3 tab-separated cells, found 4"),
}


@pytest.mark.parametrize(("lines", "line", "field", "message"), FILE_FAULTS.values(), ids=FILE_FAULTS)
def test_a_fault_of_an_own_file_is_named_with_what_to_do(tmp_path: Path, lines: list[str], line: int, field: str | None, message: str) -> None:
    """File, line, field, and a way out."""
    path = write(tmp_path / "mine.tsv", *lines)
    with pytest.raises(LexiconError, match=message) as caught:
        Lexicon.read(path)
    assert (caught.value.file, caught.value.line, caught.value.field) == (str(path), line, field)


def test_a_csv_with_a_stray_comma_is_refused(tmp_path: Path) -> None:
    """The line is named as an editor counts it, after a cell of two lines."""
    path = write(tmp_path / "mine.csv", "id,label,tw,note", 'a,COMPANY,海星,"two', 'lines"', "b,COMPANY,海灣,fast, cheap")
    with pytest.raises(LexiconError, match="expected 4 cells, found 5; quote a cell") as caught:
        Lexicon.read(path)
    assert caught.value.line == 4


def test_rows_change_what_they_are_added_to(tmp_path: Path) -> None:
    """A row adds names to an entity, another takes an entity away, another a name of one entity, another a name of all."""
    base = Lexicon([SEA, BAY, Entity("cape", "PRODUCT", "Cape", {"tw": ("岬牌", "海公司")}), Entity("reef", "COMPANY", "Reef", {"tw": ("礁公司",)})])
    path = write(tmp_path / "mine.tsv", "id\ttw\tcn\tparent\tchange", "sea\t大海公司\t海\tbay\tadd", "reef\t\t\t\tremove", "cape\t岬牌\t\t\tremove", "\t\t灣公司\t\tremove")
    changed = base + Lexicon.read(path)
    assert changed["sea"] == Entity("sea", "COMPANY", "Sea", {"tw": ("海公司", "大海公司"), "cn": ("海",)}, parent="bay")
    assert {id_: set(names) for id_, _, names in changed.named()} == {"sea": {"海公司", "大海公司", "海", "Sea"}, "bay": {"Bay"}, "cape": {"海公司"}}
    assert [entity.id for entity in base] == ["sea", "bay", "cape", "reef"]
    assert base["sea"] == SEA


def test_a_removed_name_is_removed_in_every_script_width_and_case() -> None:
    """Names are compared as texts are matched."""
    lexicon = Lexicon([Entity("haixing", "COMPANY", "Haixing", {"tw": ("海灣電子",), "cn": ("海湾电子",)}, ("HX Chips",))])
    assert found(lexicon.without(names=["海灣電子", "ｈｘ chips"]), "海灣電子、海湾电子、HX Chips、Haixing") == [("Haixing", "haixing")]


def test_keep_rows_are_an_allow_list(tmp_path: Path) -> None:
    """What no such row means is dropped; what the file itself brings stays."""
    base = Lexicon([SEA, BAY, Entity("cape", "PRODUCT", "Cape", {"tw": ("岬牌",)})])
    path = write(tmp_path / "mine.tsv", "id\tlabel\ttw\tchange", "\tPRODUCT\t\tkeep", "sea\t\t海公司\tkeep", "reef\tCOMPANY\t礁公司\t")
    changed = base + Lexicon.read(path)
    assert {id_: set(names) for id_, _, names in changed.named()} == {"sea": {"海公司"}, "cape": {"岬牌"}, "reef": {"礁公司"}}


def test_lists_in_python_say_the_same() -> None:
    """`only` and `without` take ids, labels and names; each adds to the list."""
    base = Lexicon([SEA, BAY, Entity("cape", "PRODUCT", "Cape", {"tw": ("岬牌", "海公司")})], [RULE])
    assert [entity.id for entity in base.only(labels="COMPANY")] == ["sea", "bay"]
    assert [entity.id for entity in base.only(ids=["sea"], labels=["PRODUCT"])] == ["sea", "cape"]
    assert [entity.id for entity in base.without(ids=["sea"])] == ["bay", "cape"]
    assert base.without(ids=["sea"]).rules == ()
    assert {id_: set(names) for id_, _, names in base.only(names="海公司").named()} == {"sea": {"海公司"}, "cape": {"海公司"}}
    assert {id_: set(names) for id_, _, names in base.without(names=[("cape", "海公司"), "Bay"], ids=["sea"]).named()} == {"bay": {"灣公司"}, "cape": {"岬牌"}}


@pytest.mark.parametrize(("arguments", "message"), [({}, "give ids, labels or names"), ({"ids": ["see"]}, "no entity has the id 'see'"), ({"labels": "FIRM"}, "'FIRM'.*COMPANY")])
def test_a_list_of_nothing_known_is_refused(arguments: dict[str, str], message: str) -> None:
    """A slip of the pen in a list is told at once."""
    for method in (Lexicon([SEA]).only, Lexicon([SEA]).without):
        with pytest.raises(LexiconError, match=message):
            method(**arguments)


def test_one_character_forms_go_with_their_countries() -> None:
    """Without a country its contexts are gone; a form can be taken away alone."""
    text = "他對美禁售，美中關係緊張"
    places = Lexicon.default().only(labels="GPE")
    assert found(places, text) == [("美", "country-us"), ("美", "country-us"), ("中", "country-cn")]
    assert found(places.without(ids="country-us"), text) == []
    assert found(places.without(names="美"), text) == [("美", "country-us"), ("中", "country-cn")]


def test_changes_are_made_whichever_sum_comes_first(tmp_path: Path) -> None:
    """A file of changes may be added to another file before both are added to a lexicon."""
    base = Lexicon([SEA, BAY])
    first = Lexicon.read(write(tmp_path / "first.tsv", "id\tlabel\ttw\tchange", "cape\tPRODUCT\t岬牌\t", "sea\t\t大海\tadd"))
    second = Lexicon.read(write(tmp_path / "second.tsv", "id\tlabel\ttw\tchange", "cape\t\t大岬\tadd", "bay\t\t\tremove", "sea\t\t大海\tremove"))
    one, other = (base + first) + second, base + (first + second)
    assert list(one) == list(other)
    assert list(one.named()) == list(other.named())
    assert {id_: set(names) for id_, _, names in one.named()} == {"sea": {"海公司", "Sea"}, "cape": {"岬牌", "大岬"}}


def test_a_name_given_again_counts_again(tmp_path: Path) -> None:
    """What one file takes away a later one may give back."""
    back = Lexicon.read(write(tmp_path / "back.tsv", "id\ttw\tchange", "sea\t海公司\tadd"))
    assert found(Lexicon([SEA]).without(names="海公司"), "海公司") == []
    assert found(Lexicon([SEA]).without(names="海公司") + back, "海公司") == [("海公司", "sea")]
    assert found(Lexicon([SEA]).without(names="海公司") + Lexicon([SEA]), "海公司") == [("海公司", "sea")]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["id\ttw\tchange", "nvida\t老黃家\tadd"], r"mine.tsv:2 \[id\]: no entity has the id 'nvida'; did you mean nvidia"),
        (["alias\tentity\tsupport", "輝達\tnvida\tsome"], "'輝達': no entity has the id 'nvida'; did you mean nvidia"),
    ],
)
def test_what_meets_no_entity_is_told_when_the_pipeline_is_built(tmp_path: Path, lines: list[str], message: str) -> None:
    """A slip in an id does not pass in silence."""
    with pytest.raises(LexiconError, match=message):
        Pipeline(Lexicon.default() + Lexicon.read(write(tmp_path / "mine.tsv", *lines)))


def test_rules_may_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    """The first row tells that a file holds sense rules; they may guard names of another file or of the shipped lexicon."""
    rules = Lexicon.read(write(tmp_path / "rules.tsv", "alias\tentity\tsupport\tfor", "海星\thaixing\tsome\t晶片|芯片"))
    assert rules.rules == (SenseRule("海星", "haixing", "some", ("晶片", "芯片")),)
    lexicon = Lexicon([Entity("haixing", "COMPANY", "Haixing", {"tw": ("海星",)})])
    assert found(lexicon + rules, "孩子看海星") == []
    assert found(lexicon + rules, "海星發表晶片") == [("海星", "haixing")]


def test_a_folder_of_one_s_own_may_have_files_of_both_kinds(tmp_path: Path) -> None:
    """Entities, changes and rules, as TSV and CSV, under any name."""
    write(tmp_path / "names.csv", "id,label,tw,change", "haixing,COMPANY,海星,", "bay,,,remove")
    write(tmp_path / "senses.tsv", "alias\tentity\tsupport\tfor", "海星\thaixing\tsome\t晶片|芯片")
    lexicon = Lexicon([SEA, BAY]) + Lexicon.read(tmp_path)
    assert [entity.id for entity in lexicon] == ["sea", "haixing"]
    assert [rule.alias for rule in lexicon.rules] == ["海星"]


def test_what_only_and_without_did_is_done(tmp_path: Path) -> None:
    """Their results are lexicons like others: what they are added to keeps its own entities."""
    assert [entity.id for entity in Lexicon([SEA]) + Lexicon([BAY, OTHER_SEA]).without(ids="sea")] == ["sea", "bay"]
    assert [entity.id for entity in Lexicon([SEA]) + Lexicon([BAY]).only(ids="bay")] == ["sea", "bay"]


BAD_ENTITIES = {
    "label": Entity("sea", "FIRM", "Sea"),
    "id": Entity("", "COMPANY", "Sea"),
    "name": Entity("sea", "COMPANY", ""),
    "names": Entity("sea", "COMPANY", "Sea", {"jp": ("海",)}),
    "tw": Entity("sea", "COMPANY", "Sea", {"tw": "海公司"}),  # type: ignore[dict-item]
    "aliases": Entity("sea", "COMPANY", "Sea", {}, ("海|公司",)),
}


@pytest.mark.parametrize(("field", "entity"), BAD_ENTITIES.items())
def test_an_object_that_is_no_entity_is_refused(field: str, entity: Entity) -> None:
    """The field is named; a string in the place of a tuple would be a name for each character."""
    with pytest.raises(LexiconError) as caught:
        Lexicon([entity])
    assert caught.value.field == field


@pytest.mark.parametrize(("field", "rule"), [("support", SenseRule("海", "sea", "much")), ("for", SenseRule("海", "sea", "some", "晶片"))])  # type: ignore[arg-type]
def test_an_object_that_is_no_rule_is_refused(field: str, rule: SenseRule) -> None:
    """Rules are looked at too."""
    with pytest.raises(LexiconError) as caught:
        Lexicon([SEA], [rule])
    assert caught.value.field == field


def test_ordinary_words_cross_ones_own_names_too() -> None:
    """A short name of one's own is guarded at its edges like a shipped one, in either script."""
    lexicon = Lexicon([Entity("tongliao", "COMPANY", "Tongliao", {"tw": ("通膠",), "cn": ("通胶",)}), Entity("huaren", "COMPANY", "Huaren", {"tw": ("華任",), "cn": ("華任",)})])
    assert found(lexicon, "交通胶管") == []
    assert found(lexicon, "對通膠禁售，通胶回應") == [("通膠", "tongliao"), ("通胶", "tongliao")]
    assert found(Lexicon.default() + lexicon, "交通胶管") == []


def test_a_lexicon_with_changes_pickles(tmp_path: Path) -> None:
    """Other processes see the same names, and the compiled form of one is that of the other."""
    changed = Lexicon.default().without(ids="nvidia-h20", names="老黃") + Lexicon([SEA], [RULE])
    copy = pickle.loads(pickle.dumps(changed))
    assert list(copy.named()) == list(changed.named())
    assert copy.digest() == changed.digest()
    assert changed.digest() != Lexicon.default().digest()


# --- relations ---------------------------------------------------------------------------------------------------------------

RELATED = Lexicon(
    [
        Entity("h7", "PRODUCT", "H7", parent="h"),
        Entity("h", "PRODUCT", "H", parent="sea"),
        Entity("sea", "COMPANY", "Sea", parent="ocean", jurisdiction="XX"),
        Entity("ocean", "COMPANY", "Ocean"),
        Entity("boss", "PERSON", "Boss", parent="sea"),
        Entity("office", "AGENCY", "Office", parent="ministry"),
        Entity("ministry", "AGENCY", "Ministry", parent="cabinet"),
        Entity("cabinet", "AGENCY", "Cabinet", note="cabinet"),
        Entity("free", "PRODUCT", "Free"),
        Entity("round", "COMPANY", "Round", parent="trip"),
        Entity("trip", "COMPANY", "Trip", parent="round"),
        Entity("country-xx", "GPE", "Exland", jurisdiction="XX"),
    ]
)


@pytest.mark.parametrize(
    ("id_", "family", "maker", "parent"),
    [
        ("h7", "h", "sea", "ocean"),
        ("h", "h", "sea", "ocean"),
        ("sea", "sea", "sea", "ocean"),
        ("boss", "boss", "boss", "boss"),
        ("office", "office", "office", "ministry"),
        ("ministry", "ministry", "ministry", "ministry"),
        ("cabinet", "cabinet", "cabinet", "cabinet"),
        ("free", "free", "free", "free"),
        ("round", "round", "round", "trip"),
        ("nobody", "nobody", "nobody", "nobody"),
    ],
)
def test_entities_roll_up(id_: str, family: str, maker: str, parent: str) -> None:
    """Products to family, maker and group, sub-bodies to their ministry, everything else to itself; a circle ends."""
    assert [RELATED.roll_up(id_, to) for to in ("family", "maker", "parent")] == [family, maker, parent]


def test_entities_roll_up_to_their_country() -> None:
    """Where the country is listed."""
    assert [RELATED.roll_up(id_, "jurisdiction") for id_ in ("sea", "h7", "country-xx")] == ["country-xx", "h7", "country-xx"]
    with pytest.raises(ValueError, match="family, maker, parent, jurisdiction"):
        RELATED.roll_up("sea", "owner")


def test_a_document_rolls_up() -> None:
    """With the relations of the shipped lexicon, or of one's own."""
    document = chipnews.extract("輝達的H200與Hopper")
    assert {entity: [span.text for span in spans] for entity, spans in document.by_entity(roll_up="family").items()} == {"nvidia": ["輝達"], "nvidia-hopper": ["H200", "Hopper"]}
    assert {entity: len(spans) for entity, spans in document.by_entity(roll_up=True).items()} == {"nvidia": 3}
    own = Lexicon.default() + Lexicon([dataclasses.replace(Lexicon.default()["nvidia"], parent="tsmc")])
    assert list(document.by_entity(roll_up=True, lexicon=own)) == ["tsmc"]
