"""What leaves of an answer: proposals, decisions, the wording that results,
and whether it was read as it now stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.model.codings import Coder
from tipcoder.privacy.hits import HIGH
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.consent import find_consent_refusals
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.detector import change_alias
from tipcoder.workbench.redaction.proposals import KEPT, OPEN, REPLACED, RedactionProposal
from tipcoder.workbench.redaction.reviews import ReviewCounts, count_reviews, find_stretches
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from conftest import StoreUrl


@pytest.fixture
def quoted(naming_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """A study whose answers name people."""
    with open_study_folder(naming_study()) as study:
        yield study


@pytest.fixture
def desk(quoted: OpenStudy) -> RedactionSession:
    """Anna, who decides."""
    return RedactionSession(quoted, quoted.register_coder("anna"))


@pytest.fixture
def desk_on_both(
    naming_study: Callable[..., Path], store_url: StoreUrl
) -> Iterator[RedactionSession]:
    """Anna, on each store in turn."""
    with open_study_folder(naming_study(store_url)) as study:
        yield RedactionSession(study, study.register_coder("anna"))


def saying(desk: RedactionSession, words: str) -> int:
    """The one answer with these words."""
    (found,) = (source.id for source in desk.sources.values() if words in source.text)
    return found


def about(desk: RedactionSession, answer_id: int, words: str) -> RedactionProposal:
    """The proposal about exactly these words."""
    text = desk.sources[answer_id].text
    (found,) = (p for p in desk.list_proposals(answer_id) if text[p.hit.start : p.hit.end] == words)
    return found


def whole(desk: RedactionSession, answer_id: int) -> tuple[int, int, int]:
    """All of an answer."""
    return answer_id, 0, len(desk.sources[answer_id].text)


def settle(desk: RedactionSession, answer_id: int) -> None:
    """Accept everything that is open."""
    desk.accept_proposals(
        [(answer_id, p) for p in desk.list_proposals(answer_id) if p.state == OPEN]
    )


def test_what_is_accepted_is_a_noun_in_the_released_wording_and_the_rest_stands_as_written(
    desk: RedactionSession,
) -> None:
    answer = saying(desk, "HALIN told")
    assert "HALIN" in desk.build_released(*whole(desk, answer)).wording
    assert {p.state for p in desk.list_proposals(answer)} == {OPEN}
    settle(desk, answer)
    released = desk.build_released(*whole(desk, answer))
    assert released.wording == "[organisation] told the ministry in [city] about it."
    assert released.unresolved == ()
    assert {p.state for p in desk.list_proposals(answer)} == {REPLACED}


def test_a_noun_stands_in_the_language_of_its_answer(desk: RedactionSession) -> None:
    answer = saying(desk, "Camino Sereno")
    settle(desk, answer)
    assert (
        desk.build_released(*whole(desk, answer)).wording == "[organización] pidió ayuda en [país]."
    )


def test_nothing_may_leave_before_a_person_has_read_it_even_where_nothing_is_proposed(
    desk: RedactionSession,
) -> None:
    answer = saying(desk, "in the evening")
    assert desk.list_proposals(answer) == []
    assert not desk.build_released(*whole(desk, answer)).can_leave()
    desk.review_stretches([whole(desk, answer)])
    released = desk.build_released(*whole(desk, answer))
    assert released.can_leave()
    assert released.reviewed_by == ("anna",)
    assert not released.can_leave(readers=2)


def test_an_answer_with_an_open_proposal_is_not_read(desk: RedactionSession) -> None:
    answer = saying(desk, "HALIN told")
    with pytest.raises(BadInput, match="2 proposals are open"):
        desk.review_stretches([whole(desk, answer)])
    assert desk.build_released(*whole(desk, answer)).reviewed_by == ()


def test_a_quote_that_was_read_does_not_leave_while_a_proposal_in_it_is_open(
    desk: RedactionSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A review may have been kept by somebody whose desk did not know of the proposal;
    the gate looks for itself.
    """
    answer = saying(desk, "HALIN told")
    with monkeypatch.context() as unknowing:
        unknowing.setattr(desk, "list_open_proposals", lambda *_: [])
        desk.review_stretches([whole(desk, answer)])
    released = desk.build_released(*whole(desk, answer))
    assert (released.reviewed_by, released.stale, len(released.unresolved)) == (("anna",), False, 2)
    assert not released.can_leave()
    assert replace(released, unresolved=()).can_leave()
    assert not replace(released, unresolved=released.unresolved[:1]).can_leave()


def test_a_review_holds_for_quotes_inside_the_stretch_and_for_no_others(
    desk: RedactionSession,
) -> None:
    answer = saying(desk, "in the evening")
    desk.review_stretches([(answer, 0, 9)])
    assert desk.build_released(answer, 5, 9).can_leave()
    assert not desk.build_released(answer, 5, 12).can_leave()


def test_any_change_sends_a_quote_back_to_unread(desk: RedactionSession) -> None:
    answer = saying(desk, "HALIN told")
    settle(desk, answer)
    desk.review_stretches([whole(desk, answer)])
    city = about(desk, answer, "Chisinau")
    desk.accept_proposals([(answer, city)], style="generalise")
    released = desk.build_released(*whole(desk, answer))
    assert released.wording == "[organisation] told the ministry in [region] about it."
    assert (released.reviewed_by, released.stale) == ((), True)
    desk.undo()
    assert desk.build_released(*whole(desk, answer)).reviewed_by == ("anna",)


def test_a_new_alias_finds_more_and_every_quote_has_to_be_read_again(
    desk: RedactionSession, quoted: OpenStudy
) -> None:
    answer = saying(desk, "the people of brindlewick")
    desk.review_stretches([whole(desk, answer)])
    assert desk.build_released(*whole(desk, answer)).can_leave()
    owner = desk.sources[answer].respondent
    change_alias(quoted, desk.coder, "Brindlewick", owner)
    later = RedactionSession(quoted, desk.coder)
    released = later.build_released(*whole(later, answer))
    assert not released.can_leave()
    assert released.stale
    assert [hit.severity for hit in released.unresolved] == [HIGH]
    log = " ".join(line.sentence for line in _log(quoted))
    assert "alias" in log
    assert "rindlewick" not in log


def _log(here: OpenStudy) -> list[object]:
    from tipcoder.store import act_log

    with here.store.read() as db:
        return list(act_log.load_log(db))


def test_a_grave_proposal_is_rejected_with_a_reason_only(desk: RedactionSession) -> None:
    answer = saying(desk, "HALIN told")
    name = about(desk, answer, "HALIN")
    with pytest.raises(BadInput, match="reason"):
        desk.reject_proposals([(answer, name)])
    desk.reject_proposals([(answer, name)], "they asked to be named")
    assert about(desk, answer, "HALIN").state == KEPT
    assert "HALIN" in desk.build_released(*whole(desk, answer)).wording


def test_a_description_that_may_stay_keeps_no_name_inside_it(desk: RedactionSession) -> None:
    answer = saying(desk, "only shelter")
    (claim,) = (p for p in desk.list_proposals(answer) if p.hit.kind == "unique_claim")
    inside = about(desk, answer, "Moldova")
    assert claim.hit.start < inside.hit.start < claim.hit.end
    desk.reject_proposals([(answer, claim)])
    assert about(desk, answer, "Moldova").state == OPEN
    desk.accept_proposals([(answer, inside)])
    assert desk.list_open_proposals(*whole(desk, answer)) == []
    assert (
        desk.build_released(*whole(desk, answer)).wording
        == "We are the only shelter in [country] that takes boys."
    )


def test_accepting_all_of_an_answer_lets_the_longest_speak(desk: RedactionSession) -> None:
    answer = saying(desk, "only shelter")
    settle(desk, answer)
    assert desk.list_open_proposals(*whole(desk, answer)) == []
    assert desk.build_released(*whole(desk, answer)).wording == "[...]."


def test_a_span_marked_by_hand_goes_and_a_string_goes_everywhere(desk: RedactionSession) -> None:
    first, second = saying(desk, "the people of brindlewick"), saying(desk, "asked brindlewick")
    start = desk.sources[first].text.index("brindlewick")
    desk.mark_span(first, start, start + len("brindlewick"), "other_org")
    assert (
        desk.build_released(*whole(desk, first)).wording
        == "the people of [partner organisation] help us with everything"
    )
    desk.decide_string("Brindlewick", "other_org")
    assert "asked [partner organisation] and" in desk.build_released(*whole(desk, second)).wording
    desk.drop_string_rule("brindlewick")
    assert "asked brindlewick and" in desk.build_released(*whole(desk, second)).wording


def test_what_is_decided_about_a_place_goes_before_what_is_decided_about_a_string(
    desk: RedactionSession,
) -> None:
    answer = saying(desk, "HALIN told")
    desk.decide_string("Chisinau", "place", "[capital]")
    assert "in [capital] about" in desk.build_released(*whole(desk, answer)).wording
    desk.reject_proposals(
        [(answer, about(desk, answer, "Chisinau"))], "everybody knows where the ministry is"
    )
    assert "in Chisinau about" in desk.build_released(*whole(desk, answer)).wording


def test_a_short_string_goes_only_where_something_points_at_it(desk: RedactionSession) -> None:
    desk.decide_string("US", "country")
    answer = saying(desk, "help us with everything")
    assert "help us with" in desk.build_released(*whole(desk, answer)).wording


def test_no_string_rule_keeps_a_name_in_full_or_a_contact(desk: RedactionSession) -> None:
    answer = saying(desk, "Camino Sereno")
    name = next(p for p in desk.list_proposals(answer) if p.hit.kind == "own_org")
    text = desk.sources[answer].text[name.hit.start : name.hit.end]
    desk.decide_string(text, "own_org", keep="it is well known")
    assert [p.state for p in desk.list_proposals(answer) if p.hit.kind == "own_org"] == [OPEN]


def test_a_translation_is_marked_and_searched_too(desk: RedactionSession) -> None:
    answer, start, end = whole(desk, saying(desk, "Camino Sereno"))
    desk.mark_span(answer, start, end, "translation", "Camino Sereno asked for help in Guatemala.")
    released = desk.build_released(answer, start, end)
    assert released.translated
    assert len(released.unresolved) == 2
    assert all(
        reason.startswith("in the replacement")
        for hit in released.unresolved
        for reason in hit.reasons
    )
    with pytest.raises(BadInput, match="open"):
        desk.review_stretches([(answer, start, end)])
    desk.mark_span(answer, start, end, "translation", "We asked for help in Kenya.")
    (odd,) = desk.list_open_proposals(answer, start, end)
    desk.reject_proposals([(answer, odd)], "the country is not theirs")
    desk.review_stretches([(answer, start, end)])
    assert desk.build_released(answer, start, end).can_leave()
    assert desk.build_released(answer, start, end).wording == "We asked for help in Kenya."


def test_decisions_rules_and_reviews_stand_alike_on_both_stores_and_are_taken_back(
    desk_on_both: RedactionSession,
) -> None:
    desk = desk_on_both
    answer = saying(desk, "asked brindlewick")
    before = desk.build_released(*whole(desk, answer))
    settle(desk, answer)
    desk.decide_string("brindlewick", "other_org")
    desk.review_stretches([whole(desk, answer)])
    again = RedactionSession(desk.study, desk.coder).build_released(*whole(desk, answer))
    assert again.can_leave()
    assert (
        again.wording == "They asked [partner organisation] and [partner organisation] for advice."
    )
    assert [desk.undo() is not None for _ in range(3)] == [True, True, True]
    assert desk.build_released(*whole(desk, answer)) == before
    assert [desk.redo() is not None for _ in range(3)] == [True, True, True]
    assert desk.build_released(*whole(desk, answer)).can_leave()


def test_a_second_reader_counts_and_who_withholds_stops_it_for_all(
    desk: RedactionSession, quoted: OpenStudy
) -> None:
    stretch = whole(desk, saying(desk, "in the evening"))
    desk.review_stretches([stretch])
    second = RedactionSession(quoted, quoted.register_coder("boris"))
    second.review_stretches([stretch])
    assert second.build_released(*stretch).reviewed_by == ("anna", "boris")
    assert second.build_released(*stretch).can_leave(readers=2)
    second.review_stretches([(stretch[0], 0, 4)], withhold=True)
    released = second.build_released(*stretch)
    assert released.is_disputed
    assert not released.can_leave()
    second.undo()
    assert second.build_released(*stretch).can_leave(readers=2)


def test_a_newcomer_who_decides_becomes_known_and_one_who_is_refused_does_not(
    quoted: OpenStudy,
) -> None:
    desk = RedactionSession(quoted, Coder.unsaved_coder("carla"))
    answer = saying(desk, "HALIN told")
    with pytest.raises(BadInput):
        desk.mark_span(answer, 5, 5, "name")
    assert quoted.find_coder("carla").id == 0
    settle(desk, answer)
    assert quoted.find_coder("carla").id


def test_without_the_key_file_nothing_can_be_looked_for(
    desk: RedactionSession, keys_folder: Path
) -> None:
    for file in keys_folder.iterdir():
        file.unlink()
    with pytest.raises(EnvironmentFault, match="key file"):
        desk.build_released(*whole(desk, saying(desk, "HALIN told")))


def test_stretches_to_read_are_where_quotes_touch_or_overlap_and_what_a_round_hides_is_none(
    desk: RedactionSession, quoted: OpenStudy
) -> None:
    first, second = saying(desk, "HALIN told"), saying(desk, "in the evening")
    for name, spans in (("anna", ((0, 10), (15, 20))), ("boris", ((5, 15),))):
        coder = CodingSession(quoted, quoted.register_coder(name))
        for span in spans:
            coder.add_coding(first, "pressure", span)
        coder.add_coding(second, "pressure", (0, 9))
    assert find_stretches(quoted) == [(first, 0, 20), (second, 0, 9)]
    draw_round(
        quoted,
        quoted.register_coder("lead"),
        RoundPlan(coders=("carla", "dora"), overlap="100%", by=(), name="R1"),
    )
    quoted.set_viewer("carla")
    assert find_stretches(quoted) == []
    CodingSession(quoted, quoted.register_coder("carla")).add_coding(second, "pressure", (5, 7))
    assert find_stretches(quoted) == [(second, 5, 7)], "her own are no secret"


def test_how_far_the_reading_is(desk: RedactionSession, quoted: OpenStudy) -> None:
    coder = CodingSession(quoted, quoted.register_coder("anna"))
    for words in ("HALIN told", "in the evening", "Todo sigue"):
        coder.add_coding(saying(desk, words), "pressure", finish=True)
    evening, still = (
        whole(desk, saying(desk, "in the evening")),
        whole(desk, saying(desk, "Todo sigue")),
    )
    desk.review_stretches([evening, still])
    second = RedactionSession(quoted, quoted.register_coder("boris"))
    second.review_stretches([evening])
    second.review_stretches([still], withhold=True)
    counts = count_reviews(second, find_stretches(quoted))
    assert counts == ReviewCounts(
        3, read=2, read_twice=1, stale=0, withheld=1, disputed=1, waiting=1
    )
    assert counts.unread == 1
    assert "of 2 judged by two people 1 alike" in counts.describe_counts()


def test_a_change_is_told_for_the_answers_that_it_reaches_and_only_for_them(
    desk: RedactionSession,
) -> None:
    first, second = saying(desk, "the people of brindlewick"), saying(desk, "asked brindlewick")
    for answer_id in desk.sources:
        desk.build_released(*whole(desk, answer_id))
    desk.decide_string("Brindlewick", "other_org")
    assert desk.changed == {first, second}
    for answer_id in desk.sources:
        fresh = RedactionSession(desk.study, desk.coder).build_released(*whole(desk, answer_id))
        assert desk.build_released(*whole(desk, answer_id)) == fresh
    desk.undo()
    assert desk.changed == {first, second}
    desk.review_stretches([whole(desk, first)])
    assert desk.changed == {first}


def test_stretches_and_refusals_are_found_on_both_stores(desk_on_both: RedactionSession) -> None:
    here = desk_on_both.study
    answer = saying(desk_on_both, "Todo sigue")
    CodingSession(here, here.register_coder("boris")).add_coding(answer, "pressure", (0, 4))
    assert find_stretches(here) == [(answer, 0, 4)]
    assert [refusal.answer_id for refusal in find_consent_refusals(here)] == [
        saying(desk_on_both, "do not want our name")
    ]
