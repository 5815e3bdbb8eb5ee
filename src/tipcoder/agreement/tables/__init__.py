"""Any table of ratings: how it is laid out, who rated what in it.

Columns that hold something else are told from ratings.
"""
