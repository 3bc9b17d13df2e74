"""The shipped lexicon reviewed like source: one test for each thing that must hold of its files."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache

import pytest

from chipnews.document import DIRECTIONS, STATUSES, TYPES
from chipnews.normalization import fold, script_counts
from chipnews.policy.tables import NEEDS
from chipnews.terms.crossings import crossings
from chipnews.terms.entry import COLUMNS
from chipnews.terms.index import Index
from chipnews.terms.lexicon import Lexicon
from chipnews.terms.resources import folder

ROOT = folder()
Row = dict[str, str]

# The label of each entity file's rows.
ENTITY_FILES = {
    "agencies.tsv": "AGENCY",
    "companies.tsv": "COMPANY",
    "instruments.tsv": "INSTRUMENT",
    "media.tsv": "MEDIA",
    "people.tsv": "PERSON",
    "places.tsv": "GPE",
    "products.tsv": "PRODUCT",
    "technologies.tsv": "TECHNOLOGY",
}
MINIMUM = {"COMPANY": 250, "PRODUCT": 250, "AGENCY": 100, "PERSON": 60, "INSTRUMENT": 45}
ALL_FILES = sorted(str(path.relative_to(ROOT).as_posix()) for path in ROOT.rglob("*.tsv"))

# Columns whose cells are lists separated by bars.
LISTS = ("tw", "hk", "cn", "aliases", "tickers", "source", "words", "for", "against", "before", "after", "not", "left", "right")

# Characters that the conversion tables give to Simplified script and that the Traditional press of Taiwan and Hong Kong
# writes too: 台灣, 里長, 社群, 恒生, 山峰, 托運, 遠征, 杰倫, 秘書, 余先生, 山岳, 范先生, 風采, 北斗, 岩手, 咸陽, 夸克, 苗栗, 朴子,
# 准入, 占有, 伙伴, 機床, 海淀, 筑波, 上游, 咨詢, 雇傭, and the variants 悦 and 咏.
IN_TRADITIONAL_USE = frozenset("台里群恒峰托征杰秘余岳范采斗岩咸夸栗朴准占伙床淀筑游咨雇悦咏")
# Names that keep such a character in Traditional text because it is theirs (蘇姿丰, 彭双浪, 李慧琼), or where it is no simplification (烏干達, 后里).
TRADITIONAL_NAMES = frozenset({"蘇姿丰", "彭双浪", "李慧琼", "烏干達", "德夫干", "李干傑", "后里", "后里區", "皇后鎮"})
# Characters that the tables give to Traditional script and that names keep on the mainland: 昇腾, 乾崑, 哪吒, 奇鋐, 錼创, 郭明錤, 甯汉豪, 汎铨.
IN_SIMPLIFIED_USE = frozenset("昇乾崑吒鋐錼錤甯汎")

UN_MEMBERS = (
    "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ "
    "EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB "
    "LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY QA RO RS "
    "RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VC VE VN VU WS YE ZA ZM ZW"
)


@cache
def table(name: str) -> tuple[list[str], list[Row]]:
    """Header and rows of a file, read without chipnews."""
    lines = [line.split("\t") for line in (ROOT / name).read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    return lines[0], [dict(zip(lines[0], cells, strict=False)) for cells in lines[1:]]


@cache
def entities() -> dict[str, Row]:
    """Every entity row by id."""
    return {row["id"]: row for name in ENTITY_FILES for row in table(name)[1]}


def items(cell: str) -> list[str]:
    """The parts of a list cell."""
    return cell.split("|") if cell else []


def forms(row: Row) -> set[str]:
    """Folded surfaces of an entity row, the canonical name included."""
    return {fold(form) for column in ("tw", "hk", "cn", "aliases") for form in items(row[column])} | {fold(row["en"])}


def repeats(values: list[str]) -> list[str]:
    """Values that stand more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


# --- every file -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL_FILES)
def test_file_is_plain_utf8_lines(name: str) -> None:
    """No byte order mark, no carriage return, one line end at the end."""
    data = (ROOT / name).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")
    data.decode("utf-8")


@pytest.mark.parametrize("name", ALL_FILES)
def test_rows_have_the_cells_of_the_header(name: str) -> None:
    """No row is longer or shorter than the header, and no column is named twice."""
    lines = [line for line in (ROOT / name).read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}
    assert repeats(table(name)[0]) == []


@pytest.mark.parametrize("name", ALL_FILES)
def test_text_is_composed_and_visible(name: str) -> None:
    """Characters are in composed form, and none is invisible."""
    text = (ROOT / name).read_text(encoding="utf-8")
    odd = {char for char in set(text) - {"\t", "\n"} if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")}
    assert odd == set()
    assert [line for line in text.split("\n") if unicodedata.normalize("NFC", line) != line] == []


@pytest.mark.parametrize("name", ALL_FILES)
def test_no_name_or_word_is_empty_or_padded(name: str) -> None:
    """Cells have no space at their edges, and lists no empty or padded part."""
    header, rows = table(name)
    assert [(row[header[0]], column) for row in rows for column in header if row[column] != row[column].strip()] == []
    parts = [(row[header[0]], column, part) for row in rows for column in header if column in LISTS for part in items(row[column])]
    assert [place for place in parts if not place[2] or place[2] != place[2].strip()] == []


@pytest.mark.parametrize("name", ALL_FILES)
def test_no_word_stands_twice_in_a_cell(name: str) -> None:
    """A list says everything once."""
    header, rows = table(name)
    assert [(row[header[0]], column, repeats(items(row[column]))) for row in rows for column in header if column in LISTS and repeats(items(row[column]))] == []


@pytest.mark.parametrize("name", ALL_FILES)
def test_no_row_stands_twice(name: str) -> None:
    """Rows differ in more than their notes."""
    rows = ["\t".join(cell for column, cell in row.items() if column != "note") for row in table(name)[1]]
    assert repeats(rows) == []


# --- entities --------------------------------------------------------------------------------------------------------------


def test_every_entity_file_is_known_here() -> None:
    """A new file of entities gets its tests."""
    assert sorted(name for name in ALL_FILES if "jurisdiction" in table(name)[0]) == sorted(ENTITY_FILES)


@pytest.mark.parametrize("name", ENTITY_FILES)
def test_header_is_the_one_that_the_reader_wants(name: str) -> None:
    """Entity files share their columns."""
    assert table(name)[0] == list(COLUMNS)


@pytest.mark.parametrize("name", ENTITY_FILES)
def test_rows_are_sorted_by_id(name: str) -> None:
    """A change shows where a reader looks for it."""
    ids = [row["id"] for row in table(name)[1]]
    assert ids == sorted(ids)


def test_ids_are_unique_over_all_files() -> None:
    """One identity, one row."""
    assert repeats([row["id"] for name in ENTITY_FILES for row in table(name)[1]]) == []


def test_ids_are_slugs() -> None:
    """Lower-case letters, digits and single hyphens."""
    assert [id_ for id_ in entities() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)] == []


def test_every_entity_has_a_canonical_name() -> None:
    """The name column is never empty."""
    assert [id_ for id_, row in entities().items() if not row["en"]] == []


def test_every_entity_can_stand_in_a_text() -> None:
    """Each entity has a surface."""
    assert [entity.id for entity in Lexicon.default() if not entity.surfaces] == []


@pytest.mark.parametrize(("name", "label"), ENTITY_FILES.items())
def test_rows_bear_the_label_of_their_file(name: str, label: str) -> None:
    """A file holds one kind of entity."""
    assert [row["id"] for row in table(name)[1] if row["label"] != label] == []


@pytest.mark.parametrize(("label", "count"), MINIMUM.items())
def test_the_lexicon_is_broad_enough(label: str, count: int) -> None:
    """At least as many entities of each kind as was asked for."""
    assert sum(row["label"] == label for row in entities().values()) >= count


def test_parents_exist() -> None:
    """A parent is the id of another row."""
    assert [(id_, row["parent"]) for id_, row in entities().items() if row["parent"] and (row["parent"] not in entities() or row["parent"] == id_)] == []


def test_chains_of_parents_end() -> None:
    """Nobody is an ancestor of itself."""
    endless = []
    for id_ in entities():
        seen, at = {id_}, entities()[id_]["parent"]
        while at and at not in seen:
            seen.add(at)
            at = entities().get(at, {}).get("parent", "")
        if at:
            endless.append(id_)
    assert endless == []


def test_jurisdictions_are_codes() -> None:
    """Two capital letters (EU among them), or INT."""
    assert [(id_, row["jurisdiction"]) for id_, row in entities().items() if not re.fullmatch(r"[A-Z]{2}|INT|", row["jurisdiction"])] == []


def test_every_jurisdiction_is_a_place_of_the_lexicon() -> None:
    """A code that an entity bears has its country's row."""
    countries = {row["jurisdiction"] for row in entities().values() if row["label"] == "GPE"}
    assert {row["jurisdiction"] for row in entities().values()} - countries - {"", "INT"} == set()


def test_every_country_is_there() -> None:
    """The members of the United Nations, Taiwan, Hong Kong and Macau, each with a name in every region."""
    assert len(set(UN_MEMBERS.split())) == 193
    rows = {code: entities().get(f"country-{code.lower()}", {}) for code in [*UN_MEMBERS.split(), "TW", "HK", "MO"]}
    assert [code for code, row in rows.items() if row.get("label") != "GPE" or row.get("jurisdiction") != code] == []
    assert [code for code, row in rows.items() if not (row["tw"] and row["hk"] and row["cn"])] == []


@pytest.mark.parametrize("column", ["tw", "hk"])
def test_traditional_cells_hold_no_simplified_character(column: str) -> None:
    """Names of Taiwan and Hong Kong are written as the press there writes them."""
    wrong = [
        (id_, form)
        for id_, row in entities().items()
        for form in items(row[column])
        if form not in TRADITIONAL_NAMES and script_counts("".join(set(form) - IN_TRADITIONAL_USE))[1]
    ]
    assert wrong == []


def test_simplified_cells_hold_no_traditional_character() -> None:
    """Names of the mainland are written as the press there writes them."""
    wrong = [(id_, form) for id_, row in entities().items() for form in items(row["cn"]) if script_counts("".join(set(form) - IN_SIMPLIFIED_USE))[0]]
    assert wrong == []


def test_sources_are_listed_or_addresses() -> None:
    """Each row says where its facts come from, in the words of ``sources.tsv`` or by an address."""
    known = {row["source"] for row in table("sources.tsv")[1]}
    sources = {source for row in entities().values() for source in row["source"].split("|")}
    assert {source for source in sources - known if not re.fullmatch(r"https?://\S+", source)} == set()


def test_checked_rows_bear_the_day() -> None:
    """``checked`` is an ISO date where a source was looked at, and empty where an editor knew."""
    wrong = []
    for id_, row in entities().items():
        if row["source"] == "editor":
            good = row["checked"] == ""
        else:
            good = re.fullmatch(r"\d{4}-\d\d-\d\d", row["checked"]) is not None and bool(date.fromisoformat(row["checked"]))
        if not good:
            wrong.append((id_, row["source"], row["checked"]))
    assert wrong == []


def test_tickers_are_well_formed_and_belong_to_one_entity() -> None:
    """A code with the suffix of its exchange stands for one listed company."""
    tickers = [ticker for row in entities().values() for ticker in items(row["tickers"])]
    assert [ticker for ticker in tickers if not re.fullmatch(r"[A-Z0-9]+([.-][A-Z0-9]+)*", ticker)] == []
    assert repeats(tickers) == []


# --- rules and contexts -----------------------------------------------------------------------------------------------------


def test_sense_rules_name_surfaces_of_their_entity() -> None:
    """A rule guards a form that its entity has."""
    rules = [(row["alias"], row["entity"]) for row in table("ambiguous.tsv")[1]]
    assert [rule for rule in rules if rule[1] not in entities() or fold(rule[0]) not in forms(entities()[rule[1]])] == []


def test_sense_rules_are_sorted_and_unique() -> None:
    """One rule for one form of one entity, whatever the script it is written in."""
    rules = [(row["alias"], row["entity"]) for row in table("ambiguous.tsv")[1]]
    assert rules == sorted(rules)
    assert repeats([f"{fold(alias)} {entity}" for alias, entity in rules]) == []


def test_sense_rules_ask_for_known_support() -> None:
    """Three grades of guard, and a rule that asks for nothing has words to weigh readings by."""
    rows = table("ambiguous.tsv")[1]
    assert {row["support"] for row in rows} <= {"none", "some", "explicit"}
    assert [row["alias"] for row in rows if row["support"] == "none" and not row["for"] and not row["against"]] == []


def test_no_cue_speaks_for_and_against() -> None:
    """A word is on one side."""
    sides = [(row["alias"], set(map(fold, items(row["for"]))), set(map(fold, items(row["against"])))) for row in table("ambiguous.tsv")[1]]
    assert [(alias, cues & against) for alias, cues, against in sides if cues & against] == []


def test_one_character_forms_stand_for_places() -> None:
    """Each form is one character, stands once, and its entity is a country or region."""
    rows = table("abbreviations.tsv")[1]
    assert [row["char"] for row in rows if len(row["char"]) != 1 or entities().get(row["entity"], {}).get("label") != "GPE"] == []
    assert repeats([row["char"] for row in rows]) == []


def test_pairs_are_spelled_by_their_entities() -> None:
    """A pair has as many characters as entities, each of them a place that the character abbreviates."""
    wrong = []
    for row in table("pairs.tsv")[1]:
        ids = [row[column] for column in ("first", "second", "third") if row[column]]
        if len(ids) != len(row["pair"]) or any(entities().get(id_, {}).get("label") != "GPE" for id_ in ids):
            wrong.append(row["pair"])
    assert wrong == []


@pytest.mark.parametrize("name", ["abbreviations.tsv", "pairs.tsv"])
def test_barring_words_hold_what_they_bar(name: str) -> None:
    """A string in which a form stands for nothing contains the form."""
    first = table(name)[0][0]
    assert [(row[first], word) for row in table(name)[1] for word in items(row["not"]) if row[first] not in word] == []


def test_telling_words_tell_one_region() -> None:
    """A word that tells a region's press is listed for that region alone, once."""
    rows = table("regions.tsv")[1]
    assert {row["region"] for row in rows} <= {"TW", "HK", "CN"}
    assert repeats([fold(row["word"]) for row in rows]) == []


def test_ordinary_words_are_counted() -> None:
    """Added words have a frequency above zero and stand once."""
    rows = table("ordinary.tsv")[1]
    assert [row["word"] for row in rows if not re.fullmatch(r"[1-9][0-9]*", row["frequency"])] == []
    assert repeats([fold(row["word"]) for row in rows]) == []


def test_crossings_are_up_to_date() -> None:
    """The words that cross an alias are those which the lexicon and jieba's dictionary give today, for 300 aliases."""
    kept = {row["alias"]: (items(row["left"]), items(row["right"])) for row in table("crossings.tsv")[1]}
    names = sorted(name for name in Index(Lexicon.default()).names if 2 <= len(name) <= 3 and not name.isascii())
    sample = names[:: max(1, len(names) // 300)]
    made = crossings(sample)
    assert {name: kept[name] for name in sample if name in kept} == made, "run: python -m chipnews.terms.crossings"


def test_crossings_name_folded_aliases_of_the_lexicon() -> None:
    """No row is left of an alias that is gone."""
    aliases = [row["alias"] for row in table("crossings.tsv")[1]]
    assert aliases == sorted(set(aliases))
    assert set(aliases) - set(Index(Lexicon.default()).names) == set()


# --- policy ----------------------------------------------------------------------------------------------------------------

POLICY = sorted(name for name in ALL_FILES if name.startswith("policy/"))
VALUES = {"direction": DIRECTIONS, "status": ("", *STATUSES), "needs": NEEDS}


@pytest.mark.parametrize("name", POLICY)
def test_policy_values_are_known(name: str) -> None:
    """Types, directions, statuses and needs are those of the schema."""
    header, rows = table(name)
    allowed = {**VALUES, "type": ("", *TYPES) if name == "policy/algebra.tsv" else TYPES, "becomes": ("", *TYPES)}
    assert [(row[header[0]], column, row[column]) for row in rows for column in header if column in allowed and row[column] not in allowed[column]] == []


@pytest.mark.parametrize("name", [name for name in POLICY if "words" in table(name)[0]])
def test_policy_rows_have_words(name: str) -> None:
    """A row without words says nothing."""
    assert [row for row in table(name)[1] if not row["words"]] == []


@pytest.mark.parametrize("name", ["policy/triggers.tsv", "policy/status.tsv"])
def test_a_policy_word_stands_in_one_row(name: str) -> None:
    """A complete act has one reading, and a cue of status one status, in either script."""
    header, rows = table(name)
    words = [(fold(word), index) for index, row in enumerate(rows) for word in items(row["words"])]
    assert repeats([word for word, _ in dict.fromkeys(words)]) == [], header


def test_the_algebra_is_a_function() -> None:
    """One operator on one complement has one direction."""
    assert repeats([" ".join((row["operator"], row["kind"], row["type"])) for row in table("policy/algebra.tsv")[1]]) == []


def test_the_algebra_speaks_of_operators_and_complements_that_exist() -> None:
    """Every operator and kind of the algebra has words, and every one with words stands in the algebra."""
    algebra = table("policy/algebra.tsv")[1]
    kinds = {row["kind"] for row in table("policy/complements.tsv")[1]} | {row["kind"] for row in table("policy/lists.tsv")[1]}
    assert {row["operator"] for row in algebra} == {row["operator"] for row in table("policy/operators.tsv")[1]}
    assert {row["kind"] for row in table("policy/complements.tsv")[1]} - {row["kind"] for row in algebra} == set()
    assert {row["kind"] for row in algebra if not row["kind"].startswith("list")} <= kinds


def test_lists_are_instruments_of_the_lexicon() -> None:
    """A named list is an instrument."""
    assert [row["instrument"] for row in table("policy/lists.tsv")[1] if entities().get(row["instrument"], {}).get("label") != "INSTRUMENT"] == []


def test_roles_of_words_stand_once() -> None:
    """One row for one role."""
    assert repeats([row["role"] for row in table("policy/words.tsv")[1]]) == []
