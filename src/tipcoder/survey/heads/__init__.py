"""What stands above the answers of a survey file: titles, header rows, tags of a platform."""
