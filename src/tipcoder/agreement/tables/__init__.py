"""Any table of ratings: how it is laid out, who rated what in it, and which columns are no ratings at all."""
