"""The knowledge of chipnews: tab-separated tables, read by chipnews.terms."""
