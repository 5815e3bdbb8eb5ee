"""`redact`: what must not be seen in quotes, and whether a person has read them."""
