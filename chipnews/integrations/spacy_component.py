"""A spaCy component and a tokenizer whose words never cut a name.

spaCy (https://spacy.io/api) finds both through entry points, so that after ``import spacy`` alone::

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "chipnews.Tokenizer.v1"}}})
    nlp.add_pipe("chipnews")

The annotation of a `Doc` lies in ``doc.user_data["chipnews"]`` as JSON, so that it survives processes, pickle and ``DocBin(store_user_data=True)``;
``doc._.chipnews`` reads it as a `chipnews.Document`.
"""

# Without `from __future__ import annotations`: spaCy checks the config of a component against the types themselves.

import json
import warnings
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from .. import segmentation
from ..document import Document, surface_id
from ..normalization import fold
from ..pipeline import Pipeline, pipeline_with
from ..spans import Span

__all__ = ["Component", "MisalignedWarning", "Tokenizer", "make_component", "make_tokenizer"]

KEY = "chipnews"
"""Name of the component, of the spans and of the JSON in ``doc.user_data``."""

ENTS_RULES = (None, "outermost")


class MisalignedWarning(UserWarning):
    """Some spans have an edge inside a token, where spaCy can hold no span."""


class Component:
    """Puts the spans of a text into ``doc.spans``, overlaps kept, and the whole annotation into ``doc._.chipnews``.

    A span of spaCy has the label, as ``kb_id_`` the entity's id, and as ``id_`` the same or, for a name that no lexicon
    holds, its `surface_id`; a POLICY_ACTION has its type there. A span that does not fit the tokens stays in
    ``doc._.chipnews``, is listed in ``doc._.chipnews_misaligned``, and is told by a `MisalignedWarning`.

    Args:
        pipeline: does the work.
        spans_key: key in ``doc.spans``.
        ents: ``"outermost"`` also sets ``doc.ents`` by that rule (see `Document.ents`): the names, of those that nest
            the outer one, in place of older entities that overlap with them. None leaves ``doc.ents`` alone.

    Raises:
        ValueError: for a rule that does not exist.
    """

    def __init__(self, pipeline: Pipeline, spans_key: str = KEY, ents: str | None = None) -> None:
        if ents not in ENTS_RULES:
            raise ValueError(f"ents is {ents!r}; write None, to leave doc.ents alone, or 'outermost'")
        self.pipeline, self.spans_key, self.ents = pipeline, spans_key, ents

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a document in place."""
        document = self.pipeline.extract(doc.text)
        found = [_char_span(doc, span) for span in document.spans]
        doc.spans[self.spans_key] = [span for span in found if span is not None]
        if self.ents is not None:
            outermost = set(document.ents)
            names = [span for ours, span in zip(document.spans, found, strict=True) if span is not None and ours in outermost]
            taken = {token for span in names for token in range(span.start, span.end)}
            doc.ents = sorted([*names, *(ent for ent in doc.ents if taken.isdisjoint(range(ent.start, ent.end)))], key=lambda ent: ent.start)
        doc.user_data[KEY] = document.to_json()
        misaligned = [ours for ours, span in zip(document.spans, found, strict=True) if span is None]
        if misaligned:
            some = "、".join(span.text for span in misaligned[:5])
            warnings.warn(
                f"{len(misaligned)} of {len(found)} spans ({some}{'…' if misaligned[5:] else ''}) have an edge inside a token and are not in doc.spans; "
                'they are in doc._.chipnews and listed in doc._.chipnews_misaligned. No name is cut by the tokenizer "chipnews.Tokenizer.v1"',
                MisalignedWarning,
                stacklevel=2,
            )
        return doc


def _char_span(doc: Doc, span: Span) -> SpacySpan | None:
    if span.label == "POLICY_ACTION":
        id_ = span.name or ""
    else:
        id_ = span.entity or surface_id(span)
    return doc.char_span(span.start, span.end, label=span.label, kb_id=span.entity or "", span_id=id_)


class Tokenizer(DummyTokenizer):
    """Cuts a text into words as `Pipeline.segment` does, and at every edge of every span, nested ones included.

    No span of the same pipeline is then lost to ``doc.char_span`` giving None. ``doc.text`` is the text as given.

    Args:
        vocab: of the language.
        pipeline: finds the names.
    """

    def __init__(self, vocab: Vocab, pipeline: Pipeline) -> None:
        self.vocab, self.pipeline = vocab, pipeline

    def __call__(self, text: str) -> Doc:
        """Cut a text."""
        document = self.pipeline.extract(text)
        outer = [(span.start, span.end) for span in document.ents]
        edges = {edge for span in document.spans for edge in (span.start, span.end)}
        words: list[str] = []
        spaces: list[bool] = []
        for _, start, end in segmentation.cut(fold(text), outer):
            for low, high in _pieces(start, end, edges):
                word = text[low:high]
                if word[0] == " " and spaces and not spaces[-1] and not words[-1].isspace():  # spaCy keeps one blank with the word before it
                    spaces[-1], word = True, word[1:]
                if word:
                    words.append(word)
                    spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def __reduce__(self) -> tuple[Any, ...]:
        return Tokenizer, (self.vocab, self.pipeline)


def _pieces(start: int, end: int, edges: set[int]) -> Iterable[tuple[int, int]]:
    places = [start, *(place for place in range(start + 1, end) if place in edges), end]
    return pairwise(places)


_pipeline = lru_cache(maxsize=8)(pipeline_with)
"""One pipeline for a tokenizer and a component of the same options."""


@Language.factory(KEY, default_config={"lexicons": [], "policy": True, "spans_key": KEY, "ents": None}, assigns=["doc.spans", "doc._.chipnews"])
def make_component(nlp: Language, name: str, lexicons: list[str], policy: bool, spans_key: str, ents: str | None) -> Component:
    """Make the component from its config.

    Args:
        nlp: the spaCy pipeline.
        name: of the component in it.
        lexicons: paths of files or folders that are added to the shipped lexicon; see `Lexicon.read`.
        policy: whether policy actions are framed too.
        spans_key: see `Component`.
        ents: see `Component`.
    """
    return Component(_pipeline(tuple(lexicons), policy), spans_key, ents)


def make_tokenizer(lexicons: list[str] | None = None, policy: bool = True) -> Callable[[Language], Tokenizer]:
    """Make the tokenizer ``chipnews.Tokenizer.v1`` from its config; its name is in the entry points.

    Args:
        lexicons: as for the component, which should have the same.
        policy: as for the component.
    """

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(nlp.vocab, _pipeline(tuple(lexicons or ()), policy))

    return make


def _document(doc: Doc) -> Document | None:
    """The annotation of a document, or None where the component has not been."""
    return Document.from_dict(json.loads(doc.user_data[KEY])) if KEY in doc.user_data else None


def _misaligned(doc: Doc) -> tuple[Span, ...]:
    document = _document(doc)
    return () if document is None else tuple(span for span in document.spans if doc.char_span(span.start, span.end) is None)


Doc.set_extension("chipnews", getter=_document, force=True)
Doc.set_extension("chipnews_misaligned", getter=_misaligned, force=True)
