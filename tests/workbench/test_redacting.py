"""What leaves of an answer: proposals, decisions, the wording that results, and whether it was read as it now stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.model import Coder
from tipcoder.privacy.hits import HIGH
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import opened
from tipcoder.workbench.redaction.consent import refusals
from tipcoder.workbench.redaction.decisions import RedactionDesk
from tipcoder.workbench.redaction.detector import change_alias
from tipcoder.workbench.redaction.proposals import KEPT, OPEN, REPLACED, Proposal
from tipcoder.workbench.redaction.reviews import ReviewCounts, review_counts, stretches_to_read
from tipcoder.workbench.rounds.rounds import Plan, assign
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from conftest import StoreUrl


@pytest.fixture
def quoted(naming_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """A study whose answers name people."""
    with opened(naming_study()) as study:
        yield study


@pytest.fixture
def desk(quoted: OpenStudy) -> RedactionDesk:
    """Anna, who decides."""
    return RedactionDesk(quoted, quoted.coder("anna"))


@pytest.fixture
def desk_on_both(naming_study: Callable[..., Path], store_url: StoreUrl) -> Iterator[RedactionDesk]:
    """Anna, on each store in turn."""
    with opened(naming_study(store_url)) as study:
        yield RedactionDesk(study, study.coder("anna"))


def saying(desk: RedactionDesk, words: str) -> int:
    """The one answer with these words."""
    (found,) = (source.id for source in desk.sources.values() if words in source.text)
    return found


def about(desk: RedactionDesk, answer_id: int, words: str) -> Proposal:
    """The proposal about exactly these words."""
    text = desk.sources[answer_id].text
    (found,) = (p for p in desk.proposals(answer_id) if text[p.hit.start : p.hit.end] == words)
    return found


def whole(desk: RedactionDesk, answer_id: int) -> tuple[int, int, int]:
    """All of an answer."""
    return answer_id, 0, len(desk.sources[answer_id].text)


def settle(desk: RedactionDesk, answer_id: int) -> None:
    """Accept everything that is open."""
    desk.accept([(answer_id, p) for p in desk.proposals(answer_id) if p.state == OPEN])


def test_what_is_accepted_is_a_noun_in_the_released_wording_and_the_rest_stands_as_written(desk: RedactionDesk) -> None:
    answer = saying(desk, "HALIN told")
    assert "HALIN" in desk.released(*whole(desk, answer)).wording
    assert {p.state for p in desk.proposals(answer)} == {OPEN}
    settle(desk, answer)
    released = desk.released(*whole(desk, answer))
    assert released.wording == "[organisation] told the ministry in [city] about it."
    assert released.unresolved == ()
    assert {p.state for p in desk.proposals(answer)} == {REPLACED}


def test_a_noun_stands_in_the_language_of_its_answer(desk: RedactionDesk) -> None:
    answer = saying(desk, "Camino Sereno")
    settle(desk, answer)
    assert desk.released(*whole(desk, answer)).wording == "[organización] pidió ayuda en [país]."


def test_nothing_may_leave_before_a_person_has_read_it_even_where_nothing_is_proposed(desk: RedactionDesk) -> None:
    answer = saying(desk, "in the evening")
    assert desk.proposals(answer) == []
    assert not desk.released(*whole(desk, answer)).may_leave()
    desk.review([whole(desk, answer)])
    released = desk.released(*whole(desk, answer))
    assert released.may_leave()
    assert released.reviewed_by == ("anna",)
    assert not released.may_leave(readers=2)


def test_an_answer_with_an_open_proposal_is_not_read(desk: RedactionDesk) -> None:
    answer = saying(desk, "HALIN told")
    with pytest.raises(BadInput, match="2 proposals are open"):
        desk.review([whole(desk, answer)])
    assert desk.released(*whole(desk, answer)).reviewed_by == ()


def test_a_quote_that_was_read_does_not_leave_while_a_proposal_in_it_is_open(
    desk: RedactionDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A review may have been kept by somebody whose desk did not know of the proposal; the gate looks for itself."""
    answer = saying(desk, "HALIN told")
    with monkeypatch.context() as unknowing:
        unknowing.setattr(desk, "open_proposals", lambda *_: [])
        desk.review([whole(desk, answer)])
    released = desk.released(*whole(desk, answer))
    assert (released.reviewed_by, released.stale, len(released.unresolved)) == (("anna",), False, 2)
    assert not released.may_leave()
    assert replace(released, unresolved=()).may_leave()
    assert not replace(released, unresolved=released.unresolved[:1]).may_leave()


def test_a_review_holds_for_quotes_inside_the_stretch_and_for_no_others(desk: RedactionDesk) -> None:
    answer = saying(desk, "in the evening")
    desk.review([(answer, 0, 9)])
    assert desk.released(answer, 5, 9).may_leave()
    assert not desk.released(answer, 5, 12).may_leave()


def test_any_change_sends_a_quote_back_to_unread(desk: RedactionDesk) -> None:
    answer = saying(desk, "HALIN told")
    settle(desk, answer)
    desk.review([whole(desk, answer)])
    city = about(desk, answer, "Chisinau")
    desk.accept([(answer, city)], style="generalise")
    released = desk.released(*whole(desk, answer))
    assert released.wording == "[organisation] told the ministry in [region] about it."
    assert (released.reviewed_by, released.stale) == ((), True)
    desk.undo()
    assert desk.released(*whole(desk, answer)).reviewed_by == ("anna",)


def test_a_new_alias_finds_more_and_every_quote_has_to_be_read_again(desk: RedactionDesk, quoted: OpenStudy) -> None:
    answer = saying(desk, "the people of brindlewick")
    desk.review([whole(desk, answer)])
    assert desk.released(*whole(desk, answer)).may_leave()
    owner = desk.sources[answer].respondent
    change_alias(quoted, desk.coder, "Brindlewick", owner)
    later = RedactionDesk(quoted, desk.coder)
    released = later.released(*whole(later, answer))
    assert not released.may_leave()
    assert released.stale
    assert [hit.severity for hit in released.unresolved] == [HIGH]
    log = " ".join(line.sentence for line in _log(quoted))
    assert "alias" in log
    assert "rindlewick" not in log


def _log(here: OpenStudy) -> list[object]:
    from tipcoder.store import events

    with here.store.read() as db:
        return list(events.log(db))


def test_a_grave_proposal_is_rejected_with_a_reason_only(desk: RedactionDesk) -> None:
    answer = saying(desk, "HALIN told")
    name = about(desk, answer, "HALIN")
    with pytest.raises(BadInput, match="reason"):
        desk.reject([(answer, name)])
    desk.reject([(answer, name)], "they asked to be named")
    assert about(desk, answer, "HALIN").state == KEPT
    assert "HALIN" in desk.released(*whole(desk, answer)).wording


def test_a_description_that_may_stay_keeps_no_name_inside_it(desk: RedactionDesk) -> None:
    answer = saying(desk, "only shelter")
    (claim,) = (p for p in desk.proposals(answer) if p.hit.kind == "unique_claim")
    inside = about(desk, answer, "Moldova")
    assert claim.hit.start < inside.hit.start < claim.hit.end
    desk.reject([(answer, claim)])
    assert about(desk, answer, "Moldova").state == OPEN
    desk.accept([(answer, inside)])
    assert desk.open_proposals(*whole(desk, answer)) == []
    assert desk.released(*whole(desk, answer)).wording == "We are the only shelter in [country] that takes boys."


def test_accepting_all_of_an_answer_lets_the_longest_speak(desk: RedactionDesk) -> None:
    answer = saying(desk, "only shelter")
    settle(desk, answer)
    assert desk.open_proposals(*whole(desk, answer)) == []
    assert desk.released(*whole(desk, answer)).wording == "[...]."


def test_a_span_marked_by_hand_goes_and_a_string_goes_everywhere(desk: RedactionDesk) -> None:
    first, second = saying(desk, "the people of brindlewick"), saying(desk, "asked brindlewick")
    start = desk.sources[first].text.index("brindlewick")
    desk.mark(first, start, start + len("brindlewick"), "other_org")
    assert desk.released(*whole(desk, first)).wording == "the people of [partner organisation] help us with everything"
    desk.decide_string("Brindlewick", "other_org")
    assert "asked [partner organisation] and" in desk.released(*whole(desk, second)).wording
    desk.drop_string("brindlewick")
    assert "asked brindlewick and" in desk.released(*whole(desk, second)).wording


def test_what_is_decided_about_a_place_goes_before_what_is_decided_about_a_string(desk: RedactionDesk) -> None:
    answer = saying(desk, "HALIN told")
    desk.decide_string("Chisinau", "place", "[capital]")
    assert "in [capital] about" in desk.released(*whole(desk, answer)).wording
    desk.reject([(answer, about(desk, answer, "Chisinau"))], "everybody knows where the ministry is")
    assert "in Chisinau about" in desk.released(*whole(desk, answer)).wording


def test_a_short_string_goes_only_where_something_points_at_it(desk: RedactionDesk) -> None:
    desk.decide_string("US", "country")
    answer = saying(desk, "help us with everything")
    assert "help us with" in desk.released(*whole(desk, answer)).wording


def test_no_string_rule_keeps_a_name_in_full_or_a_contact(desk: RedactionDesk) -> None:
    answer = saying(desk, "Camino Sereno")
    name = next(p for p in desk.proposals(answer) if p.hit.kind == "own_org")
    text = desk.sources[answer].text[name.hit.start : name.hit.end]
    desk.decide_string(text, "own_org", keep="it is well known")
    assert [p.state for p in desk.proposals(answer) if p.hit.kind == "own_org"] == [OPEN]


def test_a_translation_is_marked_and_searched_too(desk: RedactionDesk) -> None:
    answer, start, end = whole(desk, saying(desk, "Camino Sereno"))
    desk.mark(answer, start, end, "translation", "Camino Sereno asked for help in Guatemala.")
    released = desk.released(answer, start, end)
    assert released.translated
    assert len(released.unresolved) == 2
    assert all(reason.startswith("in the words put instead") for hit in released.unresolved for reason in hit.reasons)
    with pytest.raises(BadInput, match="open"):
        desk.review([(answer, start, end)])
    desk.mark(answer, start, end, "translation", "We asked for help in Kenya.")
    (odd,) = desk.open_proposals(answer, start, end)
    desk.reject([(answer, odd)], "the country is not theirs")
    desk.review([(answer, start, end)])
    assert desk.released(answer, start, end).may_leave()
    assert desk.released(answer, start, end).wording == "We asked for help in Kenya."


def test_decisions_rules_and_reviews_stand_alike_on_both_stores_and_are_taken_back(desk_on_both: RedactionDesk) -> None:
    desk = desk_on_both
    answer = saying(desk, "asked brindlewick")
    before = desk.released(*whole(desk, answer))
    settle(desk, answer)
    desk.decide_string("brindlewick", "other_org")
    desk.review([whole(desk, answer)])
    again = RedactionDesk(desk.here, desk.coder).released(*whole(desk, answer))
    assert again.may_leave()
    assert again.wording == "They asked [partner organisation] and [partner organisation] for advice."
    assert [desk.undo() is not None for _ in range(3)] == [True, True, True]
    assert desk.released(*whole(desk, answer)) == before
    assert [desk.redo() is not None for _ in range(3)] == [True, True, True]
    assert desk.released(*whole(desk, answer)).may_leave()


def test_a_second_reader_counts_and_who_withholds_stops_it_for_all(desk: RedactionDesk, quoted: OpenStudy) -> None:
    stretch = whole(desk, saying(desk, "in the evening"))
    desk.review([stretch])
    second = RedactionDesk(quoted, quoted.coder("boris"))
    second.review([stretch])
    assert second.released(*stretch).reviewed_by == ("anna", "boris")
    assert second.released(*stretch).may_leave(readers=2)
    second.review([(stretch[0], 0, 4)], withhold=True)
    released = second.released(*stretch)
    assert released.disputed
    assert not released.may_leave()
    second.undo()
    assert second.released(*stretch).may_leave(readers=2)


def test_a_newcomer_who_decides_becomes_known_and_one_who_is_refused_does_not(quoted: OpenStudy) -> None:
    desk = RedactionDesk(quoted, Coder.newcomer("carla"))
    answer = saying(desk, "HALIN told")
    with pytest.raises(BadInput):
        desk.mark(answer, 5, 5, "name")
    assert quoted.actor("carla").id == 0
    settle(desk, answer)
    assert quoted.actor("carla").id


def test_without_the_key_file_nothing_can_be_looked_for(desk: RedactionDesk, keys_folder: Path) -> None:
    for file in keys_folder.iterdir():
        file.unlink()
    with pytest.raises(EnvironmentFault, match="key file"):
        desk.released(*whole(desk, saying(desk, "HALIN told")))


def test_stretches_to_read_are_where_quotes_touch_or_overlap_and_what_a_round_hides_is_none(
    desk: RedactionDesk, quoted: OpenStudy
) -> None:
    first, second = saying(desk, "HALIN told"), saying(desk, "in the evening")
    for name, spans in (("anna", ((0, 10), (15, 20))), ("boris", ((5, 15),))):
        coder = CodingSession(quoted, quoted.coder(name))
        for span in spans:
            coder.apply(first, "pressure", span)
        coder.apply(second, "pressure", (0, 9))
    assert stretches_to_read(quoted) == [(first, 0, 20), (second, 0, 9)]
    assign(quoted, quoted.coder("lead"), Plan(coders=("carla", "dora"), overlap="100%", by=(), name="R1"))
    quoted.look_as("carla")
    assert stretches_to_read(quoted) == []
    CodingSession(quoted, quoted.coder("carla")).apply(second, "pressure", (5, 7))
    assert stretches_to_read(quoted) == [(second, 5, 7)], "her own are no secret"


def test_how_far_the_reading_is(desk: RedactionDesk, quoted: OpenStudy) -> None:
    coder = CodingSession(quoted, quoted.coder("anna"))
    for words in ("HALIN told", "in the evening", "Todo sigue"):
        coder.apply(saying(desk, words), "pressure", finish=True)
    evening, still = whole(desk, saying(desk, "in the evening")), whole(desk, saying(desk, "Todo sigue"))
    desk.review([evening, still])
    second = RedactionDesk(quoted, quoted.coder("boris"))
    second.review([evening])
    second.review([still], withhold=True)
    counts = review_counts(second, stretches_to_read(quoted))
    assert counts == ReviewCounts(3, read=2, read_twice=1, stale=0, withheld=1, disputed=1, waiting=1)
    assert counts.unread == 1
    assert "of 2 judged by two people 1 alike" in counts.sentence()


def test_a_change_is_told_for_the_answers_that_it_reaches_and_only_for_them(desk: RedactionDesk) -> None:
    first, second = saying(desk, "the people of brindlewick"), saying(desk, "asked brindlewick")
    for answer_id in desk.sources:
        desk.released(*whole(desk, answer_id))
    desk.decide_string("Brindlewick", "other_org")
    assert desk.changed == {first, second}
    for answer_id in desk.sources:
        fresh = RedactionDesk(desk.here, desk.coder).released(*whole(desk, answer_id))
        assert desk.released(*whole(desk, answer_id)) == fresh
    desk.undo()
    assert desk.changed == {first, second}
    desk.review([whole(desk, first)])
    assert desk.changed == {first}


def test_stretches_and_refusals_are_found_on_both_stores(desk_on_both: RedactionDesk) -> None:
    here = desk_on_both.here
    answer = saying(desk_on_both, "Todo sigue")
    CodingSession(here, here.coder("boris")).apply(answer, "pressure", (0, 4))
    assert stretches_to_read(here) == [(answer, 0, 4)]
    assert [refusal.answer_id for refusal in refusals(here)] == [saying(desk_on_both, "do not want our name")]
