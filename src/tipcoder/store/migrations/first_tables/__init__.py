"""The tables of store version 0001 as that version made them, whatever a later schema is."""
