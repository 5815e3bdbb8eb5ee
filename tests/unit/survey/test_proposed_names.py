"""What `init` calls the outcomes and factors that it proposes."""

from __future__ import annotations

import tomllib

from tipcoder.survey.column_names import name_columns
from tipcoder.survey.role_changes import ColumnRole, assign_role
from tipcoder.survey.sniffing import change_plan, plan_survey, write_study_text
from tipcoder.survey.table import SurveyRow, SurveyTable

RECOMMENDING = "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?"
VISITED = "Haben Sie in den letzten zwölf Monaten eine Filiale besucht?"
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze"
OPENINGS = (
    "Das Paket kam viel zu spät, und",
    "Am Telefon half mir niemand, denn",
    "Die Rechnung war falsch, aber",
    "Der Laden ist schön, obwohl",
    "Ich bin seit Jahren Kundin, doch",
)
MIDDLES = (
    "keiner hat sich je entschuldigt.",
    "die Farbe gefiel meiner Tochter gar nicht.",
    "man wartet dort eine Stunde an der Kasse.",
    "beim Umtausch war alles freundlich geregelt.",
    "die Preise steigen jeden Monat wieder.",
    "das Licht blendet in den Räumen.",
    "ich fand im Netz etwas Besseres.",
    "mein Mann holt jetzt alles woanders.",
)
HEADER = ["nummer", RECOMMENDING, VISITED, LONG_WORD, "grund"]


def propose() -> dict[str, dict[str, object]]:
    """study.toml of forty answers, with the two closed questions made factors."""
    rows = []
    for n in range(40):
        words = f"{OPENINGS[n % 5]} {MIDDLES[n % 8]}"
        cells = (f"r{n}", str(n % 11), ("Ja", "Nein")[n % 2], ("Ja", "Nein")[n % 3 % 2], words)
        rows.append(SurveyRow(n + 1, n + 2, cells))
    table = SurveyTable("kunden.csv", "", "utf-8", ",", name_columns(HEADER), tuple(rows), ())
    plan = plan_survey(table)
    for name, role in (
        (RECOMMENDING, ColumnRole.OUTCOME),
        (VISITED, ColumnRole.FACTOR),
        (LONG_WORD, ColumnRole.FACTOR),
    ):
        column = next(one for one in plan.facts.columns if one.name == name)
        plan = change_plan(plan, assign_role(plan.looked_at, plan.roles, column, role))
    return tomllib.loads(write_study_text(plan))


def test_a_question_for_a_recommendation_is_called_nps() -> None:
    outcome = propose()["outcome"]
    assert outcome == {"nps": {"column": RECOMMENDING, "label": "NPS", "type": "nps"}}


def test_other_names_end_with_a_word_where_there_is_one() -> None:
    """Forty letters reach into "eine"; a single word that is longer is cut."""
    assert list(propose()["factor"]) == [
        "haben_sie_in_den_letzten_zwölf_monaten",
        LONG_WORD.casefold()[:40],
    ]
