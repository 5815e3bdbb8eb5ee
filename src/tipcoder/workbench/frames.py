"""A study as pandas frames, for notebooks: read only, and with the same blindness as every screen.

Each frame is read from the store when it is asked for, so that it shows the study as it is then. Who looks is the
coder named, else $TIPCODER_CODER, else the name of the account: in an open round a coder's frames hold what others
coded as little as her screens do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.store import answers, codings, judgements
from tipcoder.study import find_study_folder
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.case_table import read_case_table
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    import pandas as pd

    from tipcoder.export.data_files import DataColumn

CODING_COLUMNS = ("case", "question", "coder", "code", "start", "end", "quote", "outcome")


class StudyFrames:
    """What is in a study, as frames. Nothing is kept open between two of them, and nothing can be written."""

    def __init__(self, path: Path, coder: str | None = None) -> None:
        """Raises BadInput where no study is at `path` or above it."""
        self.folder = find_study_folder(path)
        self.coder = coder

    def __repr__(self) -> str:
        return f"<tipcoder study in {self.folder}>"

    @contextmanager
    def _open_study(self) -> Iterator[OpenStudy]:
        with open_study_folder(
            self.folder, read_only=True, viewer=self.coder, import_edits=False
        ) as here:
            yield here

    def answers(self) -> pd.DataFrame:
        """One row a current answer: case, respondent, question, state, language and text.

        The text is missing where nobody may or can read one: blank, not asked, withheld.
        """
        import pandas as pd

        with self._open_study() as here:
            table = read_case_table(here)
            place = {case_id: n for n, case_id in enumerate(table.ids)}
            with here.store.read() as db:
                found = [
                    answer for answer in judgements.load_open_answers(db) if answer.case_id in place
                ]
                read = [answer.id for answer in found if answer.state == "answered"]
                texts, languages = answers.load_texts(db, read), answers.load_languages(db)
        at = [place[answer.case_id] for answer in found]
        return pd.DataFrame(
            {
                "case": [table.labels[n] for n in at],
                "respondent": [table.respondents[n] for n in at],
                "question": [answer.question for answer in found],
                "state": [answer.state for answer in found],
                "language": [
                    languages.get(answer.id) if answer.id in texts else None for answer in found
                ],
                "text": [texts.get(answer.id) for answer in found],
            },
            dtype="string",
        )

    def codings(self) -> pd.DataFrame:
        """One row a coding, and one an answer that was finished without any (its code is missing).

        `start` and `end` are code points of the text, half-open; `outcome` is how the coder finished the answer, and
        missing while it is open.
        """
        import pandas as pd

        with self._open_study() as here, here.store.read() as db:
            done = codings.load_finished_places(db)
            rows: list[tuple[Any, ...]] = [
                (
                    *(one.case, one.question, one.coder, one.code, one.start, one.end, one.quote),
                    "coded" if (one.case, one.question, one.coder) in done else None,
                )
                for one in codings.load_coding_records(db)
            ]
            rows += [
                (case, question, coder, None, None, None, None, outcome.value)
                for case, question, coder, outcome in codings.load_empty_readings(db)
            ]
        frame = pd.DataFrame(rows, columns=list(CODING_COLUMNS))
        return frame.astype(
            {name: "Int64" if name in ("start", "end") else "string" for name in CODING_COLUMNS}
        )

    def presence(self, layer: str | None = None) -> pd.DataFrame:
        """Cases x codes: True present, False read and absent, missing where nobody knows.

        A code with others below it is True where any of them is; `CODE.own` is what stands on the code itself.

        `layer` is a coder, `majority` or `consensus`; without it, as in `tipcoder merge`. What the layer is stands in
        `attrs["layer"]`.
        """
        import pandas as pd

        from tipcoder.workbench.statistics.labels import code_label
        from tipcoder.workbench.statistics.presence import find_presence

        with self._open_study() as here:
            table = read_case_table(here)
            found = find_presence(here, table, layer=layer)
        columns = {
            key: pd.array(
                [None if state < 0 else bool(state) for state in code.states], dtype="boolean"
            )
            for key, code in found.codes.items()
        }
        frame = pd.DataFrame(
            columns, index=pd.Index(list(table.labels), name="case", dtype="string")
        )
        frame.attrs["layer"] = found.layer.sentence
        frame.attrs["labels"] = {
            key: code_label(here.definition, found.book, key) for key in found.codes
        }
        return frame

    def merged(self, layer: str | None = None) -> pd.DataFrame:
        """The table of `tipcoder merge`: one row a case, with outcomes, factors, indicators and codes.

        Values with labels are categories in their order; what a column is stands in `attrs["labels"]`, what holds for
        all in `attrs["notes"]`.
        """
        import pandas as pd

        from tipcoder.workbench.statistics.merged_table import build_merged_table

        with self._open_study() as here:
            table = build_merged_table(here, layer=layer)
        frame = pd.DataFrame({column.name: _convert_values(column) for column in table.columns})
        frame.attrs["labels"] = {column.name: column.label for column in table.columns}
        frame.attrs["notes"] = list(table.sentences)
        return frame


def _convert_values(column: DataColumn) -> Any:
    import pandas as pd

    if column.kind == "category":
        names = list(column.value_labels.values())
        place = {value: n for n, value in enumerate(column.value_labels)}
        codes = [-1 if value is None else place[value] for value in column.values]
        return pd.Categorical.from_codes(codes, categories=names, ordered=True)
    if column.kind == "number":
        return pd.array(
            [None if value is None else float(value) for value in column.values], dtype="Float64"
        )
    return pd.array(
        [None if value is None else str(value) for value in column.values], dtype="string"
    )
