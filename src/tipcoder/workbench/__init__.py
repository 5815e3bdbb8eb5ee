"""Every use case once, for the command line and the screen alike."""
