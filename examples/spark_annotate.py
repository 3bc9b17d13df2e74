"""Annotate articles on Spark and print who acts on whom, a row for each policy action.

    python examples/spark_annotate.py                                    # the articles beside this file, on this machine
    spark-submit examples/spark_annotate.py 'news/*.txt' out.parquet     # on a cluster; every node reads the paths

Spark needs Java, and chipnews installed where its Python workers run: pip install "chipnews[spark]".
"""

from __future__ import annotations

import sys
from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

from chipnews.integrations.spark import annotate

HERE = Path(__file__).resolve().parent


def main(articles: str = f"file://{HERE}/event_*.txt", out: str | None = None) -> None:
    spark = SparkSession.builder.appName("chipnews").getOrCreate()
    texts = spark.read.text(articles, wholetext=True).select(f.element_at(f.split(f.input_file_name(), "/"), -1).alias("id"), f.col("value").alias("text"))
    docs = annotate(texts, text_col="text", id_col="id").cache()  # a row a document, nested; what failed has an error
    if out is not None:
        docs.write.mode("errorifexists").parquet(out)
    acts = docs.select("id", "spans", f.explode("actions").alias("act")).withColumn("actor", f.transform("act.actor", lambda i: f.col("spans")[i.cast("int")]["name"]))
    for row in acts.select("id", f.concat_ws("、", "actor").alias("actor"), "act.text", "act.type", "act.direction").orderBy("id", "act.start").collect():
        print(*row, sep=" | ")
    print(docs.count(), "documents,", docs.where("error IS NOT NULL").count(), "errors")
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
