"""Words that leave a study for good."""
