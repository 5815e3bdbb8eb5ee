"""Verbs that keep a study in order."""

from __future__ import annotations

from tipcoder.cli.verbs.verb import Verb

VERBS = (
    Verb("check", "check:check_health", "is everything still there and in order", "Upkeep"),
    Verb(
        "backup",
        "backup:back_up_study",
        "a verified copy of the store, also while others work",
        "Upkeep",
    ),
    Verb(
        "restore",
        "restore:restore_backup",
        "replace study.db with a backup; what it replaces is kept",
        "Upkeep",
    ),
    Verb(
        "migrate",
        "migrate:migrate_store",
        "bring an older store to this version (needed for PostgreSQL only)",
        "Upkeep",
    ),
    Verb(
        "trust",
        "trust:show_trust",
        "what a study may use outside of its folder: databases, files, models",
        "Upkeep",
    ),
    Verb("log", "log:list_acts", "who did what, newest first", "Upkeep"),
    Verb("undo", "undo:undo_act", "undo your latest act", "Upkeep"),
    Verb("redo", "redo:redo_act", "redo the act that was undone last", "Upkeep"),
    Verb(
        "completion",
        "completion:print_completion",
        "print the script that completes words in a shell",
        "Upkeep",
    ),
    Verb("help", "help:explain_verb", "explain a verb", "Upkeep"),
)
