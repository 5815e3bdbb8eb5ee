"""Projects and codebooks that other programs for qualitative analysis read and write."""
