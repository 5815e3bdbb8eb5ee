"""What a test, a table or a comparison found, at full precision.

Every printed style, file and figure is made from one of these objects.
"""
