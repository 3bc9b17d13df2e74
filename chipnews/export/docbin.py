"""spaCy's DocBin: tokens of one code point, so that no span is lost to a token that it cuts. Offsets are tokens, hence code points.

``doc.spans["chipnews"]`` holds every span with its label and entity (``kb_id_``), ``doc.ents`` the outermost names. The whole
document stands as JSON in ``doc.user_data["chipnews"]``, so that nothing is lost; only the text that spaCy sees has U+FFFD in place of lone surrogates.
A DocBin is one block that spaCy reads at once: for a large archive annotate its parts into one file each.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ..document import Document
from ..errors import FormatError, SchemaError
from .annotations import encodable, labelled

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["read", "to_doc", "write"]

KEY = "chipnews"
"""Name of the span group, and key of the document in ``user_data``."""


def to_doc(document: Document, vocab: Vocab, lost: Counter[str] | None = None) -> Doc:
    """A document as spaCy's own, with a token for each code point."""
    from spacy.tokens import Doc, Span

    words = list(encodable(document.text, Counter() if lost is None else lost))
    doc = Doc(vocab, words=words, spaces=[False] * len(words))

    def span(place: int) -> Span:
        start, end, _, label, entity, *_ = document.spans[place]
        return Span(doc, start, end, label=label, kb_id=entity or "")

    doc.spans[KEY] = [span(place) for place in range(len(document.spans))]
    doc.set_ents([span(place) for place, one in enumerate(document.spans) if one.parent is None and one.label != "POLICY_ACTION"])
    doc.user_data[KEY] = document.to_json()
    return doc


def write(documents: Iterable[Document], target: IO[bytes], lost: Counter[str]) -> None:
    """Write one DocBin; it is held in memory until it is whole."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    docs = DocBin(store_user_data=True)
    for document in documents:
        docs.add(to_doc(document, vocab, lost))
    target.write(docs.to_bytes())


def read(path: Path) -> Iterator[Document]:
    """Read a DocBin: the documents that `write` put into it, or else the span group ``chipnews``, or else the entities.

    Raises:
        FormatError: if the file is no DocBin, or holds a document of a version this reader does not know.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    from ..spans import Span as Ours

    try:
        docs = list(DocBin().from_bytes(path.read_bytes()).get_docs(Vocab()))
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(f"cannot read the file as a DocBin: {error}", file=str(path)) from error
    for number, doc in enumerate(docs, 1):
        if KEY in doc.user_data:
            try:
                yield Document.from_dict(json.loads(doc.user_data[KEY]))
            except SchemaError as error:
                raise FormatError(str(error), file=str(path), line=number) from error
        else:
            spans = [Ours(s.start_char, s.end_char, s.text, s.label_, s.kb_id_ or None) for s in doc.spans.get(KEY, doc.ents)]
            yield labelled(doc.text, spans, None, file=str(path), line=number)
