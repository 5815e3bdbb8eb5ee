"""The codebook of a study: what it was, what it is, and how it is changed."""
