"""The journey of a text: normalise, match, disambiguate, frame."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import NamedTuple

from . import segmentation
from .disambiguation import Choice, choose
from .document import Document, PolicyAction
from .identity import link_local_aliases
from .matching import Found, Rejected, find
from .normalization import Normalized, convert, fold, fold_and_count, resolve_target, squeeze
from .policy.frames import Frame, frames
from .policy.tables import PolicyTables
from .recognizers.recognize import recognize
from .regex import lazy
from .script import ScriptGuess, by_region, guess_home, guess_script, script_and_region
from .segmentation import Word
from .spans import Span, add_statements
from .terms.entry import Entity
from .terms.index import Index
from .terms.lexicon import Lexicon

__all__ = ["Explanation", "Pipeline", "Verdict", "default_pipeline", "pipeline_with"]

BATCH = 16
"""How many texts a stream reads ahead."""

Item = str | tuple[str | int | None, str]
"""A text, or a pair of an id and a text."""


@dataclass(frozen=True)
class Verdict:
    """One candidate and what became of it."""

    start: int
    end: int
    text: str
    entity: str | None
    """Id of the entity it was read as, or None if it lost."""
    reason: str


@dataclass(frozen=True)
class Explanation:
    """Every candidate of a text, winners and losers, with the reasons; ``str()`` gives a table."""

    document: Document
    """What `Pipeline.extract` gives for the text."""
    verdicts: tuple[Verdict, ...]
    """Every candidate, sorted by start, the winner of a place before those that lost it."""
    actions: tuple[tuple[PolicyAction, tuple[str, ...]], ...]
    """Each policy action of the document with the reasons of its fields."""

    def __str__(self) -> str:
        lines = [f"script {self.document.script}, region {self.document.region}"]
        for v in self.verdicts:
            lines.append(f"{v.start:>6}-{v.end:<6} {'+' if v.entity else '-'} {v.text}  {v.entity or ''}  {v.reason}")
        for action, reasons in self.actions:
            lines.append(f"{action.start:>6}-{action.end:<6} ! {action.text}  {action.type} {action.direction} {action.status}")
            lines += [f"{'':>16} {reason}" for reason in reasons]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from .display.html import explanation_fragment

        return explanation_fragment(self)


class _Searched(NamedTuple):
    """A text and what the automaton finds in it."""

    text: str
    matched: str
    """Folded and squeezed: all code points inside are of this."""
    original: str
    """The characters before folding, at the same places."""
    kept: list[int] | None
    """Where in the text they stand, if some were dropped."""
    scripts: tuple[int, int]
    """How many characters are Traditional and Simplified alone."""
    found: Found
    telling: dict[str, list[str]]
    """By region the names and words that it uses and others do not."""


class Pipeline:
    """Extracts entities and policy actions. Immutable, thread-safe, picklable.

    Args:
        lexicon: the names to know; the shipped lexicon if None.
        policy: whether policy actions are framed too.

    >>> pipeline = Pipeline(policy=False)
    >>> [(s.text, s.name) for s in pipeline.extract("英伟达与輝達是同一家公司").companies]
    [('英伟达', 'NVIDIA'), ('輝達', 'NVIDIA')]
    """

    def __init__(self, lexicon: Lexicon | None = None, *, policy: bool = True) -> None:
        if lexicon is not None and not isinstance(lexicon, Lexicon):
            raise TypeError(f"lexicon must be a chipnews.Lexicon, not {type(lexicon).__name__}; read a file with chipnews.Lexicon.read(path)")
        self.policy = policy
        with _no_collection():
            self.lexicon = Lexicon.default() if lexicon is None else lexicon
            self._index = Index.of(self.lexicon)
            self._tables = PolicyTables.default() if policy else None

        self._sealed = True

    def __setattr__(self, name: str, value: object) -> None:
        if self.__dict__.get("_sealed"):
            raise AttributeError(f"a Pipeline cannot be changed; build another one instead of setting {name!r}")
        super().__setattr__(name, value)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (None if self.lexicon is Lexicon.default() else self.lexicon, self.policy)

    def __repr__(self) -> str:
        return f"Pipeline({self.lexicon!r}, policy={self.policy})"

    def extract(self, text: str, *, id: str | int | None = None) -> Document:
        """Find the entities and policy actions of a text.

        Args:
            text: any string; it stays as it is, and every offset is a code point of it.
            id: carried into the document.

        Raises:
            TypeError: if ``text`` is no string. No string raises.
        """
        return next(self._answers([(id, self._search(text))]))[0]

    def pipe(self, texts: Iterable[Item], *, batch_size: int = BATCH) -> Iterator[Document]:
        """Extract from a stream, one document out for each text in, in order.

        Args:
            texts: strings, or pairs of an id and a string.
            batch_size: how many texts are read before the first of them is answered. They take each step together, which saves a
                tenth of the time, since the processor then holds what the step works with; 1 for a stream that is alive.

        Raises:
            TypeError: for one string instead of several, or for an item that is neither a string nor such a pair.
            ValueError: for a batch size below 1.

        >>> [doc.id for doc in Pipeline(policy=False).pipe([("a-1", "英伟达"), ("a-2", "輝達")])]
        ['a-1', 'a-2']
        """
        if isinstance(texts, str):
            raise TypeError("pipe takes several texts; for one, call extract, or put it in a list")
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, not {batch_size}")
        return self._stream(iter(texts), batch_size)

    def _stream(self, texts: Iterator[Item], batch_size: int) -> Iterator[Document]:
        fault = None
        while fault is None:
            batch: list[tuple[str | int | None, _Searched]] = []
            try:
                for item in islice(texts, batch_size):
                    id_, text = _id_and_text(item)
                    batch.append((id_, self._search(text)))
            except Exception as error:  # raised when what was read before it has been answered
                fault = error
            for document, _, _ in self._answers(batch):
                yield document
            if fault is None and len(batch) < batch_size:
                return
        raise fault

    def explain(self, text: str) -> Explanation:
        """Show what was found, what lost, and why.

        Args:
            text: any string.

        Raises:
            TypeError: if ``text`` is no string.

        >>> [(v.text, v.entity, v.reason) for v in Pipeline(policy=False).explain("高通膨").verdicts]
        [('高通', None, 'the word 通膨 crosses its edge; likeliest cutting: 高 通膨')]
        """
        rejected: list[Rejected] = []
        searched = self._search(text, rejected)
        document, choices, found = next(self._answers([(None, searched)], rejected))

        def verdict(place: tuple[int, int], entity: str | None, reason: str) -> Verdict:
            start, end = _original(*place, searched.kept)
            return Verdict(start, end, text[start:end], entity, reason)

        verdicts = [verdict((c.start, c.end), c.entity.id or "unlinked", "; ".join(c.reasons) or "the lexicon lists it") for c in choices]
        verdicts += [verdict((r.start, r.end), None, r.reason) for r in rejected]
        verdicts.sort(key=lambda v: (v.start, -v.end, v.entity is None, v.reason))
        return Explanation(document, tuple(verdicts), tuple((a, f.reasons) for a, f in zip(document.actions, found, strict=True)))

    def normalize(self, text: str, to: str = "zh-Hans") -> Normalized:
        """Rewrite a text in another script or region, or fold it for matching; names of the lexicon are protected.

        A protected name (of a company, product, agency, person, law or medium) changes script only, by the spelling its entity lists or else character by character, and
        never by vocabulary (字节跳动 becomes 字節跳動, not 位元組跳動).

        Args:
            text: any string.
            to: ``zh-Hans``, ``zh-Hant``, ``zh-Hant-TW``, ``zh-Hant-HK`` (script), ``fold`` (the length-preserving form that matching uses),
                or a conversion of opencc-python-reimplemented by name: t2s, tw2s, tw2sp, hk2s, s2t, s2tw, s2twp, s2hk.

        Returns:
            The text and the `chipnews.alignment.Alignment` that maps spans of ``text`` to it and back.

        Raises:
            ValueError: for another ``to``.
        """
        _check_text(text)
        conversion = resolve_target(to)
        if conversion == "fold":
            from .alignment import Alignment

            return Normalized(fold(text), Alignment.identity(len(text)))
        script = "t2s" if conversion.endswith(("s", "sp")) else "s2t"
        keep = [(s.start, s.end, self._spelling(s, script, conversion)) for s in self._spans(text) if s.parent is None and s.label in _PROTECTED]
        return convert(text, conversion, keep)

    def detect_script(self, text: str) -> ScriptGuess:
        """Tell the script of a text and whose press it reads like, with the evidence.

        Args:
            text: any string.

        Raises:
            TypeError: if ``text`` is no string.
        """
        return guess_script(text, self._search(text).telling)

    def segment(self, text: str) -> list[Word]:
        """Cut a text into words; names of the lexicon stay whole.

        Args:
            text: any string.

        Returns:
            Words that together are the text, with code-point offsets; runs of white space are words too.

        Raises:
            TypeError: if ``text`` is no string.

        >>> [word.text for word in Pipeline(policy=False).segment("對華為出口GB300 NVL72")]
        ['對', '華為', '出口', 'GB300 NVL72']
        """
        _check_text(text)
        names = [(span.start, span.end) for span in self._spans(text) if span.parent is None]
        return [Word(text[start:end], start, end) for _, start, end in segmentation.cut(fold(text), names)]

    def _is_private(self, entity: Entity) -> bool:
        """Whether a person acts for a company rather than a public body."""
        parent = self.lexicon.get(entity.parent) if entity.parent else None
        return entity.label == "PERSON" and parent is not None and parent.label == "COMPANY"

    def _spelling(self, span: Span, script: str, conversion: str) -> str:
        folded = fold(span.text)
        entity = self.lexicon[span.entity] if span.entity else None
        if entity is not None:
            regions = ("cn",) if script == "t2s" else ("hk", "tw") if conversion == "s2hk" else ("tw", "hk")
            for form in (form for region in regions for form in entity.names.get(region, ())):
                if fold(form) == folded:
                    return form
        return convert(span.text, script).text

    def _spans(self, text: str) -> list[Span]:
        searched = self._search(text)
        return _to_spans(_names(searched.matched, searched.original, searched.found, None), text, searched.kept)

    def _search(self, text: str, rejected: list[Rejected] | None = None) -> _Searched:
        """The first part of the journey."""
        _check_text(text)
        folded, scripts = fold_and_count(_NAME_DOT.sub("·", text) if "．" in text else text)
        matched, kept = squeeze(folded)
        original = text if kept is None else "".join(text[i] for i in kept)
        found = find(matched, original, self._index, rejected)
        return _Searched(text, matched, original, kept, scripts, found, _telling(found))

    def _answers(self, batch: Sequence[tuple[str | int | None, _Searched]], rejected: list[Rejected] | None = None) -> Iterator[tuple[Document, list[Choice], list[Frame]]]:
        """The rest of the journey of some texts with their ids, all of them at each step, since the processor then holds what the step works with."""
        written = [script_and_region(s.scripts, s.telling) for _, s in batch]
        named = [_names(s.matched, s.original, s.found, guess_home(s.telling, script), rejected) for (_, s), (script, _) in zip(batch, written, strict=True)]
        framed = [frames(s.matched, choices, s.found.policy, self._tables, self._is_private) if self._tables is not None else [] for (_, s), choices in zip(batch, named, strict=True)]
        for (id_, searched), (script, region), choices, acts in zip(batch, written, named, framed, strict=True):
            text, kept = searched.text, searched.kept
            actions, spans = _to_actions(acts, _to_spans(choices, text, kept), text, kept)
            yield Document(text, tuple(spans), actions, id_, script, region), choices, acts


def _names(matched: str, original: str, found: Found, home: str | None, rejected: list[Rejected] | None = None) -> list[Choice]:
    """The names of a text: those the lexicon lists, those it does not, and the short forms that the text itself introduces."""
    listed = choose(found.candidates, matched, home, rejected)
    return link_local_aliases(matched, original, recognize(matched, original, found.cues, listed, rejected), rejected)


def _telling(found: Found) -> dict[str, list[str]]:
    """By region the names and words that it uses and others do not, as the lexicon writes them."""
    telling = {(alias.region, alias.surface) for alias in found.telling}
    telling.update([(alias.region, alias.surface) for _, _, alias in found.candidates if alias.region])
    return by_region(telling)


def _id_and_text(item: Item) -> tuple[str | int | None, str]:
    if isinstance(item, str):
        return None, item
    if not isinstance(item, tuple) or len(item) != 2:
        raise TypeError(f"pipe takes a str or a pair of an id and a str, not {type(item).__name__}: {item!r:.80}")
    if not isinstance(item[1], str):
        raise TypeError(f"the text with the id {item[0]!r} must be a str, not {type(item[1]).__name__}")
    return item


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}; decode bytes first, or pass each text of a list to Pipeline.pipe")


def _original(start: int, end: int, kept: list[int] | None) -> tuple[int, int]:
    return (start, end) if kept is None else (kept[start], kept[end - 1] + 1)


def _to_spans(choices: Sequence[Choice], text: str, kept: list[int] | None) -> list[Span]:
    spans: list[Span] = []
    make: Callable[[tuple[object, ...]], Span] = partial(tuple.__new__, Span)  # a third of the constructor's time, for one span in every thirty characters
    outer, reach = 0, 0
    for index, (start, end, entity, score, _, source) in enumerate(choices):
        if kept is not None:
            start, end = kept[start], kept[end - 1] + 1
        parent = outer if start < reach else None
        if parent is None:
            outer, reach = index, end
        spans.append(make((start, end, text[start:end], entity.label, entity.id or None, entity.name if entity.id or source != "lexicon" else text[start:end], source, score, parent)))
    return spans


def _to_actions(found: Sequence[Frame], spans: list[Span], text: str, kept: list[int] | None) -> tuple[tuple[PolicyAction, ...], list[Span]]:
    """Frames as actions of spans; the triggers and the noun phrases they are about join the spans."""
    if not found:
        return (), spans

    def trigger(frame: Frame) -> Span:
        start, end = _original(frame.start, frame.end, kept)
        return Span(start, end, text[start:end], "POLICY_ACTION", None, frame.type, "pattern", frame.score)

    def phrase(place: tuple[int, int]) -> Span:
        start, end = _original(*place, kept)
        return Span(start, end, text[start:end], "TECHNOLOGY", None, text[start:end], "phrase", 0.5)

    triggers = [trigger(frame) for frame in found]
    phrases = [tuple(phrase(place) for place in frame.phrases) for frame in found]
    parties = [tuple(phrase(place) for place in frame.parties) for frame in found]
    ordered, shift = add_statements(spans, [*triggers, *(span for group in (*phrases, *parties) for span in group)])

    def spans_of(indices: Sequence[int]) -> tuple[Span, ...]:
        return tuple(ordered[shift(i)] for i in indices)

    def span_of(index: int | None) -> Span | None:
        return None if index is None else spans_of([index])[0]

    def words_at(place: tuple[int, int] | None) -> str | None:
        return None if place is None else text[slice(*_original(*place, kept))]

    actions = tuple(
        PolicyAction(
            head.start,
            head.end,
            head.text,
            frame.type,
            frame.direction,
            frame.status,
            frame.negated,
            words_at(frame.condition),
            spans_of(frame.actor),
            (*spans_of(frame.target), *upon),
            (*spans_of(frame.object), *about),
            span_of(frame.instrument),
            spans_of(frame.destination),
            words_at(frame.amount),
            words_at(frame.start_date),
            words_at(frame.end_date),
            _original(*frame.extent, kept),
            frame.condition_kind,
            None if frame.condition is None else _original(*frame.condition, kept),
            frame.evidence,
            span_of(frame.source),
        )
        for frame, head, about, upon in zip(found, triggers, phrases, parties, strict=True)
    )
    return actions, ordered


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the cyclic garbage collector, which would walk the growing lexicon again and again, at a third of the cost."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


_NAME_DOT = lazy("(?<=[㐀-鿿])．(?=[㐀-鿿])")
"""A full-width stop between Chinese characters, which is the dot of a foreign name (約翰．穆勒納爾), where between digits it is a point."""
_PROTECTED = frozenset({"AGENCY", "COMPANY", "INSTRUMENT", "MEDIA", "PERSON", "PRODUCT"})
"""Labels of proper names. Regional words for goods and countries are vocabulary, and a conversion of vocabulary converts them."""


def _rebuild(lexicon: Lexicon | None, policy: bool) -> Pipeline:
    return Pipeline(lexicon, policy=policy)


@cache
def default_pipeline() -> Pipeline:
    """The pipeline behind `chipnews.extract`, built at first use."""
    return Pipeline()


def pipeline_with(own: Iterable[str], policy: bool = True) -> Pipeline:
    """A pipeline of the shipped lexicon with files and folders of a user's own on top; the shared one where there are none.

    Args:
        own: paths, as `Lexicon.read` takes them.
        policy: whether policy actions are framed too.

    Raises:
        LexiconError: for a file that cannot be read as a lexicon.
    """
    own = tuple(own)
    if policy and not own:
        return default_pipeline()
    return Pipeline(sum(map(Lexicon.read, own), Lexicon.default()), policy=policy)
