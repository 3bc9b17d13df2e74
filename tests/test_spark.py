"""Spark on a local cluster of two executor processes. Needs Java and pyspark (the extra ``spark``), and is skipped without them."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from test_readme import blocks

from chipnews import Lexicon, Pipeline
from chipnews.export.tables import error_row, rows

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

pytest.importorskip("pyspark", reason="pyspark is not installed; pip install '.[spark]'")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("Spark needs Java", allow_module_level=True)

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SENTENCES = ["美國商務部放行輝達H20晶片對華出口", "高通膨時代，高通仍獲利", "", "嵐岳半導體🚀\r\n將列入實體清單", "工信部將华为昇腾納入採購清單"]
TEXTS: list[str | None] = [None if i % 17 == 5 else f"{SENTENCES[i % 5]}{i}" for i in range(60)] + [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("event_*.txt"))]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A cluster of two executors, each a process of its own."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    folder = tmp_path_factory.mktemp("spark")
    os.environ["SPARK_WORKER_DIR"] = str(folder / "work")
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false").config("spark.local.dir", str(folder))
    session = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def df(spark: SparkSession) -> DataFrame:
    """Texts in six partitions, more than there are executors; some texts are null."""
    return spark.createDataFrame(list(enumerate(TEXTS)), "id long, text string").repartition(6, "id")


@pytest.fixture(scope="module")
def expected(pipeline: Pipeline) -> list[dict[str, Any]]:
    """What one process gives."""
    found: list[dict[str, Any]] = []
    for i, text in enumerate(TEXTS):
        found += [error_row(i, "the column 'text' is null")] if text is None else rows([pipeline.extract(text, id=i)])
    return found


def collected(df: DataFrame) -> list[dict[str, Any]]:
    """The rows by the number of their text."""
    return sorted((row.asDict(recursive=True) for row in df.collect()), key=lambda row: int(row["id" if "id" in row else "doc_id"]))


def test_rows_are_those_of_one_machine(df: DataFrame, expected: list[dict[str, Any]]) -> None:
    """The cluster gives what one process gives, row by row."""
    from chipnews.integrations.spark import annotate

    assert collected(annotate(df)) == expected


def test_flat_rows_are_those_of_one_machine(df: DataFrame, pipeline: Pipeline) -> None:
    """So it is with a row for each span."""
    from chipnews.integrations.spark import annotate

    found = sorted(collected(annotate(df, table="spans")), key=lambda row: (int(row["doc_id"]), row["position"]))
    assert found == list(rows((pipeline.extract(text or "", id=i) for i, text in enumerate(TEXTS)), "spans"))


def test_each_worker_makes_one_pipeline(df: DataFrame) -> None:
    """Six tasks run in at least two processes, and no process makes a second pipeline."""
    pickled = pickle.dumps(Pipeline())

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        from chipnews.integrations.spark import annotate_batches, pipeline_of

        for _ in annotate_batches(batches, pickled=pickled, text="text", id="id", table="documents"):
            yield pa.RecordBatch.from_pydict({"process": [os.getpid()], "made": [pipeline_of.cache_info().misses], "used": [pipeline_of.cache_info().hits]})

    found = df.mapInArrow(work, "process long, made long, used long").collect()
    assert len({row.process for row in found}) >= 2
    assert {row.made for row in found} == {1}
    assert max(row.used for row in found) > 0


def test_another_lexicon_is_shipped(df: DataFrame) -> None:
    """A pipeline of one's own goes to the workers."""
    from chipnews.integrations.spark import annotate

    out = annotate(df, pipeline=Pipeline(Lexicon([Lexicon.default()["nvidia"]]), policy=False), table="spans").collect()
    assert {row.name for row in out if row.source == "lexicon"} == {"NVIDIA"}


@pytest.mark.skipif(not Path("/proc", "self", "status").exists(), reason="finds the executor by /proc")
def test_a_killed_executor_loses_nothing(df: DataFrame, expected: list[dict[str, Any]], tmp_path: Path) -> None:
    """One executor is killed in the middle of a task; Spark runs its tasks again, and every row is there once."""
    from chipnews.integrations.spark import annotate

    killed = tmp_path / "killed"

    def kill_once(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch
            try:
                os.close(os.open(killed, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                continue
            status = Path(f"/proc/{os.getppid()}/status").read_text(encoding="utf-8")  # of the daemon that forks the workers
            executor = int(status.split("PPid:")[1].split()[0])
            os.kill(executor, signal.SIGKILL)

    assert collected(annotate(df.mapInArrow(kill_once, df.schema))) == expected
    assert killed.exists()


@pytest.mark.parametrize(("options", "said"), [({"text_col": "body"}, "no column 'body'.*id, text"), ({"id_col": "key"}, "no column 'key'"), ({"table": "tokens"}, "documents, spans, actions")])
def test_what_does_not_exist_is_told_before_a_task_runs(df: DataFrame, options: dict[str, Any], said: str) -> None:
    """The error comes at once and names what there is."""
    from chipnews.integrations.spark import annotate

    with pytest.raises(ValueError, match=said):
        annotate(df, **options)


def test_the_readme_runs(df: DataFrame, spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The block of the README annotates a data frame and writes a table."""
    (block,) = (block for block in blocks("python") if block.section == "Spark")
    monkeypatch.chdir(tmp_path)
    exec(compile(block.code.replace("annotated.parquet", str(tmp_path / "annotated.parquet")), "README.md", "exec"), {"df": df})
    assert spark.read.parquet(str(tmp_path / "annotated.parquet")).count() == len(TEXTS)


def test_the_example_runs(tmp_path: Path) -> None:
    """The example prints the actions of the three articles and writes a table with a row for each."""
    out = tmp_path / "out.parquet"
    command = [sys.executable, str(EXAMPLES / "spark_annotate.py"), f"file://{EXAMPLES}/event_*.txt", str(out)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYSPARK_PYTHON": sys.executable}, timeout=900)
    assert run.returncode == 0, run.stderr[-2000:]
    assert "event_tw.txt | United States | " in run.stdout
    assert run.stdout.splitlines()[-1] == "3 documents, 0 errors"
    assert out.is_dir()
