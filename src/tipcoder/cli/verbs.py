"""Every verb in one table: its words, the module that it lives in, and one line about it.

The list of verbs is printed from here, so that `tipcoder --help` imports no verb. Every command
takes its line from here too, so there is no second one that could differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

SECTIONS = ("Study", "Coding", "Team", "Analysis", "Publishing", "Upkeep")


class Verb(NamedTuple):
    """One verb, or one action of a verb."""

    words: str
    place: str
    """The module below `tipcoder.cli`, and behind a colon the click command in it."""
    summary: str
    section: str = ""
    """Where the list of verbs shows it; empty for an action of a verb."""

    @property
    def name(self) -> str:
        """The last word, which the verb has on the command line."""
        return self.words.rpartition(" ")[2]

    @property
    def parent(self) -> str:
        """The words before the last one."""
        return self.words.rpartition(" ")[0]


_TABLE = (
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
    Verb(
        "report",
        "report:write_report",
        "the study as one page for people without the program",
        "Publishing",
    ),
    Verb(
        "deposit",
        "deposit:make_deposit",
        "a folder for a repository: data, codebook, agreement, quotes, metadata",
        "Publishing",
    ),
    Verb(
        "redact",
        "redact.group:open_redaction",
        "find what must not be seen in quotes, decide about it, and review quotes",
        "Publishing",
    ),
    Verb(
        "redact list",
        "redact.list_:list_open_proposals",
        "print the proposals that wait for a decision",
    ),
    Verb("redact status", "redact.status:count_reviews", "how many quotes are reviewed"),
    Verb(
        "redact accept",
        "redact.accept:accept_proposals",
        "replace what is proposed in an answer or a part of it",
    ),
    Verb(
        "redact reject",
        "redact.reject:reject_proposals",
        "keep the words that a proposal would replace",
    ),
    Verb(
        "redact mark",
        "redact.mark:mark_words",
        "replace words that nothing proposed, or put a translation in their place",
    ),
    Verb(
        "redact reopen",
        "redact.reopen:reopen_decisions",
        "remove the decisions in an answer or a part of it",
    ),
    Verb(
        "redact rule",
        "redact.rule:decide_about_words",
        "decide about certain words in the whole study",
    ),
    Verb(
        "redact keep",
        "redact.keep:change_keep_names",
        "names that may stay because the study is about them: the keep-list of study.toml",
    ),
    Verb(
        "redact review",
        "redact.review:review_quote",
        "confirm that you read a quote as it would be released",
    ),
    Verb(
        "redact alias",
        "redact.alias:change_aliases",
        "further names of respondents and others: translations, nicknames",
    ),
    Verb(
        "quotes",
        "quotes.group:release_quotes",
        "quotes by code that were reviewed for release, under response IDs",
        "Publishing",
    ),
    Verb(
        "quotes cite",
        "quotes.cite:cite_responses",
        "who said it, as `Responses 1016, 1049, and 1061`",
    ),
    Verb("quotes exports", "quotes.exports:list_exports", "files that left, and what they showed"),
    Verb(
        "check-quotes",
        "check_quotes:check_quotes",
        "does a manuscript quote what was answered, and cite who said it?",
        "Publishing",
    ),
    Verb(
        "audit",
        "audit:audit_publication",
        "leak audit of any file that is about to be published",
        "Publishing",
    ),
    Verb(
        "export",
        "export.group:require_export_action",
        "the study as tables, for NVivo, MAXQDA and others, or whole",
        "Publishing",
    ),
    Verb(
        "export qdpx",
        "export.qdpx:export_qdpx_file",
        "a REFI-QDA project: released quotes, or with --raw everything",
    ),
    Verb("export qdc", "export.qdc:export_qdc_file", "the codebook as REFI-QDA"),
    Verb(
        "export matrix",
        "export.matrix:export_matrix_file",
        "codes by case or answer as a table for SPSS, Stata, R and Excel",
    ),
    Verb(
        "export workbook",
        "export.workbook:export_workbook_file",
        "the whole study as one XLSX, with released quotes, or with --raw everything",
    ),
    Verb(
        "export archive",
        "export.archive:export_archive",
        "the study whole, to keep it for yourself",
    ),
    Verb(
        "withdrawn",
        "withdrawn.group:list_withdrawn",
        "answers that the survey file no longer has, and whose quotes are held back",
        "Publishing",
    ),
    Verb(
        "withdrawn keep",
        "withdrawn.keep:keep_answer",
        "release quotes of a withdrawn answer all the same",
    ),
    Verb(
        "erase",
        "erase:erase_answer",
        "erase the words of an answer, a respondent or a question for good",
        "Publishing",
    ),
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

VERBS = {verb.words: verb for verb in _TABLE}

OLD_WORDS = {
    "suggest audit": "suggest bias",
    "export bundle": "bundle export",
}
"""Spellings of the release before this one, which are still understood.

`import bundle FILE` is one more: `import` looks for it, since a survey may be called bundle.
"""


def verbs_below(words: str) -> Iterator[Verb]:
    """The verbs, or the actions of one verb, in the order in which they are listed."""
    for verb in VERBS.values():
        if verb.parent == words:
            yield verb
