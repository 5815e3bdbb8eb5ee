"""Rows in, results out: countries, indicators, presence of codes, tests and tables.

Knows neither store nor screen.
"""
