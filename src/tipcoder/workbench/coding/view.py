"""A study as one coder sees it: what a screen or a script may ask.

What she does is in `session`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from tipcoder.errors import EnvironmentFault
from tipcoder.model.answers import Answer, AnswerLine, FoldedLine, GridLine, Progress, Question
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Coder, Coding, Memo, Reading
from tipcoder.model.filters import AnswerFilter, AnswerOrder
from tipcoder.store import (
    answers,
    codebooks,
    codings,
    events,
    notes,
    ordering,
)
from tipcoder.store.answer_sheets import AnswerSheet
from tipcoder.store.engine import Db
from tipcoder.store.standings import load_coded_answers
from tipcoder.workbench.codebook.file import parse_kept_document
from tipcoder.workbench.coding.answer_lookup import AnswerSearch, KeptSheets, add_subcodes
from tipcoder.workbench.coding.digit_codes import (
    CodePlaces,
    DigitCodes,
    Pins,
    map_code_digits,
    map_code_questions,
)
from tipcoder.workbench.coding.folded import build_folded_line
from tipcoder.workbench.coding.news import NewsOfOthers, NewsWatch
from tipcoder.workbench.coding.store_use import StoreUse
from tipcoder.workbench.coding.veiled_waves import (
    list_known_names,
    list_shown_attributes,
)

if TYPE_CHECKING:
    from tipcoder.store.opening_facts import OpeningFacts
    from tipcoder.store.training import TrainingCopy
    from tipcoder.workbench.study import OpenStudy


class StudyView:
    """Reads only, but that it imports a codebook.toml edited by hand when it is made.

    Not safe for use by several threads at once.
    """

    def __init__(self, study: OpenStudy, coder: Coder) -> None:
        self.study = study
        # From here on the store hides what an open round keeps from this coder.
        study.store.viewer = coder.id or None
        self._store = study.store
        self.store_use = StoreUse(study.store)
        self.coder = coder
        self.title = study.definition.title
        self._wave = study.definition.wave_attribute
        self.languages = study.definition.languages
        facts = self._read_facts()
        declared = study.definition.attributes
        self.attributes: tuple[str, ...] = declared
        """The attributes that the study shows beside an answer: the wave first, if there are any.
        """
        if facts.has_waves:
            self.attributes = tuple(dict.fromkeys((self._wave, *declared)))
        self.multi_selects = study.definition.multi_selects
        """The factors with several options, which a filter may name."""
        self._sheets = KeptSheets(study.store, coder.id, self.attributes, self._wave)
        # Needed once, at opening, and nothing of it by a session at work.
        from tipcoder.workbench.coding.digit_pins import PinFile
        from tipcoder.workbench.opening import prepare_coding

        self.news = prepare_coding(study, coder, facts)
        """A sentence for the coder about what happened at opening, or an empty string."""
        if self.news:
            # A codebook may have been imported.
            facts = self._read_facts()
        self._take_codebook(facts)
        self._watch = NewsWatch(coder, facts.newest_act)
        self._search = AnswerSearch(study.store, coder.id, self._wave)
        self.study_uuid = facts.study_uuid
        self.last_filter = facts.last_filter
        """The filter that the coder left the workbench with; empty for none."""
        self.last_place = facts.last_place
        """The answer that she was at then."""
        self._pin_file = PinFile(self.study_uuid, coder.name)
        pins = self._pin_file.read_pins()
        left = self._pin_file.read_digits()
        self._kept_digits: Pins = left
        questions, digits = map_code_questions(self.codebook), map_code_digits(self.codebook)
        self._ranking = DigitCodes(questions, facts.usage, digits, pins, left)
        self.training_copies: Mapping[int, TrainingCopy] = {}
        if facts.is_in_training:
            self._load_training()

    def _read_facts(self) -> OpeningFacts:
        # Needed at opening, and when the codebook changes.
        from tipcoder.store.opening_facts import load_opening_facts

        with self._store.read_once() as db:
            return load_opening_facts(db, self.coder.id)

    def keep_digits(self) -> None:
        """Have every code on the digit that it has now when the coder comes again.

        Raises EnvironmentFault where that cannot be kept.
        """
        digits = self._ranking.list_digits()
        self._pin_file.keep_digits(digits)
        self._kept_digits = digits

    def _count_use(self, question: str, code: str) -> None:
        """The coder applied a code. A closed window ends the program without a goodbye, so what
        is on the digits is kept as soon as it is not as it was kept before.
        """
        self._ranking.count_use(question, code)
        if self._ranking.list_digits() != self._kept_digits:
            # The act stands; where the digits cannot be kept, they are filled anew the next time.
            with suppress(EnvironmentFault):
                self.keep_digits()

    def _load_training(self) -> None:
        """Which answers of open training rounds this coder has, with what is settled of them."""
        from tipcoder.store import training  # few coders are in training

        with self._store.read() as db:
            self.training_copies = training.load_training_copies(db, coder_id=self.coder.id)

    def list_shown_attributes(self, db: Db) -> tuple[str, ...]:
        """The names of the attributes whose values may be shown now."""
        return list_shown_attributes(db, self.attributes, self._wave)

    def _take_codebook(self, facts: OpeningFacts) -> None:
        document, number = facts.require_document(), facts.revision
        self.codebook: Codebook = parse_kept_document(document, number)
        self.questions: tuple[Question, ...] = tuple(facts.questions)
        self._code_ids = facts.code_ids

    def _reload_codebook(self) -> None:
        """The codebook is another one; digits keep their codes."""
        self._take_codebook(self._read_facts())
        self._ranking.update_codes(
            map_code_questions(self.codebook), map_code_digits(self.codebook)
        )

    def find_answer_ids(self, where: AnswerFilter, order: AnswerOrder | None = None) -> list[int]:
        """Ids of readable answers that pass the filter. A code includes its sub-codes.

        Where the coder may not know from which wave an answer is, nothing is chosen or ordered by
        it.
        """
        return self._search.find_answer_ids(add_subcodes(where, self.codebook), order)

    def count_found_in_translation(self, where: AnswerFilter) -> int:
        """How many answers pass the filter only because a translation has the words."""
        return self._search.count_found_in_translation(add_subcodes(where, self.codebook))

    def fold_answers(self, ids: Sequence[int]) -> dict[int, list[int]]:
        """The answers that say the same, gathered under the first of them."""
        with self._store.read() as db:
            return ordering.group_duplicates(db, ids)

    def read_lines(self, ids: Sequence[int]) -> dict[int, AnswerLine]:
        """What a list shows of these answers; ask for a page, not for all."""
        with self._store.read_once() as db:
            return answers.load_lines(db, ids, self.coder.id)

    def read_folded_lines(self, groups: Mapping[int, Sequence[int]]) -> dict[int, FoldedLine]:
        """What this coder said of answers that share a line; ask for a page, not for all."""
        ids = list(chain.from_iterable(groups.values()))
        with self._store.read() as db:
            found = load_coded_answers(db, ids, self.coder.id)

        lines = {}
        for first, members in groups.items():
            lines[first] = build_folded_line([found[answer_id] for answer_id in members])
        return lines

    def read_grid_lines(self, ids: Sequence[int]) -> dict[int, GridLine]:
        """What the grid shows of these answers, with the study's attributes; ask for a page, not
        for all.
        """
        from tipcoder.store import grid  # for one screen only

        with self._store.read() as db:
            return grid.load_grid_lines(db, ids, self.coder.id, self.list_shown_attributes(db))

    def read_answer(self, answer_id: int) -> Answer:
        """One answer. Raises BadInput if there is none of that id."""
        return self.read_sheet(answer_id).answer

    def read_sheet(self, answer_id: int) -> AnswerSheet:
        """One answer with what this coder did with it. Raises BadInput if there is none of that id.

        It is kept until an act, or news of others, may have changed it.
        """
        return self._sheets.read_sheet(answer_id)

    def read_ahead(self, answer_ids: Sequence[int]) -> None:
        """Read what will be asked for, as far as it is not known: one statement for all of it."""
        self._sheets.read_ahead(answer_ids)

    def forget_sheets(self, answer_ids: Iterable[int] | None = None) -> None:
        """These answers, or all, may be others now, or coded otherwise."""
        self._sheets.forget_sheets(answer_ids)

    def _note_own_act(self, act_id: int, answer_ids: Iterable[int] | None = None) -> None:
        """This coder acted, on these answers or on any: the next look for news leaves it out."""
        self._watch.note_own_act(act_id)
        self.forget_sheets(answer_ids)

    def read_codings(self, answer_id: int) -> list[Coding]:
        """This coder's codings of an answer, in order of start."""
        with self._store.read() as db:
            return codings.load_codings(db, answer_id, self.coder.id)

    def find_reading(self, answer_id: int) -> Reading | None:
        """How this coder finished the answer, or None."""
        with self._store.read() as db:
            return codings.find_reading(db, answer_id, self.coder.id)

    def read_memos(self, answer_id: int) -> list[Memo]:
        """This coder's memos on an answer and on its codings."""
        with self._store.read() as db:
            return notes.load_memos_on_answer(db, answer_id, self.coder.id)

    def read_code_memos(self, code: str) -> list[Memo]:
        """Everybody's memos on a code."""
        with self._store.read() as db:
            return notes.load_memos_on_code(db, code)

    def is_flagged(self, answer_id: int) -> bool:
        """Whether this coder has flagged the answer."""
        with self._store.read() as db:
            return notes.is_flagged(db, answer_id, self.coder.id)

    def rank_codes(self, answer_id: int) -> list[str]:
        """Code keys for this answer, those with digits first, in the order of their digits."""
        return self.place_codes(answer_id).codes

    def place_codes(self, answer_id: int, offered: Sequence[str] = ()) -> CodePlaces:
        """Every code for this answer, on its digit or behind; `offered` ones take the first digits
        that nothing is pinned to.
        """
        return self._ranking.place_codes(self.read_answer(answer_id).question, offered)

    def pin_code(self, code: str, digit: int, question: str) -> None:
        """Keep a code on a digit for this coder, on one question or `EVERYWHERE`.

        Raises EnvironmentFault where that cannot be kept; then nothing changes.
        """
        self._ranking.update_pins(self._pin_file.pin_code(code, digit, question))

    def unpin_code(self, code: str, question: str) -> None:
        """Let a code take any digit again, on this question and wherever it was pinned by the
        same pin.
        """
        self._ranking.update_pins(self._pin_file.unpin_code(code, question))

    def is_elsewhere(self, code: str, answer_id: int) -> bool:
        """Whether an answer is to another question than those that the code is meant for."""
        if code not in self.codebook.codes:
            return False
        # A codebook of another study may name questions that are not here: it then says nothing.
        meant = {question.column for question in self.questions}
        meant &= set(self.codebook.codes[code].questions)
        return bool(meant) and self.read_answer(answer_id).question not in meant

    def count_progress(self, where: AnswerFilter) -> Progress:
        """How far this coder is among the answers that pass the filter, finished or not."""
        return self._search.count_progress(add_subcodes(where, self.codebook))

    def read_finished_ids(self) -> set[int]:
        """Every answer this coder has finished."""
        with self._store.read_once() as db:
            return codings.load_finished_ids(db, self.coder.id)

    def find_code_id(self, code: str) -> int:
        """A code's number in the store."""
        return self._code_ids[code]

    def code_label(self, code: str) -> str:
        """A code's label in the study's main language; its key for a code that is gone."""
        found = self.codebook.codes.get(code)
        if found is None:
            return code
        return found.find_label(self.languages[0], self.codebook.language)

    def code_colour(self, code: str) -> str | None:
        """A code's colour, or that of the nearest code above it."""
        for key in reversed(self.codebook.path_to(code)):
            colour = self.codebook.codes[key].colour
            if colour:
                return colour
        return None

    def count_languages(self) -> list[tuple[str, int]]:
        """Languages of readable answers with their counts, the commonest first."""
        with self._store.read() as db:
            return answers.count_languages(db)

    def read_attribute_names(self) -> list[str]:
        """Every attribute that a filter may name."""
        from tipcoder.store.attributes import load_attribute_names  # for filters and orders alone

        with self._store.read() as db:
            return list_known_names(db, load_attribute_names(db), self._wave)

    def read_coder_names(self) -> list[str]:
        """Everybody whom a filter may name."""
        from tipcoder.store import coders  # for the filter alone, as are those that were saved

        with self._store.read() as db:
            return [coder.name for coder in coders.load_coders(db)]

    def read_saved_filters(self) -> dict[str, str]:
        """The filters that this coder saved in this study, as they were written, by name."""
        from tipcoder.store.saved_filters import LAST, load_saved_filters

        with self._store.read() as db:
            saved = load_saved_filters(db, self.coder.id)
        return {name: words for name, words in saved.items() if name != LAST}

    def read_news(self) -> NewsOfOthers | None:
        """What others, or this coder elsewhere, did since the last look; None if nothing."""
        with self._store.read_once() as db:
            if self._watch.has_seen_all(db):
                return None
        with self._store.read() as db:
            newer = self._watch.read_newer_acts(db)
            is_other_codebook = codebooks.read_current_revision(db) != self.codebook.revision
        acts = self._watch.take_news(newer)
        if not acts:
            return None

        news = self._watch.describe_news(acts)
        if news.mine:
            # They may have another text or state now.
            self.forget_sheets()
            self._load_training()
        if is_other_codebook:
            self._reload_codebook()
        return news

    def find_last_act(self) -> int:
        """The number of the newest act of anybody: while it stays, nothing in the study has
        changed.
        """
        with self._store.read() as db:
            return events.find_last_act(db)

    def note_act(self, act_id: int) -> None:
        """This coder acted beside this view: it is not news to her."""
        self._note_own_act(act_id)

    def note_codebook_edit(self, act_id: int) -> None:
        """This coder changed the codebook in an act: it is not news to her, and the new revision is
        in force.
        """
        self._note_own_act(act_id)
        self._reload_codebook()

    def note_last_act(self) -> None:
        """What this coder did last was done at this screen, though not through this view: it is not
        news.
        """
        with self._store.read() as db:
            self._note_own_act(events.find_last_act(db, self.coder.id))

    def reload_everything(self) -> None:
        """Know what the store knows now, whatever happened while it was away."""
        self.forget_sheets()
        with self._store.read() as db:
            seen = events.find_last_act(db)
        # After that question: what happens in between is told as news and not lost.
        self._reload_codebook()
        self._load_training()
        self._watch.begin_again(seen)
