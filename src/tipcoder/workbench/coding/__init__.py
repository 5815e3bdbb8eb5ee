"""One coder at work, and her codings on their way in and out."""
