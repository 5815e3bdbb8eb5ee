"""`redact list|status|review|alias`: what must not be seen in quotes, and whether a person has read them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tipcoder.cli import output, redact_decisions
from tipcoder.cli.options import Verbs, add_coder, add_format, add_study
from tipcoder.cli.redact_decisions import add_place, opened_desk, place_of
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from tipcoder.workbench.redaction.proposals import RedactionProposal
    from tipcoder.workbench.redaction.redactions import Redactions

COLUMNS = ("case", "question", "start", "end", "kind", "severity", "reasons", "replacement")


def add_verbs(verbs: Verbs) -> None:
    redact = verbs.add_parser(
        "redact",
        help="what must not be seen in quotes: proposals, decisions, and who read what",
        description="Without an action the review screen opens: an answer beside the exact words to be released.",
    )
    add_coder(redact)
    add_study(redact)
    redact.set_defaults(run=run_screen)
    actions = redact.add_subparsers(
        title="actions", metavar="list|status|accept|reject|mark|reopen|rule|keep|alias|review", required=False
    )
    show = actions.add_parser(
        "list",
        help="print the proposals that wait for a decision",
        description="Rules point at most of what names somebody and never at all of it: read every quote yourself.",
    )
    show.add_argument("--case", metavar="CASE", help="only this case")
    show.add_argument("--question", metavar="QUESTION", help="only this question")
    show.add_argument("--kind", metavar="KIND", help="only this kind: own_org, country, email, consent, …")
    show.add_argument("--severity", metavar="WORD", help="only this severity: high, medium or low")
    show.add_argument("--quoted", action="store_true", help="only where quotes lie")
    show.add_argument("--all", action="store_true", help="those already decided, too")
    show.add_argument("--words", action="store_true", help="add the words themselves, which name people")
    add_format(show)
    add_study(show)
    show.set_defaults(run=run_list)

    status = actions.add_parser("status", help="how far the reading of quotes is")
    add_format(status)
    add_study(status)
    status.set_defaults(run=run_status)

    redact_decisions.add_actions(actions)

    review = actions.add_parser(
        "review",
        help="say that a quote was read as it would be released",
        description="Prints the released wording. Ask yourself: could a colleague in this country name the source?",
    )
    add_place(review)
    review.add_argument("--withhold", action="store_true", help="it must not leave")
    add_coder(review)
    add_study(review)
    review.set_defaults(run=run_review)

    alias = actions.add_parser("alias", help="further names of respondents and others: translations, nicknames")
    alias.add_argument("name", metavar="NAME", nargs="?", help="the name; without one, those that are known are listed")
    alias.add_argument("--of", metavar="ID", default="", help="response ID of the respondent whose name it is")
    alias.add_argument("--remove", action="store_true", help="it is no name of theirs")
    add_format(alias)
    add_coder(alias)
    add_study(alias)
    alias.set_defaults(run=run_alias)


def run_screen(arguments: argparse.Namespace) -> int:
    from tipcoder.cli.workbench import open_workbench

    return open_workbench(arguments.study, arguments.coder, "redaction")


@contextmanager
def _reading(arguments: argparse.Namespace) -> Iterator[tuple[Redactions, output.Working]]:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.consent import warn_of_refusals
    from tipcoder.workbench.redaction.redactions import Redactions

    with (
        open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here,
        output.working("Reading", here.definition.title) as line,
    ):
        yield Redactions(here), line
        warning = warn_of_refusals(here)
    if warning:
        output.say(f"Consent: {warning}.")


def run_list(arguments: argparse.Namespace) -> int:
    from tipcoder.privacy.hits import SEVERITIES

    if arguments.severity not in (None, *SEVERITIES[:3]):
        raise BadInput(
            f"--severity cannot be {arguments.severity!r}.", did_you_mean(arguments.severity, SEVERITIES[:3])
        )
    _check_kind(arguments.kind)
    with _reading(arguments) as (found, line):
        for name, known in (
            (arguments.case, {source.case for source in found.sources.values()}),
            (arguments.question, {source.question for source in found.sources.values()}),
        ):
            if name is not None and name not in known:
                raise BadInput(f"There is no readable answer of {name!r}.", did_you_mean(name, known))
        rows = list(_rows(found, arguments, line))
    columns = (*COLUMNS, "words") if arguments.words else COLUMNS
    output.rows(rows, columns, arguments.format, empty="No proposal is open. Every quote still has to be read.")
    if arguments.format == "table" and rows:
        output.say(
            f"{output.format_count(len(rows), 'proposal')}. What no rule sees is left to whoever reads the quotes."
        )
    return ExitStatus.DONE


def _check_kind(kind: str | None) -> None:
    from tipcoder.privacy.detecting import DESCRIPTIVE
    from tipcoder.privacy.replacing import NAMED_KINDS

    known = (*NAMED_KINDS, *sorted(DESCRIPTIVE))
    if kind is not None and kind not in known:
        raise BadInput(f"There is no kind {kind!r}.", did_you_mean(kind, known) or f"Kinds are {', '.join(known)}.")


def _rows(found: Redactions, arguments: argparse.Namespace, line: output.Working) -> Iterator[dict[str, object]]:
    from tipcoder.workbench.redaction.reviews import find_stretches

    quoted: dict[int, list[tuple[int, int]]] = {}
    for stretch in find_stretches(found.study) if arguments.quoted else ():
        quoted.setdefault(stretch.answer_id, []).append((stretch.start, stretch.end))
    for number, source in enumerate(found.sources.values()):
        line.told(number, len(found.sources), "answers")
        if arguments.case not in (None, source.case) or arguments.question not in (None, source.question):
            continue
        spans = quoted.get(source.id, [])
        if arguments.quoted and not spans:
            continue
        for proposal in found.list_proposals(source.id):
            hit = proposal.hit
            if (
                (arguments.all or proposal.state == "open")
                and arguments.kind in (None, hit.kind)
                and arguments.severity in (None, hit.severity)
                and (not spans or any(hit.start < end and start < hit.end for start, end in spans))
            ):
                place = {"case": source.case, "question": source.question}
                yield {**place, **_row(proposal), "words": source.text[hit.start : hit.end]}


def _row(proposal: RedactionProposal) -> dict[str, object]:
    hit = proposal.hit
    return {
        "start": hit.start,
        "end": hit.end,
        "kind": hit.kind,
        "severity": hit.severity,
        "reasons": "; ".join(hit.reasons),
        "replacement": proposal.replacement,
    }


def run_status(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    from tipcoder.workbench.redaction.reviews import count_reviews, find_stretches

    with _reading(arguments) as (found, _):
        counts = count_reviews(found, find_stretches(found.study))
    if arguments.format == "table":
        output.text(counts.describe_counts() + ".")
    else:
        row = {**asdict(counts), "unread": counts.unread}
        output.rows([row], tuple(row), arguments.format)
    return ExitStatus.DONE


def run_review(arguments: argparse.Namespace) -> int:
    with opened_desk(arguments) as desk:
        place = place_of(desk, arguments)
        wording = desk.build_wording(*place)
        output.say(desk.review_stretches([place], withhold=arguments.withhold))
        output.text(wording)
    return ExitStatus.DONE


def run_alias(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.detector import change_alias, load_study_keys

    with open_study_folder(arguments.study, read_only=not arguments.name, viewer=arguments.coder) as here:
        if arguments.name:
            coder = here.find_coder(arguments.coder)
            output.say(change_alias(here, coder, arguments.name, arguments.of, remove=arguments.remove))
            return ExitStatus.DONE
        aliases = load_study_keys(here).aliases
    rows = [{"response": owner, "name": name} for owner, names in sorted(aliases.items()) for name in names]
    output.rows(rows, ("response", "name"), arguments.format, empty="No alias is known.")
    return ExitStatus.DONE
