"""Offset maps between a text and a rewriting of it: values that apply, invert and compose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

__all__ = ["Alignment", "Block"]

Block = tuple[int, int, int, int]
"""(start, end) in the source and (start, end) in the target of one stretch that maps only as a whole."""


@dataclass(frozen=True)
class Alignment:
    """Maps code-point offsets of a source text to a target text and back.

    Text outside the blocks is aligned one code point to one; a block maps as a whole, because a rewriting that
    changes the words (記憶體 -> 内存) has no edges inside.

    Args:
        source_length: code points in the source.
        target_length: code points in the target.
        blocks: sorted, non-overlapping.

    >>> a = Alignment(5, 4, ((1, 4, 1, 3),))
    >>> a.to_target(0, 1), a.to_target(2, 3), a.to_source(3, 4)
    ((0, 1), (1, 3), (4, 5))
    """

    source_length: int
    target_length: int
    blocks: tuple[Block, ...] = ()
    _keys: tuple[list[int], list[int], list[int], list[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        columns = ([b[0] for b in self.blocks], [b[1] for b in self.blocks], [b[2] for b in self.blocks], [b[3] for b in self.blocks])
        object.__setattr__(self, "_keys", columns)

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """The map of a text to a rewriting of equal length, code point by code point.

        >>> Alignment.identity(3).to_target(1, 2)
        (1, 2)
        """
        return cls(length, length)

    @property
    def is_identity(self) -> bool:
        """Whether every offset maps to itself."""
        return self.source_length == self.target_length and all(b[0] == b[2] and b[1] == b[3] for b in self.blocks)

    def to_target(self, start: int, end: int) -> tuple[int, int]:
        """Smallest target span that covers the source span [start, end).

        Args:
            start: first code point.
            end: end, exclusive; an empty span maps to an empty one.

        Raises:
            ValueError: if the span does not lie in the source.
        """
        return _map(start, end, self.source_length, *self._keys)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Smallest source span that covers the target span [start, end).

        Args:
            start: first code point.
            end: end, exclusive; an empty span maps to an empty one.

        Raises:
            ValueError: if the span does not lie in the target.
        """
        s0, s1, t0, t1 = self._keys
        return _map(start, end, self.target_length, t0, t1, s0, s1)

    def inverse(self) -> Alignment:
        """The same map read from target to source."""
        return Alignment(self.target_length, self.source_length, tuple((c, d, a, b) for a, b, c, d in self.blocks))

    def then(self, other: Alignment) -> Alignment:
        """The map that results from this one followed by ``other``, whose source is this map's target.

        Raises:
            ValueError: if the lengths do not meet.
        """
        if self.target_length != other.source_length:
            raise ValueError(f"cannot compose: the first map ends at {self.target_length} code points, the second starts at {other.source_length}")
        if not other.blocks:
            return Alignment(self.source_length, other.target_length, self.blocks)
        # Regions of the middle text that either map treats as a whole, joined where they overlap.
        regions = sorted([(b[2], b[3]) for b in self.blocks] + [(b[0], b[1]) for b in other.blocks])
        joined: list[list[int]] = []
        for start, end in regions:
            if joined and (start < joined[-1][1] or [start, end] == joined[-1]):
                joined[-1][1] = max(joined[-1][1], end)
            else:
                joined.append([start, end])
        blocks = [(*self.to_source(start, end), *other.to_target(start, end)) for start, end in joined]
        return Alignment(self.source_length, other.target_length, tuple(blocks))


def _map(start: int, end: int, length: int, from0: list[int], from1: list[int], to0: list[int], to1: list[int]) -> tuple[int, int]:
    if not 0 <= start <= end <= length:
        raise ValueError(f"span [{start}, {end}) does not lie in a text of {length} code points")
    # The last block that begins at or before `start`; inside it the span widens to the block's edge.
    i = bisect_right(from0, start) - 1
    new_start = start
    if i >= 0:
        new_start = to0[i] if start < from1[i] else to1[i] + start - from1[i]
    if start == end:
        return new_start, new_start
    j = bisect_left(from0, end) - 1
    new_end = end
    if j >= 0:
        new_end = to1[j] if end <= from1[j] else to1[j] + end - from1[j]
    return new_start, max(new_start, new_end)
