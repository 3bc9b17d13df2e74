"""Which script a text is in, and whose press it reads like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SIMPLIFIED, TRADITIONAL, mixed_text

import chipnews
from chipnews.normalization import script_counts
from chipnews.script import MIXED_SHARE, ScriptGuess, by_region, guess_script

NOTHING = ScriptGuess(None, None, ())


@pytest.mark.parametrize("text", ["", " \n", "NVIDIA H200, 2025", "中文", "😀\ud800\x00"])
def test_text_without_telling_characters_tells_nothing(text: str) -> None:
    """Characters that both scripts share are no evidence."""
    assert guess_script(text, {}) == NOTHING


def test_traditional_words_tell_the_script_but_not_the_region() -> None:
    """Without a word that one region alone uses, a Traditional text may come from anywhere."""
    assert guess_script("記者說過這樣的話", {})[:2] == ("Hant", None)


def test_simplified_text_is_mainland_text() -> None:
    """Simplified script settles the region whatever words a quotation brings."""
    assert guess_script("记者说过这样的话", {"TW": ["川普"]})[:2] == ("Hans", "CN")


@pytest.mark.parametrize(
    ("telling", "region"),
    [
        ([("TW", "軟體")], "TW"),
        ([("HK", "軟件")], "HK"),
        ([("TW", "軟體"), ("TW", "網路"), ("HK", "軟件")], "TW"),
        ([("TW", "軟體"), ("HK", "軟件")], None),
        ([("TW", "軟體"), ("TW", "軟體"), ("HK", "軟件")], None),
        ([("HK", "內地"), ("HK", "本港"), ("TW", "軟體"), ("TW", "軟體"), ("TW", "軟體")], "HK"),
    ],
)
def test_the_region_with_more_different_words_wins(telling: list[tuple[str, str]], region: str | None) -> None:
    """A word counts once however often it comes, and a tie tells nothing."""
    assert guess_script("這個說法", by_region(set(telling))).region == region


def test_evidence_names_counts_and_words() -> None:
    """The guess can be checked by what it rests on."""
    evidence = guess_script("輝達的軟體", by_region({("TW", "輝達"), ("TW", "軟體")})).evidence
    assert evidence == ("4 Traditional and 0 Simplified characters", "TW: 軟體 輝達")


def test_mixed_text_is_called_mixed() -> None:
    """Two scripts side by side are neither."""
    guess = guess_script("輝達說他們會發展，英伟达说他们会发展", {})
    assert guess.script == "mixed"


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_share_of_the_rarer_script_decides(traditional: int, simplified: int) -> None:
    """A few stray characters leave the script, a share of 15 % makes the text mixed."""
    script = guess_script("說" * traditional + "说" * simplified, {}).script
    if not traditional + simplified:
        assert script is None
    elif min(traditional, simplified) >= MIXED_SHARE * (traditional + simplified):
        assert script == "mixed"
    else:
        assert script == ("Hant" if traditional > simplified else "Hans")


@given(st.permutations([("TW", "軟體"), ("TW", "網路"), ("HK", "軟件"), ("HK", "內地"), ("HK CN", "本港")]))
def test_order_of_words_does_not_matter(telling: list[tuple[str, str]]) -> None:
    """The same words in any order give the same guess with the same evidence."""
    assert guess_script("這個說法", by_region(telling)) == guess_script("這個說法", by_region(sorted(telling)))


@given(mixed_text())
def test_no_text_is_refused(text: str) -> None:
    """Any string gets a guess whose script rests on its characters."""
    guess = chipnews.detect_script(text)
    assert (guess.script is None) == (script_counts(text) == (0, 0))
    assert guess.region in (None, "TW", "HK", "CN")
    assert (guess.script is None) == (guess.evidence == ())


@given(st.text(alphabet=TRADITIONAL, min_size=1, max_size=30))
def test_traditional_characters_never_read_as_simplified(text: str) -> None:
    """Text of Traditional characters is Traditional, or tells nothing."""
    assert chipnews.detect_script(text).script in ("Hant", None)


@given(st.text(alphabet=SIMPLIFIED, min_size=1, max_size=30))
def test_simplified_characters_never_read_as_traditional(text: str) -> None:
    """Text of Simplified characters is Simplified, or tells nothing."""
    assert chipnews.detect_script(text).script in ("Hans", None)


@pytest.mark.parametrize(
    ("text", "script", "region"),
    [
        ("輝達的記憶體供應商說，軟體團隊會支援伺服器客戶", "Hant", "TW"),
        ("英偉達在內地的軟件業務，本港分析員指網絡需求強勁", "Hant", "HK"),
        ("英伟达在内地的软件业务，分析师说网络需求强劲", "Hans", "CN"),
        ("美國與歐盟的談判沒有結果", "Hant", None),
        ("台灣的平台", "Hant", None),
        ("皇后鎮里長", "Hant", None),
    ],
)
def test_news_is_placed_by_names_and_words(text: str, script: str, region: str | None) -> None:
    """Regional names of entities and regional words together tell whose press it is."""
    guess = chipnews.detect_script(text)
    assert (guess.script, guess.region) == (script, region)


def test_document_carries_the_guess() -> None:
    """What `detect_script` says of a text stands in its document."""
    text = "輝達的記憶體供應商說，軟體團隊會支援伺服器客戶"
    guess = chipnews.detect_script(text)
    document = chipnews.extract(text)
    assert (document.script, document.region) == (guess.script, guess.region)


@pytest.mark.parametrize("value", [b"text", None, 7])
def test_only_text_is_taken(value: object) -> None:
    """Anything but a string is a TypeError that names what came."""
    with pytest.raises(TypeError, match=type(value).__name__):
        chipnews.detect_script(value)  # type: ignore[arg-type]
