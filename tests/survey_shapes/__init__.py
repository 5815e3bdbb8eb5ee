"""Survey files as platforms write them and people have them, with what they must be taken for."""
