"""A survey file into a study: made anew, or brought up to date."""
