"""Which words of which answers are the quotes of a code, by the layer that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.analysis.presence import find_majority
from tipcoder.codebook.nets import find_codes_below
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Codebook
from tipcoder.store import coding_records, open_answers
from tipcoder.store.coding_records import CodingRecord
from tipcoder.store.engine import Db
from tipcoder.store.settlements import Spans
from tipcoder.workbench.adjudication.consensus import Consensus
from tipcoder.workbench.adjudication.judgements import merge_spans
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.statistics.layers import Layer, choose_layer
from tipcoder.workbench.statistics.read_answers import group_votes
from tipcoder.workbench.study import OpenStudy


class CodeQuote(NamedTuple):
    """Words that carry a code. Offsets are code points of the stored text, half-open."""

    code: str
    answer_id: int
    start: int
    end: int
    parts: Spans
    """The spans of single coders that make it up."""


@dataclass(frozen=True)
class QuotedSpans:
    """Every quote of the codes asked for, in order of the codebook, and whose codings they are."""

    book: Codebook
    layer: Layer
    codes: tuple[str, ...]
    quotes: tuple[CodeQuote, ...]


_MarkedSpans = dict[tuple[str, int], list[tuple[int, int]]]
"""Spans by code and answer."""


def find_quoted_spans(
    study: OpenStudy, redactions: Redactions, codes: Sequence[str] = (), layer: str | None = None
) -> QuotedSpans:
    """Spans of the codes named, each with every code below it; else of every code by itself.

    Raises BadInput for a code or a layer that does not exist.
    """
    with study.store.read() as db:
        book = read_current_codebook(db)
        chosen = choose_layer(db, layer)
        # Within one look at the store: layer and spans belong together.
        marked = _find_marked_spans(db, redactions, chosen)
    for code in codes:
        if code not in book.codes:
            raise BadInput(f"The codebook has no code {code!r}.", did_you_mean(code, book.codes))

    wanted = tuple(codes) or _list_codable_codes(book)
    quotes = []
    for code in wanted:
        # Without a choice every quote is listed once, under the code that was applied.
        keys = find_codes_below(book, code) if codes else frozenset({code})
        quotes += _build_code_quotes(code, _group_by_answer(marked, keys))
    return QuotedSpans(book, chosen, wanted, tuple(quotes))


def _list_codable_codes(book: Codebook) -> tuple[str, ...]:
    return tuple(code.key for _, code in book.list_in_tree_order() if code.codable)


def _build_code_quotes(code: str, by_answer: dict[int, list[tuple[int, int]]]) -> list[CodeQuote]:
    """One quote for each stretch that spans of an answer cover together."""
    quotes = []
    for answer_id, spans in by_answer.items():
        # Coders seldom mark the same letters; what overlaps is one quote.
        for start, end in merge_spans(spans):
            parts = tuple(span for span in spans if start <= span[0] and span[1] <= end)
            quotes.append(CodeQuote(code, answer_id, start, end, parts))
    return quotes


def _group_by_answer(
    marked: _MarkedSpans, keys: frozenset[str]
) -> dict[int, list[tuple[int, int]]]:
    by_answer: dict[int, list[tuple[int, int]]] = {}
    for (code, answer_id), spans in marked.items():
        if code in keys:
            by_answer.setdefault(answer_id, []).extend(spans)
    return by_answer


def _find_marked_spans(db: Db, redactions: Redactions, layer: Layer) -> _MarkedSpans:
    if layer.consensus is not None:
        return _find_consensus_spans(layer.consensus)

    counting = _CountingCodings(db, layer.coder)
    marked: _MarkedSpans = {}
    for record in coding_records.load_coding_records(db):
        answer_id = redactions.find_answer_id(record.case, record.question)
        if answer_id is None:
            # Its words were erased: it is listed, so that it is said why it stays.
            answer_id = redactions.require_erased_id(record.case, record.question)
        if not counting.has_record(answer_id, record):
            continue
        if record.start is not None and record.end is not None:
            spans = marked.setdefault((record.code, answer_id), [])
            spans.append((record.start, record.end))
    return marked


def _find_consensus_spans(consensus: Consensus) -> _MarkedSpans:
    marked: _MarkedSpans = {}
    for answer_id, agreed in consensus.answers.items():
        for code, spans in agreed.codes.items():
            marked[code, answer_id] = list(spans)
    return marked


class _CountingCodings:
    """Which codings count: one coder's, or where none is chosen those of the majority."""

    def __init__(self, db: Db, coder: str | None) -> None:
        self._coder = coder
        if coder is None:
            readings, codes = open_answers.load_readings(db), open_answers.load_codes_on_answers(db)
            self._votes, _ = group_votes(readings, codes)
            self._most = {answer: find_majority(votes)[0] for answer, votes in self._votes.items()}

    def has_record(self, answer_id: int, record: CodingRecord) -> bool:
        """Whether a coding counts.

        For a majority most coders must have applied its code, and its own coder must be one of
        those whose votes were counted: an unfinished answer has no vote.
        """
        if self._coder is not None:
            return record.coder == self._coder
        if record.code not in self._most.get(answer_id, ()):
            return False
        return record.coder in self._votes[answer_id]
