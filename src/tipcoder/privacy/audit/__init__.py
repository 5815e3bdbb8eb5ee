"""The leak audit: reads a finished file back by its own means, and says what in it
names somebody."""
