"""`quotes`: quotes by code in their released wording, audited before they are put in place."""
