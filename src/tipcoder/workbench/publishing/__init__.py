"""The gate: what leaves is declared, checked as a finished file, and only then in its place."""
