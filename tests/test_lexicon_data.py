"""The shipped lexicon reviewed like source: one test for each thing that must hold of its files.

Format, order, scripts, references, sources and rules are what `chipnews lexicon check` looks at (`chipnews.terms.check`); here
stands what holds of the shipped files alone.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from chipnews.document import DIRECTIONS, STATUSES, TYPES
from chipnews.normalization import fold
from chipnews.policy.tables import NEEDS
from chipnews.terms.check import check
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

# How a code looks on each market; the markets that are not named have letters.
CODES = {
    **dict.fromkeys(("TW", "TWO"), "[1-9][0-9]{3}[0-9A-Z]{0,2}"),
    **dict.fromkeys(("SH", "SZ", "BJ"), "[0-9]{6}"),
    **dict.fromkeys(("KS", "KQ"), "[0-9]{5}[0-9A-Z]"),
    "HK": "[0-9]{5}",
    "T": "[0-9]{3}[0-9A-Z]",
    "US": "[A-Z]{1,5}(-[A-Z])?",
}
LETTERED = ["AS", "BR", "CO", "DE", "HE", "L", "MC", "MI", "NS", "OL", "PA", "ST", "SW", "VI"]
LISTS = {"ashare", "indices", "quotes", "sec", "twse", "yahoo"}
"""The sources that give codes."""

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


def repeats(values: list[str]) -> list[str]:
    """Values that stand more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


# --- entities --------------------------------------------------------------------------------------------------------------


def test_the_files_pass_the_check() -> None:
    """No error in any of them."""
    assert [str(problem) for problem in check() if problem.severity == "error"] == []


def test_every_entity_file_is_known_here() -> None:
    """A new file of entities gets its tests."""
    assert sorted(name for name in ALL_FILES if "jurisdiction" in table(name)[0]) == sorted(ENTITY_FILES)


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


def test_every_country_is_there() -> None:
    """The members of the United Nations, Taiwan, Hong Kong and Macau, each with a name in every region."""
    assert len(set(UN_MEMBERS.split())) == 193
    rows = {code: entities().get(f"country-{code.lower()}", {}) for code in [*UN_MEMBERS.split(), "TW", "HK", "MO"]}
    assert [code for code, row in rows.items() if row.get("label") != "GPE" or row.get("jurisdiction") != code] == []
    assert [code for code, row in rows.items() if not (row["tw"] and row["hk"] and row["cn"])] == []


def test_tickers_have_the_form_of_their_market() -> None:
    """One scheme for all of them: 2330.TW, 00981.HK, NVDA.US, 6857.T."""
    tickers = [(row["id"], *ticker.rpartition(".")[::2]) for row in entities().values() for ticker in items(row["tickers"])]
    assert [(id_, code, market) for id_, code, market in tickers if not re.fullmatch(CODES.get(market, "[A-Z0-9]+(-[A-Z0-9]+)?"), code)] == []
    assert {market for _, _, market in tickers} <= {*CODES, *LETTERED}


def test_tickers_stand_where_a_list_was_seen() -> None:
    """No code from memory."""
    assert [row["id"] for row in entities().values() if row["tickers"] and not any(source in LISTS or source.startswith("https:") for source in items(row["source"]))] == []


# --- policy ----------------------------------------------------------------------------------------------------------------

POLICY = sorted(name for name in ALL_FILES if name.startswith("policy/"))
VALUES = {"direction": DIRECTIONS, "status": ("", *STATUSES), "needs": NEEDS}


@pytest.mark.parametrize("name", POLICY)
def test_policy_values_are_known(name: str) -> None:
    """Types, directions, statuses and needs are those of the schema."""
    header, rows = table(name)
    allowed = {**VALUES, "type": ("", *TYPES) if name == "policy/algebra.tsv" else TYPES, "becomes": ("", *TYPES)}
    if name in ("policy/triggers.tsv", "policy/complements.tsv"):
        allowed["type"] = (*TYPES, "", "none")  # several types, of which the topic tells; what the last may be
    if name == "policy/codes.tsv":
        allowed["direction"] = ("", *DIRECTIONS)  # any other
    assert [(row[header[0]], column, value) for row in rows for column in header if column in allowed for value in row[column].split("|") if value not in allowed[column]] == []


@pytest.mark.parametrize("name", [name for name in POLICY if "words" in table(name)[0]])
def test_policy_rows_have_words(name: str) -> None:
    """A row without words says nothing."""
    assert [row for row in table(name)[1] if not row["words"]] == []


@pytest.mark.parametrize("name", ["policy/triggers.tsv", "policy/status.tsv"])
def test_a_policy_word_stands_in_one_row(name: str) -> None:
    """A complete act has one reading, and a cue of status one status where it stands, in either script."""
    header, rows = table(name)
    words = [(" ".join((fold(word), row.get("where", ""))), index) for index, row in enumerate(rows) for word in items(row["words"])]
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
