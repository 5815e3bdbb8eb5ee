"""Presence of codes on cases, from the layer that was chosen: one coder, the majority, or the consensus."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tipcoder.analysis.presence import (
    CaseAnswer,
    CodePresence,
    find_code_presence,
    find_majority,
    find_scope,
    group_questions_by_code,
)
from tipcoder.codebook.nets import find_keys_of_name, list_net_names
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import AnswerState, Codebook, Outcome
from tipcoder.store import coders, judgements, settlements
from tipcoder.store.engine import Db
from tipcoder.store.judgements import OpenAnswer
from tipcoder.study import QuestionSpec
from tipcoder.workbench.adjudication.consensus import CONSENSUS, Consensus, find_consensus, require_consensus
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.coders import require_coder
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.study import OpenStudy

MAJORITY = "majority"
NETS = (
    "A code with others below it holds every case that has it or any of them, once; CODE.own is what stands on the "
    "code itself."
)

Votes = dict[int, dict[str, frozenset[str]]]
"""Answer -> coder -> codes, for coders who read the answer to its end and could judge it."""


@dataclass(frozen=True)
class Layer:
    """Whose codings count."""

    coder: str | None
    """None for a layer made of several coders."""
    sentence: str
    """What to print beside every number that rests on it."""
    consensus: Consensus | None = None


@dataclass(frozen=True, eq=False)
class Presence:
    """Presence of the codes asked for, in order of the codebook."""

    layer: Layer
    codes: dict[str, CodePresence]
    book: Codebook


def find_presence(
    study: OpenStudy,
    table: CaseTable,
    codes: Sequence[str] | None = None,
    *,
    layer: str | None = None,
    questions: Collection[str] = (),
) -> Presence:
    """States of the codes named (or of every code, `net_names`), by case of `table`.

    A code with others below it is a net of them all; `CODE.own` is what stands on it itself.

    `layer` is a coder's name, `majority` or `consensus`; without it, the one that `chosen_layer` takes.
    `questions` is the scope in which a code counts as looked for; without it, the questions on which it stands.
    """
    with study.store.read() as db:
        book = read_current_codebook(db)
        chosen = choose_layer(db, layer)
        answers = judgements.load_open_answers(db)
        votes, begun = group_votes(judgements.load_readings(db), judgements.load_codes_on_answers(db))
    read = _share_readings(study, table, _build_read_answers(study, table, answers, votes, begun, chosen), answers)
    wanted = list_net_names(book) if codes is None else codes
    asked = {question.column for question in study.definition.questions}
    for question in questions:
        if question not in asked:
            raise BadInput(f"There is no open question {question!r}.", did_you_mean(question, asked))
    by_question: dict[str, list[CaseAnswer]] = {}
    for answer in read:
        by_question.setdefault(answer.question, []).append(answer)
    used = group_questions_by_code(read)
    # Where a reader names the questions, every code is looked for in all of them.
    each = {} if questions else used
    found = {}
    for code in wanted:
        keys = find_keys_of_name(book, code)
        scope = tuple(questions) or find_scope(list(by_question), used, keys)
        there = [answer for question in scope for answer in by_question.get(question, ())]
        found[code] = find_code_presence(code, there, len(table), keys=keys, scope=scope, used=each)
    return Presence(chosen, found, book)


def choose_layer(db: Db, wanted: str | None) -> Layer:
    """The layer of that name. Raises BadInput for one not there.

    Without a name the only coder's; of several the consensus once all they differ on is settled, until then the
    majority.
    """
    if wanted == CONSENSUS:
        settled = require_consensus(db)
        return Layer(None, settled.sentence, settled)
    chosen = _choose_named_layer(wanted, [coder.name for coder in coders.load_coders(db)], judgements.load_readings(db))
    if chosen.coder is not None:
        require_coder(db, chosen.coder)
    elif wanted is None and settlements.load_settlements(db):
        return _choose_settled_layer(db, chosen)
    return chosen


def _choose_settled_layer(db: Db, most: Layer) -> Layer:
    """What counts where somebody has begun to settle what coders differ on."""
    found = find_consensus(db)
    if found is None or not found.settled:
        return most
    if not found.unsettled:
        return Layer(None, found.sentence, found)
    decisions = "1 decision" if found.settled == 1 else f"{found.settled} decisions"
    still = "1 disagreement is" if found.unsettled == 1 else f"{found.unsettled} disagreements are"
    counts = "counts" if found.settled == 1 else "count"
    return Layer(None, f"{most.sentence} {decisions} on disagreements {counts} with --codings-of consensus; {still} open.")


def _choose_named_layer(wanted: str | None, names: Sequence[str], readings: Sequence[tuple[int, str, str]]) -> Layer:
    readers = {coder for _, coder, _ in readings}
    working = [name for name in names if name in readers]
    if wanted not in (None, MAJORITY):
        assert wanted is not None
        return Layer(wanted, f"Layer: the codings of {wanted}.")
    if wanted is None and len(working) == 1:
        return Layer(working[0], f"Layer: the codings of {working[0]}, who is the only one to have finished answers.")
    if not working:
        return Layer(None, "Layer: nobody has finished an answer yet, so presence is unknown everywhere.")
    return Layer(
        None,
        f"Layer: majority of {len(working)} coders ({', '.join(working)}) among those who finished an answer; "
        "an even split counts as unknown.",
    )


def group_votes(
    readings: Iterable[tuple[int, str, str]], put: Iterable[tuple[int, str, str]]
) -> tuple[Votes, dict[int, dict[str, set[str]]]]:
    """What finished readings say, and every code that stands, finished or not."""
    standing: dict[int, dict[str, set[str]]] = {}
    for answer, coder, code in put:
        standing.setdefault(answer, {}).setdefault(coder, set()).add(code)
    votes: Votes = {}
    for answer, coder, outcome in readings:
        if outcome != Outcome.UNCODABLE:
            votes.setdefault(answer, {})[coder] = frozenset(standing.get(answer, {}).get(coder, ()))
    return votes, standing


def _build_read_answers(
    study: OpenStudy,
    table: CaseTable,
    answers: Sequence[OpenAnswer],
    votes: Votes,
    standing: dict[int, dict[str, set[str]]],
    layer: Layer,
) -> list[CaseAnswer]:
    place = {case_id: n for n, case_id in enumerate(table.ids)}
    specs = {question.column: question for question in study.definition.questions}
    kept = {column for cells in table.cells for column in cells}
    out = []
    for answer in answers:
        spec = specs.get(answer.question)
        case = place.get(answer.case_id)
        if spec is None or case is None:
            continue
        said = votes.get(answer.id, {})
        readers: tuple[frozenset[str], ...] = ()
        if layer.coder is not None:
            # An answer begun and not finished has the codes that stand on it, and says nothing about others.
            codes = frozenset(standing.get(answer.id, {}).get(layer.coder, ()))
            read, unsettled = layer.coder in said, frozenset[str]()
        elif layer.consensus is not None:
            agreed = layer.consensus.answers.get(answer.id)
            codes = frozenset(agreed.codes if agreed else ())
            unsettled = agreed.unsettled if agreed else frozenset[str]()
            read = agreed is not None and agreed.outcome is not Outcome.UNCODABLE
        else:
            codes, unsettled = find_majority(said)
            read = bool(said)
            readers = tuple(said.values())
        state = AnswerState(answer.state)
        out.append(
            CaseAnswer(
                case=case,
                question=answer.question,
                asked=_is_asked(spec, table, case, state, kept),
                answered=state in (AnswerState.ANSWERED, AnswerState.WITHHELD),
                readable=state is AnswerState.ANSWERED,
                read=read,
                codes=codes,
                unsettled=unsettled,
                votes=readers,
            )
        )
    return out


def _is_asked(spec: QuestionSpec, table: CaseTable, case: int, state: AnswerState, kept: Collection[str]) -> bool:
    """Whether the gate led here, by the gate itself: text may stand where nothing was asked.

    A gate that is not among the columns kept (it names people, say) leaves only what the import saw.
    """
    if state is AnswerState.NOT_ASKED:
        return False
    gate = spec.asked_if
    return gate is None or gate.column not in kept or gate.is_met(table.cells[case].get(gate.column))


def _share_readings(
    study: OpenStudy, table: CaseTable, read: Sequence[CaseAnswer], answers: Sequence[OpenAnswer]
) -> list[CaseAnswer]:
    """What was asked once per respondent was read once too: one reading holds for all of the respondent's cases."""
    once = {question.column for question in study.definition.questions if question.per == "respondent"}
    place = {case_id: n for n, case_id in enumerate(table.ids)}
    text = {(place[a.case_id], a.question): a.duplicate_key for a in answers if a.case_id in place}
    best: dict[tuple[str, str, str], CaseAnswer] = {}
    for answer in read:
        if answer.question in once and (answer.read or answer.codes):
            key = (table.respondents[answer.case], answer.question, text[answer.case, answer.question])
            best.setdefault(key, answer)
    out = []
    for answer in read:
        key = (table.respondents[answer.case], answer.question, text[answer.case, answer.question])
        twin = best.get(key)
        if twin is not None and answer.readable and not (answer.read or answer.codes):
            answer = answer._replace(read=twin.read, codes=twin.codes, unsettled=twin.unsettled, votes=twin.votes)
        out.append(answer)
    return out
