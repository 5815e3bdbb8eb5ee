"""`withdrawn`: answers that the survey file no longer has."""
