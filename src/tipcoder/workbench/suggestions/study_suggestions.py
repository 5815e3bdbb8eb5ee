"""Suggestions for a study: its answers, codebook and concepts, and what coders have decided so far.

Nothing is suggested for an answer that an open round has given to somebody: agreement would then be
measured with the machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tipcoder
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Codebook
from tipcoder.shipped_data import reference_file
from tipcoder.store import rounds, suggestion_inputs, suggestions
from tipcoder.store.suggestion_inputs import NOTHING, AnswerDecisions
from tipcoder.store.suggestion_inputs import SuggestibleAnswer as SuggestibleAnswer
from tipcoder.study import CONCEPTS_FILE
from tipcoder.suggestion.concepts import Concepts, no_concepts, parse_concepts
from tipcoder.tomlfile import load_toml
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.language_models import load_study_encoder
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.trust import require_models
from tipcoder.yielding import iterate_yielding

if TYPE_CHECKING:
    from tipcoder.suggestion.encoding import Encoder
    from tipcoder.suggestion.remaining import Remaining
    from tipcoder.suggestion.suggester import Suggester
    from tipcoder.suggestion.suggester import Suggestion as Suggestion


def load_concepts(folder: Path) -> Concepts:
    """The concepts that come with tipcoder, and over them those of the study's own concepts.toml.

    Raises BadInput naming file and place of a mistake.
    """
    # A concept of the study's own replaces the one that comes with tipcoder.
    return _load_shipped_concepts(reference_file(CONCEPTS_FILE)).merge_with(
        load_own_concepts(folder)
    )


@cache
def _load_shipped_concepts(path: Path) -> Concepts:
    """Reading thousands of words takes a while; nobody changes them while the program runs."""
    return parse_concepts(load_toml(path), CONCEPTS_FILE)


def load_own_concepts(folder: Path) -> Concepts:
    """Those of the study's own concepts.toml; none where there is no such file."""
    path = folder / CONCEPTS_FILE
    if not path.exists():
        return no_concepts()
    return parse_concepts(load_toml(path), str(path))


class StudySuggestions:
    """Suggestions by answer id.

    Made from what the viewer may see; not safe for several threads at once.
    """

    def __init__(
        self,
        answers: Iterable[SuggestibleAnswer],
        book: Codebook,
        concepts: Concepts,
        closed: Collection[int] = (),
        encoder: Encoder | None = None,
        model: str = "",
    ) -> None:
        """`closed` are ids of answers for which nothing may be suggested.

        `encoder` is a model of meaning, where the study has one, and `model` what it is called.
        """
        import numpy as np

        from tipcoder.suggestion.suggester import Suggester, SuggesterText

        self.book = book
        self.model = model
        self.closed = frozenset(closed)
        self.answers = list(answers)
        self.row_of: dict[int, int] = {}
        """Row of an answer among `answers`, by its id."""

        # A key that somebody presses goes first: this walks through every answer of the study.
        texts = []
        for row, answer in enumerate(iterate_yielding(self.answers)):
            self.row_of[answer.id] = row
            texts.append(SuggesterText(answer.text, answer.question, answer.language))
        self.ids = np.fromiter(self.row_of, np.int64, len(self.answers))

        # Folders too: what they say of their family holds for the codes in them.
        codes = [code for _, code in book.list_in_tree_order()]
        languages = sorted({answer.language for answer in self.answers})
        self.suggester: Suggester = Suggester(
            texts, codes, concepts, languages, encoder, book.lists
        )
        self._known: dict[int, AnswerDecisions] = {}

    @property
    def engine(self) -> str:
        """What makes the suggestions, as the log of those that were shown keeps it."""
        made_by = f"tipcoder {tipcoder.__version__}"
        return f"{made_by} with {self.model}" if self.model else made_by

    def update_decisions(
        self,
        decided: Mapping[int, AnswerDecisions],
        rejected: Mapping[int, Collection[str]] | None = None,
    ) -> None:
        """Learn what is decided about these answers, forgetting what was decided before.

        `rejected` are codes that were suggested for an answer and turned down. An answer that is
        not among ours is passed over: it came with a later import.
        """
        from tipcoder.suggestion.suggester import TextJudgement

        rejected = {} if rejected is None else rejected
        judged: dict[int, TextJudgement] = {}
        for answer_id in iterate_yielding({**decided, **rejected}):
            row = self.row_of.get(answer_id)
            if row is None:
                continue
            # A code that was only turned down leaves the decisions as they are.
            found = decided.get(answer_id, self._known.get(answer_id, NOTHING))
            self._known[answer_id] = found
            turned_down = rejected.get(answer_id, ())
            judged[row] = TextJudgement(found.codes, turned_down, found.read)
        # Together, because what is learned of many answers costs hardly more than of one.
        self.suggester.record_judgements(judged)

    def forget_decisions(self) -> dict[int, AnswerDecisions]:
        """Unlearn everything that was decided, and return it by answer id."""
        from tipcoder.suggestion.suggester import TextJudgement

        nothing = TextJudgement((), (), False)
        self.suggester.record_judgements(dict.fromkeys(range(len(self.answers)), nothing))
        known, self._known = self._known, {}
        return known

    def suggest_codes(
        self, answer_id: int, limit: int | None = 3, codes: Collection[str] | None = None
    ) -> list[Suggestion]:
        """The best codes for an answer that have evidence in it, best first.

        Without a `limit` all of them; none for an answer in an open round.
        """
        row = self.row_of.get(answer_id)
        if row is None or answer_id in self.closed:
            return []
        most = len(self.suggester.codes) if limit is None else limit
        return self.suggester.suggest_codes(row, most, codes)

    def refit_classifiers(self, most: int | None = None) -> int:
        """For idle time: train classifiers of codes on which enough was judged.

        At most so many; returns how many were trained.
        """
        due = self.suggester.list_due_refits()[:most]
        for code in due:
            self.suggester.refit_classifier(code)
        return len(due)

    def is_read(self, answer_id: int) -> bool:
        """Whether anybody has read the answer to its end, as far as is known here."""
        return self._known.get(answer_id, NOTHING).read

    def estimate_remaining(self, code: str, questions: Collection[str] = ()) -> Remaining | None:
        """How many unread answers probably carry a code, where the codebook asks it.

        None while too little is read. Answers in open rounds count as neither read nor unread.
        """
        import numpy as np

        from tipcoder.suggestion.remaining import estimate_remaining

        scope = self.suggester.find_texts_in_scope(code)
        rows, carries, read = [], [], []
        for row, answer in enumerate(iterate_yielding(self.answers)):
            is_asked = not questions or answer.question in questions
            # The machine must not tell anything about an answer of an open round.
            if not scope[row] or not is_asked or answer.id in self.closed:
                continue
            decided = self._known.get(answer.id, NOTHING)
            rows.append(row)
            carries.append(code in decided.codes)
            read.append(decided.read)
        scores = self.suggester.cold.scores[rows, self.suggester.number[code]]
        return estimate_remaining(scores, np.array(carries, bool), np.array(read, bool))

    def rank_likeliest(self, code: str) -> list[int]:
        """Ids of answers for which something may be suggested, the likeliest to carry it first."""
        ids = []
        # Those of other questions than the code is meant for come behind.
        for row in self.suggester.rank_texts(code):
            answer_id = self.answers[row].id
            if answer_id not in self.closed:
                ids.append(answer_id)
        return ids


def build_study_suggestions(study: OpenStudy, *, learned: bool = True) -> StudySuggestions:
    """Suggestions for the study in its present state; not `learned` where decisions come later.

    Raises BadInput for a concepts.toml that cannot be read.
    """
    concepts = load_concepts(study.folder)
    with study.store.read() as db:
        answers = suggestion_inputs.load_suggestible_answers(db)
        book = read_current_codebook(db)
        closed = rounds.find_open_round_answers(db)
        known = suggestion_inputs.load_decisions(db) if learned else {}
        turned_down = suggestions.load_rejected_codes(db) if learned else {}
    require_models(study.folder, study.definition.models)
    encoder = load_study_encoder(study.definition.models, study.folder)
    # Of a folder its name: where it lies is nobody else's business.
    model = Path(study.definition.models.vectors or "").name
    found = StudySuggestions(answers, book, concepts, closed, encoder, model)
    found.update_decisions(known, turned_down)
    return found


def require_codes(book: Codebook, keys: Iterable[str]) -> list[str]:
    """Codes that can be applied, by key; a folder is replaced by the codes below it.

    Each once, in the order in which they were named. Raises BadInput for one that does not exist.
    """
    chosen: dict[str, None] = {}
    for key in keys:
        if key not in book.codes:
            raise BadInput(f"The codebook has no code {key!r}.", did_you_mean(key, book.codes))
        if book.codes[key].codable:
            chosen[key] = None
            continue
        for below, code in book.codes.items():
            if code.codable and key in book.path_to(below):
                chosen[below] = None
    return list(chosen)
