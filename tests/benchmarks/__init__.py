"""How fast chipnews is, as ratios to the floor and to its peers in the same run: ``python -m tests.benchmarks``."""
