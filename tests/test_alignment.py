"""Offset maps: laws over arbitrary maps, and a few maps read by eye."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest
from hypothesis import given
from strategies import alignments, chained_alignments, encodable_text

from chipnews.alignment import Alignment
from chipnews.normalization import CONVERSIONS, convert

MEMORY = Alignment(6, 5, ((1, 4, 1, 3),))  # 與記憶體晶片 -> 与内存芯片


def spans(length: int) -> Iterator[tuple[int, int]]:
    """Every non-empty span of a text of this length."""
    return ((start, end) for start in range(length) for end in range(start + 1, length + 1))


def same(first: Alignment, second: Alignment) -> bool:
    """Whether two maps send every span to the same place, both ways."""
    if (first.source_length, first.target_length) != (second.source_length, second.target_length):
        return False
    forth = all(first.to_target(*span) == second.to_target(*span) for span in spans(first.source_length))
    return forth and all(first.to_source(*span) == second.to_source(*span) for span in spans(first.target_length))


def covers(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    """Whether the second span lies in the first."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


# --- laws -------------------------------------------------------------------------------------------------------------


@given(alignments())
def test_span_goes_to_a_span_and_back_to_one_around_it(alignment: Alignment) -> None:
    """A span maps to a non-empty span of the other text, which maps back to a span that contains it."""
    for span in spans(alignment.source_length):
        start, end = alignment.to_target(*span)
        assert 0 <= start < end <= alignment.target_length
        assert covers(alignment.to_source(start, end), span)


@given(alignments())
def test_wider_spans_map_to_wider_spans(alignment: Alignment) -> None:
    """A span inside another maps to a span inside the other's image."""
    for outer in spans(alignment.source_length):
        for inner in ((outer[0], outer[0] + 1), (outer[1] - 1, outer[1])):
            assert covers(alignment.to_target(*outer), alignment.to_target(*inner))


@given(alignments())
def test_whole_text_maps_to_whole_text(alignment: Alignment) -> None:
    """Nothing of either text is left out."""
    assert alignment.to_target(0, alignment.source_length) == (0, alignment.target_length)
    assert alignment.to_source(0, alignment.target_length) == (0, alignment.source_length)


@given(alignments())
def test_images_of_the_code_points_cover_the_target_in_order(alignment: Alignment) -> None:
    """The images of neighbouring code points touch or are one, from the first target offset to the last."""
    reached = 0
    for start in range(alignment.source_length):
        image = alignment.to_target(start, start + 1)
        assert image[0] <= reached <= image[1]
        reached = image[1]
    assert reached == alignment.target_length


@given(alignments())
def test_code_points_outside_blocks_are_aligned_one_to_one(alignment: Alignment) -> None:
    """A code point in no block maps to one code point that maps back to it alone."""
    for start in range(alignment.source_length):
        if not any(block[0] <= start < block[1] for block in alignment.blocks):
            image = alignment.to_target(start, start + 1)
            assert image[1] - image[0] == 1
            assert alignment.to_source(*image) == (start, start + 1)


@given(alignments())
def test_blocks_map_as_a_whole(alignment: Alignment) -> None:
    """Any part of a block maps to the whole of its other side."""
    for s0, s1, t0, t1 in alignment.blocks:
        assert {alignment.to_target(s, s + 1) for s in range(s0, s1)} == {(t0, t1)}
        assert {alignment.to_source(t, t + 1) for t in range(t0, t1)} == {(s0, s1)}


@given(alignments())
def test_inverse_reads_the_map_backwards(alignment: Alignment) -> None:
    """The inverse swaps the two directions."""
    inverse = alignment.inverse()
    assert all(inverse.to_source(*span) == alignment.to_target(*span) for span in spans(alignment.source_length))
    assert all(inverse.to_target(*span) == alignment.to_source(*span) for span in spans(alignment.target_length))


@given(alignments())
def test_inverse_of_inverse_is_the_map(alignment: Alignment) -> None:
    """Turning a map around twice changes nothing."""
    assert alignment.inverse().inverse() == alignment


@given(alignments())
def test_identity_is_neutral_in_composition(alignment: Alignment) -> None:
    """Following or preceding a map by the identity changes nothing."""
    assert same(Alignment.identity(alignment.source_length).then(alignment), alignment)
    assert same(alignment.then(Alignment.identity(alignment.target_length)), alignment)


@given(chained_alignments(2))
def test_composition_covers_both_steps(chain: list[Alignment]) -> None:
    """A composed map sends a span to a span that holds what the two maps one after the other would give."""
    first, second = chain
    composed = first.then(second)
    assert (composed.source_length, composed.target_length) == (first.source_length, second.target_length)
    for span in spans(first.source_length):
        assert covers(composed.to_target(*span), second.to_target(*first.to_target(*span)))
    for span in spans(second.target_length):
        assert covers(composed.to_source(*span), first.to_source(*second.to_source(*span)))


@given(chained_alignments(2))
def test_composed_spans_return_to_spans_around_them(chain: list[Alignment]) -> None:
    """The law of going and coming back holds for composed maps too."""
    composed = chain[0].then(chain[1])
    for span in spans(composed.source_length):
        assert covers(composed.to_source(*composed.to_target(*span)), span)


@given(chained_alignments(3))
def test_composition_is_associative(chain: list[Alignment]) -> None:
    """It does not matter which two of three maps are joined first."""
    first, second, third = chain
    assert same(first.then(second).then(third), first.then(second.then(third)))


@given(chained_alignments(2))
def test_inverse_of_composition_is_composition_of_inverses(chain: list[Alignment]) -> None:
    """Going back over two maps takes the last one first."""
    first, second = chain
    assert same(first.then(second).inverse(), second.inverse().then(first.inverse()))


@pytest.mark.parametrize("conversion", CONVERSIONS)
@given(text=encodable_text())
def test_conversion_covers_text_and_result(conversion: str, text: str) -> None:
    """A conversion's map spans the text and the result, with blocks in order and equal gaps between them."""
    result, alignment = convert(text, conversion)
    assert (alignment.source_length, alignment.target_length) == (len(text), len(result))
    for before, after in zip(alignment.blocks, alignment.blocks[1:], strict=False):
        assert before[1] <= after[0]
        assert before[3] <= after[2]
        assert after[0] - before[1] == after[2] - before[3]


# --- by eye -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("span", [(0, 0), (0, 7), (2, 5), (7, 7)])
def test_identity_maps_every_span_to_itself(span: tuple[int, int]) -> None:
    """The identity leaves offsets alone, empty spans included."""
    identity = Alignment.identity(7)
    assert identity.is_identity
    assert identity.to_target(*span) == identity.to_source(*span) == span


@pytest.mark.parametrize(
    ("source", "target"),
    [((0, 1), (0, 1)), ((1, 4), (1, 3)), ((2, 3), (1, 3)), ((0, 2), (0, 3)), ((3, 5), (1, 4)), ((4, 6), (3, 5)), ((0, 6), (0, 5))],
)
def test_block_widens_to_its_edges(source: tuple[int, int], target: tuple[int, int]) -> None:
    """Spans that touch the inside of a block take all of it, spans beside it shift."""
    assert MEMORY.to_target(*source) == target


def test_a_map_with_blocks_of_equal_place_is_an_identity_in_offsets() -> None:
    """Only a shift makes a map other than the identity."""
    assert Alignment(4, 4, ((1, 3, 1, 3),)).is_identity
    assert not MEMORY.is_identity
    assert not Alignment(4, 4, ((0, 1, 0, 2), (2, 4, 3, 4))).is_identity


def test_dropped_code_point_leaves_its_neighbours() -> None:
    """A stretch that was dropped maps to nothing, and what stood beside it still stands there."""
    dropped = Alignment(3, 2, ((1, 2, 1, 1),))
    assert dropped.to_target(1, 2) == (1, 1)
    assert dropped.to_target(0, 3) == (0, 2)
    assert [dropped.to_source(0, 1), dropped.to_source(1, 2), dropped.to_source(0, 2)] == [(0, 1), (2, 3), (0, 3)]


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 7), (7, 7)])
def test_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    """A span that does not lie in the text is a ValueError that tells the length."""
    with pytest.raises(ValueError, match="6 code points"):
        MEMORY.to_target(*span)


def test_target_span_is_held_against_the_target() -> None:
    """The other direction has the other length."""
    assert MEMORY.to_source(0, 5) == (0, 6)
    with pytest.raises(ValueError, match="5 code points"):
        MEMORY.to_source(0, 6)


def test_maps_that_do_not_meet_are_refused() -> None:
    """Composition needs the second map to start from the first one's target."""
    with pytest.raises(ValueError, match="ends at 5 code points, the second starts at 6"):
        MEMORY.then(MEMORY)


def test_map_is_a_value() -> None:
    """Maps compare by content, pickle, hash and refuse changes."""
    copy = pickle.loads(pickle.dumps(MEMORY))
    assert copy == MEMORY
    assert hash(copy) == hash(MEMORY)
    assert copy.to_target(2, 3) == (1, 3)
    with pytest.raises(AttributeError):
        MEMORY.source_length = 9  # type: ignore[misc]
