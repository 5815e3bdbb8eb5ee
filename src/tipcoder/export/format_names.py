"""The names of formats and the endings of files, apart from the writers.

Every verb has them in its help, which must not wait for the document model.
"""

PRINTED = ("table", "json", "csv", "markdown", "html", "latex")
"""What `--format` takes: the formats that are text."""
WORKBOOK = "xlsx"
"""The format in which remarks stand on a sheet, and are not only said."""
WRITTEN = (".csv", ".json", ".xlsx", ".docx", ".md", ".html", ".tex")
"""Endings of files in which a verb writes a report. A table of letters is for the screen."""
