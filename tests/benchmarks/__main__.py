"""Measure in one run: the raw automaton scan (the floor), the fold, entities only, everything, and the peers that are installed.

    python -m tests.benchmarks                     on text that the benchmark builds
    python -m tests.benchmarks --corpus FILE       on a text file, one paragraph a line

Speeds are characters a second on one core, of documents that come in a stream (`Pipeline.pipe`). Each batch of them counts with
the best of several rounds in which the works take turns, so that a busy moment of the machine, which a long work can hardly
dodge, weighs on none. Peers get the same text and the same aliases.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from chipnews.normalization import convert, fold
from chipnews.pipeline import BATCH, Pipeline

ROUNDS = 9
DOCUMENT = 1500
"""Code points of a document: about one news article."""

Work = Callable[[Sequence[str]], object]


def built_text(pipeline: Pipeline, size: int = 400_000) -> str:
    """Sentences of ordinary words with names of the lexicon strewn in, about one in thirty characters as in real news."""
    choice = random.Random(7)
    names = [entity.surfaces[0] for entity in pipeline.lexicon if entity.label in ("COMPANY", "PRODUCT", "GPE", "AGENCY") and entity.surfaces]
    phrases = ["市場人士指出", "今年第三季的需求", "可望逐步回升", "並表示將持續觀察", "在供應鏈的調整下", "相關部門昨日宣布", "業界普遍認為", "對未來的投資計畫", "仍有不確定因素", "與去年同期相比"]
    parts: list[str] = []
    length = 0
    while length < size:
        sentence = "".join((choice.choice(phrases), choice.choice(names), choice.choice(phrases), "，", choice.choice(phrases), "。"))
        parts.append(sentence + ("\n" if choice.random() < 0.2 else ""))
        length += len(sentence)
    return "".join(parts)


def documents(text: str) -> list[str]:
    """The text in documents of about an article's length, cut at line ends."""
    found: list[str] = []
    current: list[str] = []
    length = 0
    for line in text.splitlines():
        current.append(line)
        length += len(line) + 1
        if length >= DOCUMENT:
            found.append("\n".join(current))
            current, length = [], 0
    if current:
        found.append("\n".join(current))
    return found


def one_by_one(function: Callable[[str], object]) -> Work:
    """The work that calls a function for each text."""

    def work(texts: Sequence[str]) -> None:
        for text in texts:
            function(text)

    return work


def peers(pipeline: Pipeline) -> dict[str, Callable[[str], object]]:
    """The peers that are installed, each loaded with the aliases of the lexicon."""
    aliases = sorted({form for entity in pipeline.lexicon for form in entity.surfaces})
    found: dict[str, Callable[[str], object]] = {}
    if importlib.util.find_spec("flashtext"):
        from flashtext import KeywordProcessor  # type: ignore[import-not-found,unused-ignore]

        keywords = KeywordProcessor()
        keywords.add_keywords_from_list(aliases)
        found["flashtext"] = lambda text: keywords.extract_keywords(text, span_info=True)
    if importlib.util.find_spec("jionlp"):
        import jionlp  # type: ignore[import-not-found,unused-ignore]

        lexicon_ner = jionlp.ner.LexiconNER({"NAME": aliases})
        found["JioNLP LexiconNER"] = lexicon_ner
    if importlib.util.find_spec("harvesttext"):
        from harvesttext import HarvestText  # type: ignore[import-not-found,unused-ignore]

        harvest = HarvestText()
        harvest.add_entities({alias: {alias} for alias in aliases})
        found["HarvestText"] = harvest.entity_linking
    if importlib.util.find_spec("spacy"):
        import spacy

        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
        ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "ORTH"})
        with nlp.select_pipes(enable=[]):
            ruler.add_patterns([{"label": "NAME", "pattern": alias} for alias in aliases])  # type: ignore[attr-defined]
        found["spaCy zh + EntityRuler"] = nlp
    return found


def measure(works: Mapping[str, tuple[Work, Sequence[str]]]) -> dict[str, float]:
    """Characters a second of each work: of each batch of documents the best of several rounds, in which the works take turns."""
    best = {name: [float("inf")] * len(range(0, len(texts), BATCH)) for name, (_, texts) in works.items()}
    for _ in range(ROUNDS):
        for name, (work, texts) in works.items():
            times = best[name]
            for i, start in enumerate(range(0, len(texts), BATCH)):
                batch = texts[start : start + BATCH]
                begin = time.perf_counter()
                work(batch)
                times[i] = min(times[i], time.perf_counter() - begin)
    return {name: sum(map(len, texts)) / sum(best[name]) for name, (_, texts) in works.items()}


def first_result() -> tuple[float, str]:
    """Seconds from the start of a new process to its first document, and its peak memory; the package has its bytecode, as an installation does."""
    code = (
        "import chipnews; chipnews.extract('美國商務部放行輝達H200晶片對華出口，華為被列入實體清單'); from pathlib import Path; status = Path('/proc', 'self', 'status');"
        "print(next((line.split()[1] for line in status.read_text().splitlines() if line.startswith('VmHWM')), '') if status.exists() else '')"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    seconds, peak = [], ""
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        peak = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment).stdout.strip()
        seconds.append(time.perf_counter() - begin)
    return min(seconds), f"{int(peak) / 1024:.0f} MB" if peak else "peak memory unknown on this system"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, metavar="FILE", help="text to measure on, one paragraph a line; built text if absent")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    arguments = parser.parse_args()

    entities, everything = Pipeline(policy=False), Pipeline()
    texts = documents(arguments.corpus.read_text(encoding="utf-8") if arguments.corpus else built_text(entities))
    folded = [fold(text) for text in texts]
    automaton = entities._index.automaton
    works: dict[str, tuple[Work, Sequence[str]]] = {
        "raw automaton scan": (one_by_one(lambda text: automaton.find_matches_as_indexes(text, overlapping=True)), folded),
        "fold": (one_by_one(fold), texts),
        "convert t2s": (one_by_one(lambda text: convert(text, "t2s")), texts),
        "entities only": (lambda batch: list(entities.pipe(batch)), texts),
        "everything": (lambda batch: list(everything.pipe(batch)), texts),
    }
    for work, some in works.values():
        work(some[:1])  # what loads at first use loads here
    speeds = measure(works)
    small = texts[: max(1, len(texts) // 20)]
    if not arguments.no_peers:
        loaded = {name: (one_by_one(function), small) for name, function in peers(entities).items()}
        for work, some in loaded.values():
            work(some[:1])
        speeds |= measure(loaded)
    floor, ours = speeds["raw automaton scan"], speeds["entities only"]
    print(f"{len(texts)} documents, {sum(map(len, texts)):,} characters, {len(entities.lexicon):,} entities, {len(entities._index.patterns):,} patterns\n")
    print(f"{'':26}{'M char/s':>10}{'times the floor':>18}{'entities only is':>20}")
    for name, speed in speeds.items():
        print(f"{name:26}{speed / 1e6:>10.2f}{floor / speed:>17.1f}x{ours / speed:>19.1f}x")
    seconds, memory = first_result()
    print(f"\nfirst result of a new process: {seconds:.2f} s, {memory}")


if __name__ == "__main__":
    main()
