"""A study as one coder sees it: what a screen or a script may ask. What she does is in `coding`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from tipcoder.errors import BadInput, StoreFault
from tipcoder.model import (
    Answer,
    AnswerFilter,
    AnswerLine,
    AnswerOrder,
    Codebook,
    Coder,
    Coding,
    FoldedLine,
    GridLine,
    Memo,
    Progress,
    Question,
    Reading,
)
from tipcoder.store import answers, codebooks, codings, counts, events, grid, notes, ordering, suggestions, survey_data
from tipcoder.store.attributes import attribute_names
from tipcoder.store.standings import standings
from tipcoder.workbench.codebook.file import current_codebook
from tipcoder.workbench.codebook.hand_edits import take_in_codebook
from tipcoder.workbench.coding.digit_codes import Ranking
from tipcoder.workbench.coding.folded import folded_line
from tipcoder.workbench.opening import copies_beside
from tipcoder.workbench.study import OpenStudy

_TOUCHING_ONLY_THEMSELVES = ("code", "remove", "finish", "reopen", "flag", "memo", "turn down", "settle")
"""Acts that change nothing in the lists and layers of other coders."""


class News(NamedTuple):
    """What happened elsewhere: a sentence, and whether lists and answers of this coder may be others now."""

    sentence: str
    mine: bool


class StudyView:
    """Reads only. Not safe for use by several threads at once."""

    def __init__(self, here: OpenStudy, coder: Coder) -> None:
        self.here = here
        here.store.viewer = coder.id or None
        self._store = here.store
        self.coder = coder
        self.title = here.study.title
        self.languages = here.study.languages
        self.attributes = here.study.attributes
        """The attributes that the study shows beside an answer."""
        self._answer: Answer | None = None
        self.news = " ".join(filter(None, [self._take_in_codebook(), *copies_beside(here)]))
        """A sentence for the coder about what happened at opening, or an empty string."""
        self._load()
        with self._store.read() as db:
            self._seen = events.last_act(db)
            self._ranking = Ranking(self._meant_for(), counts.usage(db, self.coder.id))
        self._own: set[int] = set()

    def _load(self) -> None:
        with self._store.read() as db:
            self.codebook: Codebook = current_codebook(db)
            self.questions: tuple[Question, ...] = tuple(survey_data.all_questions(db))
            self._code_ids = codebooks.code_ids(db)

    def _reload(self) -> None:
        """The codebook is another one; digits keep their codes."""
        self._load()
        self._ranking.revise(self._meant_for())

    def _meant_for(self) -> dict[str, tuple[str, ...]]:
        return {code.key: code.questions for _, code in self.codebook.in_tree_order() if code.codable}

    def _take_in_codebook(self) -> str:
        try:
            number = take_in_codebook(self.here, self.coder, may_drop=False)
        except BadInput as fault:
            return f"{fault} Work goes on with the revision in force."
        return f"codebook.toml was edited: kept as revision {number}." if number is not None else ""

    def ids(self, where: AnswerFilter, order: AnswerOrder | None = None) -> list[int]:
        """Ids of readable answers that pass the filter. A code stands for its sub-codes too."""
        with self._store.read() as db:
            found = answers.ids(db, self._with_subcodes(where), self.coder.id)
            return found if order is None else ordering.ordered(db, found, order, self.coder.id)

    def folded(self, ids: Sequence[int]) -> dict[int, list[int]]:
        """The answers that say the same, gathered under the first of them."""
        with self._store.read() as db:
            return ordering.folded(db, ids)

    def lines(self, ids: Sequence[int]) -> dict[int, AnswerLine]:
        """What a list shows of these answers; ask for a page, not for all."""
        with self._store.read() as db:
            return answers.lines(db, ids, self.coder.id)

    def folded_lines(self, groups: Mapping[int, Sequence[int]]) -> dict[int, FoldedLine]:
        """What this coder said of groups of answers that share a line; ask for a page, not for all."""
        lines = {}
        with self._store.read() as db:
            found = standings(db, list(chain.from_iterable(groups.values())), self.coder.id)
        for first, members in groups.items():
            lines[first] = folded_line([found[answer_id] for answer_id in members])
        return lines

    def grid_lines(self, ids: Sequence[int]) -> dict[int, GridLine]:
        """What the grid shows of these answers, with the study's attributes; ask for a page, not for all."""
        with self._store.read() as db:
            return grid.grid_lines(db, ids, self.coder.id, self.attributes)

    def answer(self, answer_id: int) -> Answer:
        """One answer. Raises BadInput if there is none of that id."""
        if self._answer is None or self._answer.id != answer_id:
            with self._store.read() as db:
                found = answers.answer(db, answer_id, self.attributes)
            if found is None:
                raise BadInput(f"There is no answer {answer_id}.")
            self._answer = found
        return self._answer

    def codings(self, answer_id: int) -> list[Coding]:
        """This coder's codings of an answer, in order of start."""
        with self._store.read() as db:
            return codings.codings_of(db, answer_id, self.coder.id)

    def reading(self, answer_id: int) -> Reading | None:
        """How this coder finished the answer, or None."""
        with self._store.read() as db:
            return codings.reading_of(db, answer_id, self.coder.id)

    def memos(self, answer_id: int) -> list[Memo]:
        """This coder's memos on an answer and on its codings."""
        with self._store.read() as db:
            return notes.memos_on_answer(db, answer_id, self.coder.id)

    def memos_on_code(self, code: str) -> list[Memo]:
        """Everybody's memos on a code."""
        with self._store.read() as db:
            return notes.memos_on_code(db, code)

    def is_flagged(self, answer_id: int) -> bool:
        """Whether this coder has flagged the answer."""
        with self._store.read() as db:
            return notes.is_flagged(db, answer_id, self.coder.id)

    def turned_down(self, answer_id: int) -> set[str]:
        """Suggested codes that this coder has turned down or replaced on the answer."""
        with self._store.read() as db:
            return suggestions.turned_down_by(db, answer_id, self.coder.id)

    def ranked_codes(self, answer_id: int) -> list[str]:
        """Code keys for this answer, best first; digits 1-9 are the first nine and keep their places."""
        return self._ranking.ranked(self.answer(answer_id).question)

    def progress(self, where: AnswerFilter) -> Progress:
        """How far this coder is among the answers that pass the filter, finished or not."""
        with self._store.read() as db:
            return answers.progress(db, replace(self._with_subcodes(where), finished=None), self.coder.id)

    def finished_ids(self) -> set[int]:
        """Every answer this coder has finished."""
        with self._store.read() as db:
            return codings.finished_ids(db, self.coder.id)

    def code_id(self, code: str) -> int:
        """A code's number in the store."""
        return self._code_ids[code]

    def label(self, code: str) -> str:
        """A code's label in the study's main language; its key where the codebook no longer has it."""
        found = self.codebook.codes.get(code)
        return found.label_in(self.languages[0], self.codebook.language) if found else code

    def colour(self, code: str) -> str | None:
        """A code's colour, or that of the nearest code above it."""
        path = self.codebook.path(code)
        return next((found for key in reversed(path) if (found := self.codebook.codes[key].colour)), None)

    def languages_found(self) -> list[tuple[str, int]]:
        """Languages of readable answers with their counts, the commonest first."""
        with self._store.read() as db:
            return answers.languages_found(db)

    def attribute_names(self) -> list[str]:
        """Every attribute that a filter may name."""
        with self._store.read() as db:
            return attribute_names(db)

    def news_of_others(self) -> News | None:
        """What others, or this coder elsewhere, did since the last look; None if nothing."""
        with self._store.read() as db:
            last = events.last_act(db)
            if last == self._seen:
                return None
            newer = [line for line in events.since(db, self._seen) if line.act not in self._own]
            # That somebody was shown suggestions changes nothing that anybody sees.
            acts = [line for line in newer if line.verb != suggestions.SHOWING]
            moved = codebooks.current_revision(db) != self.codebook.revision
        self._seen = last
        self._own.clear()
        if not acts:
            return None
        mine = any(line.coder == self.coder.name or line.verb not in _TOUCHING_ONLY_THEMSELVES for line in acts)
        if mine:
            self._answer = None
        if moved:
            self._reload()
        newest = acts[-1]
        more = f" (and {len(acts) - 1} more)" if len(acts) > 1 else ""
        return News(f"{newest.coder}: {newest.verb}, {newest.sentence}{more}", mine)

    def last_act(self) -> int:
        """The number of the newest act of anybody: while it stays, nothing in the study has changed."""
        with self._store.read() as db:
            return events.last_act(db)

    def acted(self, act_id: int) -> None:
        """This coder acted beside this view: it is no news to her."""
        self._own.add(act_id)

    def codebook_edited(self, act_id: int) -> None:
        """This coder changed the codebook in an act: it is no news to her, and the new revision is in force."""
        self._own.add(act_id)
        self._reload()

    def note_own_act(self) -> None:
        """What this coder did last was done at this screen, though not through this view: it is no news."""
        with self._store.read() as db:
            self._own.add(events.last_act(db, self.coder.id))

    # --- whether the store can be used ----------------------------------------------------------------------------

    def at_a_screen(self) -> None:
        """Somebody waits at a screen: refuse soon, and go on only when she has been shown what stands."""
        self._store.attend()

    @property
    def kept(self) -> int:
        """How many acts of this thread were kept so far."""
        return self._store.kept

    def trouble(self) -> StoreFault | None:
        """Why the store cannot be used just now, if it cannot."""
        return self._store.trouble

    def require_store(self) -> None:
        """Raise StoreFault unless the store answers."""
        with self._store.read():
            pass

    def answers_again(self) -> bool:
        """Ask a database that was away; takes some seconds. May be called from another thread."""
        return self._store.answers_again()

    def go_on(self) -> bool | None:
        """Use the store again. Returns whether the act was kept whose end was in doubt, or None."""
        return self._store.go_on()

    def read_anew(self) -> None:
        """Know what the store knows now, whatever happened while it was away."""
        self._answer = None
        with self._store.read() as db:
            seen = events.last_act(db)
        self._reload()
        self._seen = seen
        self._own.clear()

    def rest(self) -> None:
        """Nothing is happening: a good moment to bring the write-ahead log into the main file."""
        self._store.checkpoint()

    def _with_subcodes(self, where: AnswerFilter) -> AnswerFilter:
        if not where.codes:
            return where
        wanted = set(where.codes)
        below = tuple(key for key in self.codebook.codes if wanted.intersection(self.codebook.path(key)))
        return replace(where, codes=below or where.codes)
