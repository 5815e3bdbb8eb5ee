"""One coder at work line by line: where she is, what was read to her, and what an act does then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from tipcoder.errors import BadInput
from tipcoder.model.answers import Answer
from tipcoder.plain import reading
from tipcoder.workbench.coding.digit_codes import CodePlaces
from tipcoder.workbench.coding.worklist import WorkList

if TYPE_CHECKING:
    from tipcoder.workbench.coding.session import CodingSession
    from tipcoder.workbench.suggestions.offers import Offer, Offers
    from tipcoder.workbench.suggestions.worker import SuggestionWorker

Say = Callable[[str], None]
_ASKED, _MODE = "asked", "mode"
"""How suggestions came to be shown; it is recorded with them."""
_LONGEST_WAIT = 600
"""Seconds; the first question of all reads every answer."""
_FEW_DIGITS = 3
"""Digits that are said alone where they have other codes than before; else all are said."""


class PlainWork:
    """A session, its list of answers, and what has been said of them."""

    def __init__(self, session: CodingSession, desk: SuggestionWorker, say: Say) -> None:
        self.session = session
        self.list = WorkList(session)
        self.desk = desk
        self._say = say
        self.last_code: str | None = None
        """The code that was applied last."""
        self.offers: Offers | None = None
        """What is suggested for the current answer, if anything is."""
        self.suggests_always = False
        self.quotes_left: list[int] = []
        """Quotes of the code asked for last that were not read yet."""
        self.is_stale = False
        """Whether the store did not answer since the answer was read out."""
        self.has_left = False
        """Whether she wants to leave."""
        # What was said last of each, so that it is said again only when it changes.
        self._question = self._case = self._language = ""
        self._digits: dict[int, str] = {}

    # --- saying -----------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Say one sentence on one line."""
        self._say(reading.end_sentence(sentence))

    def say_lines(self, lines: Iterable[str]) -> None:
        """Say lines that are fit to be shown."""
        for line in lines:
            self._say(line)

    def say_act(self, sentence: str) -> None:
        """Say what an act did."""
        self.say(f"{sentence[:1].upper()}{sentence[1:]}")

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def answer(self) -> Answer | None:
        """The current answer; None where nothing is listed."""
        current = self.list.current
        return None if current is None else self.session.read_answer(current)

    def require_answer(self) -> Answer:
        """The current answer. Raises BadInput where nothing is listed."""
        answer = self.answer
        if answer is None:
            raise BadInput("There is no answer here.", "F lists all answers.")
        return answer

    def show_answer(self) -> None:
        """Read out the current answer: where it is, as far as that is new, and what is on it."""
        answer = self.answer
        if answer is None:
            self.say("No answer is listed. F lists all answers")
            return
        if self.offers is not None and self.offers.answer_id != answer.id:
            self.offers = None
        self._say_where(answer)
        self.say_lines(reading.read_text(answer.text))
        self.show_standing(answer)
        self.say(self.describe_progress())

    def _say_where(self, answer: Answer) -> None:
        if answer.question != self._question:
            self._question = answer.question
            self.say(f"Question {answer.question}: {self._find_wording(answer.question)}")
        if answer.case != self._case:
            self._case = answer.case
            self.say(f"Case {answer.case}")
        if answer.language != self._language:
            self._language = answer.language
            self.say(f"Language {answer.language}")

    def _find_wording(self, column: str) -> str:
        for question in self.session.questions:
            if question.column == column:
                return question.text or column
        return column

    def show_standing(self, answer: Answer) -> None:
        """Say what stands on the answer, what is suggested, and the codes that are others now."""
        sheet = self.session.read_sheet(answer.id)
        self.say_lines(reading.describe_standing(self.session, sheet))
        self.show_codes(answer)

    def show_codes(self, answer: Answer) -> None:
        """Say what is suggested, and which code is on which digit as far as that has changed."""
        places = self.find_places(answer)
        offered = self.list_open_offers()
        self.say_lines(reading.describe_offers(self.session, answer, offered, places))
        said = {offer.code for offer in offered}
        moved = {
            digit: code
            for digit, code in places.digits.items()
            if self._digits.get(digit) != code and code not in said
        }
        if self._digits and 0 < len(moved) <= _FEW_DIGITS:
            self._say(reading.describe_moved_digits(self.session, moved))
        elif moved or not places.digits:
            with_rest = not self._digits
            codes = reading.describe_codes(self.session, places, said, with_rest=with_rest)
            self.say_lines([codes] if codes else [])
        self._digits = dict(places.digits)

    def describe_progress(self) -> str:
        """`Answer 3 of 60; 12 finished.`"""
        place = f"Answer {self.list.index + 1} of {len(self.list.ids)}"
        return f"{place}; {self.list.finished_here} finished"

    # --- what is meant ----------------------------------------------------------------------------

    def find_places(self, answer: Answer) -> CodePlaces:
        """Every code for the answer, on its digit or behind; what is suggested comes first."""
        offered = () if self.offers is None else self.offers.offers
        return self.session.place_codes(answer.id, [offer.code for offer in offered])

    def list_open_offers(self) -> list[Offer]:
        """What is suggested on the current answer and was neither taken nor rejected."""
        if self.offers is None:
            return []
        sheet = self.session.read_sheet(self.offers.answer_id)
        decided = sheet.rejected | {coding.code for coding in sheet.codings}
        return [offer for offer in self.offers.offers if offer.code not in decided]

    def find_offer(self, code: str) -> Offer | None:
        """What is suggested of a code, and was not decided."""
        for offer in self.list_open_offers():
            if offer.code == code:
                return offer
        return None

    def fetch_offers(self) -> None:
        """Have suggestions made for the current answer, and wait for them."""
        answer = self.require_answer()
        refusal = self.desk.find_refusal(answer.id)
        if refusal:
            self.say(refusal)
            return
        if not self.desk.ready:
            self.say("The answers are being read for suggestions")
        arrived: SimpleQueue[Offers] = SimpleQueue()
        how = _MODE if self.suggests_always else _ASKED
        self.desk.request_offers(answer.id, how, arrived.put)
        try:
            offers = arrived.get(timeout=_LONGEST_WAIT)
        except Empty:
            self.desk.cancel_offers()
            self.say("No suggestions came")
            return
        if not offers.offers:
            self.say(offers.why_none)
            return
        self.offers = offers
        # That somebody was told of them is needed to judge how codes came about.
        self.desk.record_shown([offer.shown for offer in offers.offers])

    # --- acting -----------------------------------------------------------------------------------

    def perform_act(self, act: Callable[[Answer], str], *, advance: bool = False) -> None:
        """Do something to the current answer, say it, and go on to the next one that is open.

        It is kept when it is said. Raises TipcoderError where it is refused; nothing has changed
        then.
        """
        answer = self.require_answer()
        sentence = act(answer)
        self.desk.note_change()
        self.say_act(sentence)
        is_finished = self.session.read_sheet(answer.id).reading is not None
        self.list.note_finished(answer.id, finished=is_finished)
        if not advance:
            return
        if self.session.training_copies:
            self._say_feedback(answer)
        if not self.go_to_next_open():
            self.say("Every answer listed is finished")

    def _say_feedback(self, answer: Answer) -> None:
        """In a training round: what was settled of the answer that was finished just now."""
        from tipcoder.workbench.coding.training_feedback import read_feedback

        told = read_feedback(self.session, answer.id)
        if told is None:
            return
        parts = {"right": told.right, "missed": told.missed, "too many": told.too_many}
        said = []
        for kind, codes in parts.items():
            if codes:
                labels = ", ".join(self.session.code_label(code) for code in codes)
                said.append(f"{kind}: {labels}")
        self.say(f"Training: {'; '.join(said) or 'no code, as it was settled'}")

    def go_to(self, place: int) -> None:
        """Be at another answer of the list, and read it out."""
        self.list.go_to(place)
        self.offers = None
        if self.suggests_always and self.answer is not None:
            self.fetch_offers()
        self.show_answer()

    def go_to_next_open(self) -> bool:
        """Go to the next answer that is not finished; False where there is none."""
        place = self.list.find_next_open()
        if place is None:
            return False
        self.go_to(place)
        return True
