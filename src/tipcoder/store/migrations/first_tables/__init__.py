"""The tables of store version 0001, as that version made them: a later schema does not reach in
here.
"""
