"""Suggestions in the background: they follow the store exactly, say nothing in open rounds,
and never hold anybody up.
"""

from __future__ import annotations

import gc
import queue
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.model.filters import AnswerFilter
from tipcoder.store import suggestions
from tipcoder.suggestion.strength import Grade
from tipcoder.suggestion.suggester import Suggester
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import AddCode
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.suggestions import study_suggestions as suggestions_module
from tipcoder.workbench.suggestions.measured_strength import measure_strengths
from tipcoder.workbench.suggestions.offers import NOTHING_FOUND, OPEN_ROUND, Offers
from tipcoder.workbench.suggestions.reading_orders import LIKELY, UNSURE, RankedAnswers
from tipcoder.workbench.suggestions.study_suggestions import build_study_suggestions
from tipcoder.workbench.suggestions.worker import SuggestionWorker
from tipcoder.workbench.survey.importing import import_survey

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]
CODES = ("pressure", "pushback", "training", "money")
PATIENCE = 60
"""Seconds after which a test gives up waiting; nothing is timed."""


class Asker:
    """Somebody who asks and waits."""

    def __init__(self, session: CodingSession) -> None:
        self.session = session
        self.desk = SuggestionWorker(session.study, session.coder)
        self.came: queue.Queue[Offers] = queue.Queue()
        self.ranked: queue.Queue[RankedAnswers] = queue.Queue()

    def offers(self, answer_id: int) -> Offers:
        self.desk.note_change()
        self.desk.request_offers(answer_id, "asked", self.came.put)
        found = self.came.get(timeout=PATIENCE)
        assert found.answer_id == answer_id
        return found

    def codes(self, answer_id: int) -> list[str]:
        return [offer.code for offer in self.offers(answer_id).offers]

    def scores(self) -> dict[int, dict[str, float]]:
        return {
            answer_id: {offer.code: offer.shown.score for offer in self.offers(answer_id).offers}
            for answer_id in self.session.find_answer_ids(AnswerFilter())
        }

    def order(self, by: str, code: str = "") -> list[int]:
        self.desk.request_order(by, code, self.ranked.put)
        return self.places()

    def places(self) -> list[int]:
        return list(self.ranked.get(timeout=PATIENCE).ids)


@contextmanager
def asking(study: OpenStudy, coder: str = "anna") -> Iterator[Asker]:
    asker = Asker(CodingSession(study, study.register_coder(coder)))
    try:
        yield asker
    finally:
        asker.desk.close()


@pytest.fixture
def anna(here: OpenStudy) -> Iterator[Asker]:
    with asking(here) as asker:
        yield asker


def suggestion_threads() -> int:
    return sum(thread.name == "suggestions" for thread in threading.enumerate())


def test_nobody_who_does_not_ask_pays_for_it(here: OpenStudy) -> None:
    before = suggestion_threads()
    with asking(here) as asker:
        asker.desk.note_change()
        assert suggestion_threads() == before
        assert not asker.desk.ready


def test_a_code_meant_for_another_question_is_not_offered(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    small_codebook_toml: str,
) -> None:
    """It takes no digit from a code that the question is about, however well it fits."""
    book = small_codebook_toml
    for label, question in (("Training", "how"), ("Money", "how")):
        book = book.replace(
            f'label = "{label}"\n', f'label = "{label}"\nquestions = ["{question}"]\n'
        )
    suggested, offered = set(), set()
    with (
        open_study_folder(make_study(small_survey, small_study_toml, book)) as study,
        asking(study) as asker,
    ):
        found = build_study_suggestions(study)
        for answer in found.answers:
            meant = {"how": {"training", "money"}}.get(answer.question, set())
            others = {"training", "money"} - meant
            suggested |= others & {one.code for one in found.suggest_codes(answer.id, None)}
            offered |= others & {offer.code for offer in asker.offers(answer.id).offers}
    assert suggested
    assert not offered


def test_every_offer_has_evidence_that_stands_where_it_says(anna: Asker, find: Find) -> None:
    seen = 0
    for answer_id in anna.session.find_answer_ids(AnswerFilter()):
        text = anna.session.read_answer(answer_id).text
        for offer in anna.offers(answer_id).offers:
            seen += 1
            assert offer.evidence
            assert 0 <= offer.span[0] < offer.span[1] <= len(text)
            for piece in offer.evidence:
                assert text[piece.start : piece.end] == piece.text != ""
    assert seen > 5
    assert "pushback" in anna.codes(find(anna.session, "unfair"))


def test_the_scores_after_code_and_undo_are_those_before(anna: Asker, find: Find) -> None:
    before = anna.scores()
    anna.session.add_coding(find(anna.session, "обиделись"), "pushback", finish=True)
    assert anna.scores() != before, "it learns"
    anna.session.undo()
    after = anna.scores()
    assert after.keys() == before.keys()
    for answer_id, scores in before.items():
        assert after[answer_id] == pytest.approx(scores, abs=1e-9)


ACTS = ("code", "span", "finish", "off", "turn down", "undo", "undo", "redo", "accept")
"""What a coder may do next; undo stands twice, so that walks go back as often as forth."""


def code_at_random(session: CodingSession, chance: random.Random, act: str, answer_id: int) -> None:
    """Code, finish or clear an answer by hand."""
    if act == "code":
        session.add_coding(answer_id, chance.choice(CODES), finish=chance.random() < 0.5)
    elif act == "span":
        session.add_coding(answer_id, chance.choice(CODES), (0, 5))
    elif act == "finish":
        session.finish_answers(answer_id)
    elif act == "off" and session.read_codings(answer_id):
        session.remove_coding(chance.choice(session.read_codings(answer_id)).id)


def answer_first_offer(anna: Asker, act: str, answer_id: int) -> None:
    """Accept the first suggestion for an answer or turn it down, where there is one."""
    for offer in anna.offers(answer_id).offers[:1]:
        if act == "accept":
            anna.session.add_coding(answer_id, offer.code, offer.span, suggested=offer.shown)
        else:
            anna.session.reject_suggestion(offer.shown)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_walk_through_acts_and_undo_it_knows_what_a_newcomer_reads(
    here_on_both: OpenStudy, seed: int
) -> None:
    """What was learned act by act must be what is learned from the store at once."""
    chance = random.Random(seed)
    with asking(here_on_both) as anna:
        session = anna.session
        ids = session.find_answer_ids(AnswerFilter())
        for _ in range(40):
            answer_id = chance.choice(ids)
            act = chance.choice(ACTS)
            if act == "undo":
                session.undo()
            elif act == "redo":
                session.redo()
            elif act in ("turn down", "accept"):
                answer_first_offer(anna, act, answer_id)
            else:
                code_at_random(session, chance, act, answer_id)
            if chance.random() < 0.3:
                anna.desk.note_change()
        learned = anna.scores()
    with asking(here_on_both) as newcomer:
        read_at_once = newcomer.scores()
    assert learned.keys() == read_at_once.keys()
    for answer_id, scores in learned.items():
        assert scores == pytest.approx(read_at_once[answer_id], abs=1e-9)


def test_a_code_that_stands_or_was_turned_down_is_not_offered_until_that_is_undone(
    anna: Asker, find: Find
) -> None:
    answer_id = find(anna.session, "unfair")
    offers = anna.offers(answer_id).offers
    first = offers[0]
    anna.session.reject_suggestion(first.shown)
    assert first.code not in anna.codes(answer_id)
    anna.session.undo()
    assert first.code in anna.codes(answer_id)
    anna.session.add_coding(answer_id, first.code, first.span, suggested=first.shown)
    assert first.code not in anna.codes(answer_id)


def test_that_suggestions_were_shown_is_news_to_nobody(anna: Asker, find: Find) -> None:
    answer_id = find(anna.session, "unfair")
    boris = CodingSession(anna.session.study, anna.session.study.register_coder("boris"))
    with anna.session.study.store.write() as db:
        suggestions.record_shown(
            db, anna.session.coder.id, [offer.shown for offer in anna.offers(answer_id).offers]
        )
    assert boris.read_news() is None
    assert anna.session.read_news() is None


def test_what_is_on_the_screen_is_recorded_and_the_measure_comes_with_the_next_offers(
    anna: Asker, find: Find
) -> None:
    answer_id = find(anna.session, "unfair")
    first = anna.offers(answer_id)
    anna.desk.record_shown([offer.shown for offer in first.offers])
    anna.session.add_coding(
        answer_id, first.offers[0].code, first.offers[0].span, suggested=first.offers[0].shown
    )
    for offer in first.offers[1:]:
        anna.session.reject_suggestion(offer.shown)
    # What counts together is what rests on the same, by its score.
    found = build_study_suggestions(anna.session.study)
    graded = [found.suggester.grade_score(offer.shown.score) for offer in first.offers]
    of = graded.count(graded[0])
    anna.desk.note_change()
    again = {
        offer.describe_precision()
        for each in anna.session.find_answer_ids(AnswerFilter())
        for offer in anna.offers(each).offers
        if found.suggester.grade_score(offer.shown.score) is graded[0]
    }
    assert again == {f"{first.offers[0].strength}: 1 of {of} accepted"}
    with anna.session.study.store.read() as db:
        assert len(suggestions.load_records(db)) == len(first.offers)


def test_a_word_for_strength_follows_what_became_of_such_suggestions(
    anna: Asker, find: Find
) -> None:
    """Nothing is strong at first. After nine of ten it is: (9 + 1) / (10 + 2) is above four fifths.

    What is counted together has a score of one grade, also where it was called otherwise then.
    """
    answer_id = find(anna.session, "unfair")
    first = anna.offers(answer_id).offers[0]
    assert first.strength == "fair"
    assert first.describe_precision() == ""

    others = [each for each in anna.session.find_answer_ids(AnswerFilter()) if each != answer_id]
    shown = [first.shown._replace(answer_id=each, strength="weak") for each in others[:10]]
    for made in shown[:9]:
        anna.session.add_coding(made.answer_id, first.code, (0, 2), suggested=made)
    anna.session.reject_suggestion(shown[9])
    with anna.session.study.store.read() as db:
        scale = measure_strengths(db, build_study_suggestions(anna.session.study).suggester)[1]
    grade = build_study_suggestions(anna.session.study).suggester.grade_score(first.shown.score)
    assert scale.find_outcomes(grade) == (9, 10)
    assert scale.name_strength(grade) == "strong"

    offers = [
        offer
        for each in (answer_id, *others)
        for offer in anna.offers(each).offers
        if offer.outcomes == (9, 10)
    ]
    assert offers
    assert {offer.describe_precision() for offer in offers} == {"strong: 9 of 10 accepted"}


PATTERNED = """
[code.resentment]
label = "Resentment"
definition = "Officials dispute the report."
against = "pushback"
patterns.en = [{ find = "say * unfair", weight = 3 }]
patterns.ru = ["обидеться~", "чиновники обиделись"]
"""


@pytest.fixture
def judging(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    small_codebook_toml: str,
) -> Iterator[OpenStudy]:
    """The small study, with a code that judges what another one names."""
    book = small_codebook_toml + PATTERNED
    with open_study_folder(make_study(small_survey, small_study_toml, book)) as study:
        yield study


def test_what_a_pattern_says_is_offered_recorded_and_measured_by_itself(
    judging: OpenStudy, find: Find
) -> None:
    with asking(judging) as anna:
        answer_id = find(anna.session, "unfair")
        (offer,) = [one for one in anna.offers(answer_id).offers if one.code == "resentment"]
        text = anna.session.read_answer(answer_id).text
        assert offer.strength == "strong"
        assert (
            text[slice(*offer.span)]
            == 'but the officials say the report is "unfair" and push back every year.'
        )
        assert [piece.text for piece in offer.evidence] == ["say", "unfair"]
        assert {piece.why for piece in offer.evidence} == {"pattern “say * unfair”"}
        assert offer.shown.engine.endswith(", pattern 3")
        anna.session.reject_suggestion(offer.shown)
        with judging.store.read() as db:
            scale = measure_strengths(db, build_study_suggestions(judging).suggester)[1]
        assert scale.find_outcomes(Grade.SAID) == (0, 1)
        assert scale.find_outcomes(Grade.HINTED) == (0, 0)
        # Where no pattern speaks for it, it is not offered, whatever is known by now.
        silent = find(anna.session, "workshops")
        assert "resentment" not in anna.codes(silent)


def test_answers_of_a_large_study_are_looked_through_for_patterns_while_nobody_asks(
    judging: OpenStudy, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ranking is there at once; when all were looked through, it is made anew by itself."""
    monkeypatch.setattr("tipcoder.workbench.suggestions.worker_knowledge._SEARCHED_AT_ONCE", 0)
    monkeypatch.setattr("tipcoder.workbench.suggestions.worker_knowledge._SEARCHED_TOGETHER", 5)
    with asking(judging) as anna:
        anna.order(LIKELY, "resentment")
        places = anna.places()
        hits = {find(anna.session, "unfair"), find(anna.session, "обиделись")}
        assert set(places[:2]) == hits
        assert anna.ranked.empty(), "it is made anew once"
        assert anna.offers(find(anna.session, "unfair")).offers


def test_nothing_is_offered_on_an_answer_of_an_open_round_to_anybody(
    here_on_both: OpenStudy,
) -> None:
    with asking(here_on_both, "lead") as lead:
        inside = lead.session.find_answer_ids(AnswerFilter())
        assert any(lead.offers(answer_id).offers for answer_id in inside)
        assert len(lead.order(LIKELY, "pushback")) == len(inside)
        plan = RoundPlan(("anna", "boris"), overlap="100%")
        draw_round(here_on_both, lead.session.coder, plan)
        assert {lead.offers(answer_id).why_none for answer_id in inside} == {OPEN_ROUND}
        assert lead.places() == [], "an order would say what is expected"
        freeze_round(here_on_both, lead.session.coder, "R1")
        assert any(lead.offers(answer_id).offers for answer_id in inside)


def test_what_others_code_in_my_open_round_teaches_me_nothing(here: OpenStudy, find: Find) -> None:
    with asking(here, "anna") as anna:
        draw_round(
            here,
            here.register_coder("lead"),
            RoundPlan(("anna", "boris"), overlap="2", questions=("how",), only_overlap=True),
        )
        here.store.viewer = anna.session.coder.id
        before = anna.scores()
        with open_study_folder(here.folder, viewer="boris") as elsewhere:
            boris = CodingSession(elsewhere, elsewhere.register_coder("boris"))
            with elsewhere.store.read() as db:
                from tipcoder.store.rounds import find_open_round_answers

                shared = sorted(find_open_round_answers(db))
            for answer_id in shared:
                boris.add_coding(answer_id, "training", finish=True)
        assert anna.scores() == before


def test_another_persons_coding_teaches_too(anna: Asker, find: Find) -> None:
    before = anna.scores()
    with open_study_folder(anna.session.study.folder) as elsewhere:
        boris = CodingSession(elsewhere, elsewhere.register_coder("boris"))
        boris.add_coding(find(boris, "обиделись"), "pushback", finish=True)
    assert anna.scores() != before


def test_only_the_latest_question_is_answered(anna: Asker) -> None:
    first, *_, last = anna.session.find_answer_ids(AnswerFilter())
    anna.desk.request_offers(first, "asked", anna.came.put)
    anna.desk.request_offers(last, "asked", anna.came.put)
    assert anna.came.get(timeout=PATIENCE).answer_id == last
    anna.desk.request_offers(first, "asked", anna.came.put)
    anna.desk.cancel_offers()
    assert anna.offers(last).answer_id == last
    assert anna.came.empty()


def test_leaving_while_the_pile_is_being_read_waits_for_nothing(
    here: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    really = suggestions_module.build_study_suggestions

    def slowly(study: OpenStudy, **how: bool) -> suggestions_module.StudySuggestions:
        begun.set()
        assert go_on.wait(PATIENCE)
        return really(study, **how)

    monkeypatch.setattr(suggestions_module, "build_study_suggestions", slowly)
    asker = Asker(CodingSession(here, here.register_coder("anna")))
    asker.desk.request_offers(
        asker.session.find_answer_ids(AnswerFilter())[0], "asked", asker.came.put
    )
    assert begun.wait(PATIENCE)
    working = asker.desk._thread
    assert working is not None
    assert working.daemon, "the program ends without it"
    asker.desk.close()
    go_on.set()
    working.join(PATIENCE)
    assert not working.is_alive()
    assert asker.came.empty()


def test_a_key_goes_before_the_pile_that_is_being_read(
    here: OpenStudy, rest_after_a_key: tuple[threading.Event, threading.Event]
) -> None:
    rests, go_on = rest_after_a_key
    with asking(here) as asker:
        asker.desk.note_key()
        asker.desk.request_offers(
            asker.session.find_answer_ids(AnswerFilter())[0], "asked", asker.came.put
        )
        assert rests.wait(PATIENCE)
        assert not asker.desk.ready
        go_on.set()
        assert asker.came.get(timeout=PATIENCE).offers


def test_while_the_pile_is_read_nothing_is_looked_through_for_garbage(
    here: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops every thread, for longer the more answers there are."""
    enabled: list[bool] = []
    really = suggestions_module.build_study_suggestions

    def watched(study: OpenStudy, **how: bool) -> suggestions_module.StudySuggestions:
        enabled.append(gc.isenabled())
        return really(study, **how)

    monkeypatch.setattr(suggestions_module, "build_study_suggestions", watched)
    with asking(here) as asker:
        asker.offers(asker.session.find_answer_ids(AnswerFilter())[0])
    assert enabled == [False]
    assert gc.isenabled()


def test_in_idle_time_a_classifier_is_trained_on_what_was_judged(
    here: OpenStudy, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipcoder.suggestion.refit.ENOUGH", 1)
    monkeypatch.setattr("tipcoder.workbench.suggestions.worker._IDLE_SECONDS", 0.01)
    trained: queue.Queue[str] = queue.Queue()
    refit = Suggester.refit_classifier
    monkeypatch.setattr(
        Suggester, "refit_classifier", lambda engine, code: (refit(engine, code), trained.put(code))
    )
    with asking(here) as asker:
        asker.offers(find(asker.session, "workshops for judges"))
        asker.session.add_coding(find(asker.session, "embassy pushed"), "pressure", finish=True)
        asker.session.add_coding(
            find(asker.session, "workshops for judges"), "training", finish=True
        )
        asker.offers(find(asker.session, "gave grants"))
        assert {trained.get(timeout=PATIENCE), trained.get(timeout=PATIENCE)} == {
            "pressure",
            "training",
        }
        asker.offers(find(asker.session, "gave grants"))


def test_nothing_is_trained_while_somebody_goes_through_answers(
    here: OpenStudy, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time stands still at her last key, and goes on when she has stopped."""
    monkeypatch.setattr("tipcoder.suggestion.refit.ENOUGH", 1)
    monkeypatch.setattr("tipcoder.workbench.suggestions.worker._IDLE_SECONDS", 0.01)
    looked = threading.Semaphore(0)
    now = [100.0]

    def clock() -> float:
        looked.release()
        return now[0]

    monkeypatch.setattr("tipcoder.workbench.suggestions.worker.perf_counter", clock)
    monkeypatch.setattr("tipcoder.workbench.suggestions.worker.sleep", lambda seconds: None)
    trained: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr(Suggester, "refit_classifier", lambda engine, code: trained.put(code))
    with asking(here) as asker:
        asker.session.add_coding(find(asker.session, "embassy pushed"), "pressure", finish=True)
        asker.session.add_coding(
            find(asker.session, "workshops for judges"), "training", finish=True
        )
        asker.desk.note_key()
        asker.offers(find(asker.session, "gave grants"))
        while looked.acquire(blocking=False):
            pass
        for _ in range(10):
            assert looked.acquire(timeout=PATIENCE)
        assert trained.empty()
        now[0] += 1
        trained.get(timeout=PATIENCE)


def test_a_mistake_in_the_studys_concepts_is_said_and_a_new_question_tries_again(
    here: OpenStudy,
) -> None:
    concepts = here.folder / "concepts.toml"
    concepts.write_text("[[", "utf-8")
    with asking(here) as asker:
        answer_id = asker.session.find_answer_ids(AnswerFilter())[0]
        assert "concepts.toml" in asker.offers(answer_id).why_none
        concepts.unlink()
        assert asker.offers(answer_id).why_none in ("", NOTHING_FOUND)


def test_a_new_code_and_a_new_answer_are_known_at_once(
    anna: Asker, find: Find, tmp_path: Path, small_survey: str
) -> None:
    answer_id = find(anna.session, "grants")
    assert "newspapers" not in " ".join(anna.codes(answer_id))
    editing = CodebookEditor(anna.session.study, anna.session.coder)
    editing.make_edit(AddCode("Newspapers and grants", "en"))
    assert editing.last_act is not None
    anna.session.note_codebook_edit(editing.last_act)
    assert "newspapers" in " ".join(anna.codes(answer_id))

    later = tmp_path / "later.csv"
    head = small_survey.splitlines()[0]
    later.write_text(
        (
            f"{head}\n"
            "3237569999,New,1,Mali,Yes,They paid for police courses and training workshops.,\n"
        ),
        "utf-8",
    )
    import_survey(anna.session.study, anna.session.coder, later)
    assert "training" in anna.codes(find(anna.session, "police courses"))


@pytest.fixture
def twins(
    make_study: Callable[..., Path], small_survey: str, small_study_toml: str
) -> Iterator[OpenStudy]:
    same = "A letter came on the third of May and then nothing more was heard of it."
    rows = "".join(
        f"32375699{n},Org {n},1,Mali,Yes,{text},\n"
        for n, text in ((10, same), (11, same.replace("third", "thirt")))
    )
    with open_study_folder(make_study(small_survey + rows, small_study_toml)) as study:
        yield study


def test_a_nearly_identical_answer_offers_its_code_and_says_that_it_is_one(
    twins: OpenStudy,
) -> None:
    with asking(twins) as anna:
        coded, other = anna.session.find_answer_ids(
            AnswerFilter(words="third")
        ) + anna.session.find_answer_ids(AnswerFilter(words="thirt of"))
        assert "twin" not in [offer.strength for offer in anna.offers(other).offers]
        text = anna.session.read_answer(coded).text
        start = text.index("nothing more")
        anna.session.add_coding(coded, "money", (start, len(text)), finish=True)
        offer = anna.offers(other).offers[0]
        assert (offer.code, offer.strength) == ("money", "twin")
        where = anna.session.read_answer(other).text
        assert where[slice(*offer.span)] == "nothing more was heard of it."
        assert anna.session.read_answer(coded).case in offer.evidence[0].why
        assert "nearly the same" in offer.evidence[0].why
        assert anna.session.read_codings(other) == [], "offered, never put on"
        anna.session.undo()
        assert "twin" not in [offer.strength for offer in anna.offers(other).offers]


def test_the_likeliest_first_is_ranked_anew_after_every_act(anna: Asker, find: Find) -> None:
    every = anna.session.find_answer_ids(AnswerFilter())
    first = anna.order(LIKELY, "training")
    assert sorted(first) == sorted(every)
    assert find(anna.session, "workshops") in first[:4]
    anna.session.add_coding(find(anna.session, "обиделись"), "training", finish=True)
    anna.desk.note_change()
    again = anna.places()
    assert again != first
    anna.session.undo()
    anna.desk.note_change()
    assert anna.places() == first
    assert anna.order(LIKELY, "no such code") == []


def test_in_idle_time_what_is_still_to_be_found_is_reckoned_with_its_interval(
    forty: OpenStudy,
) -> None:
    with asking(forty) as anna:
        ids = anna.session.find_answer_ids(AnswerFilter())
        anna.order(LIKELY, "training")
        for n, answer_id in enumerate(ids[:24]):
            if n % 4 == 0:
                anna.session.add_coding(answer_id, "training", finish=True)
            else:
                anna.session.finish_answers(answer_id)
        anna.desk.note_change()
        left = ""
        while not left:
            left = anna.ranked.get(timeout=PATIENCE).left
        assert left.startswith("6 found in 24 read, ")
        assert left.endswith(" to be expected in 16 unread")
        low, high = (int(bound) for bound in left.partition("[")[2].partition("]")[0].split(", "))
        assert 0 <= low < high <= 16


@pytest.fixture
def forty(make_study: Callable[..., Path], small_study_toml: str) -> Iterator[OpenStudy]:
    say = (
        "They trained {n} judges in a workshop.",
        "Letter {n} came.",
        "Nothing in year {n}.",
        "A meeting with number {n}.",
    )
    rows = "".join(f"{4000 + n},Org {n},1,Mali,Yes,{say[n % 4].format(n=n)},\n" for n in range(40))
    with open_study_folder(
        make_study(f"id,organisation,loop,country,active,role,how\n{rows}", small_study_toml)
    ) as study:
        yield study


def test_a_ranking_that_came_at_another_place_is_handed_out_again_and_not_made_again(
    anna: Asker,
) -> None:
    anna.desk.request_order(LIKELY, "training", anna.ranked.put)
    first = anna.ranked.get(timeout=PATIENCE)
    anna.desk.request_order_again()
    assert anna.ranked.get(timeout=PATIENCE) is first
    anna.desk.cancel_order()
    anna.desk.request_order_again()
    anna.order(UNSURE)
    assert anna.ranked.empty(), "an order that nobody reads in is not handed out"


def test_the_least_sure_first_begins_where_two_codes_are_equally_likely(anna: Asker) -> None:
    order = anna.order(UNSURE)
    assert sorted(order) == sorted(anna.session.find_answer_ids(AnswerFilter()))
    engine = anna.desk._knowledge.offering.found  # type: ignore[union-attr]

    def margin(answer_id: int) -> float:
        row = engine.row_of[answer_id]
        first, second, *_ = sorted(
            (float(engine.suggester.score_texts(c.key)[row]) for c in engine.suggester.codes),
            reverse=True,
        )
        return first - second

    margins = [margin(answer_id) for answer_id in order]
    assert margins == sorted(margins)
