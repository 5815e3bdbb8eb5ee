"""`codebook`: what codes there are, what they mean, and what became of them."""
