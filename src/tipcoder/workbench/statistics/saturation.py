"""Whether answers still bring new codes: along the order in which they were finished, averaged over
all orders, and with what is still unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.analysis.saturation import (
    NewInformation,
    UnseenCodes,
    count_incidences,
    estimate_unseen,
    list_new_codes,
    measure_new_information,
    rarefy,
)
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.export.figures import Curve, CurvePoint
from tipcoder.model.answers import AnswerState
from tipcoder.results.saturation import Saturation, SaturationStep
from tipcoder.store import open_answers
from tipcoder.store.engine import Db
from tipcoder.text import format_count
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.statistics.labels import code_label
from tipcoder.workbench.statistics.layers import Layer, choose_layer
from tipcoder.workbench.statistics.read_answers import find_layer_reading, group_votes
from tipcoder.workbench.study import OpenStudy

BASE, RUN = 20, 20
"""Short answers have a code or two each, so that a base is larger than with interviews, where
Guest, Namey & Chen (2020) take 4 and 2."""
ENOUGH = 0.05
"""New information at which they speak of saturation."""
_MOST_POINTS = 400
"""Points of a curve; more cannot be told apart."""


@dataclass(frozen=True)
class SaturationRequest:
    """What to look at, and how."""

    layer: str | None = None
    questions: tuple[str, ...] = ()
    """Empty: all."""
    base: int = BASE
    run: int = RUN


def assess_saturation(study: OpenStudy, wanted: SaturationRequest) -> Saturation:
    """New codes by answer. Raises BadInput for a coder or question that does not exist, and where
    nothing was read.
    """
    found = find_saturation(study, wanted)
    if found is None:
        raise BadInput(
            "No answer was read to its end yet, so there is nothing to see new codes in.",
            "Finish some answers, or choose other questions.",
        )
    return found


def find_saturation(study: OpenStudy, wanted: SaturationRequest) -> Saturation | None:
    """The same; None where nothing was read."""
    _check_questions(study, wanted.questions)
    with study.store.read() as db:
        book = read_current_codebook(db)
        layer = choose_layer(db, wanted.layer)
        read = _read_in_order(study, db, layer, wanted.questions)
    if not read:
        return None
    codable = {key for key, code in book.codes.items() if code.codable}
    # Codes that have left the codebook are seen by nobody who reads its tables.
    answers = [codes & book.codes.keys() for codes in read]
    new = list_new_codes(answers)
    incidences = count_incidences(answers)
    unseen = estimate_unseen(incidences, len(answers))
    runs = measure_new_information([len(codes) for codes in new], wanted.base, wanted.run)
    unused = codable.difference(*answers)
    steps = _build_steps(new, incidences, runs)
    about = _describe(steps, runs, unseen, wanted, len(unused))
    who = "they were finished" if layer.coder is None else "this coder finished them"
    total = format_count(len(answers), "answer")
    order = f"{total} in the order in which {who}, {format_count(len(incidences), 'code')}."
    return Saturation(
        steps=tuple(steps),
        base=wanted.base,
        run=wanted.run,
        unseen=unseen.unseen.value,
        unseen_low=unseen.unseen.low,
        unseen_high=unseen.unseen.high,
        once=unseen.once,
        twice=unseen.twice,
        unused=len(unused),
        sentences=(layer.sentence, order, *about),
    )


def _check_questions(study: OpenStudy, questions: Sequence[str]) -> None:
    known = [question.column for question in study.definition.questions]
    for question in questions:
        if question not in known:
            raise BadInput(
                f"There is no open question {question!r}.", did_you_mean(question, known)
            )


def _read_in_order(
    study: OpenStudy, db: Db, layer: Layer, questions: Collection[str]
) -> list[frozenset[str]]:
    """The codes of each answer that the layer has read, in the order of finishing.

    An answer that several have finished comes where the first of them did, unless one coder is
    asked for.
    """
    columns = set(questions) or {one.column for one in study.definition.questions}
    readable: dict[int, None] = {}
    for answer in open_answers.load_open_answers(db):
        if answer.question in columns and answer.state == AnswerState.ANSWERED:
            readable[answer.id] = None
    votes, applied = group_votes(
        open_answers.load_readings(db), open_answers.load_codes_on_answers(db)
    )
    found = []
    seen: set[int] = set()
    for answer_id, coder in open_answers.load_finishing_order(db):
        is_asked_for = layer.coder in (None, coder)
        if answer_id in seen or answer_id not in readable or not is_asked_for:
            continue
        seen.add(answer_id)
        reading = find_layer_reading(layer, answer_id, votes, applied)
        if reading.read:
            found.append(reading.codes)
    return found


def _build_steps(
    new: Sequence[tuple[str, ...]], incidences: Sequence[int], runs: Sequence[NewInformation]
) -> list[SaturationStep]:
    ratios: Mapping[int, float] = {run.last: run.ratio for run in runs}
    expected = rarefy(incidences, len(new), range(1, len(new) + 1))
    steps = []
    codes = 0
    for number, (keys, mean) in enumerate(zip(new, expected, strict=True), 1):
        codes += len(keys)
        steps.append(SaturationStep(number, keys, codes, *mean, ratios.get(number)))
    return steps


def _describe(
    steps: Sequence[SaturationStep],
    runs: Sequence[NewInformation],
    unseen: UnseenCodes,
    wanted: SaturationRequest,
    unused: int,
) -> list[str]:
    last = min(wanted.run, len(steps))
    before = steps[-last - 1].codes if len(steps) > last else 0
    new = steps[-1].codes - before
    sentences = [
        f"The last {format_count(last, 'answer')} brought {format_count(new, 'new code')}."
    ]
    sentences += (_describe_unseen(unseen), _describe_runs(runs, wanted))
    if unused:
        sentences.append(
            f"{format_count(unused, 'code')} of the codebook {'is' if unused == 1 else 'are'} on "
            "none of these answers."
        )
    return sentences


def _describe_unseen(found: UnseenCodes) -> str:
    value, low, high = found.unseen
    if not found.once:
        return "No code is on one answer only, so that none seems to be unseen (Chao, 1987)."
    codes = format_count(round(value), "code is", "codes are")
    return (
        f"About {codes} unseen, interval {int(low)} to {round(high)} (Chao2, Chao, 1987, from "
        f"{found.once} on one answer and {found.twice} on two); that is a lower bound, and a code "
        "that the codebook lacks is seen only once it is there."
    )


def _describe_runs(runs: Sequence[NewInformation], wanted: SaturationRequest) -> str:
    """From where on the new information is small (Guest, Namey & Chen, 2020)."""
    design = f"base of {wanted.base} answers and runs of {wanted.run}"
    if not runs:
        return f"New information is not given: there are too few answers, or codes, for a {design}."
    small = [run for run in runs if run.ratio <= ENOUGH]
    if not small:
        return (
            f"New information never falls to {ENOUGH:.0%} of the codes of the base, with a "
            f"{design} (Guest, Namey & Chen, 2020)."
        )
    first = small[0]
    said = (
        f"New information first falls to {ENOUGH:.0%} of the codes of the base in answers "
        f"{first.first} to {first.last}, with a {design} (Guest, Namey & Chen, 2020)"
    )
    later = [run for run in runs if run.last > first.last and run.ratio > ENOUGH]
    return f"{said}, and rises above it again later." if later else f"{said}, and stays there."


def name_codes(study: OpenStudy) -> dict[str, str]:
    """What people call each code."""
    with study.store.read() as db:
        book = read_current_codebook(db)
    return {key: code_label(study.definition, book, key) for key in book.codes}


def draw_saturation(found: Saturation) -> Curve:
    """New codes along the answers, beside the mean over all orders of reading."""
    stride = max(len(found.steps) // _MOST_POINTS, 1)
    chosen = [*found.steps[:-1:stride], found.steps[-1]]
    points = []
    for step in chosen:
        points.append(CurvePoint(step.answers, step.codes, step.expected, step.low, step.high))
    return Curve(
        "Codes by answers read",
        tuple(points),
        ("as read", "mean of all orders, 95% interval"),
        ("answers", "codes"),
        "\n".join(found.sentences),
    )
