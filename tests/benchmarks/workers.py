"""Measure `chipnews annotate` with one worker and with several: seconds, processor time, memory of all processes together.

    python -m tests.benchmarks.workers                                   on text that the benchmark builds
    python -m tests.benchmarks.workers --corpus FILE …                   on text files, one paragraph a line
    python -m tests.benchmarks.workers --corpus FILE … --workers 2 --megabytes 1000 --rounds 1

The input is one file of JSON lines, a document of about an article's length on each, with ids of their own; texts are repeated until it
has its size. Each process has to start and to meet each name once, two to three seconds of work that no further worker saves, so that
a short input shows less of what workers gain. The runs take turns, and the quickest of each counts. Memory is sampled (on Linux):
PSS, in which a page that several processes share counts once, and RSS, in which it counts for each of them.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from chipnews.pipeline import Pipeline

from .__main__ import built_text, documents

PROCESSES = Path(os.sep, "proc")
INTERVAL = 1.0
"""Seconds between two looks at the memory, each of which costs milliseconds for every process."""


class Run(NamedTuple):
    """What one run took."""

    seconds: float
    processor: float
    """Seconds of all processes together."""
    pss: int
    """Most of all processes together at one moment, kB."""
    rss: int


def write_input(path: Path, texts: list[str], size: int) -> int:
    """Write JSON lines of at least ``size`` bytes and return how many characters they hold."""
    characters = 0
    with path.open("w", encoding="utf-8") as file:
        for number in count():
            text = texts[number % len(texts)]
            characters += len(text)
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
            if not number % 100 and file.tell() >= size:
                return characters
    raise AssertionError


def measure(source: Path, output: Path, workers: int) -> Run:
    """Annotate a file and watch."""
    before, begin = os.times(), time.perf_counter()
    pss = rss = 0
    with subprocess.Popen([sys.executable, "-m", "chipnews", "annotate", str(source), "-o", str(output), "--workers", str(workers)], stderr=subprocess.DEVNULL) as run:
        while run.poll() is None:
            now = [_memory(process) for process in _family(run.pid)]
            pss, rss = max(pss, sum(memory[0] for memory in now)), max(rss, sum(memory[1] for memory in now))
            time.sleep(INTERVAL)
    seconds, after = time.perf_counter() - begin, os.times()
    if run.returncode:
        raise SystemExit(f"the run with {workers} workers ended with exit code {run.returncode}")
    return Run(seconds, after.children_user + after.children_system - before.children_user - before.children_system, pss, rss)


def _family(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    for children in PROCESSES.glob(f"{process}/task/*/children"):
        try:
            found = children.read_text().split()
        except OSError:  # it has ended
            continue
        for child in found:
            yield from _family(int(child))


def _memory(process: int) -> tuple[int, int]:
    try:
        lines = (PROCESSES / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    values = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
    return values.get("Pss:", 0), values.get("Rss:", 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, metavar="FILE", nargs="+", help="text to annotate, one paragraph a line; built text if absent")
    parser.add_argument("--workers", type=int, metavar="N", nargs="+", default=[1, 2], help="numbers of workers, the first of which the others are compared with")
    parser.add_argument("--megabytes", type=int, default=75, help="size of the input")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()

    texts = documents("\n".join(path.read_text(encoding="utf-8") for path in arguments.corpus) if arguments.corpus else built_text(Pipeline(policy=False)))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "input.jsonl")
        characters = write_input(source, texts, arguments.megabytes * 1_000_000)
        outputs = {workers: Path(folder, f"{workers}.jsonl") for workers in arguments.workers}
        runs: dict[int, list[Run]] = {workers: [] for workers in outputs}
        for _ in range(arguments.rounds):
            for workers, output in outputs.items():
                runs[workers].append(measure(source, output, workers))
        first, *others = outputs.values()
        same = all(filecmp.cmp(first, other, shallow=False) for other in others)
        print(f"{source.stat().st_size / 1e6:,.0f} MB, {characters:,} characters; the outputs are {'the same' if same else 'NOT THE SAME'}\n")
    print(f"{'workers':>8}{'seconds':>10}{'M char/s':>10}{'times the first':>17}{'processor s':>13}{'PSS MB':>8}{'RSS MB':>8}")
    base = min(run.seconds for run in next(iter(runs.values())))
    for workers, some in runs.items():
        best = min(some)
        pss, rss = max(run.pss for run in some), max(run.rss for run in some)
        print(f"{workers:>8}{best.seconds:>10.1f}{characters / best.seconds / 1e6:>10.2f}{base / best.seconds:>17.2f}{best.processor:>13.1f}{pss / 1024:>8.0f}{rss / 1024:>8.0f}")


if __name__ == "__main__":
    main()
