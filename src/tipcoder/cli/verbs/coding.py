"""Verbs of coding: codes on answers, counts, words and suggestions."""

from __future__ import annotations

from tipcoder.cli.verbs.verb import Verb

VERBS = (
    Verb("code", "code:code_answers", "open the workbench", "Coding"),
    Verb(
        "codings",
        "codings.group:require_codings_action",
        "import and export codings, also of a spreadsheet",
        "Coding",
    ),
    Verb(
        "codings import",
        "codings.import_:import_codings_file",
        "import codings, once every line was checked",
    ),
    Verb("codings export", "codings.export:export_codings_file", "write every coding"),
    Verb(
        "codings alike",
        "codings.alike:code_alike_answers",
        "list answers that say nearly the same as one, and give all of them a code",
    ),
    Verb(
        "codings carry",
        "codings.carry:carry_codes_over",
        "give answers the codes of settled ones with the same text",
    ),
    Verb(
        "codings template",
        "codings.template:write_coding_template",
        "a sheet for somebody who codes in a spreadsheet",
    ),
    Verb(
        "counts",
        "counts:count_codes",
        "how often each code is applied, by question and language",
        "Coding",
    ),
    Verb(
        "words",
        "word_lists:list_words",
        "how often words are said, by whom more, and in what context",
        "Coding",
    ),
    Verb(
        "suggest",
        "suggest.group:suggest_codes",
        "codes ranked for every answer, with the words that are evidence for them",
        "Coding",
    ),
    Verb(
        "suggest evaluate",
        "suggest.evaluate:evaluate_suggestions",
        "replay finished work: what suggestions would have found, and when",
    ),
    Verb(
        "suggest frame",
        "suggest.frame:draft_frame",
        "group answers into themes, and make codes of them",
    ),
    Verb(
        "suggest concepts",
        "suggest.concepts:list_concepts",
        "the concepts behind suggestions, how often answers use them, and why a word matches",
    ),
    Verb(
        "suggest patterns",
        "suggest.patterns:list_patterns",
        "the patterns of codes, how many answers each finds, and what a new one would find",
    ),
    Verb(
        "suggest bias",
        "suggest.bias:test_bias",
        "test whether suggestions err more in one language, group of countries or outcome",
    ),
)
