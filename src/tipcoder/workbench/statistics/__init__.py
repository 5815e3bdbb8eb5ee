"""Cases joined to indicators and to codes, and the tests, tables and figures that come of it."""
