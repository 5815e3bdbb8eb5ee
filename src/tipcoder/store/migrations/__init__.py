"""Steps from one version of the schema to the next, for Alembic. A step that was released never
changes.
"""
