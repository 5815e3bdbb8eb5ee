"""Codes of settled answers carried over to answers that say the same."""
