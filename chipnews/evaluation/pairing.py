"""Which gold goes with which prediction: documents by text, mentions and acts by place."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from ..errors import FormatError
from .gold import Annotated

__all__ = ["overlap", "pair_documents", "pair_overlapping", "same_words"]


class Placed(Protocol):
    """What has a place."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """Code point after the last."""


P = TypeVar("P", bound=Placed)


def overlap(one: Placed, other: Placed) -> int:
    """Code points that two places share; not positive if none."""
    return min(one.end, other.end) - max(one.start, other.start)


def pair_documents(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Iterator[tuple[Annotated, Annotated]]:
    """Yield each gold document with the prediction for the same text: offsets compare in the same text only. Other predictions are passed over.

    Raises:
        FormatError: if a gold text has no prediction.
    """
    by_text: dict[str, deque[Annotated]] = defaultdict(deque)
    ids = set()
    for document in predicted:
        by_text[document.text].append(document)
        ids.add(document.id)
    for document in gold:
        if not by_text[document.text]:
            why = "the document with that id has another text" if document.id in ids and document.id is not None else "no document has its text"
            raise FormatError(f"there is no prediction for the gold document {document.id!r}: {why}")
        yield document, by_text[document.text].popleft()


def pair_overlapping(gold: Sequence[P], predicted: Sequence[P], alike: Callable[[P, P], bool] = lambda gold, predicted: True) -> list[tuple[int, int]]:
    """Pair places one to one, those that share most first; of equals those that are ``alike``, then the earlier ones."""
    shared = sorted((-overlap(g, p), not alike(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted) if overlap(g, p) > 0)
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    pairs = []
    for _, _, i, j in shared:
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def same_words(one: str, other: str) -> bool:
    """Whether two wordings of a role mean the same: equal, or one inside the other and not of one character; marks and case aside.

    >>> same_words("H20晶片", "H20"), same_words("中國", "中"), same_words("「實體清單」", "實體清單")
    (True, False, True)
    """
    one, other = (re.sub(r"[\W_]+", "", words).casefold() for words in (one, other))
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) > 1 and shorter in longer))
