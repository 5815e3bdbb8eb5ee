"""Files with a line for each answer, `respondent, question, answer`, turned into a row for each
respondent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tipcoder.errors import BadInput
from tipcoder.survey.rows import NumberedRecord, RecordSource
from tipcoder.text import fold_text

_QUESTION = frozenset(
    ("question", "item", "variable", "field", "field_name", "prompt", "question text", "pregunta")
)
_ANSWER = frozenset(
    ("answer", "response", "value", "text", "answer text", "response text", "respuesta", "resposta")
)
_ID_ENDS = ("id", "respondent", "participant", "case", "record", "respondent_id", "user")
_LOOKED_AT = 400
_MOST_QUESTIONS = 400
_FEWEST_LINES = 4


@dataclass(frozen=True)
class LongForm:
    """The columns of a file in long form."""

    id_at: int
    question_at: int
    answer_at: int
    kept_at: tuple[int, ...]
    """Other columns, of which each respondent keeps the first value."""

    def describe(self, header: Sequence[str]) -> str:
        """The three columns by name."""
        places = (self.id_at, self.question_at, self.answer_at)
        return ", ".join(header[at] for at in places)


def find_long_form(header: Sequence[str], records: RecordSource) -> LongForm | None:
    """The columns, where a file has a line for each answer; else None.

    Its questions must repeat from respondent to respondent, and each stands once with each.
    """
    form = _find_columns(header)
    return form if form and _fits(form, records, len(header)) else None


def _find_columns(header: Sequence[str]) -> LongForm | None:
    """The columns by their names alone."""
    names = [fold_text(name).strip() for name in header]
    questions = [at for at, name in enumerate(names) if name in _QUESTION]
    answers = [at for at, name in enumerate(names) if name in _ANSWER]
    ids = [at for at, name in enumerate(names) if name.endswith(_ID_ENDS)]
    if len(questions) != 1 or len(answers) != 1 or not ids:
        return None
    used = ids[0], questions[0], answers[0]
    kept = tuple(at for at in range(len(names)) if at not in used)
    return LongForm(*used, kept)


def _fits(form: LongForm, records: RecordSource, width: int) -> bool:
    seen: set[tuple[str, str]] = set()
    lines = 0
    for _, cells in islice(records(), 1, _LOOKED_AT):
        if len(cells) < width or not cells[form.id_at].strip():
            continue
        lines += 1
        seen.add((cells[form.id_at], cells[form.question_at]))
    respondents = {respondent for respondent, _ in seen}
    questions = {question for _, question in seen}
    if lines < _FEWEST_LINES or len(seen) < lines or len(questions) > _MOST_QUESTIONS:
        return False
    # With as many questions as lines, they are no questions.
    return len(respondents) < lines and len(questions) < lines


def widen_records(records: RecordSource, source: str) -> RecordSource:
    """One record for each respondent, with a column for each question.

    Raises BadInput for a file that is not in long form, and for two answers of one respondent to
    one question.
    """
    header = next(records(), (0, []))[1]
    form = _find_columns(header)
    if form is None:
        raise BadInput(
            f"{source}: does not have a line for each answer.",
            "It needs a column of IDs, one called `question` and one called `answer`; or leave "
            "--long out.",
        )
    questions: dict[str, None] = {}
    people: dict[str, _Respondent] = {}
    for line, cells in islice(records(), 1, None):
        if len(cells) < len(header) or not cells[form.id_at].strip():
            continue
        question = cells[form.question_at].strip()
        questions[question] = None
        kept = [cells[at] for at in form.kept_at]
        person = people.setdefault(cells[form.id_at], _Respondent(line, kept, {}))
        if person.answers.setdefault(question, cells[form.answer_at]) != cells[form.answer_at]:
            raise BadInput(
                f"{source}, line {line}: a second answer of one respondent to {question!r}.",
                "Put the rounds of a respondent into files of their own, or number them in the ID.",
            )
    names = [header[form.id_at], *(header[at] for at in form.kept_at), *questions]

    def begin_pass() -> Iterator[NumberedRecord]:
        yield 0, list(names)
        for respondent, person in people.items():
            said = [person.answers.get(question, "") for question in questions]
            yield person.line, [respondent, *person.kept, *said]

    return begin_pass


@dataclass
class _Respondent:
    """What one respondent said."""

    line: int
    kept: list[str]
    answers: dict[str, str]
