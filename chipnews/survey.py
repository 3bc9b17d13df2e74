"""What a corpus says about the lexicon: which names occur and are read, and which names it lacks.

Both surveys go through the texts once, keep counts and a few contexts only, and say what a person should look at; the
lexicon itself is changed by people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from math import exp
from pathlib import Path
from typing import NamedTuple

from .document import Document, surface_id
from .errors import ChipnewsError, place
from .normalization import fold, script_counts
from .pipeline import Pipeline
from .segmentation import word_weight
from .sources import Columns, read
from .spans import Span
from .terms.entry import COLUMNS, SUPPORT
from .terms.index import CONTEXT, CUE, TELLING, label_cues
from .terms.lexicon import Lexicon

__all__ = ["AliasCount", "Candidate", "Coverage", "cover", "discover", "texts"]

CONTEXTS = 3
"""How many contexts of a candidate are kept."""
AROUND = 14
"""Code points of context on each side."""
FREQUENT = 50.0
"""A short or ordinary name read more often than this in a million characters is to be looked at."""
ORDINARY = 2.0
"""A word that the dictionary has counted this often in a million words is an ordinary one."""
_BRANDS = frozenset({"COMPANY", "PRODUCT"})


def texts(paths: Iterable[str], column: str = "text") -> Iterator[str]:
    """The texts of a corpus one by one: each line of a ``.txt`` file, each record of another file that `chipnews.sources.read` reads, standard input for ``-``.

    Args:
        paths: files.
        column: name of the field or column that holds the text.

    Raises:
        ChipnewsError: naming file and line, for what cannot be read.
    """
    for path in paths:
        if path.lower().endswith(".txt"):
            yield from _lines(path)
            continue
        for item in read([path], Columns(column)):
            if item.text is None:
                raise ChipnewsError(f"{place(item.file, item.line)}: {item.error}")
            yield item.text


def _lines(path: str) -> Iterator[str]:
    try:
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                except UnicodeDecodeError as error:
                    raise ChipnewsError(f"{path}:{number}: not UTF-8 at byte {error.start}; convert it first, for example: iconv -f GB18030 -t UTF-8 (or -f BIG5)") from error
                if text.strip():
                    yield text
    except OSError as error:
        raise ChipnewsError(f"{path}: cannot read the file: {error.strerror or error}") from error


# --- coverage ---------------------------------------------------------------------------------------------------------------


@dataclass
class AliasCount:
    """How one name fared."""

    alias: str
    label: str
    entities: tuple[str, ...]
    guard: str
    """The support that the strictest of its sense rules asks for, or an empty string."""
    found: int = 0
    """Occurrences of its characters."""
    read: int = 0
    """Occurrences that were read as one of its entities."""
    per_million: float | None = None
    """How often the dictionary has counted it among a million words; None for no word of the dictionary."""
    remark: str = ""
    """``never``: does not occur; ``unread``: occurs and is never read; ``ordinary``: a company or product whose name is an ordinary word and that no rule guards;
    ``frequent``: short or an ordinary word, and read more often than most names."""

    @property
    def short(self) -> bool:
        """Whether it has at most two characters or is an ordinary word."""
        return len(self.alias) <= 2 or (self.per_million or 0.0) >= ORDINARY


class Coverage(NamedTuple):
    """How the names of a lexicon fared in a corpus."""

    documents: int
    characters: int
    aliases: list[AliasCount]
    """Every name, the most frequent first."""
    linked: Counter[str]
    """Mentions of listed entities by label."""
    unlinked: Counter[str]
    """Names that no row lists, by label."""


def cover(corpus: Iterable[str], pipeline: Pipeline | None = None) -> Coverage:
    """Count for each name of the lexicon where it occurs and where it is read.

    Args:
        corpus: texts.
        pipeline: the default one, without policy, if None.
    """
    pipeline = pipeline or Pipeline(policy=False)
    index = pipeline._index
    found: Counter[str] = Counter()
    read_as: Counter[str] = Counter()
    linked: Counter[str] = Counter()
    unlinked: Counter[str] = Counter()
    documents = characters = 0
    for text in corpus:
        documents += 1
        characters += len(text)
        folded = fold(text)
        spans: dict[int, list[Span]] = {}
        for span in pipeline.extract(text).spans:
            spans.setdefault(span.start, []).append(span)
            if span.label != "POLICY_ACTION":
                (unlinked if span.entity is None else linked)[span.label] += 1
        for pattern, start, end in index.automaton.find_matches_as_indexes(folded, overlapping=True):
            if pattern >= len(index.guards) or index.guards[pattern] & (CONTEXT | CUE | TELLING):
                continue
            _, alias, _, _ = index.entries[pattern] or index.entry(pattern)
            name = fold(alias.surface)
            found[name] += 1
            ids = [reading.entity.id for reading in alias.readings]
            if any(span.end >= end and span.entity in ids for span in spans.get(start, ())):
                read_as[name] += 1
    listed = _listed(pipeline.lexicon)
    aliases = [_counted(name, listed[name], found[name], read_as[name], characters) for name in index.names]
    return Coverage(documents, characters, sorted(aliases, key=lambda a: (-a.read, -a.found, a.alias)), linked, unlinked)


def _counted(name: str, listed: tuple[str, str, tuple[str, ...], tuple[str, ...]], found: int, read_as: int, characters: int) -> AliasCount:
    surface, label, entities, supports = listed
    guard = max(supports, key=("", *SUPPORT).index)
    weight = word_weight(name) if len(name) <= 4 else None
    count = AliasCount(surface, label, entities, guard, found, read_as, None if weight is None else exp(weight) * 1e6)
    if not found:
        count.remark = "never"
    elif not read_as:
        count.remark = "unread"
    elif not guard and (count.per_million or 0.0) >= ORDINARY and count.label in _BRANDS:
        count.remark = "ordinary"
    elif count.short and read_as / characters * 1e6 > FREQUENT and count.label not in ("GPE", "TECHNOLOGY"):
        count.remark = "frequent"
    return count


def _listed(lexicon: Lexicon) -> dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """By folded name: how the lexicon writes it, the label of the first entity that has it, all that have it, and what their rules ask for."""
    rules = {(fold(rule.alias), rule.entity): rule.support for rule in lexicon.rules}
    listed: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {}
    for id_, label, names in lexicon.named():
        for surface, folded in zip(names, fold("\n".join(names)).split("\n"), strict=False):
            written, first, ids, supports = listed.get(folded, (surface, label, (), ()))
            if id_ not in ids:
                listed[folded] = written, first, (*ids, id_), (*supports, rules.get((folded, id_), ""))
    return listed


# --- discovery ----------------------------------------------------------------------------------------------------------------


@dataclass
class Candidate:
    """A name that no row lists."""

    label: str
    names: Counter[str] = field(default_factory=Counter)
    """By region (``tw``, ``hk``, ``cn``, or ``aliases`` where the text does not tell) and form, with a tab between, how often."""
    texts: int = 0
    contexts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How often it occurs."""
        return self.names.total()

    def to_row(self, id_: str) -> str:
        """A line of an entity file, its contexts in the note."""
        cells = dict.fromkeys(COLUMNS, "")
        forms: dict[str, list[str]] = {}
        seen: set[str] = set()
        for form, _ in sorted(self.names.items(), key=lambda item: (item[0].startswith("aliases\t"), -item[1])):
            region, name = form.split("\t")
            traditional, simplified = script_counts(name)
            if name.isascii() or (simplified if region in ("tw", "hk") else traditional):
                region = "aliases"
            if region != "aliases" or name not in seen:
                forms.setdefault(region, []).append(name)
            seen.add(name)
        cells.update({column: "|".join(dict.fromkeys(names)) for column, names in forms.items()})
        latin = next((name for name in forms.get("aliases", ()) if name.isascii()), "")
        cells.update(id=id_, label=self.label, en=latin or next(iter(forms.values()))[0], source="editor")
        cells["note"] = f"{self.count} times in {self.texts} texts: " + " ／ ".join(self.contexts)
        return "\t".join(cells[column] for column in COLUMNS)


def discover(corpus: Iterable[str], pipeline: Pipeline | None = None, *, least: int = 2, labels: Collection[str] = ()) -> list[Candidate]:
    """The names of a corpus that the lexicon lacks, most frequent first.

    These are the names that the recognisers find by their form, and Latin or quoted names that stand again and again
    beside the words which usually stand near a company, a product or a medium (``lexicons/cues.tsv``).

    Args:
        corpus: texts.
        pipeline: the default one, without policy, if None.
        least: candidates with fewer mentions are left out.
        labels: those that are looked for; none: all.
    """
    pipeline = pipeline or Pipeline(policy=False)
    candidates: dict[str, Candidate] = {}
    for text in corpus:
        document = pipeline.extract(text)
        found: dict[str, list[Span]] = {}
        for span in (*document.spans, *_beside_cues(document)):
            if span.entity is None and (span.source == "pattern" or span.text == span.name) and span.label != "POLICY_ACTION" and (not labels or span.label in labels):
                found.setdefault(surface_id(span), []).append(span)
        region = (document.region or {"Hans": "CN"}.get(document.script or "", "aliases")).lower()
        for id_, spans in found.items():
            candidate = candidates.setdefault(id_, Candidate(spans[0].label))
            candidate.texts += 1
            for span in spans:
                candidate.names[f"{region}\t{' '.join(span.text.split())}"] += 1
            if len(candidate.contexts) < CONTEXTS:
                candidate.contexts.append(_context(text, spans[0]))
    return sorted((c for c in candidates.values() if c.count >= least), key=lambda c: (-c.count, -c.texts, c.label, min(c.names)))


_LATIN_NAME = re.compile(r"(?<![A-Za-z0-9@._/-])[A-Z][A-Za-z0-9]*[A-Za-z0-9](?:[ -][A-Z0-9][A-Za-z0-9]*){0,3}(?![A-Za-z0-9@._/-])")
_ABBREVIATION = re.compile("[A-Z]{1,4}s?|App")
"""CEO, ETF, PCs: such words are seldom names, and the names among them have other forms beside them."""
_QUOTED = re.compile("[「“《]([㐀-鿿A-Za-z0-9·]{2,10})[」”》]")
_NEAR = 6
"""How near a name the word beside it stands, in code points."""


def _beside_cues(document: Document) -> Iterator[Span]:
    """Latin and quoted names outside of all spans, beside a word that tells what they may be."""
    text = document.text
    folded = fold(text)
    taken = bytearray(len(text))
    for span in document.spans:
        taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    for pattern, group in ((_LATIN_NAME, 0), (_QUOTED, 1)):
        for match in pattern.finditer(text):
            start, end = match.span(group)
            if taken.find(1, start, end) >= 0 or _ABBREVIATION.fullmatch(match.group(group)):
                continue
            for label, words in label_cues().items():
                if words.search(folded, max(0, match.start() - _NEAR), match.start()) or words.search(folded, match.end(), match.end() + _NEAR):
                    yield Span(start, end, text[start:end], label, None, text[start:end], "pattern", 0.3)
                    taken[start:end] = b"\x01" * (end - start)
                    break


def _context(text: str, span: Span) -> str:
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    return " ".join(f"{before}[{span.text}]{after}".split())
