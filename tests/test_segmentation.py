"""Words with exact offsets, names left whole, and a dictionary that keeps to itself."""

from __future__ import annotations

import marshal
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import mixed_text

import chipnews
from chipnews import Entity, Lexicon, Pipeline, Word
from chipnews.normalization import fold
from chipnews.segmentation import cut, respects_edges

posix = pytest.mark.skipif(os.name != "posix", reason="file modes and XDG folders are POSIX")


def words(text: str) -> list[str]:
    """The words of a text, without offsets."""
    return [word.text for word in chipnews.segment(text)]


FEW = Pipeline(
    Lexicon([Entity("huawei", "COMPANY", "Huawei", {"tw": ("華為",), "cn": ("华为",)}), Entity("h200", "PRODUCT", "H200", {}, ("H200",))]), policy=False
)

# --- words ------------------------------------------------------------------------------------------------------------


@given(mixed_text())
def test_words_are_the_text_with_exact_offsets(text: str) -> None:
    """Nothing is lost, nothing is empty, and every offset is right."""
    position = 0
    for word in chipnews.segment(text):
        assert word.start == position < word.end
        assert word.text == text[word.start : word.end]
        position = word.end
    assert position == len(text)


@given(st.lists(st.one_of(st.sampled_from(["華為", "华为", "H200", "Ｈ２００"]), mixed_text(2)), max_size=6).map("".join))
def test_no_word_crosses_the_edge_of_a_name(text: str) -> None:
    """The outermost names of the lexicon in a text are words of it."""
    names = [span for span in FEW.extract(text).spans if span.parent is None]
    assert {Word(span.text, span.start, span.end) for span in names} <= set(FEW.segment(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("對華為出口GB300 NVL72", ["對", "華為", "出口", "GB300 NVL72"]),
        ("对华为出口GB300 NVL72", ["对", "华为", "出口", "GB300 NVL72"]),
        ("禁止銷售H200晶片", ["禁止", "銷售", "H200", "晶片"]),
        ("Ｈ２００", ["Ｈ２００"]),
        ("華為與华为", ["華為", "與", "华为"]),
        ("成長3.5%，達１２％", ["成長", "3.5%", "，", "達", "１２％"]),
        ("a  b\n", ["a", "  ", "b", "\n"]),
        ("", []),
    ],
)
def test_names_codes_and_numbers_stay_whole(text: str, expected: list[str]) -> None:
    """Words as a reader would cut them, in the script and width of the text."""
    assert words(text) == expected


@pytest.mark.parametrize("name", ["GB300 NVL72", "H200", "華為", "华为", "台積電", "中芯国际", "工业与安全局", "長江存儲"])
@pytest.mark.parametrize("frame", ["{}", "對{}出口", "，{}。", "向{}销售", "「{}」"])
def test_lexicon_names_are_one_word(name: str, frame: str) -> None:
    """Whatever stands beside a name, it is one word."""
    assert name in words(frame.format(name))


def test_both_scripts_are_cut_alike() -> None:
    """Words of a text and of its Traditional copy have the same offsets."""
    simplified, traditional = "美国商务部限制对华为出口先进芯片", "美國商務部限制對華為出口先進芯片"
    assert [word[1:] for word in chipnews.segment(simplified)] == [word[1:] for word in chipnews.segment(traditional)]


def test_a_name_of_ones_own_lexicon_is_a_word() -> None:
    """The pipeline's lexicon, not jieba's dictionary, says what a name is."""
    sentence = "他們訂購超絕晶"
    mine = Pipeline(Lexicon([Entity("chaojuejing", "COMPANY", "Chaojuejing", {"tw": ("超絕晶",)})]))
    assert "超絕晶" in [word.text for word in mine.segment(sentence)]
    assert "超絕晶" not in words(sentence)


def test_cut_keeps_the_given_names() -> None:
    """Spans that are given are words, touching ones too."""
    assert cut("对华为禁售", [(1, 3)]) == [Word("对", 0, 1), Word("华为", 1, 3), Word("禁售", 3, 5)]
    assert [word.text for word in cut("华为中芯", [(0, 2), (2, 4)])] == ["华为", "中芯"]


@pytest.mark.parametrize(
    ("text", "name", "holds"),
    [
        ("对华为禁售", "华为", True),
        ("升华为艺术", "华为", False),
        ("受高通膨影响", "高通", False),
        ("高通发布新品", "高通", True),
        ("上海光机所", "海光", False),
        ("采购海光处理器", "海光", True),
    ],
)
def test_ordinary_words_across_an_edge_outweigh_a_name(text: str, name: str, holds: bool) -> None:
    """The likeliest cutting decides whether a name's edges hold, and is given as the reason."""
    start = text.index(name)
    verdict, cutting = respects_edges(text, start, start + len(name), [])
    assert verdict is holds
    assert "".join(cutting) in text
    assert (name in cutting) is holds


@pytest.mark.parametrize("value", [b"text", None, 7])
def test_only_text_is_taken(value: object) -> None:
    """Anything but a string is a TypeError that names what came."""
    with pytest.raises(TypeError, match=type(value).__name__):
        chipnews.segment(value)  # type: ignore[arg-type]


# --- manners: other processes, other users, other folders ----------------------------------------------------------------

SENTENCE = "对华为出口先进芯片的升华为历史研究"
_SEGMENT = f"import chipnews; words = [word.text for word in chipnews.segment({SENTENCE!r})]; chipnews.extract({SENTENCE!r})\n"
_SHOW = _SEGMENT + "import sys; sys.stdout.buffer.write('|'.join(words).encode())"


def run(code: str, **environment: str) -> str:
    """What a fresh interpreter prints; it must print nothing on stderr."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env={**os.environ, **environment}, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.fixture(scope="module")
def cut_words() -> str:
    """The words of the sentence as this process cuts them."""
    return "|".join(words(SENTENCE))


@pytest.fixture(scope="module")
def filled_cache(tmp_path_factory: pytest.TempPathFactory, cut_words: str) -> Path:
    """A cache folder as a first run leaves it."""
    home = tmp_path_factory.mktemp("cache")
    assert run(_SHOW, XDG_CACHE_HOME=str(home)) == cut_words
    return home


@posix
def test_first_run_prints_nothing_and_keeps_to_the_users_own_folder(tmp_path: Path) -> None:
    """Building the dictionary writes neither to stdout nor to stderr nor into the shared temporary folder."""
    shared, mine = tmp_path / "shared", tmp_path / "mine"
    shared.mkdir()
    assert run(_SEGMENT, TMPDIR=str(shared), TEMP=str(shared), TMP=str(shared), HOME=str(mine), XDG_CACHE_HOME=str(mine)) == ""
    assert list(shared.iterdir()) == []
    assert all(not path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH) for path in mine.rglob("*"))


@posix
def test_works_where_no_cache_can_be_written(tmp_path: Path, cut_words: str) -> None:
    """A home that does not exist and cannot be made costs time, not words."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    nowhere = str(tmp_path / "file" / "below")
    assert run(_SHOW, HOME=nowhere, XDG_CACHE_HOME=nowhere) == cut_words
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_works_where_the_cache_folder_is_below_a_file(tmp_path: Path, cut_words: str) -> None:
    """The same where another system's rules give the folder."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    patch = f"import platformdirs; platformdirs.user_cache_dir = lambda *args, **kwargs: {str(tmp_path / 'file' / 'chipnews')!r}\n"
    assert run(patch + _SHOW) == cut_words


@posix
def test_a_kept_cache_gives_the_same_words(filled_cache: Path, cut_words: str) -> None:
    """A second run reads what the first one kept, and leaves it."""
    before = {path: path.stat().st_mtime_ns for path in filled_cache.rglob("*") if path.is_file()}
    assert before
    assert run(_SHOW, XDG_CACHE_HOME=str(filled_cache)) == cut_words
    assert {path: path.stat().st_mtime_ns for path in filled_cache.rglob("*") if path.is_file()} == before


@posix
@pytest.mark.parametrize("harm", ["cut short", "another value"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, filled_cache: Path, cut_words: str, harm: str) -> None:
    """What cannot be read counts for nothing."""
    shutil.copytree(filled_cache, tmp_path / "cache")
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            whole = path.read_bytes()
            path.write_bytes(whole[: len(whole) // 2] if harm == "cut short" else marshal.dumps([1]))
    assert run(_SHOW, XDG_CACHE_HOME=str(tmp_path / "cache")) == cut_words


@posix
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o666, 0o700), (0o600, 0o770)])
def test_a_cache_that_others_may_write_is_not_trusted(tmp_path: Path, filled_cache: Path, cut_words: str, file_mode: int, folder_mode: int) -> None:
    """Planted words have no effect where anyone but the user could have planted them."""
    home = tmp_path / "cache"
    shutil.copytree(filled_cache, home)
    for path in [home, *home.rglob("*")]:
        if path.is_file():
            planted = dict.fromkeys((fold(SENTENCE[:end]) for end in range(1, 8)), 10**9)
            path.write_bytes(marshal.dumps((planted, 10**9)))
        path.chmod(file_mode if path.is_file() else folder_mode)
    assert run(_SHOW, XDG_CACHE_HOME=str(home)) == cut_words


def test_the_global_tokenizer_of_jieba_is_left_alone() -> None:
    """Whoever else uses jieba finds its module-wide tokenizer as it was, and none of our names in it."""
    code = _SEGMENT + "import jieba; print(jieba.dt.initialized, jieba.dt.FREQ, jieba.dt.user_word_tag_tab)"
    assert run(code).split() == ["False", "{}", "{}"]


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import chipnews", ("jieba", "numpy", "spacy", "opencc", "ahocorasick_rs", "rich", "typer", "chipnews.pipeline")),
        ("import chipnews; chipnews.extract('輝達公布財報，營收成長')", ("jieba", "spacy", "opencc", "rich", "typer")),
        ("import chipnews; chipnews.normalize('輝達的記憶體', 'tw2sp')", ("jieba", "spacy", "opencc", "rich", "typer")),
    ],
)
def test_nothing_is_imported_before_it_is_needed(code: str, absent: tuple[str, ...]) -> None:
    """Importing costs nothing, and extraction of a plain sentence needs no word segmentation."""
    found = run(f"{code}\nimport sys; print(*sys.modules)").split()
    assert sorted(set(absent) & set(found)) == []
