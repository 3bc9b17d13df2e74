"""Names that no lexicon holds, one module for each kind."""
