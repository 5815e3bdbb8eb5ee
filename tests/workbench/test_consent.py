"""Who wrote that they do not want to be named is a warning of the whole study
until somebody has read it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.privacy.cues import find_refusals, list_refusal_stems
from tipcoder.text import fold_text
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.consent import find_consent_refusals, warn_of_refusals
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.status.overview import read_overview
from tipcoder.workbench.survey.importing import import_survey

REFUSING = (
    "We do not want our name in any report.",
    "I would not like to be identified.",
    "Please keep this confidential.",
    "please treat our answers as anonymous",
    "Kindly withhold the identity of our staff.",
    "We do NOT wish the name of this shelter to be printed anywhere.",
    "publish it without our name",
    "No publiquen nuestro nombre.",
    "Preferimos quedar anónimos.",
    "Queremos permanecer en el anonimato.",
    "Просим не указывать название организации.",
    "Не хотим, чтобы называли наше имя",
    "Хотим остаться анонимными.",
    "Без указания имени, пожалуйста",
    "Don't name us please.",
    "Please do not mention our organisation",
    "prefiero el anonimato",
    "no nos mencionen",
    "не называйте нас",
    "Мы не хотим, чтобы нас упоминали",
    "Не вказуйте назву організації",
    "Просимо не згадувати нашу назву",
    "Не хочемо, щоб нас називали",
    "Хочемо залишитися анонімними",
    "Ne publiez pas notre nom, s'il vous plaît.",
    "Nous souhaitons rester anonymes.",
    "Ne nous citez pas",
    "sans notre nom",
    "Não publiquem o nosso nome.",
    "Preferimos manter o anonimato",
    "Por favor não nos mencionem",
    "Queremos permanecer anônimas",
)


@pytest.mark.parametrize("text", REFUSING)
def test_a_refusal_is_seen_in_its_language_and_holds_a_stem_by_which_the_store_finds_it(
    text: str,
) -> None:
    assert list(find_refusals(text))
    assert any(stem in fold_text(text) for stem in list_refusal_stems())


@pytest.mark.parametrize(
    "text",
    [
        "They never named a minister for it.",
        "Our organisation works with the police.",
        "No hay nombres en el informe.",
    ],
)
def test_other_talk_of_names_is_no_refusal(text: str) -> None:
    assert list(find_refusals(text)) == []


def test_the_study_warns_until_a_person_has_read_it_and_said_why_it_is_none(
    naming_study: Callable[..., Path],
) -> None:
    with open_study_folder(naming_study()) as here:
        (refusal,) = find_consent_refusals(here)
        warning = warn_of_refusals(here)
        assert f"{refusal.case} more" in warning
        assert warning in read_overview(here, "lead").warnings
        desk = RedactionSession(here, here.register_coder("lead"))
        (proposal,) = (p for p in desk.list_proposals(refusal.answer_id) if p.hit.kind == "consent")
        assert (proposal.hit.start, proposal.hit.end) == (refusal.start, refusal.end)
        desk.accept_proposals([(refusal.answer_id, proposal)])
        assert warn_of_refusals(here) == warning, (
            "cutting the sentence out of quotes answers no wish"
        )
        desk.reject_proposals([(refusal.answer_id, proposal)], "it is about their donor's name")
        assert warn_of_refusals(here) == ""
        assert warning not in read_overview(here, "lead").warnings
        desk.undo()
        assert warn_of_refusals(here) == warning


def test_what_a_later_import_brings_or_replaces_is_seen_while_the_study_stays_open(
    make_study: Callable[..., Path], tmp_path: Path
) -> None:
    study = (
        'title = "S"\nlanguages = ["en"]\n\n[respondent]\nid = "id"\n\n[[question]]\n'
        'column = "how"\n'
    )
    rows = (
        "id,how\n3237565901,All is well with us.\n"
        "3237565902,Please do not mention our organisation\n"
    )
    later = rows.replace("All is well with us.", "Don't name us please.").replace(
        "Please do not mention our organisation", "They held a workshop."
    )
    (tmp_path / "later.csv").write_text(later, "utf-8")
    with open_study_folder(make_study(rows, study)) as here:
        (first,) = find_consent_refusals(here)
        import_survey(here, here.register_coder("lead"), tmp_path / "later.csv")
        (second,) = find_consent_refusals(here)
        assert first.case != second.case
