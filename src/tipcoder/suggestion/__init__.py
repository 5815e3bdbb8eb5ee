"""Text in, ranked codes with evidence out: knows neither store nor screen."""
