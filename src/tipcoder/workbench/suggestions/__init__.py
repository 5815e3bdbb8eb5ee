"""Codes suggested for answers, in the background and on request."""
