"""The screen: Textual widgets over the workbench. No SQL, no files and no model fitting here."""
