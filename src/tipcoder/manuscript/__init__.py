"""Manuscripts that quote answers: what they quote, whom they cite, and whether it is so."""
