"""How a study stands: progress, counts, checks, backups and what they restore."""
