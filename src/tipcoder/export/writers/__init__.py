"""One writer for each format: a document in, the bytes of a file out.

`tipcoder.export.formats` finds them.
"""
