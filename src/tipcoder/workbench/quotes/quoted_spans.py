"""Which words of which answers are the quotes of a code, by the layer that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.analysis.presence import find_majority
from tipcoder.codebook.nets import find_codes_below
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import Codebook
from tipcoder.store import codings, judgements
from tipcoder.store.engine import Db
from tipcoder.store.settlements import Spans
from tipcoder.workbench.adjudication.judgements import merge_spans
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.statistics.presence import Layer, choose_layer, group_votes
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


def find_quoted_spans(
    study: OpenStudy, redactions: Redactions, codes: Sequence[str] = (), layer: str | None = None
) -> QuotedSpans:
    """Spans of the codes named, each with every code below it; else of every code that stands, under its own name.

    Raises BadInput for a code or a layer that is not there.
    """
    with study.store.read() as db:
        book = read_current_codebook(db)
        chosen = choose_layer(db, layer)
        marked = _find_marked_spans(db, redactions, chosen)
    for code in codes:
        if code not in book.codes:
            raise BadInput(f"The codebook has no code {code!r}.", did_you_mean(code, book.codes))
    wanted = tuple(codes) or tuple(
        code.key for _, code in book.list_in_tree_order() if code.codable
    )
    # Without a choice every quote stands once, under the code that was put on it.
    keys = {code: find_codes_below(book, code) if codes else frozenset({code}) for code in wanted}
    quotes = [
        CodeQuote(
            code, answer_id, start, end, tuple(s for s in spans if start <= s[0] and s[1] <= end)
        )
        for code in wanted
        for answer_id, spans in _group_by_answer(marked, keys[code]).items()
        for start, end in merge_spans(spans)
    ]
    return QuotedSpans(book, chosen, wanted, tuple(quotes))


_MarkedSpans = dict[tuple[str, int], list[tuple[int, int]]]
"""Spans by code and answer."""


def _group_by_answer(
    marked: _MarkedSpans, keys: frozenset[str]
) -> dict[int, list[tuple[int, int]]]:
    out: dict[int, list[tuple[int, int]]] = {}
    for (code, answer_id), spans in marked.items():
        if code in keys:
            out.setdefault(answer_id, []).extend(spans)
    return out


def _find_marked_spans(db: Db, redactions: Redactions, layer: Layer) -> _MarkedSpans:
    out: _MarkedSpans = {}
    if layer.consensus is not None:
        for answer_id, agreed in layer.consensus.answers.items():
            for code, spans in agreed.codes.items():
                out[code, answer_id] = list(spans)
        return out
    votes, _ = group_votes(judgements.load_readings(db), judgements.load_codes_on_answers(db))
    most = (
        {answer_id: find_majority(said)[0] for answer_id, said in votes.items()}
        if layer.coder is None
        else {}
    )
    for record in codings.load_coding_records(db):
        answer_id = redactions.require_answer_id(record.case, record.question)
        if layer.coder is not None:
            counts = record.coder == layer.coder
        else:
            counts = record.code in most.get(answer_id, ()) and record.coder in votes[answer_id]
        if counts and record.start is not None and record.end is not None:
            out.setdefault((record.code, answer_id), []).append((record.start, record.end))
    return out
