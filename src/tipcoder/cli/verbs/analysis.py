"""Verbs of analysis: tables, tests, presence of codes."""

from __future__ import annotations

from tipcoder.cli.verbs.verb import Verb

VERBS = (
    Verb(
        "merge",
        "merge:merge_indicators",
        "cases with indicators and the presence of codes, for analysis elsewhere",
        "Analysis",
    ),
    Verb(
        "backcode",
        "backcode:show_backcoding",
        'answers to "other, specify" coded back into their closed question',
        "Analysis",
    ),
    Verb(
        "stats",
        "stats.group:test_outcomes",
        "tables and tests: outcomes by variables and by codes",
        "Analysis",
    ),
    Verb(
        "stats tables",
        "stats.tables:print_tables",
        "who the respondents are and what they answered",
    ),
    Verb(
        "stats workbook",
        "stats.workbook:write_workbook",
        "the whole analysis in one file, a sheet for each table",
    ),
    Verb(
        "stats figures", "stats.figures:draw_figures", "the tables as charts, written to a folder"
    ),
    Verb(
        "stats presence",
        "stats.presence:show_presence",
        "where each code is present, by country or case",
    ),
    Verb(
        "stats saturation",
        "stats.saturation:show_saturation",
        "whether more answers would bring more codes",
    ),
    Verb(
        "stats change",
        "stats.change:compare_waves",
        "what changed from one wave to the next",
    ),
    Verb(
        "stats joint",
        "stats.joint:show_joint_display",
        "the joint display: tests by codes beside quotes",
    ),
)
