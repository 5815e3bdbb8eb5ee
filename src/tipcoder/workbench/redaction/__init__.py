"""What must not be seen in quotes: found, decided by people, reviewed; and whose consent was withdrawn."""
