"""Words that speak against a name beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipnews.opposition import FACING, opposition, unopposed
from chipnews.terms.entry import Entity, SenseRule
from chipnews.terms.index import Alias, Reading, alternation

APPLE = Entity("apple", "COMPANY", "Apple", {"cn": ("苹果",)})


def reading(*against: str) -> Reading:
    return Reading(APPLE, SenseRule("苹果", "apple", "some", (), against), None, alternation(against) if against else None)


@pytest.mark.parametrize(
    ("text", "word", "around"),
    [
        ("苹果每公斤五元", "公斤", False),
        ("一箱青苹果", "青苹果", True),
        ("苹果发布新机", "", False),
        (f"苹果{'，' * FACING}公斤", "", False),
    ],
    ids=["beside it", "around it", "nothing", "too far away"],
)
def test_the_word_and_whether_it_holds_the_name(text: str, word: str, around: bool) -> None:
    """Within some code points of the name."""
    start = text.index("苹果")
    assert opposition(reading("公斤", "青苹果").against, start, start + 2, text) == (word, around)


def test_a_word_around_the_same_name_elsewhere_says_nothing() -> None:
    """青苹果 speaks of itself alone."""
    assert opposition(reading("青苹果").against, 0, 2, "苹果卖青苹果") == ("", False)


@pytest.mark.parametrize(("text", "free"), [("苹果发布新机", True), ("苹果每公斤五元", False)])
def test_an_alias_is_opposed_by_what_opposes_any_of_its_readings(text: str, free: bool) -> None:
    """A reading without such words takes no harm and does none."""
    assert unopposed(Alias("苹果", (reading(), reading("公斤"))), 0, 2, text) is free


@given(st.text("东印度洋公斤，", max_size=12))
def test_the_characters_beside_a_name_tell_at_once_what_the_words_would(around: str) -> None:
    """Where all words against a name hold it, the characters that may stand beside it spare the search, and change nothing."""
    text = f"{around}印度{around[::-1]}"
    against = reading("印度洋", "东印度", "西印度公司")
    quick = Alias("印度", (against,), opposed=("东西", "洋公"))
    for start in (i for i in range(len(text)) if text.startswith("印度", i)):
        assert unopposed(quick, start, start + 2, text) is unopposed(quick._replace(opposed=None), start, start + 2, text)
