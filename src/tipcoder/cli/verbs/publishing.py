"""Verbs of what leaves: redaction, quotes, files for others, and the audit."""

from __future__ import annotations

from tipcoder.cli.verbs.verb import Verb

VERBS = (
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
)
