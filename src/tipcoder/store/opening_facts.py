"""What a coder's session has to know when it opens, in one statement.

On a server each statement is a journey there and back, and somebody waits for the first answer. As
in `answer_sheets`, the facts come as rows of several kinds from one `union all`, which sees one
state of the store without a transaction around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from tipcoder.model.answers import Question
from tipcoder.store import schema
from tipcoder.store.codebooks import CURRENT, check_document, parse_revision_number
from tipcoder.store.counts import select_codes_by_question
from tipcoder.store.engine import Db
from tipcoder.store.saved_filters import LAST, find_filters_key, find_place_key, parse_filters
from tipcoder.store.schema.base import Big
from tipcoder.store.survey_data import UUID
from tipcoder.store.training import select_training_copies

_NUMBERS, _TEXTS = 2, 2
"""Columns of either kind that a row has beside its kind."""


@dataclass
class OpeningFacts:
    """A study as it is when a coder's session opens."""

    study_uuid: str = ""
    newest_act: int = 0
    revision: int = 0
    """Of the codebook in force; 0 before the first."""
    document: str | None = None
    """That revision, as it is kept."""
    questions: list[Question] = field(default_factory=list)
    """In study order."""
    code_ids: dict[str, int] = field(default_factory=dict)
    """Row ids of all codes ever known, by key."""
    usage: list[tuple[str, str, int]] = field(default_factory=list)
    """(question, code, codings) of the coder, from which codes are ranked."""
    has_waves: bool = False
    """Whether any case has a wave."""
    has_erased_wordings: bool = False
    """Whether words were ever erased from the codebook."""
    is_in_training: bool = False
    """Whether the coder may have answers of an open training round."""
    last_filter: str = ""
    """The filter that the coder left the workbench with; empty for none."""
    last_place: int = 0
    """The answer that she was at then; 0 for none."""

    def require_document(self) -> str:
        """The revision in force. Raises EnvironmentFault where it is gone, or is not a codebook."""
        return check_document(self.document, self.revision)


def load_opening_facts(db: Db, coder_id: int) -> OpeningFacts:
    """The facts for one coder.

    Raises EnvironmentFault if what the store keeps as the number of the codebook in force is no
    number.
    """
    facts = OpeningFacts()
    keys = {"filters": find_filters_key(coder_id), "place": find_place_key(coder_id)}
    for row in db.execute(_build_statement(), {"coder": coder_id, **keys}):
        _take_row(facts, row)
    facts.questions.sort(key=lambda question: (question.position, question.id))
    # Rows of a union come in any order: of the codes in that of their ids.
    facts.usage.sort(key=lambda use: facts.code_ids[use[1]])
    return facts


@cache
def _build_statement() -> Any:
    return union_all(*_select_facts())


def _select_facts() -> Iterator[Select[Any]]:
    meta, revision = schema.meta.c, schema.codebook_revision.c
    yield _as_rows("uuid", texts=(meta.value,)).where(meta.key == UUID)
    yield _as_rows("revision", texts=(meta.value,)).where(meta.key == CURRENT)
    yield _as_rows("filters", texts=(meta.value,)).where(meta.key == bindparam("filters"))
    yield _as_rows("place", texts=(meta.value,)).where(meta.key == bindparam("place"))
    in_force = select(meta.value).where(meta.key == CURRENT).scalar_subquery()
    document = _as_rows("document", texts=(revision.document,))
    yield document.where(cast(revision.number, Text) == in_force)

    question, code = schema.question.c, schema.code.c
    yield _as_rows("question", (question.id, question.position), (question.name, question.text))
    yield _as_rows("code", (code.id,), (code.key,))
    usage = select_codes_by_question(bindparam("coder")).subquery().c
    yield _as_rows("usage", (usage.codings,), (usage.question, usage.code))

    yield _as_rows("act", (func.max(schema.act.c.id),))
    case, wording = schema.survey_case.c, schema.erased_wording.c
    named = select(case.id).where(case.live == 1, case.wave != "")
    yield _as_rows("waves").where(named.exists())
    yield _as_rows("erased").where(select(wording.digest).where(wording.live == 1).exists())
    yield _as_rows("training").where(select_training_copies(bindparam("coder")).exists())


def _as_rows(kind: str, numbers: Sequence[Any] = (), texts: Sequence[Any] = ()) -> Select[Any]:
    """Rows of one kind, with the same columns as those of every other kind."""
    filled_numbers = [*numbers, *[null()] * (_NUMBERS - len(numbers))]
    filled_texts = [*texts, *[null()] * (_TEXTS - len(texts))]
    columns: tuple[Any, ...] = (
        cast(literal_column(f"'{kind}'"), Text).label("kind"),
        *[cast(one, Big).label(f"n{at}") for at, one in enumerate(filled_numbers)],
        *[cast(one, Text).label(f"t{at}") for at, one in enumerate(filled_texts)],
    )
    return select(*columns)


def _take_row(facts: OpeningFacts, row: Row[Any]) -> None:
    match row.kind:
        case "uuid":
            facts.study_uuid = row.t0
        case "revision":
            facts.revision = parse_revision_number(row.t0)
        case "document":
            facts.document = row.t0
        case "filters":
            facts.last_filter = parse_filters(row.t0).get(LAST, "")
        case "place":
            facts.last_place = int(row.t0) if row.t0.isdecimal() else 0
        case "question":
            facts.questions.append(Question(row.n0, row.t0, row.t1, row.n1))
        case "code":
            facts.code_ids[row.t0] = row.n0
        case "usage":
            facts.usage.append((row.t0, row.t1, row.n0))
        case "act":
            facts.newest_act = row.n0 or 0
        case _:
            _take_flag(facts, row.kind)


def _take_flag(facts: OpeningFacts, kind: str) -> None:
    if kind == "waves":
        facts.has_waves = True
    elif kind == "erased":
        facts.has_erased_wordings = True
    else:
        facts.is_in_training = True
