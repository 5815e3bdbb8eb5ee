"""Patterns: words that speak for a code, in a small language for people who are no programmers.

`parsing.parse_pattern` reads one, `compiled.CompiledPatterns` finds those of a codebook in answers,
`linting.lint_patterns` says what is wrong with them. docs/reference/patterns.md has every sign.
"""
