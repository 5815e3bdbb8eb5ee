"""What a replay of finished work measured, as data and as text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipcoder.export.document import Block
    from tipcoder.export.report import Report
    from tipcoder.workbench.suggestions.evaluation import (
        CodeOrder,
        Evaluation,
        Learning,
        MeanEstimate,
        OrderSummary,
        StudyEvaluation,
    )

COLUMNS = ("part", "labels", "method", "code", "carriers", "pile", "measure", "mean", "low", "high")
_LEARNING = ("labels", "method", "answers", "AP", "recall@3", "top right")
_ORDERS = (
    "method",
    "codes",
    "read for 95 %",
    "WSS@95",
    "ATD",
    "found in 10 %",
    "found in 20 %",
)
_CODES = (
    "code",
    "carriers",
    "pile",
    "first",
    "ATD",
    "found in 10 %",
    "read for 95 %",
    "plain",
    "random",
)
_GRADES = ("rests on", "strength", "accepted", "of")
_OF_RANKING = ("ap", "recall_3", "top_right")
_OF_READING = ("read_for_95", "wss_95", "atd", "found_10", "found_20")
_NOTHING_TO_READ = "No code is applied to two answers yet, so no order of reading can be tried."
_LEGEND = (
    "Carriers: answers that carry the code. Pile: all answers that are read for it. AP: mean "
    "precision at the carriers. Read for 95 %: share of the pile that is read until 95 % of the "
    "carriers are found; WSS@95 is .95 less that. ATD: mean share that is read until a carrier is "
    "found. First: answers that are read until the first carrier. Plain: tf-idf and logistic "
    "regression, read for 95 %."
)


def build_evaluation_report(found: StudyEvaluation) -> Report:
    """A replay in every format."""
    from tipcoder.export.document import Document
    from tipcoder.export.report import Report, build_table

    title = "Evaluation of suggestions"
    measures = [*list_measures(found.evaluation), *_list_grade_measures(found)]
    blocks = [*_build_blocks(found.evaluation), *_build_strength_blocks(found)]
    return Report(
        document=Document(title, tuple(blocks), is_wide=True),
        flat=build_table(measures, COLUMNS, caption="Measures"),
        records=as_document(found),
    )


def _build_blocks(found: Evaluation) -> list[Block]:
    """Both parts for a person: the ranking of answers, and the order of reading."""
    from tipcoder.export.document import Heading, plain_paragraph
    from tipcoder.export.report import build_table

    learning = [_format_learning(line) for line in found.learning]
    blocks: list[Block] = [
        plain_paragraph(
            f"{found.answers} finished answers of {found.respondents} respondents; repetitions "
            f"count once. {found.draws} draws, seed {found.seed}. [ ] middle 95 %."
        ),
        Heading("Ranking the answers of other respondents, by number of labels learned"),
        build_table(learning, _LEARNING),
    ]
    if not found.summaries:
        blocks.append(plain_paragraph(_NOTHING_TO_READ))
        return blocks
    summaries = [_format_summary(summary) for summary in found.summaries]
    orders = [_format_orders(orders) for orders in _group_orders(found)]
    blocks += [
        Heading("Reading for one code, in shares of its pile"),
        build_table(summaries, _ORDERS),
    ]
    blocks += [Heading("Code by code"), build_table(orders, _CODES), plain_paragraph(_LEGEND)]
    return blocks


def _build_strength_blocks(found: StudyEvaluation) -> list[Block]:
    """What was promised to coders, and what became of it."""
    from tipcoder.export.document import Heading, plain_paragraph
    from tipcoder.export.report import build_table

    offers = found.evaluation.offers
    grades = []
    for grade in found.grades:
        record = {"rests on": grade.grade, "strength": grade.strength}
        grades.append({**record, "accepted": grade.right, "of": grade.settled})
    return [
        Heading("Offers"),
        plain_paragraph(
            f"Before anybody had coded, {offers.offered} codes would have been offered; "
            f"{offers.right} of these are right, of {offers.carried} that are applied. "
            f"{offers.strong} would have been offered as strong, and {offers.strong_right} of "
            "these are right."
        ),
        plain_paragraph(
            "Of suggestions that were shown to coders, and of which it is known whether they were "
            "right:"
        ),
        build_table(grades, _GRADES),
    ]


def _group_orders(found: Evaluation) -> Iterator[Sequence[CodeOrder]]:
    """The reading orders of one code after the other: one for each method, tipcoder's first."""
    methods = len(found.summaries)
    for start in range(0, len(found.orders), methods):
        yield found.orders[start : start + methods]


def _format_learning(line: Learning) -> dict[str, object]:
    return {
        "labels": line.labels,
        "method": line.method,
        "answers": round(line.asked),
        "AP": _format_estimate(line.ap),
        "recall@3": _format_estimate(line.recall_3),
        "top right": _format_estimate(line.top_right),
    }


def _format_summary(summary: OrderSummary) -> dict[str, object]:
    return {
        "method": summary.method,
        "codes": summary.codes,
        "read for 95 %": _format_estimate(summary.read_for_95),
        "WSS@95": _format_estimate(summary.wss_95),
        "ATD": _format_estimate(summary.atd),
        "found in 10 %": _format_estimate(summary.found_10),
        "found in 20 %": _format_estimate(summary.found_20),
    }


def _format_orders(orders: Sequence[CodeOrder]) -> dict[str, object]:
    """One code in one line: what tipcoder's order costs, and the last column of the others."""
    ours, *others = orders
    read = ours.reading
    line: dict[str, object] = {
        "code": ours.code,
        "carriers": ours.carriers,
        "pile": ours.pile,
        "first": read.first,
        "ATD": _format_number(read.atd),
        "found in 10 %": _format_number(read.found_10),
        "read for 95 %": _format_number(read.read_for_95),
    }
    for column, other in zip(("plain", "random"), others, strict=True):
        line[column] = _format_number(other.reading.read_for_95)
    return line


def _format_estimate(estimate: MeanEstimate) -> str:
    low, high = _format_number(estimate.low), _format_number(estimate.high)
    return f"{_format_number(estimate.mean)} [{low}, {high}]"


def _format_number(value: float) -> str:
    """Two places and no zero before the point, as coefficients are printed."""
    if math.isnan(value):
        return "—"
    # Never "-.00": a reader would look for what is below zero.
    shown = f"{value:.2f}".replace("0.", ".", 1)
    return ".00" if shown == "-.00" else shown


def as_document(found: StudyEvaluation) -> dict[str, Any]:
    """Everything at full precision; what could not be computed is null."""
    evaluation = found.evaluation
    return {
        "answers": evaluation.answers,
        "respondents": evaluation.respondents,
        "draws": evaluation.draws,
        "seed": evaluation.seed,
        "learning": [_document_learning(line) for line in evaluation.learning],
        "reading": [_document_summary(summary) for summary in evaluation.summaries],
        "codes": [_document_order(order, found) for order in evaluation.orders],
        "offers": evaluation.offers._asdict(),
        "strengths": [grade._asdict() for grade in found.grades],
    }


def _document_learning(line: Learning) -> dict[str, Any]:
    return {
        "labels": line.labels,
        "method": line.method,
        "asked": line.asked,
        **_list_estimates(line, _OF_RANKING),
    }


def _document_summary(summary: OrderSummary) -> dict[str, Any]:
    return {
        "method": summary.method,
        "codes": summary.codes,
        **_list_estimates(summary, _OF_READING),
    }


def _document_order(order: CodeOrder, found: StudyEvaluation) -> dict[str, Any]:
    discovered = []
    for row, read in order.places:
        place = found.places[row]
        discovered.append({"case": place.case, "question": place.question, "read": read})
    return {
        "code": order.code,
        "method": order.method,
        "carriers": order.carriers,
        "pile": order.pile,
        **order.reading._asdict(),
        "time_to_discovery": discovered,
    }


def _list_estimates(line: Learning | OrderSummary, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(line, name)._asdict() for name in names}


def list_measures(found: Evaluation) -> Iterator[dict[str, object]]:
    """A record for each measure, with its interval where it has one."""
    for line in found.learning:
        for name in _OF_RANKING:
            what = {"part": "learning", "labels": line.labels, "method": line.method}
            yield {**what, "measure": name, **getattr(line, name)._asdict()}
    for summary in found.summaries:
        for name in _OF_READING:
            what = {"part": "reading", "method": summary.method}
            yield {**what, "measure": name, **getattr(summary, name)._asdict()}
    for order in found.orders:
        what = {"part": "code", "method": order.method, "code": order.code}
        size = {"carriers": order.carriers, "pile": order.pile}
        for name, value in order.reading._asdict().items():
            yield {**what, **size, "measure": name, "mean": value}
    for name, count in found.offers._asdict().items():
        yield {"part": "offers", "measure": name, "mean": count}


def _list_grade_measures(found: StudyEvaluation) -> Iterator[dict[str, object]]:
    for grade in found.grades:
        what = {"part": "strength", "method": f"{grade.strength}: {grade.grade}"}
        yield {**what, "measure": "right", "mean": grade.right}
        yield {**what, "measure": "settled", "mean": grade.settled}
