"""Pictures that stand in a document: drawn as SVG, written in letters, and as a table of values.

They need no library. Files of figures for a journal come from `tipcoder.export.figures`.
"""
