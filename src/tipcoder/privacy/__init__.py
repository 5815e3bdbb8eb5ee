"""What protects respondents: response IDs and the private file that says whose they are."""
