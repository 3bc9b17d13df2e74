"""Review lexicon files like source: every fault in one report, with file, line and column.

The shipped folder is held to more than a user's file: its rows are sorted, sourced and dated, and its tables agree with
each other. A user's file is read together with the shipped lexicon, whose entities it may speak of.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from math import log
from pathlib import Path

from ..errors import LexiconError
from ..normalization import convert, fold, script_counts
from ..segmentation import word_weight
from ..spans import LABELS
from .crossings import crossings
from .entry import CHANGES, COLUMNS, SUPPORT, row_surfaces, unknown_id
from .forms import DIGITS, KINDS
from .index import variants
from .lexicon import Lexicon
from .problems import Problem, Row, Table, out_of_order, read_table, repeated
from .read import SENSE_COLUMNS
from .resources import folder, rows

__all__ = ["Problem", "check"]

COMMON = log(3000 / 60_000_000)
"""A word of the dictionary with more weight than this is so common that a name which is such a word needs a sense rule."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TICKER = re.compile(r"[A-Z0-9]+([.-][A-Z0-9]+)*")
_JURISDICTION = re.compile(r"[A-Z]{2}|INT")
_HAN = re.compile("[㐀-鿿]+")
_OF_CHINA = frozenset({"CN", "HK", "MO"})
_VOCABULARY = frozenset({"TECHNOLOGY", "AGENCY", "INSTRUMENT"})
"""Labels whose names are made of words that every region has its own for."""
_BRANDS = frozenset({"COMPANY", "PRODUCT"})
"""Labels whose names may be ordinary words; people and media in the dictionary are there as names."""


def check(*paths: str | Path) -> list[Problem]:
    """Every fault of lexicon files, sorted by file and line.

    Args:
        paths: a folder laid out like the shipped one, or files of a user's own, which are read together with the shipped lexicon;
            none: the shipped folder.

    >>> [problem for problem in check() if problem.severity == "error"]
    []
    """
    problems: list[Problem] = []
    own: list[Table] = []
    for path in map(Path, paths or [folder()]):
        if path.is_dir():
            problems += _check_folder(path)
        else:
            own += read_table(path, problems, strict=False)
    if own:
        problems += _check_own(own)
        if not any(problem.severity == "error" for problem in problems):
            problems += _unreadable(own)
    return sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.column, p.severity, p.message))


def _check_folder(path: Path) -> Iterator[Problem]:
    problems: list[Problem] = []
    files = {file.relative_to(path).as_posix(): file for file in sorted(path.rglob("*.tsv"))}
    if not files:
        yield Problem(str(path), 1, 1, "error", "empty", "the folder has no .tsv file")
    tables = {name: found for name, file in files.items() for found in read_table(file, problems, strict=True)}
    yield from problems
    entities = {name: found for name, found in tables.items() if "jurisdiction" in found.header}
    rows = [row for found in entities.values() for row in found.rows]
    by_id = {row["id"]: row for row in reversed(rows)}
    for found in entities.values():
        yield from _check_layout(found)
    countries = {row["jurisdiction"] for row in rows if row["label"] == "GPE"}
    sources = {row["source"] for row in tables["sources.tsv"].rows} if "sources.tsv" in tables else None
    yield from _check_entities(rows, by_id, countries)
    yield from _check_provenance(rows, sources)
    yield from _check_regions(rows)
    guarded: set[tuple[str, str]] = set()
    if "ambiguous.tsv" in tables:
        senses = tables["ambiguous.tsv"].rows
        guarded = {(fold(row["alias"]), row["entity"]) for row in senses}
        yield from _check_rules(senses, by_id)
        yield from out_of_order(senses, ("alias", "entity"))
    yield from _check_names(rows, rows, guarded)
    yield from _check_contexts(tables, by_id)
    for name, kinds in KINDS.items():
        if name in tables:
            yield from _check_words(tables[name], kinds)
    if "scripts.tsv" in tables:
        yield from out_of_order(tables["scripts.tsv"].rows, ("script", "form"))
    if "crossings.tsv" in tables:
        yield from _check_crossings(tables["crossings.tsv"], rows)


def _check_own(tables: Sequence[Table]) -> Iterator[Problem]:
    """Files of a user's own, beside the shipped lexicon."""
    shipped = Lexicon.default()
    listed: list[Row] = []
    senses: list[Row] = []
    changes: list[Row] = []
    for found in tables:
        if "alias" in found.header and "entity" in found.header:
            yield from _known_columns(found, SENSE_COLUMNS)
            senses += found.rows
        elif {"id", "label"} <= set(found.header) or "change" in found.header:
            yield from _known_columns(found, (*COLUMNS, "name", "change"))
            listed += [row for row in found.rows if not row["change"]]
            changes += [row for row in found.rows if row["change"]]
        else:
            yield Problem(str(found.path), 1, 1, "error", "header", f"the first row is {' '.join(found.header)[:80]!r}; it must name the columns: at least id, label and a name (en, tw, hk, cn or aliases); or alias, entity and support")
    by_id = {**{entity.id: Row("", 0, "", _cells(entity.to_row())) for entity in shipped}, **{row["id"]: row for row in reversed(listed)}}
    yield from _check_entities(listed, by_id, {row["jurisdiction"] for row in by_id.values()})
    for row in changes:
        if row["change"] not in CHANGES:
            yield row.problem("change", "change", f"{row['change']!r} is no change; write add, remove or keep")
        if row["id"] and row["id"] not in by_id:
            yield row.problem("id", "dangling", unknown_id(row["id"], by_id), severity="error" if row["change"] == "add" else "warning")
        if row["label"] and row["label"] not in LABELS:
            yield row.problem("label", "label", f"unknown label {row['label']!r}; choose one of {', '.join(LABELS)}")
    added: dict[str, dict[str, str]] = {}
    for row in changes:
        if row["change"] == "add" and row["id"] in by_id:
            cells = added.setdefault(row["id"], dict(by_id[row["id"]].cells))
            for column in ("tw", "hk", "cn", "aliases"):
                cells[column] = "|".join(filter(None, (cells.get(column, ""), row[column])))
    known = {**by_id, **{id_: Row("", 0, "", cells) for id_, cells in added.items()}}
    yield from _check_rules(senses, known)
    guarded = {(fold(row["alias"]), row["entity"]) for row in senses} | {(fold(rule.alias), rule.entity) for rule in shipped.rules}
    yield from _check_names([*listed, *(row for row in changes if row["change"] == "add")], list(by_id.values()), guarded)


def _unreadable(tables: Sequence[Table]) -> Iterator[Problem]:
    """What only reading the files brings to light."""
    try:
        sum((Lexicon.read(found.path) for found in tables), Lexicon.default()).check_references()
    except LexiconError as error:
        yield Problem(error.file or str(tables[0].path), error.line or 1, 1, "error", "read", f"{error.field}: {error.message}" if error.field else error.message)


def _cells(row: str) -> dict[str, str]:
    return dict(zip(COLUMNS, row.split("\t"), strict=True))


def _check_layout(found: Table) -> Iterator[Problem]:
    """What holds of each entity file of a folder: its header, the order of its rows, one label."""
    if found.header != COLUMNS:
        yield Problem(str(found.path), 1, 1, "error", "header", f"the columns of an entity file are: {' '.join(COLUMNS)}")
    yield from out_of_order(found.rows, ("id",))
    usual = Counter(row["label"] for row in found.rows if row["label"] in LABELS).most_common(1)
    for row in found.rows:
        if row["label"] in LABELS and row["label"] != usual[0][0]:
            yield row.problem("label", "label", f"{row['label']} in a file of {usual[0][0]}; move the row to the file of its label")


def _known_columns(found: Table, columns: Sequence[str]) -> Iterator[Problem]:
    for column in found.header:
        if column not in columns:
            yield Problem(str(found.path), 1, 1, "error", "header", f"the column {column!r} is unknown; the columns are: {' '.join(columns)}")


# --- entities ---------------------------------------------------------------------------------------------------------------


def _check_entities(rows: Sequence[Row], by_id: Mapping[str, Row], places: set[str]) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    tickers: dict[str, str] = {}
    for row in rows:
        id_ = row["id"]
        if not _SLUG.fullmatch(id_):
            yield row.problem("id", "id", f"{id_!r} is no id; give lower-case letters, digits and single hyphens, such as nvidia-h200")
        elif id_ in first:
            yield row.problem("id", "duplicate", f"{id_!r} stands in {Path(first[id_].file).name}:{first[id_].line} too")
        first.setdefault(id_, row)
        if row["label"] not in LABELS or row["label"] == "POLICY_ACTION":
            yield row.problem("label", "label", f"unknown label {row['label']!r}; choose one of {', '.join(label for label in LABELS if label != 'POLICY_ACTION')}")
        if not any(row[column] for column in ("en", "name", "tw", "hk", "cn", "aliases")):
            yield row.problem("id", "name", f"{id_} has no name; fill en, tw, hk, cn or aliases")
        yield from _check_parent(row, by_id)
        if row["jurisdiction"] and not _JURISDICTION.fullmatch(row["jurisdiction"]):
            yield row.problem("jurisdiction", "jurisdiction", f"{row['jurisdiction']!r} is no jurisdiction; give an ISO 3166 code of two capitals, EU or INT")
        elif row["jurisdiction"] not in {"", "INT", *places}:
            yield row.problem("jurisdiction", "jurisdiction", f"no country of the lexicon has the code {row['jurisdiction']}")
        for ticker in row.items("tickers"):
            if not _TICKER.fullmatch(ticker):
                yield row.problem("tickers", "ticker", f"{ticker!r} is no ticker; give the code with the suffix of its exchange, such as 2330.TW", part=ticker)
            elif tickers.setdefault(ticker, id_) != id_:
                yield row.problem("tickers", "ticker", f"{ticker} is the ticker of {tickers[ticker]} too", part=ticker)
        if row["checked"] and not _is_date(row["checked"]):
            yield row.problem("checked", "date", f"{row['checked']!r} is no date; write it like 2026-11-23")
        yield from _check_scripts(row)


def _check_parent(row: Row, by_id: Mapping[str, Row]) -> Iterator[Problem]:
    if not row["parent"]:
        return
    if row["parent"] not in by_id:
        yield row.problem("parent", "dangling", unknown_id(row["parent"], by_id))
        return
    seen, at = {row["id"]}, row["parent"]
    while at and at not in seen:
        seen.add(at)
        at = by_id[at]["parent"] if at in by_id else ""
    if at == row["id"]:
        yield row.problem("parent", "cycle", f"{row['id']} is an ancestor of itself")


def _check_scripts(row: Row) -> Iterator[Problem]:
    for column in ("tw", "hk"):
        for name in row.items(column):
            if name not in _in_use("Hant") and script_counts("".join(set(name) - _in_use("Hant")))[1]:
                yield row.problem(column, "script", f"{name!r} has a Simplified character", part=name)
    for name in row.items("cn"):
        if name not in _in_use("Hans") and script_counts("".join(set(name) - _in_use("Hans")))[0]:
            yield row.problem("cn", "script", f"{name!r} has a Traditional character", part=name)
    cn = row.items("cn")
    if cn and row["label"] in _VOCABULARY and row["jurisdiction"] not in _OF_CHINA and (name := next(iter(row.items("tw")), "")):
        word = next((word for word in _elsewhere() if word in name), None)
        if word is not None and fold(name) == fold(cn[0]):
            yield row.problem("tw", "converted", f"{name!r} is {cn[0]!r} in other characters, but Taiwan says {_elsewhere()[word]}, not {word}; look it up in the press of Taiwan", part=name, severity="warning")


@cache
def _in_use(script: str) -> frozenset[str]:
    """Characters and whole names that a script (``Hant``, ``Hans``) writes, though the conversion tables give them to the other."""
    return frozenset(form for _, (written, form, _) in rows(folder() / "scripts.tsv", ("script", "form", "note")) if written == script)


@cache
def _elsewhere() -> dict[str, str]:
    """Words that Taiwan has another for, and that word, as both ``regions.tsv`` and the conversion tables say."""
    listed = rows(folder() / "regions.tsv", ("region", "word", "elsewhere"))
    return {other: word for _, (region, word, other) in listed if region == "TW" and convert(convert(other, "t2s").text, "s2twp").text == word}


def _check_provenance(rows: Sequence[Row], sources: set[str] | None) -> Iterator[Problem]:
    for row in rows:
        for source in row.items("source") or [""]:
            if sources is not None and source not in sources and not re.fullmatch(r"https?://\S+", source):
                yield row.problem("source", "source", f"{source!r} is no source; take one from sources.tsv or give an address", part=source)
        if row["source"] == "editor" and row["checked"]:
            yield row.problem("checked", "date", "a date, but the source is the editor alone: name what was looked at, or leave the date empty")
        if row["source"] != "editor" and not row["checked"]:
            yield row.problem("checked", "date", "no date; say when the source was looked at")


def _is_date(cell: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", cell) is not None and bool(date.fromisoformat(cell))
    except ValueError:
        return False


def _check_regions(rows: Sequence[Row]) -> Iterator[Problem]:
    """One warning for each file and region: how many companies and agencies have a name in the other two regions, which differ in script alone, and none here."""
    lacking: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        given = [region for region in ("tw", "hk", "cn") if row[region]]
        if row["label"] in ("COMPANY", "AGENCY") and len(given) == 2:
            one, other = ({fold(name) for name in row.items(region)} for region in given)
            if one & other:
                lacking[row.file, next(region for region in ("tw", "hk", "cn") if region not in given)].append(row)
    for (_, region), found in lacking.items():
        others = [column for column in ("tw", "hk", "cn") if column != region]
        yield found[0].problem(
            region, "missing-region", f"{len(found)} rows have the same name for {others[0]} and {others[1]} and none for {region}: {', '.join(row['id'] for row in found[:5])}{', …' if len(found) > 5 else ''}", severity="warning"
        )


# --- names ------------------------------------------------------------------------------------------------------------------


def _surfaces(row: Row) -> list[str]:
    cells = tuple(row[column] for column in COLUMNS)
    return [name for name in row_surfaces((*cells[:2], cells[2] or row["name"], *cells[3:])) if name]


def _check_names(rows: Sequence[Row], everything: Sequence[Row], guarded: set[tuple[str, str]]) -> Iterator[Problem]:
    """What names do to each other.

    Args:
        rows: those that are looked at.
        everything: all rows of the lexicon.
        guarded: (folded alias, entity) of every sense rule.
    """
    shared: dict[str, dict[str, Row]] = {}
    for row in everything if rows is everything else [*everything, *rows]:
        for folded in fold("\n".join(_surfaces(row))).split("\n"):
            shared.setdefault(folded, {}).setdefault(row["id"], row)
    owner: dict[str, str] = {}
    for folded in shared:
        for variant in variants(folded) if not folded.isalpha() else ():
            if variant != folded:
                owner.setdefault(variant, folded)
    told: set[str] = set()
    for row in rows:
        names = _surfaces(row)
        for name, folded in zip(names, fold("\n".join(names)).split("\n"), strict=False):
            column = next((column for column in ("tw", "hk", "cn", "aliases") if name in row.items(column)), "en" if "en" in row.cells else "name")
            if len(folded) == 1 and (_HAN.fullmatch(folded) or (folded, row["id"]) not in guarded):
                yield row.problem(column, "short", f"{name!r} is one character; one that stands for a country belongs into abbreviations.tsv, a letter needs a sense rule", part=name)
            elif folded.isdigit() and (folded, row["id"]) not in guarded:
                yield row.problem(column, "short", f"{name!r} is a number; say in a sense rule what support it needs", part=name)
            if folded in owner and not shared[owner[folded]].keys() & shared[folded].keys():
                other = next(iter(shared[owner[folded]]))
                yield row.problem(column, "shadowed", f"{name!r} is a spelling of {owner[folded]!r} of {other} too; so written it is read as {row['id']}", part=name, severity="warning")
            if folded in told:
                continue
            told.add(folded)
            weight = word_weight(folded) if _HAN.fullmatch(folded) else None
            if weight is not None and weight > COMMON and row["label"] in _BRANDS and (folded, row["id"]) not in guarded:
                yield row.problem(column, "common", f"{name!r} is an ordinary word; say in a sense rule what support it needs", part=name, severity="warning")
            homes: dict[str, list[str]] = {}
            for id_ in shared[folded]:
                if (folded, id_) not in guarded:
                    homes.setdefault(shared[folded][id_]["jurisdiction"], []).append(id_)
            for ids in homes.values():
                if len(ids) > 1:
                    yield row.problem(column, "ambiguous", f"{name!r} stands for {' and '.join(ids[:4])}, and neither a sense rule nor the country tells them apart", part=name, severity="warning")


def _check_rules(senses: Sequence[Row], by_id: Mapping[str, Row]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    for row in senses:
        alias, id_, folded = row["alias"], row["entity"], fold(row["alias"])
        if id_ not in by_id:
            yield row.problem("entity", "dangling", unknown_id(id_, by_id))
        elif folded not in {fold(name) for name in (*_surfaces(by_id[id_]), by_id[id_]["en"])}:
            yield row.problem("alias", "dangling", f"{id_} has no name {alias!r}; add it to the entity or drop the rule")
        if (folded, id_) in seen:
            yield row.problem("alias", "duplicate", f"line {seen[folded, id_]} has a rule for {alias!r} and {id_} already")
        seen.setdefault((folded, id_), row.line)
        if row["support"] not in SUPPORT:
            yield row.problem("support", "support", f"support is {row['support']!r}; write 'none', 'some' or 'explicit'")
        elif row["support"] == "none" and not row["for"] and not row["against"]:
            yield row.problem("support", "support", "a rule that asks for no support and has no words says nothing")
        sides = {fold(word): word for word in row.items("for")}
        for word in row.items("against"):
            if fold(word) in sides:
                yield row.problem("against", "both-sides", f"{word!r} speaks for and against", part=word)
            if fold(word) == folded:
                yield row.problem("against", "shadowed", f"{word!r} is the alias itself, which is so never read", part=word)


# --- the other tables ---------------------------------------------------------------------------------------------------------


def _check_contexts(tables: Mapping[str, Table], by_id: Mapping[str, Row]) -> Iterator[Problem]:
    """One-character forms, telling words, counted words, families: what they name exists, and stands once."""

    def rows_of(name: str) -> list[Row]:
        return tables[name].rows if name in tables else []

    def place(row: Row, column: str) -> Iterator[Problem]:
        if row[column] not in by_id:
            yield row.problem(column, "dangling", unknown_id(row[column], by_id))
        elif by_id[row[column]]["label"] != "GPE":
            yield row.problem(column, "label", f"{row[column]} is no place")

    for row in rows_of("abbreviations.tsv"):
        if len(row["char"]) != 1:
            yield row.problem("char", "form", f"{row['char']!r} is not one character")
        yield from place(row, "entity")
    for row in rows_of("pairs.tsv"):
        given = [column for column in ("first", "second", "third") if row[column]]
        if len(given) != len(row["pair"]):
            yield row.problem("pair", "form", f"{row['pair']!r} has {len(row['pair'])} characters and {len(given)} entities")
        for column in given:
            yield from place(row, column)
    for name, form in (("abbreviations.tsv", "char"), ("pairs.tsv", "pair")):
        for row in rows_of(name):
            for word in row.items("not"):
                if row[form] not in word:
                    yield row.problem("not", "form", f"{word!r} does not hold {row[form]!r}", part=word)
    for row in rows_of("regions.tsv"):
        if row["region"] not in ("TW", "HK", "CN", "HK CN"):
            yield row.problem("region", "region", f"{row['region']!r} is no region; write TW, HK, CN, or HK CN for what Taiwan alone says otherwise")
    for row in rows_of("scripts.tsv"):
        if row["script"] not in ("Hant", "Hans"):
            yield row.problem("script", "script", f"{row['script']!r} is no script; write Hant or Hans")
    for row in rows_of("ordinary.tsv"):
        if not re.fullmatch("[1-9][0-9]*", row["frequency"]):
            yield row.problem("frequency", "frequency", f"{row['frequency']!r} is no frequency; give a whole number above zero")
    for row in rows_of("families.tsv"):
        if not DIGITS.fullmatch(row["digits"]):
            yield row.problem("digits", "digits", f"{row['digits']!r} is no number of digits; write the fewest and the most that a code has, such as 1-3")
        if row["entity"] not in by_id:
            yield row.problem("entity", "dangling", unknown_id(row["entity"], by_id))
    for name, column in (("abbreviations.tsv", "char"), ("regions.tsv", "word"), ("ordinary.tsv", "word")):
        yield from repeated(rows_of(name), column)


def _check_words(found: Table, kinds: Sequence[str]) -> Iterator[Problem]:
    """The words by which unlisted names are known: each of a kind that code asks for, once, in order, and no kind without one."""
    for row in found.rows:
        if row["kind"] not in kinds:
            yield row.problem("kind", "kind", f"unknown kind {row['kind']!r}; the kinds of this file are {', '.join(kinds)}")
        if not row["word"]:
            yield row.problem("word", "empty", "the word is empty; write one, or delete the row")
    for kind in kinds:
        if all(row["kind"] != kind for row in found.rows):
            yield Problem(str(found.path), 1, 1, "error", "kind", f"no row has the kind {kind}")
    yield from repeated(found.rows, "word", "kind")
    yield from out_of_order(found.rows, ("kind", "word"))


def _check_crossings(found: Table, rows: Sequence[Row]) -> Iterator[Problem]:
    """The words that cross an alias are those which the lexicon and jieba's dictionary give today."""
    names = {folded for row in rows for folded in fold("\n".join(_surfaces(row))).split("\n")}
    wanted = {alias: ("|".join(left), "|".join(right)) for alias, (left, right) in crossings(names).items()}
    kept = {row["alias"]: (row["left"], row["right"]) for row in found.rows}
    stale = [alias for alias in {**wanted, **kept} if wanted.get(alias) != kept.get(alias)]
    if stale:
        line = next((row.line for row in found.rows if row["alias"] == stale[0]), 1)
        yield Problem(str(found.path), line, 1, "error", "crossings", f"{len(stale)} aliases are not up to date, such as {stale[0]}; run: python -m chipnews.terms.crossings")
    yield from out_of_order(found.rows, ("alias",))
