"""`suggest`: which codes the tool would apply, and the words that are evidence for them."""
