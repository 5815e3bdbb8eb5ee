"""A study as pandas frames, for notebooks: read only, and with the same blindness as every screen.

Each frame is read from the store when it is asked for, so that it shows the study as it is then.
The viewer is the coder named, else $TIPCODER_CODER, else the name of the account: in an open round
a coder's frames hold what others coded as little as her screens do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.model import CARRIED, MANY
from tipcoder.store import answers, coding_records, open_answers
from tipcoder.store.translations import load_translations
from tipcoder.study import find_study_folder
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.case_table import read_case_table
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    import pandas as pd

    from tipcoder.export.data_files import DataColumn
    from tipcoder.store.engine import Db

ANSWER_COLUMNS = ("case", "respondent", "question", "state", "language", "text")
TRANSLATION_COLUMN = "translation"
"""Behind them, where somebody asks for it."""
CODING_COLUMNS = (
    "case",
    "question",
    "coder",
    "code",
    "start",
    "end",
    "quote",
    "outcome",
    "carried",
    "many",
)


class StudyFrames:
    """What is in a study, as frames.

    Nothing is kept open between two of them, and nothing can be written.
    """

    def __init__(self, path: Path, coder: str | None = None) -> None:
        """Raises BadInput where no study is at `path` or above it."""
        self.folder = find_study_folder(path)
        self.coder = coder

    def __repr__(self) -> str:
        return f"<tipcoder study in {self.folder}>"

    @contextmanager
    def _open_study(self) -> Iterator[OpenStudy]:
        # Read only, and without taking in an edited codebook: a notebook changes nothing.
        with open_study_folder(
            self.folder, read_only=True, viewer=self.coder, import_edits=False
        ) as study:
            yield study

    def answers(self, *, translations: bool = False) -> pd.DataFrame:
        """One row a current answer: case, respondent, question, state, language and text.

        The text is missing where nobody may or can read one: blank, not asked, withheld.
        `translations` adds a column `translation`, missing where the survey has none.
        """
        import pandas as pd

        with self._open_study() as study:
            table = read_case_table(study)
            with study.store.read() as db:
                found = open_answers.load_open_answers(db)
                # Codes of an erased answer count, and there is nothing of it to read.
                readable = []
                for answer in found:
                    if answer.state == "answered" and not answer.is_erased:
                        readable.append(answer.id)
                texts = answers.load_texts(db, readable)
                translated = load_translations(db, readable)
                languages = answers.load_languages(db)

        places = {case_id: place for place, case_id in enumerate(table.ids)}
        rows = []
        for answer in found:
            place = places.get(answer.case_id)
            if place is None:
                continue
            case, respondent = table.labels[place], table.respondents[place]
            text = texts.get(answer.id)
            # A language without its text would tell something of what must not be read.
            language = None if text is None else languages.get(answer.id)
            state = "withheld" if answer.is_erased else answer.state
            row = [case, respondent, answer.question, state, language, text]
            if translations:
                beside = translated.get(answer.id)
                row.append(None if beside is None else beside.text)
            rows.append(row)
        columns = [*ANSWER_COLUMNS, TRANSLATION_COLUMN] if translations else [*ANSWER_COLUMNS]
        return pd.DataFrame(rows, columns=columns, dtype="string")

    def codings(self) -> pd.DataFrame:
        """One row a coding, and one an answer that was finished without any (its code is missing).

        `start` and `end` are code points of the text, half-open; `outcome` is how the coder
        finished the answer, and missing while it is open.
        """
        import pandas as pd

        with self._open_study() as study, study.store.read() as db:
            rows = _list_coding_rows(db)
        frame = pd.DataFrame(rows, columns=list(CODING_COLUMNS))
        # Whole numbers that can be missing: pandas would make fractions of them.
        types = dict.fromkeys(CODING_COLUMNS, "string")
        types |= {"start": "Int64", "end": "Int64", "carried": "boolean", "many": "boolean"}
        return frame.astype(types)

    def presence(self, layer: str | None = None) -> pd.DataFrame:
        """Cases x codes: True present, False read and absent, missing where it is unknown.

        A code with others below it is True where any of them is; `CODE.own` is the code without
        them. `layer` is a coder, `majority` or `consensus`; without it, as in `tipcoder merge`.
        `attrs["layer"]` says which it is.
        """
        import pandas as pd

        from tipcoder.workbench.statistics.labels import code_label
        from tipcoder.workbench.statistics.presence import find_presence

        with self._open_study() as study:
            table = read_case_table(study)
            found = find_presence(study, table, layer=layer)
        columns, labels = {}, {}
        for key, code in found.codes.items():
            states = [None if state < 0 else bool(state) for state in code.states]
            columns[key] = pd.array(states, dtype="boolean")
            labels[key] = code_label(study.definition, found.book, key)

        cases = pd.Index(list(table.labels), name="case", dtype="string")
        frame = pd.DataFrame(columns, index=cases)
        frame.attrs["layer"] = found.layer.sentence
        frame.attrs["labels"] = labels
        return frame

    def merged(self, layer: str | None = None) -> pd.DataFrame:
        """The table of `tipcoder merge`: one row per case.

        With outcomes, factors, indicators and codes. Values with labels are categories in their
        order. `attrs["labels"]` says what each column is, `attrs["notes"]` what holds for all.
        """
        import pandas as pd

        from tipcoder.workbench.statistics.merged_table import build_merged_table

        with self._open_study() as study:
            table = build_merged_table(study, layer=layer)
        frame = pd.DataFrame({column.name: _convert_values(column) for column in table.columns})
        frame.attrs["labels"] = {column.name: column.label for column in table.columns}
        frame.attrs["notes"] = list(table.sentences)
        return frame


def _list_coding_rows(db: Db) -> list[tuple[Any, ...]]:
    """Codings, and finished answers without any, in the order of `CODING_COLUMNS`."""
    finished = coding_records.load_finished_places(db)
    rows: list[tuple[Any, ...]] = []
    for coding in coding_records.load_coding_records(db):
        place = (coding.case, coding.question, coding.coder)
        outcome = "coded" if place in finished else None
        origin = finished.get(place)
        span = coding.start, coding.end, coding.quote
        rows.append((*place, coding.code, *span, outcome, *_tell_origin(origin)))
    for one in coding_records.load_empty_readings(db):
        place = (one.case, one.question, one.coder)
        nowhere = None, None, None
        rows.append((*place, None, *nowhere, one.outcome.value, *_tell_origin(one.origin)))
    return rows


def _tell_origin(origin: str | None) -> tuple[bool, bool]:
    """Whether codes were carried over, and whether many answers were coded at once."""
    return origin == CARRIED, origin == MANY


def _convert_values(column: DataColumn) -> Any:
    """A column as an array of pandas: missing values stay missing, whatever the type."""
    import pandas as pd

    if column.kind == "category":
        places = {value: place for place, value in enumerate(column.value_labels)}
        codes = [-1 if value is None else places[value] for value in column.values]
        names = list(column.value_labels.values())
        # By place and not by name: two levels may have one label.
        return pd.Categorical.from_codes(codes, categories=names, ordered=True)
    if column.kind == "number":
        numbers = [None if value is None else float(value) for value in column.values]
        return pd.array(numbers, dtype="Float64")
    texts = [None if value is None else str(value) for value in column.values]
    return pd.array(texts, dtype="string")
