"""`export`: the study for other programs."""
