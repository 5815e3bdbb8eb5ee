"""Open questions that study.toml no longer names, and whose answers are in the study.

Their answers stay answers. Their columns never become attributes of cases, because whoever
publishes a table of cases would publish with it what respondents wrote.
"""

from __future__ import annotations

from dataclasses import dataclass

from tipcoder.errors import BadInput, find_nearest
from tipcoder.store import survey_data
from tipcoder.store.engine import Db
from tipcoder.study import STUDY_FILE, QuestionSpec, Study
from tipcoder.text import format_count
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class FormerQuestion:
    """A question that has answers and has left study.toml."""

    column: str
    wording: str
    answers: int
    """Current answers with a text."""
    renamed_to: str = ""
    """The new question that it may have become, or an empty string."""

    @property
    def sentence(self) -> str:
        """What a lead should know, with the remedy."""
        held = format_count(self.answers, "answer")
        said = (
            f"{STUDY_FILE}: no longer names the open question {self.column!r}; its {held} and "
            "their codings stay as they are, and its column never becomes an attribute."
        )
        if not self.renamed_to:
            return f'{said} Put [[question]] column = "{self.column}" back to go on with it.'
        return (
            f"{said} If {self.renamed_to!r} is its new name, keep the old one in {STUDY_FILE} and "
            "rename the column in the file that is imported: under a new name every text is a new "
            "answer without codings."
        )


def find_former_questions(db: Db, study: Study) -> list[FormerQuestion]:
    """Every one, in the order in which they were asked."""
    named = {question.column for question in study.questions}
    kept = survey_data.count_texts_by_question(db)
    wordings = {question.column: question.text for question in survey_data.load_questions(db)}
    # A question without answers may be one that was renamed.
    fresh = [question for question in study.questions if question.column not in kept]

    former = []
    for column, answers in kept.items():
        if column not in named and answers:
            wording = wordings[column]
            new_name = _find_new_name(column, wording, fresh)
            former.append(FormerQuestion(column, wording, answers, new_name))
    return former


def describe_former_questions(study: OpenStudy) -> list[str]:
    """A sentence about each one of a study, with the remedy."""
    with study.store.read() as db:
        former = find_former_questions(db, study.definition)
    return [question.sentence for question in former]


def refuse_open_texts_elsewhere(found: list[FormerQuestion], study: Study) -> None:
    """Raise BadInput if study.toml makes something else of a column that has open answers."""
    places = study.find_named_columns()
    # A translation is kept as what respondents wrote, too.
    translated = study.translation_columns()
    for question in found:
        if question.column in places and question.column not in translated:
            raise BadInput(
                f"{STUDY_FILE}, {places[question.column]}: {question.column!r} is an open question "
                f"of this study with {question.answers} answers, so it cannot be anything else.",
                "Name it under [[question]] again, or take it out; "
                "a closed column needs another name.",
            )


def _find_new_name(column: str, wording: str, fresh: list[QuestionSpec]) -> str:
    """The new question with the same wording, else the one with the nearest name; or empty."""
    for question in fresh:
        if question.text == wording and question.text != question.column:
            return question.column
    return find_nearest(column, [question.column for question in fresh])
