"""Readers of survey files: each gives the records of one kind of file as text, header first."""
