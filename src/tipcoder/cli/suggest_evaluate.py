"""`suggest evaluate`: what suggestions would have been worth on finished work."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, above_zero, add_format, add_study
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.suggestion.evaluation import CodeOrder, Evaluation, Learning, MeanEstimate, OrderSummary
    from tipcoder.workbench.suggestions.evaluation import StudyEvaluation

_LEARNING = ("labels", "method", "answers", "AP", "recall@3", "top right")
_ORDERS = ("method", "codes", "read for 95 %", "WSS@95", "ATD", "found in 10 %", "found in 20 %")
_CODES = ("code", "carriers", "pile", "first", "ATD", "found in 10 %", "read for 95 %", "plain", "random")
_CSV = ("part", "labels", "method", "code", "carriers", "pile", "measure", "mean", "low", "high")


def add_actions(actions: Verbs) -> None:
    evaluate = actions.add_parser(
        "evaluate",
        help="replay finished work: what suggestions would have found, and when",
        description="Takes the finished answers as if nobody had read them. First: after so many labels, drawn by "
        "respondent, how well are the others' answers ranked? Second: code by code, how much must be read? Beside "
        "tipcoder stand a random order and plain tf-idf with logistic regression. Low and high are the middle 95 % of "
        "draws, and for reading orders a bootstrap over codes.",
    )
    evaluate.add_argument("--labels", metavar="N,N", type=_numbers, help="default: 0,10,25,50,100,200,400")
    evaluate.add_argument("--draws", metavar="N", type=above_zero, help="draws of respondents (default: 20)")
    evaluate.add_argument("--seed", metavar="N", type=int, help="default: 1")
    for option, what, which in (
        ("--code", "CODE", "this code, or those in this folder"),
        ("--question", "COLUMN", "answers to this one"),
    ):
        evaluate.add_argument(option, metavar=what, action="append", default=argparse.SUPPRESS, help=f"only {which}")
    add_format(evaluate)
    add_study(evaluate)
    evaluate.set_defaults(run=run_evaluate)


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdecimal() and len(part) < 8 for part in parts):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of numbers like 0,10,50")
    return tuple(sorted({int(part) for part in parts}))


def run_evaluate(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.study import require_questions
    from tipcoder.workbench.suggestions.evaluation import DRAWS, LABELS, SEED, evaluate_study

    with (
        open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here,
        output.working("Replaying", here.definition.title),
    ):
        found = evaluate_study(
            here,
            codes=arguments.code,
            questions=require_questions(here, arguments.question) if arguments.question else frozenset(),
            labels=arguments.labels or LABELS,
            draws=arguments.draws or DRAWS,
            seed=SEED if arguments.seed is None else arguments.seed,
        )
    if arguments.format == "json":
        output.as_json(as_json(found))
    elif arguments.format == "csv":
        output.as_csv(list(_rows(found.evaluation)), _CSV)
    else:
        _print(found.evaluation)
    return ExitStatus.DONE


def _print(found: Evaluation) -> None:
    output.text(
        f"{found.answers} finished answers of {found.respondents} respondents; repetitions count once. "
        f"{found.draws} draws, seed {found.seed}. [ ] middle 95 %."
    )
    output.heading("Ranking the answers of other respondents, after so many labels")
    rows = [
        {
            "labels": line.labels,
            "method": line.method,
            "answers": round(line.asked),
            "AP": _shown(line.ap),
            "recall@3": _shown(line.recall_3),
            "top right": _shown(line.top_right),
        }
        for line in found.learning
    ]
    output.rows(rows, _LEARNING, "table")
    if not found.summaries:
        output.text("\nNo code stands on two answers yet, so no order of reading can be tried.")
        return
    output.heading("Reading one code's pile, shares of it")
    output.rows([_of_method(summary) for summary in found.summaries], _ORDERS, "table")
    output.heading("Code by code")
    orders = list(zip(*[iter(found.orders)] * len(found.summaries), strict=True))
    output.rows([_of_code(of_code) for of_code in orders], _CODES, "table")
    output.text(
        "\nAP: mean precision where a carrier stands. Read for 95 %: share of the pile until 95 % of the carriers are "
        "found; WSS@95 is .95 less that. ATD: mean share read when a carrier comes up. First: answers read until one. "
        "Plain: tf-idf and logistic regression, read for 95 %."
    )


def _of_method(summary: OrderSummary) -> dict[str, object]:
    figures = (summary.read_for_95, summary.wss_95, summary.atd, summary.found_10, summary.found_20)
    return {"method": summary.method, "codes": summary.codes} | dict(
        zip(_ORDERS[2:], map(_shown, figures), strict=True)
    )


def _of_code(orders: Sequence[CodeOrder]) -> dict[str, object]:
    """The reading orders of one code in one line: what tipcoder's costs, and the last column of the others."""
    ours, *others = orders
    read = ours.reading
    figures = (read.atd, read.found_10, read.read_for_95, *(order.reading.read_for_95 for order in others))
    start: dict[str, object] = {"code": ours.code, "carriers": ours.carriers, "pile": ours.pile, "first": read.first}
    return start | dict(zip(_CODES[4:], map(_number, figures), strict=True))


def _shown(estimate: MeanEstimate) -> str:
    return f"{_number(estimate.mean)} [{_number(estimate.low)}, {_number(estimate.high)}]"


def _number(value: float) -> str:
    if math.isnan(value):
        return "—"
    shown = f"{value:.2f}".replace("0.", ".", 1)
    return ".00" if shown == "-.00" else shown


def as_json(found: StudyEvaluation) -> dict[str, Any]:
    """Everything at full precision; what could not be computed is null."""
    evaluation = found.evaluation
    return {
        "answers": evaluation.answers,
        "respondents": evaluation.respondents,
        "draws": evaluation.draws,
        "seed": evaluation.seed,
        "learning": [
            {
                "labels": line.labels,
                "method": line.method,
                "asked": line.asked,
                **_estimates(line, ("ap", "recall_3", "top_right")),
            }
            for line in evaluation.learning
        ],
        "reading": [
            {
                "method": one.method,
                "codes": one.codes,
                **_estimates(one, ("read_for_95", "wss_95", "atd", "found_10", "found_20")),
            }
            for one in evaluation.summaries
        ],
        "codes": [
            {
                "code": order.code,
                "method": order.method,
                "carriers": order.carriers,
                "pile": order.pile,
                **order.reading._asdict(),
                "time_to_discovery": [
                    {"case": found.places[row].case, "question": found.places[row].question, "read": read}
                    for row, read in order.places
                ],
            }
            for order in evaluation.orders
        ],
    }


def _estimates(line: Learning | OrderSummary, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(line, name)._asdict() for name in names}


def _rows(found: Evaluation) -> Iterator[dict[str, object]]:
    for line in found.learning:
        for name in ("ap", "recall_3", "top_right"):
            start = {"part": "learning", "labels": line.labels, "method": line.method, "measure": name}
            yield start | getattr(line, name)._asdict()
    for one in found.summaries:
        for name in ("read_for_95", "wss_95", "atd", "found_10", "found_20"):
            yield {"part": "reading", "method": one.method, "measure": name} | getattr(one, name)._asdict()
    for order in found.orders:
        start = {"part": "code", "method": order.method, "code": order.code}
        start |= {"carriers": order.carriers, "pile": order.pile}
        for name, value in order.reading._asdict().items():
            yield start | {"measure": name, "mean": value}
