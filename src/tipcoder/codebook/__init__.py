"""Codebooks: reading, checking and writing them."""
