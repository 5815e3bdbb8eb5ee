"""How well coders agree: ratings in, coefficients with intervals and verdicts out. Knows neither store nor screen."""
