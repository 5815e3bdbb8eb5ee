"""Coders' work as files, out and in: codings as tables, bundles between copies of a study."""
