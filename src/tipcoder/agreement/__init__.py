"""How well coders agree: ratings in, coefficients with intervals and verdicts out.

The package knows neither store nor screen.
"""
