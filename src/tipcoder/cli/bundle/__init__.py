"""`bundle`: a coder's work on its way between two copies of a study."""
