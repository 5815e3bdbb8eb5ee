"""Steps from one schema version to the next, for Alembic. A released step never changes."""
