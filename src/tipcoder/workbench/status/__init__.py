"""Progress, counts and checks of a study; backups and what they restore."""
