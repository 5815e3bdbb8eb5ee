"""Coding line by line, for screen readers: sentences in order, no drawing, no Textual."""
