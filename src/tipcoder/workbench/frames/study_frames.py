"""A study as pandas frames, for notebooks: read only, and with the same blindness as every screen.

Each frame is read from the store when it is asked for, so that it shows the study as it is then.
The viewer is the coder named, else $TIPCODER_CODER, else the name of the account: in an open round
a coder's frames hold what others coded as little as her screens do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.store import answers, open_answers
from tipcoder.store.translations import load_translations
from tipcoder.study import find_study_folder
from tipcoder.workbench.frames.building import (
    CODING_COLUMNS,
    build_frame,
    build_frame_of_table,
    list_coding_rows,
)
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.read_cases import read_case_table
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    import pandas as pd


ANSWER_COLUMNS = ("case", "respondent", "question", "state", "language", "text")
TRANSLATION_COLUMN = "translation"
"""Behind them, where somebody asks for it."""


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
            rows = list_coding_rows(db)
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
        from tipcoder.workbench.statistics.merged_table import build_merged_table

        with self._open_study() as study:
            table = build_merged_table(study, layer=layer)
        return build_frame(table.columns, table.sentences)

    def matrix(
        self, layer: str | None = None, *, by_question: bool = False, wide: bool = False
    ) -> pd.DataFrame:
        """The table of `tipcoder export matrix`: a row a case, a column `code.KEY` a code.

        1 is present, 0 is read and absent, missing is unknown. With `by_question` a row is an
        answer; with `wide` too it is a case again, with a column for each code in each question.
        """
        from tipcoder.workbench.statistics.code_matrix import MatrixRequest, build_code_matrix

        asked = MatrixRequest(by_question=by_question, wide=wide, layer=layer)
        with self._open_study() as study:
            found = build_code_matrix(study, asked)
        return build_frame(found.columns, found.sentences)

    def codebook(self, layer: str | None = None) -> pd.DataFrame:
        """A row a code: label, definition, rules, and cases present, absent and unknown."""
        import pandas as pd

        from tipcoder.workbench.statistics.code_matrix import MatrixRequest, build_code_matrix
        from tipcoder.workbench.statistics.code_table import build_code_records

        with self._open_study() as study:
            found = build_code_matrix(study, MatrixRequest(layer=layer))
            records = build_code_records(study, found.presence, found.numbers)
        return pd.DataFrame(records)

    def shares(
        self, by: str | None = None, layer: str | None = None, *, unweighted: bool = False
    ) -> pd.DataFrame:
        """The table of `tipcoder stats presence --by NAME`: a row a code, or a code and segment.

        Shares, intervals, the difference from the rest, and its test; `attrs["notes"]` says what
        holds for all. Raises BadInput for what divides nothing.
        """
        import pandas as pd

        from tipcoder.workbench.statistics.presence_table import (
            ALL,
            PresenceRequest,
            build_presence_table,
        )

        with self._open_study() as study:
            wanted = PresenceRequest(by=by or ALL, layer=layer, unweighted=unweighted)
            found = build_presence_table(study, wanted)
        frame = pd.DataFrame(found.rows, columns=list(found.columns))
        frame.attrs["notes"] = list(found.sentences)
        return frame

    def tests(self, *codes: str, layer: str | None = None, all_codes: bool = False) -> pd.DataFrame:
        """The tests of `tipcoder stats`, a row each; by these codes, or by `all_codes`, else by the
        study's variables.

        `attrs["notes"]` names the family over which p-values are adjusted. Raises BadInput for a
        code that does not exist, and where study.toml declares no outcome.
        """
        from tipcoder.export.result_rows import build_flat_table
        from tipcoder.workbench.statistics.tests import (
            StatisticsRequest,
            run_code_tests,
            run_outcome_tests,
        )

        wanted = StatisticsRequest(codes=codes, all_codes=all_codes, layer=layer)
        by_code = bool(codes) or all_codes
        with self._open_study() as study:
            run = run_code_tests if by_code else run_outcome_tests
            found = run(study, wanted)
        return build_frame_of_table(build_flat_table(found.results), found.sentences)

    def agreement(self, *rounds: str) -> pd.DataFrame:
        """How well coders agree, a row a code: counts, coefficients with intervals, verdict.

        On these frozen rounds, else on what is finished now. Raises BadInput for a round that is
        open, and for fewer than two coders.
        """
        import pandas as pd

        from tipcoder.export.agreement_rows import build_wide_rows, find_columns
        from tipcoder.workbench.agreement.study_agreement import assess_study

        with self._open_study() as study:
            found = assess_study(study, in_rounds=rounds).agreement
        rows = build_wide_rows([*found.codes, *found.parents])
        frame = pd.DataFrame(rows, columns=list(find_columns(rows)))
        frame.attrs["notes"] = list(found.notes)
        return frame

    def quotes(self, *codes: str, columns: tuple[str, ...] = ()) -> pd.DataFrame:
        """The quotes that `tipcoder quotes` would release, in their released wording, to look at.

        `columns` stand beside them, as with `--columns`. What is to be published is written by
        `tipcoder quotes`, which keeps in the log what left. Raises CheckFailed where no quote may
        leave.
        """
        import pandas as pd

        from tipcoder.workbench.quotes.quote_rows import QuoteRequest
        from tipcoder.workbench.quotes.release import release_quotes

        wish = QuoteRequest(codes=codes, columns=columns, blank_small=True)
        with self._open_study() as study:
            done = release_quotes(study, wish, None, is_look=True)
        head, rows = done.sheet.as_rows()
        return pd.DataFrame(rows, columns=list(head), dtype="string")
