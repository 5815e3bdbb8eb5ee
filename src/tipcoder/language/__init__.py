"""What language a text is in, and where its words, sentences and lines are."""
