"""Blind rounds: which answers are drawn for whom, and when a round is frozen."""
