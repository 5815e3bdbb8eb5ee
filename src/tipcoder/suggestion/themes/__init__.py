"""A first code frame from the answers: themes, what they are called, and who says them."""
