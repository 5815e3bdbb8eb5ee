"""Survey files as people have them, and what `tipcoder init` must take each for.

The files lie beside the project, with the reports of the people who had them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Expected:
    """What a file must be taken for."""

    case: str
    id: str | None
    cases: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    """Columns that must be among those that identify."""
    respondents: int = 12
    rows: int = 12
    says: str = ""
    """What the report must tell."""
    options: tuple[str, ...] = field(default=())


FILES = [
    Expected(
        "01-surveymonkey-two-headers",
        "Respondent ID",
        questions=(
            "Which services do you offer? Select all that apply. - Other (please specify)",
            "What is the biggest obstacle in your work?",
        ),
        identity=("IP Address", "Email Address", "First Name", "Last Name"),
        says="SurveyMonkey",
    ),
    Expected(
        "03-google-forms-same-minute",
        None,
        questions=("Was ist das größte Hindernis in Ihrer Arbeit?",),
        identity=("Zeitstempel",),
    ),
    Expected(
        "04-msforms-german-excel",
        "ID",
        questions=("Was\xa0fehlt Ihnen am meisten?",),
        options=("--encoding", "cp1252"),
    ),
    Expected(
        "07-redcap-repeating",
        "record_id",
        ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"),
        questions=("biggest_problem",),
        rows=20,
    ),
    Expected("09-odk-central", "meta-instanceID", questions=("main-problem_detail",)),
    Expected("14-decimal-comma", "ID", questions=("Was fehlt?",)),
    Expected(
        "15-title-lines",
        "ResponseId",
        questions=("What is the biggest obstacle?",),
        says="above the header",
    ),
    Expected("16-qualtrics-html-piped", "ResponseId", questions=("Q1", "Q2", "Q3")),
    Expected(
        "18-google-forms-timestamp-as-question",
        "Response #",
        questions=("What should change first?",),
        identity=("Timestamp",),
        respondents=30,
        rows=30,
    ),
    Expected("20-dates-in-words", "ID", questions=("What is hard?",)),
    Expected(
        "21-social-handles",
        "ID",
        questions=("What is hard?",),
        identity=("E-mail (optional)", "WhatsApp", "LinkedIn", "Telegram", "Instagram"),
    ),
    Expected("22-case-column-short-codes", "Case", questions=("freetext",)),
    Expected("23-tsv-utf16", "ResponseId", questions=("Q1",)),
    Expected(
        "26-qualtrics-preview-rows",
        "ResponseId",
        questions=("Q1",),
        says="3 rows are previews or tests",
    ),
    Expected("29-sep-line", "id", questions=("problem",)),
    Expected(
        "32-mojibake", "id", says="--repair-text", questions=("Â¿QuÃ© es lo mÃ¡s difÃ\xadcil?",)
    ),
    Expected(
        "34-checkbox-commas-with-id",
        "ID",
        questions=("What should change first?",),
        respondents=30,
        rows=30,
    ),
    Expected("37-four-hundred-columns", "id", questions=("Q99_TEXT",), respondents=300, rows=300),
    Expected(
        "38-empty-rows-of-excel", "id", questions=("problem",), says="300 empty row(s) skipped"
    ),
    Expected("63-xlsx-anything", "ResponseId", questions=("problem",)),
    Expected(
        "76-three-countries-each",
        "ResponseId",
        ("loop",),
        questions=("What is hard there?",),
        respondents=10,
        rows=30,
    ),
]


def find_survey(folder: Path) -> Path:
    """The survey of a case, whatever its format."""
    named = sorted(folder.glob("survey.*"))
    return named[0] if named else sorted(folder.glob("*.tsv"))[0]
