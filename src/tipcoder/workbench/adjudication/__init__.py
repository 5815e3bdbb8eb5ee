"""Settling where coders differ: who said what, what holds, and what the codebook should say after
it.
"""
