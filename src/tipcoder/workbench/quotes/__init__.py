"""What leaves of an answer: redactions, reviews, quote tables, and the audit of the file."""
