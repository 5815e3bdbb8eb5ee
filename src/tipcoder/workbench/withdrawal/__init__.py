"""Answers that were withdrawn: held back until somebody decides, kept, or erased."""
