"""`redact accept|reject|mark|reopen|rule`: decisions about spans of answers and about strings, for scripts."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.options import add_coder, add_format, add_study
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from tipcoder.workbench.redaction.decisions import ProposalPlace, RedactionSession


def add_actions(actions: Any) -> None:
    """The actions of this file, under `redact`."""
    accept = actions.add_parser("accept", help="replace what is proposed in an answer, or in a span of it")
    add_place(accept)
    how = accept.add_mutually_exclusive_group()
    how.add_argument("--replacement", metavar="TEXT", help="what to put instead of the usual noun")
    how.add_argument("--generalise", action="store_true", help="take the next wider noun")
    how.add_argument("--ellipsis", action="store_true", help="leave it out: [...]")
    accept.set_defaults(run=run_accept)

    reject = actions.add_parser("reject", help="keep what was proposed to go")
    add_place(reject)
    reject.add_argument("--reason", metavar="TEXT", default="", help="why; needed where the severity is high")
    reject.set_defaults(run=run_reject)

    mark = actions.add_parser("mark", help="replace a span that nothing proposed, or put a translation in its place")
    add_place(mark)
    mark.add_argument("--kind", metavar="KIND", default="name", help="what it is: person, country, … or translation")
    mark.add_argument("--replacement", metavar="TEXT", help="what to put instead of the usual noun")
    mark.add_argument("--reason", metavar="TEXT", default="", help="why what is found in these words may stay")
    mark.set_defaults(run=run_mark)

    reopen = actions.add_parser("reopen", help="take back what was decided in an answer, or in a span of it")
    add_place(reopen)
    reopen.set_defaults(run=run_reopen)

    rule = actions.add_parser(
        "rule",
        help="decide about a string in the whole study",
        description="Without a string, what is decided is listed. A decision about a single place goes before it.",
    )
    rule.add_argument("string", metavar="WORDS", nargs="?", help="the words, in any case")
    rule.add_argument("--kind", metavar="KIND", default="name", help="what they are (default: name)")
    way = rule.add_mutually_exclusive_group()
    way.add_argument("--replacement", metavar="TEXT", default="", help="what to put instead of the usual noun")
    way.add_argument("--keep", metavar="REASON", default="", help="they may stay, and why")
    way.add_argument("--remove", action="store_true", help="decide nothing about them any longer")
    add_format(rule)
    rule.set_defaults(run=run_rule)

    keep = actions.add_parser(
        "keep",
        help="names that may stay because the study is about them: the keep-list of study.toml",
        description="Without a name, the keep-list is printed. A name in full of a respondent never stays by it.",
    )
    keep.add_argument("name", metavar="NAME", nargs="?", help="the name to add")
    keep.add_argument("--remove", action="store_true", help="take it off")
    add_format(keep)
    keep.set_defaults(run=run_keep)

    for parser in (accept, reject, mark, reopen, rule, keep):
        add_coder(parser)
        add_study(parser)


def add_place(parser: argparse.ArgumentParser) -> None:
    """`CASE QUESTION [START-END]`."""
    parser.add_argument("case", metavar="CASE", help="the case label: 1254, or 1254.2")
    parser.add_argument("question", metavar="QUESTION", help="the column of the question")
    parser.add_argument("span", metavar="START-END", nargs="?", help="offsets in the answer (default: the whole of it)")


@contextmanager
def opened_desk(arguments: argparse.Namespace) -> Iterator[RedactionSession]:
    """The study in the hands of whoever acts."""
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.decisions import RedactionSession

    with open_study_folder(arguments.study, viewer=arguments.coder) as here:
        yield RedactionSession(here, here.find_coder(arguments.coder))


def place_of(desk: RedactionSession, arguments: argparse.Namespace) -> tuple[int, int, int]:
    """Answer, start and end that the arguments name."""
    answer_id = desk.require_answer_id(arguments.case, arguments.question)
    if arguments.span is None:
        return answer_id, 0, len(desk.sources[answer_id].text)
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", arguments.span)
    if not found:
        raise BadInput(f"{arguments.span!r} is no span.", "Write it like 12-30.")
    return answer_id, int(found[1]), int(found[2])


def _proposals(desk: RedactionSession, arguments: argparse.Namespace) -> list[ProposalPlace]:
    """What is proposed at a place; where no span is named, only what is open."""
    answer_id, start, end = place_of(desk, arguments)
    inside = [
        (answer_id, proposal)
        for proposal in desk.list_proposals(answer_id)
        if start <= proposal.hit.start
        and proposal.hit.end <= end
        and (arguments.span is not None or proposal.state == "open")
    ]
    if not inside:
        raise BadInput(
            f"{arguments.case} {arguments.question}: nothing is proposed there.",
            "`tipcoder redact list` shows what is.",
        )
    return inside


def run_accept(arguments: argparse.Namespace) -> int:
    style = "generalise" if arguments.generalise else "ellipsis" if arguments.ellipsis else ""
    with opened_desk(arguments) as desk:
        output.say(desk.accept_proposals(_proposals(desk, arguments), style=style, replacement=arguments.replacement))
    return ExitStatus.DONE


def run_reject(arguments: argparse.Namespace) -> int:
    with opened_desk(arguments) as desk:
        output.say(desk.reject_proposals(_proposals(desk, arguments), arguments.reason))
    return ExitStatus.DONE


def run_mark(arguments: argparse.Namespace) -> int:
    from tipcoder.privacy.replacing import NAMED_KINDS, TRANSLATION

    _check(arguments.kind, (*NAMED_KINDS, TRANSLATION))
    if arguments.kind == TRANSLATION and not arguments.replacement:
        raise BadInput("A translation needs its words.", "Give them with --replacement.")
    with opened_desk(arguments) as desk:
        place = place_of(desk, arguments)
        output.say(desk.mark_span(*place, arguments.kind, arguments.replacement, arguments.reason))
    return ExitStatus.DONE


def run_reopen(arguments: argparse.Namespace) -> int:
    with opened_desk(arguments) as desk:
        output.say(desk.reopen_span(*place_of(desk, arguments)))
    return ExitStatus.DONE


def run_rule(arguments: argparse.Namespace) -> int:
    from tipcoder.privacy.replacing import NAMED_KINDS

    _check(arguments.kind, NAMED_KINDS)
    if arguments.string is None:
        return _list_rules(arguments)
    with opened_desk(arguments) as desk:
        if arguments.remove:
            output.say(desk.drop_string_rule(arguments.string))
        else:
            kept = arguments.keep
            output.say(desk.decide_string(arguments.string, arguments.kind, arguments.replacement, keep=kept))
    return ExitStatus.DONE


def _list_rules(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.redactions import Redactions

    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        rows = [rule._asdict() for rule in Redactions(here).list_rules()]
    columns = ("string", "decision", "kind", "replacement", "reason")
    output.rows(rows, columns, arguments.format, empty="Nothing is decided so.")
    return ExitStatus.DONE


def run_keep(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=not arguments.name, viewer=arguments.coder) as here:
        if arguments.name:
            from tipcoder.workbench.redaction.keep_list import change_keep_list

            coder = here.find_coder(arguments.coder)
            output.say(change_keep_list(here, coder, arguments.name, remove=arguments.remove))
            return ExitStatus.DONE
        rows = [{"name": name} for name in here.definition.privacy.keep]
    output.rows(rows, ("name",), arguments.format, empty="The keep-list is empty.")
    return ExitStatus.DONE


def _check(kind: str, known: tuple[str, ...]) -> None:
    if kind not in known:
        raise BadInput(f"There is no kind {kind!r}.", did_you_mean(kind, known) or f"Kinds are {', '.join(known)}.")
