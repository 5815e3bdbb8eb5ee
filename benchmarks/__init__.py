"""Speed, measured from outside as a user meets it:
processes, a pseudo-terminal, wall-clock time.
"""
