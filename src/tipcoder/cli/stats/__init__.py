"""`stats`: the article's tables and tests, and the same tests by codes."""
