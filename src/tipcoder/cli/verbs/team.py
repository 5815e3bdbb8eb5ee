"""Verbs of several coders: rounds, agreement, adjudication, bundles."""

from __future__ import annotations

from tipcoder.cli.verbs.verb import Verb

VERBS = (
    Verb(
        "assign",
        "assign:assign_answers",
        "draw a blind round of answers for several coders",
        "Team",
    ),
    Verb(
        "rounds",
        "rounds:list_or_freeze_rounds",
        "list rounds and their progress; freeze one when it is done",
        "Team",
    ),
    Verb(
        "agreement",
        "agreement:measure_agreement",
        "how well coders agree, with intervals and verdicts; of this study or any table of ratings",
        "Team",
    ),
    Verb(
        "adjudicate",
        "adjudicate.group:open_adjudication",
        "resolve where coders differ: the consensus codings",
        "Team",
    ),
    Verb(
        "adjudicate list",
        "adjudicate.list_:list_disagreements",
        "every disagreement, the codes that coders differ on most often first",
    ),
    Verb("adjudicate settle", "adjudicate.settle:settle_disagreement", "resolve one disagreement"),
    Verb(
        "adjudicate import",
        "adjudicate.import_:import_decisions_file",
        "resolve by a file, all lines or none",
    ),
    Verb("adjudicate reopen", "adjudicate.reopen:reopen_disagreement", "remove a decision"),
    Verb(
        "adjudicate rules",
        "adjudicate.rules:draft_rules",
        "why coders differed, and drafts of rules for the codebook",
    ),
    Verb(
        "bundle",
        "bundle.group:require_bundle_action",
        "a coder's work for another copy of this study",
        "Team",
    ),
    Verb("bundle export", "bundle.export:export_bundle_file", "write one coder's work to a file"),
    Verb(
        "bundle import", "bundle.import_:import_bundle_command", "import the file of a coder's work"
    ),
)
