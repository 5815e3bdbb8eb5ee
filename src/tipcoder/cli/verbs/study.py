"""Verbs that make a study, and its codebook."""

from __future__ import annotations

from tipcoder.cli.verbs.verb import Verb

VERBS = (
    Verb("demo", "demo:show_demo", "a fictional study to try everything on", "Study"),
    Verb("init", "init:make_study", "make a study from a survey file", "Study"),
    Verb(
        "import",
        "import_:import_answers",
        "add late respondents or corrected rows of the survey",
        "Study",
    ),
    Verb(
        "codebook",
        "codebook.group:require_codebook_action",
        "show the codebook, check it, change it",
        "Study",
    ),
    Verb("codebook show", "codebook.show:show_codebook", "the tree of codes, or one code in full"),
    Verb("codebook check", "codebook.check:check_codebook", "is codebook.toml fit to work with"),
    Verb(
        "codebook export",
        "codebook.export:export_codebook",
        "write the codebook for another study, a spreadsheet or an appendix",
    ),
    Verb(
        "codebook import",
        "codebook.import_:import_codebook",
        "replace the codebook with another one",
    ),
    Verb(
        "codebook rename", "codebook.rename:rename_code", "give a code another label; its key stays"
    ),
    Verb(
        "codebook move",
        "codebook.move:move_code",
        "move a code in the tree, with the codes below it",
    ),
    Verb(
        "codebook merge",
        "codebook.merge:merge_codes",
        "merge a code into another, with everybody's codings",
    ),
    Verb(
        "codebook split", "codebook.split:split_code", "make a new code of some codings of another"
    ),
    Verb(
        "codebook retire", "codebook.retire:retire_code", "take a code out of use; its codings stay"
    ),
    Verb("codebook restore", "codebook.restore:restore_code", "bring a retired code back"),
    Verb("codebook diff", "codebook.diff:compare_revisions", "what changed between two revisions"),
    Verb(
        "codebook retired",
        "codebook.retired:list_retired_codes",
        "codes that are out of use, and how many codings they have",
    ),
    Verb(
        "codebook stale",
        "codebook.stale:list_stale_codings",
        "codings made under another definition",
    ),
)
