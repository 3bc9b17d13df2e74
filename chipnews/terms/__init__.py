"""The lexicon as code: entries, files, and the tables that matching runs on."""
