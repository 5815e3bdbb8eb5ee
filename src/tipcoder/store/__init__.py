"""The only package that speaks SQL: one schema and one set of statements for SQLite and PostgreSQL.

Every function takes the open transaction of `engine.Store.read` or `engine.Store.write` as its
first argument.
"""
