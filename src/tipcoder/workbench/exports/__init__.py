"""What left the study: acts of the log, and what a new file would tell together with them."""
