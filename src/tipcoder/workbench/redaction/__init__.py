"""What must not be seen in quotes: found, decided by people, reviewed.

And whose consent was withdrawn.
"""
