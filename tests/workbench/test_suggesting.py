"""Suggestions of a study: they learn what coders decide, forget what is undone,
and keep out of open rounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import Outcome
from tipcoder.privacy.named_entities import find_named, load_recognisers
from tipcoder.store import suggestion_inputs
from tipcoder.study import ModelsSpec
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.suggestions.study_suggestions import (
    StudySuggestions,
    build_study_suggestions,
    load_concepts,
    require_codes,
)
from tipcoder.workbench.trust import list_outside_things, trust_things

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]


@pytest.fixture
def study(here_on_both: OpenStudy) -> OpenStudy:
    return here_on_both


@pytest.fixture
def anna(study: OpenStudy) -> CodingSession:
    return CodingSession(study, study.register_coder("anna"))


def scores(found: StudySuggestions) -> list[tuple[str, float]]:
    return [pair for row in range(len(found.answers)) for pair in found.suggester.rank_codes(row)]


def test_an_english_codebook_finds_answers_in_three_languages(
    study: OpenStudy, anna: CodingSession, find: Find
) -> None:
    found = build_study_suggestions(study)
    for words, code in (
        ("workshops for judges", "training"),
        ("провели обучение", "training"),
        ("rechaza las críticas", "pushback"),
        ("embassy pushed", "pressure"),
    ):
        answer_id = find(anna, words)
        offers = found.suggest_codes(answer_id)
        assert code in [offer.code for offer in offers], words
        text = anna.read_answer(answer_id).text
        for offer in offers:
            assert all(text[piece.start : piece.end] == piece.text for piece in offer.evidence)


def test_what_was_coded_is_learned_and_undo_leaves_no_trace(
    study: OpenStudy, anna: CodingSession, find: Find
) -> None:
    found = build_study_suggestions(study)
    before = scores(found)
    answer_id = find(anna, "workshops for judges")

    def decided() -> None:
        with study.store.read() as db:
            now = suggestion_inputs.load_decisions(db, [answer_id])
        found.update_decisions({answer_id: now.get(answer_id, suggestion_inputs.NOTHING)})

    anna.add_coding(answer_id, "money", finish=True)
    decided()
    assert found.is_read(answer_id)
    assert scores(found) != before
    assert [s for _, s in scores(found)] == pytest.approx(
        [s for _, s in scores(build_study_suggestions(study))], abs=1e-9
    )
    anna.undo()
    decided()
    assert not found.is_read(answer_id)
    assert [key for key, _ in scores(found)] == [key for key, _ in before]
    assert [s for _, s in scores(found)] == pytest.approx([s for _, s in before], abs=1e-9)


def test_a_rejected_suggestion_counts_against_the_code_until_it_is_taken_back(
    study: OpenStudy, anna: CodingSession, find: Find
) -> None:
    found = build_study_suggestions(study)
    first, second = find(anna, "embassy pushed"), find(anna, "workshops for judges")
    found.update_decisions({second: suggestion_inputs.AnswerDecisions(frozenset({"money"}), True)})
    before = scores(found)
    found.update_decisions({}, {first: ["money"]})
    assert scores(found) != before
    found.update_decisions({}, {first: []})
    assert [s for _, s in scores(found)] == pytest.approx([s for _, s in before], abs=1e-9)


def test_an_uncodable_answer_says_nothing_about_any_code(
    study: OpenStudy, anna: CodingSession, find: Find
) -> None:
    answer_id = find(anna, "embassy pushed")
    anna.finish_answers(answer_id, Outcome.UNCODABLE)
    with study.store.read() as db:
        assert suggestion_inputs.load_decisions(db) == {}
    anna.finish_answers(answer_id, Outcome.OFF_TOPIC)
    with study.store.read() as db:
        assert suggestion_inputs.load_decisions(db) == {
            answer_id: suggestion_inputs.AnswerDecisions(frozenset(), True)
        }


def test_nothing_is_suggested_for_an_answer_of_an_open_round_to_anybody(study: OpenStudy) -> None:
    plan = RoundPlan(coders=("anna", "boris"), overlap="6", seed=7, only_overlap=True)
    draw_round(study, study.register_coder("lead"), plan)
    found = build_study_suggestions(study)
    assert len(found.closed) == 6
    assert [answer.id for answer in found.answers if found.suggest_codes(answer.id)] != []
    assert all(found.suggest_codes(answer_id) == [] for answer_id in found.closed)
    assert found.closed.isdisjoint(found.rank_likeliest("money"))
    freeze_round(study, study.register_coder("lead"), "R1")
    assert build_study_suggestions(study).closed == frozenset()


def test_what_others_say_in_an_open_round_teaches_nothing_to_who_is_in_it(
    study: OpenStudy, anna: CodingSession, find: Find
) -> None:
    draw_round(
        study,
        study.register_coder("lead"),
        RoundPlan(coders=("anna", "boris"), overlap="100%", seed=7),
    )
    answer_id = find(anna, "embassy pushed")
    anna.add_coding(answer_id, "money", finish=True)
    study.set_viewer("boris")
    with study.store.read() as db:
        assert suggestion_inputs.load_decisions(db) == {}
    study.set_viewer("anna")
    with study.store.read() as db:
        assert suggestion_inputs.load_decisions(db) == {
            answer_id: suggestion_inputs.AnswerDecisions(frozenset({"money"}), True)
        }


def test_a_study_may_have_concepts_of_its_own(study: OpenStudy) -> None:
    (study.folder / "concepts.toml").write_text('[concept.weather]\nen = ["rain"]\n', "utf-8")
    merged = load_concepts(study.folder)
    assert [match.concept for _, match in merged.explain_matches("rain")] == ["weather"]
    assert "police" in merged.names
    (study.folder / "concepts.toml").write_text(
        '[concept.weather]\nen = ["one two three"]\n', "utf-8"
    )
    with pytest.raises(BadInput, match=r"concept\.weather"):
        build_study_suggestions(study)


def test_a_folder_stands_for_the_codes_below_it_and_a_misspelt_code_is_named(
    study: OpenStudy,
) -> None:
    book = read_codebook_in_force(study)
    assert require_codes(book, ["government", "money"]) == ["pressure", "pushback", "money"]
    nested = {**book.codes, "money": replace(book.codes["money"], parent="training")}
    assert require_codes(replace(book, codes=nested), ["training"]) == ["training"]
    with pytest.raises(BadInput, match="mony"):
        require_codes(book, ["mony"])


def test_a_study_may_name_models_beside_it(study: OpenStudy) -> None:
    import numpy as np
    import spacy

    made = spacy.blank("xx")
    for word, vector in (("trained", (1, 0)), ("polizia", (1, 0)), ("grants", (0, 1))):
        made.vocab.set_vector(word, np.array(vector, dtype=np.float32))
    made.to_disk(study.folder / "meaning")
    path = study.folder / "study.toml"
    path.write_text(path.read_text("utf-8") + '\n[models]\nvectors = "meaning"\n', "utf-8")
    with open_study_folder(study.folder) as again:
        # Loading a model runs code, so it is allowed first.
        with pytest.raises(BadInput, match="you have not allowed"):
            build_study_suggestions(again)
        trust_things(study.folder, list_outside_things(study.folder, again.definition))
        assert build_study_suggestions(again).suggester.corpus.meanings is not None
    path.write_text(path.read_text("utf-8").replace('"meaning"', '"elsewhere"'), "utf-8")
    with open_study_folder(study.folder) as again, pytest.raises(BadInput, match="not allowed"):
        build_study_suggestions(again)
    with open_study_folder(study.folder) as again:
        trust_things(study.folder, list_outside_things(study.folder, again.definition))
    with open_study_folder(study.folder) as again, pytest.raises(BadInput, match="elsewhere"):
        build_study_suggestions(again)


def test_names_that_a_studys_own_pipeline_sees_are_proposed_for_redaction(study: OpenStudy) -> None:
    import spacy

    from tipcoder.workbench.language_models import find_pipelines

    made = spacy.blank("en")
    made.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Zorblax"}])
    made.to_disk(study.folder / "names")
    named = find_pipelines(ModelsSpec({"en": "names"}), study.folder)
    (hit,) = find_named("We met Zorblax there.", load_recognisers(named)["en"])
    assert (hit.start, hit.end, hit.kind) == (7, 14, "person")
    with pytest.raises(BadInput, match="nowhere"):
        load_recognisers(find_pipelines(ModelsSpec({"en": "nowhere"}), study.folder))
