"""A survey file to rows as text, with a report of what was kept, changed and refused."""
