"""`adjudicate`: resolving where coders differ."""
