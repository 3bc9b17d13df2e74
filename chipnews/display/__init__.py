"""Ways to look at a document."""
