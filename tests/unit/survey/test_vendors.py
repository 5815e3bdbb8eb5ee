"""Files in the shape of each platform, with traps: what `tipcoder init` proposes for them.

All content is made up. Each shape follows what the platform's export looks like.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tipcoder.study import Study, read_study
from tipcoder.survey.sniffing import propose_study
from tipcoder.survey.table import read_survey_table

SurveyFile = Callable[..., Path]
WORDS = (
    "We lost the main grant in spring",
    "Police training helped more than the report",
    "Nobody from the embassy answered our letters",
    "The ranking pushed parliament to act",
    "Money goes to the capital and never reaches us",
    "They listen but nothing changes afterwards",
    "Our volunteers are tired and leave",
    "The law exists only on paper in villages",
    "Judges still treat victims as offenders",
    "We need interpreters at night",
)
"""Answers in words of their own."""
OTHER = ("Radio work", "", "", "Street outreach", "", "", "Church network", "", "", "")
CHOICES = ("Yes", "No", "Yes", "Not sure", "No", "Yes", "No", "Yes", "No", "Yes")


@dataclass(frozen=True)
class Shape:
    """A file, and what it must be taken for."""

    name: str
    header: tuple[str, ...]
    """The header row, or several joined by line ends within `above`."""
    row: Callable[[int], tuple[str, ...]]
    id: str | None
    questions: tuple[str, ...]
    identity: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    wave: str | None = None
    above: tuple[tuple[str, ...], ...] = ()
    """Rows between the header and the answers."""
    delimiter: str = ","
    rows: int = 10
    translations: tuple[str | None, ...] = ()
    """Of the questions, in their order."""


def _when(number: int) -> str:
    return f"2024-03-{number + 1:02} 10:{number:02}:3{number % 10}"


SHAPES = [
    Shape(
        "Qualtrics, three rows, labels",
        (
            "StartDate",
            "EndDate",
            "Status",
            "IPAddress",
            "Progress",
            "Duration (in seconds)",
            "Finished",
            "RecordedDate",
            "ResponseId",
            "RecipientLastName",
            "RecipientFirstName",
            "RecipientEmail",
            "ExternalReference",
            "LocationLatitude",
            "LocationLongitude",
            "DistributionChannel",
            "UserLanguage",
            "Q1",
            "Q2",
            "Q2_4_TEXT",
            "Q3",
        ),
        lambda n: (
            _when(n),
            _when(n),
            "IP Address",
            f"10.0.0.{n}",
            "100",
            str(90 + n),
            "True",
            _when(n),
            f"R_1a{n}bC",
            "",
            "",
            "",
            "",
            "42.1",
            "-71.3",
            "anonymous",
            "EN",
            CHOICES[n],
            "Other" if OTHER[n] else "Legal aid",
            OTHER[n],
            WORDS[n],
        ),
        "ResponseId",
        ("Q2_4_TEXT", "Q3"),
        ("IPAddress", "RecipientEmail", "LocationLatitude", "StartDate", "RecordedDate"),
        above=(
            (
                "Start Date",
                "End Date",
                "Response Type",
                "IP Address",
                "Progress",
                "Duration",
                "Finished",
                "Recorded Date",
                "Response ID",
                "Recipient Last Name",
                "Recipient First Name",
                "Recipient Email",
                "External Data Reference",
                "Location Latitude",
                "Location Longitude",
                "Distribution Channel",
                "User Language",
                "Are you funded?",
                "What do you do? - Selected Choice",
                "What do you do? - Other - Text",
                "What is hard?",
            ),
            tuple(f'{{"ImportId":"QID{n}"}}' for n in range(21)),
        ),
    ),
    Shape(
        "Qualtrics, loop and merge spread over columns",
        ("ResponseId", "1_Q5", "2_Q5", "1_Q6", "2_Q6"),
        lambda n: (f"R_1a{n}bC", WORDS[n], WORDS[-1 - n], CHOICES[n], CHOICES[-1 - n]),
        "ResponseId",
        ("1_Q5", "2_Q5"),
        above=(
            (
                "Response ID",
                "Kenya - What is hard?",
                "Peru - What is hard?",
                "Kenya - Sure?",
                "Peru - Sure?",
            ),
            tuple(f'{{"ImportId":"QID{n}"}}' for n in range(5)),
        ),
    ),
    Shape(
        "SurveyMonkey",
        (
            "Respondent ID",
            "Collector ID",
            "Start Date",
            "End Date",
            "IP Address",
            "Which services?",
            "",
            "",
            "What is hard?",
        ),
        lambda n: (
            str(118_000_000_00 + 733 * n),
            "401",
            f"03/{n + 1:02}/2024 10:00:1{n}",
            f"03/{n + 1:02}/2024 10:07:1{n}",
            f"10.0.0.{n}",
            "Shelter" if n % 2 else "",
            "Hotline" if n % 3 else "",
            OTHER[n],
            WORDS[n],
        ),
        "Respondent ID",
        ("Which services? - Other (please specify)", "What is hard?"),
        ("IP Address", "Start Date"),
        above=(
            (
                "",
                "",
                "",
                "",
                "",
                "Shelter",
                "Hotline",
                "Other (please specify)",
                "Open-Ended Response",
            ),
        ),
    ),
    Shape(
        "Google Forms",
        (
            "Timestamp",
            "Email Address",
            "Are you funded?",
            "Which services do you offer?",
            "What is hard?",
        ),
        lambda n: (
            f"3/{n + 1}/2024 15:0{n % 10}:33",
            f"u{n}@example.org",
            CHOICES[n],
            "Shelter, Legal aid" if n % 2 else "Hotline",
            WORDS[n],
        ),
        "Email Address",
        ("What is hard?",),
        ("Timestamp",),
    ),
    Shape(
        "Google Forms, German",
        ("Zeitstempel", "Was ist schwer?"),
        lambda n: (f"{n + 1:02}.03.2024 15:05:3{n}", WORDS[n]),
        "Zeitstempel",
        ("Was ist schwer?",),
    ),
    Shape(
        "Microsoft Forms",
        ("ID", "Start time", "Completion time", "Email", "Name", "What is hard?", "Sure?"),
        lambda n: (
            str(n + 1),
            f"3/{n + 1}/24 15:05:33",
            f"3/{n + 1}/24 15:09:33",
            "anonymous",
            "",
            WORDS[n],
            CHOICES[n],
        ),
        "ID",
        ("What is hard?",),
        ("Email", "Name", "Start time"),
    ),
    Shape(
        "LimeSurvey, codes",
        (
            "id",
            "submitdate",
            "lastpage",
            "startlanguage",
            "seed",
            "token",
            "startdate",
            "datestamp",
            "ipaddr",
            "funded",
            "services[SQ001]",
            "services[other]",
            "hard",
        ),
        lambda n: (
            str(n + 3),
            _when(n),
            "4",
            "en",
            str(1_000_000 + 7919 * n * n),
            f"tok{n}xyz",
            _when(n),
            _when(n),
            f"10.0.0.{n}",
            "A1" if n % 2 else "A2",
            "Y" if n % 2 else "N",
            OTHER[n],
            WORDS[n],
        ),
        "id",
        ("services[other]", "hard"),
        ("ipaddr", "startdate"),
    ),
    Shape(
        "LimeSurvey, full text",
        (
            "Response ID",
            "Date submitted",
            "Last page",
            "Start language",
            "Are you funded?",
            "Which services? [Shelter]",
            "Which services? [Other]",
            "What is hard?",
        ),
        lambda n: (
            str(n + 3),
            _when(n),
            "4",
            "en",
            CHOICES[n],
            "Yes" if n % 2 else "No",
            OTHER[n],
            WORDS[n],
        ),
        "Response ID",
        ("Which services? [Other]", "What is hard?"),
    ),
    Shape(
        "KoboToolbox, headers of groups and tags",
        (
            "start",
            "end",
            "about/country",
            "about/services",
            "about/services/shelter",
            "about/services/legal",
            "main/hard",
            "_id",
            "_uuid",
            "_submission_time",
            "_index",
        ),
        lambda n: (
            _when(n),
            _when(n),
            "Peru" if n % 2 else "Kenya",
            "shelter legal" if n % 2 else "shelter",
            "1",
            str(n % 2),
            WORDS[n],
            str(5500 + n),
            f"0b1c{n}d2e-aa{n}1-4f{n}2-8d{n}3-0123456789a{n}",
            _when(n),
            str(n + 1),
        ),
        "_uuid",
        ("main/hard",),
        ("start", "end", "_submission_time"),
        above=(("#date", "", "#country", "", "", "", "#problem", "", "", "", ""),),
        delimiter=";",
    ),
    Shape(
        "ODK Central",
        (
            "SubmissionDate",
            "about-country",
            "main-hard",
            "meta-instanceID",
            "meta-instanceName",
            "KEY",
            "SubmitterID",
            "SubmitterName",
            "DeviceID",
        ),
        lambda n: (
            f"2024-03-{n + 1:02}T10:05:33.12{n}Z",
            "Peru" if n % 2 else "Kenya",
            WORDS[n],
            f"uuid:{n}1b2c3d4-0000-4000-8000-00000000000{n}",
            f"Interview {n}",
            f"uuid:{n}1b2c3d4-0000-4000-8000-00000000000{n}",
            "7",
            "Field team",
            f"dev{n}:abc{n}",
        ),
        "meta-instanceID",
        ("main-hard",),
    ),
    Shape(
        "ODK, a repeat group",
        ("KEY", "PARENT_KEY", "country", "hard"),
        lambda n: (
            f"uuid:{n // 2}1b2c3d4/visits[{n % 2 + 1}]",
            f"uuid:{n // 2}1b2c3d4",
            ("Peru", "Kenya")[n % 2],
            WORDS[n],
        ),
        "KEY",
        ("hard",),
    ),
    Shape(
        "REDCap, raw, events",
        (
            "record_id",
            "redcap_event_name",
            "intake_timestamp",
            "funded",
            "services___1",
            "services___2",
            "hard",
            "intake_complete",
        ),
        lambda n: (
            str(n // 2 + 1),
            ("baseline_arm_1", "month_6_arm_1")[n % 2],
            _when(n),
            str(n % 2),
            "1",
            str(n % 2),
            WORDS[n],
            "2",
        ),
        "record_id",
        ("hard",),
        ("intake_timestamp",),
        ("redcap_event_name",),
    ),
    Shape(
        "REDCap, labels",
        (
            "Record ID",
            "Event Name",
            "Repeat Instrument",
            "Repeat Instance",
            "What is hard?",
            "Complete?",
        ),
        lambda n: (
            str(n // 2 + 1),
            "Baseline",
            "" if n % 2 == 0 else "Visit",
            "" if n % 2 == 0 else "1",
            WORDS[n],
            "Complete",
        ),
        "Record ID",
        ("What is hard?",),
        (),
        ("Event Name", "Repeat Instrument", "Repeat Instance"),
    ),
    Shape(
        "Typeform",
        (
            "#",
            "What is hard?",
            "Shelter",
            "Legal aid",
            "Other",
            "Response Type",
            "Start Date (UTC)",
            "Submit Date (UTC)",
            "Network ID",
            "Tags",
        ),
        lambda n: (
            f"h{n}k2j4l5m6n7p8q9r0s{n}",
            WORDS[n],
            "Shelter" if n % 2 else "",
            "Legal aid" if n % 3 else "",
            OTHER[n],
            "completed",
            _when(n),
            _when(n),
            f"a{n}b2c3d4e{n}",
            "",
        ),
        "#",
        ("What is hard?", "Other"),
        ("Start Date (UTC)",),
    ),
    Shape(
        "Jotform",
        (
            "Submission Date",
            "Name - First Name",
            "Name - Last Name",
            "E-mail",
            "What is hard?",
            "Which services?",
            "Submission ID",
        ),
        lambda n: (
            f"Mar {n + 1}, 2024, 03:0{n % 10} PM",
            f"Ana{n}",
            f"Diaz{n}",
            f"a{n}@example.org",
            WORDS[n],
            "Shelter\nLegal aid" if n % 2 else "Hotline",
            str(588_400_000_000_000 + 991 * n),
        ),
        "Submission ID",
        ("What is hard?",),
        ("Name - First Name", "Name - Last Name", "E-mail", "Submission Date"),
    ),
    Shape(
        "Alchemer",
        (
            "Response ID",
            "Time Started",
            "Date Submitted",
            "Status",
            "Contact ID",
            "Language",
            "Referer",
            "SessionID",
            "User Agent",
            "IP Address",
            "Longitude",
            "Latitude",
            "Country",
            "Are you funded?",
            "What is hard?",
        ),
        lambda n: (
            str(n + 11),
            f"Mar {n + 1}, 2024 3:0{n % 10}:11 PM",
            f"Mar {n + 1}, 2024 3:1{n % 10}:11 PM",
            "Complete" if n < 8 else "Partial",
            "",
            "English",
            "",
            f"17093{n}_65e1{n}a",
            "Mozilla/5.0 (X11)",
            f"10.0.0.{n}",
            "-77.0",
            "-12.0",
            "Peru",
            CHOICES[n],
            WORDS[n],
        ),
        "Response ID",
        ("What is hard?",),
        ("IP Address", "Time Started", "Latitude"),
    ),
    Shape(
        "Nextcloud Forms",
        ("User display name", "Timestamp", "What is hard?", "Sure?"),
        lambda n: ("Anonymous user", f"2024-03-{n + 1:02}T10:05:33+01:00", WORDS[n], CHOICES[n]),
        "Timestamp",
        ("What is hard?",),
    ),
    Shape(
        "Decidim",
        ("ID", "Answered on", "User status", "IP Hash", "1. What is hard?", "2. Sure?"),
        lambda n: (
            f"f00{n}a1",
            f"{n + 1:02}/03/2024 10:05",
            "Registered",
            f"a94a8fe5ccb19ba61c4c0873d391e98798{n}fbbd3"[:40],
            WORDS[n],
            CHOICES[n],
        ),
        "ID",
        ("1. What is hard?",),
        ("Answered on",),
    ),
    Shape(
        "a sheet by hand: ID in the middle, an age beside it",
        ("Age", "Code", "Sex", "Answer"),
        lambda n: (str(20 + n), f"P{n + 1:02}", "fm"[n % 2], WORDS[n]),
        "Code",
        ("Answer",),
    ),
    Shape(
        "panel waves below each other",
        ("participant", "wave", "hard"),
        lambda n: (f"p{n // 2}", str(n % 2 + 1), WORDS[n]),
        "participant",
        ("hard",),
        (),
        wave="wave",
    ),
    Shape(
        "panel waves of several countries each",
        ("record_id", "ola", "pais", "hard"),
        lambda n: (f"r{n // 4}", str(2021 + n // 2 % 2), ("Peru", "Chile")[n % 2], WORDS[n]),
        "record_id",
        ("hard",),
        (),
        ("pais",),
        wave="ola",
    ),
    Shape(
        "years below each other, under the same IDs",
        ("respondent_id", "Jahr", "hard"),
        lambda n: (f"r{n // 2}", str(2021 + n % 2), WORDS[n]),
        "respondent_id",
        ("hard",),
        (),
        wave="Jahr",
    ),
    Shape(
        "a new sample in each wave",
        ("respondent_id", "волна опроса", "hard"),
        lambda n: (f"r{n}", f"{1 + n % 3}", WORDS[n]),
        "respondent_id",
        ("hard",),
        (),
        wave="волна опроса",
    ),
    Shape(
        "a year that is no wave",
        ("respondent_id", "year", "hard"),
        lambda n: (f"r{n}", str(1990 + n % 5), WORDS[n]),
        "respondent_id",
        ("hard",),
        (),
    ),
    Shape(
        "one organisation, several countries in words",
        ("respondent_id", "country", "hard"),
        lambda n: (f"org{n // 2}", ("Peru", "Kenya")[n % 2], WORDS[n]),
        "respondent_id",
        ("hard",),
        (),
        ("country",),
    ),
    Shape(
        "anonymous, only answers",
        ("What is hard?", "Sure?"),
        lambda n: (WORDS[n], CHOICES[n]),
        None,
        ("What is hard?",),
    ),
    Shape(
        "NPS with a comment",
        ("id", "nps", "comment", "segment", "channel"),
        lambda n: (f"c{n}", str(n), WORDS[n], ("new", "old")[n % 2], ("mail", "web", "app")[n % 3]),
        "id",
        ("comment",),
    ),
    Shape(
        "Spanish headers",
        ("ID de respuesta", "Marca temporal", "Correo electrónico", "¿Qué es lo más difícil?"),
        lambda n: (str(n * 3 + 1), f"{n + 1}/03/2024 10:05:3{n}", f"a{n}@example.org", WORDS[n]),
        "ID de respuesta",
        ("¿Qué es lo más difícil?",),
        ("Correo electrónico", "Marca temporal"),
    ),
    Shape(
        "Russian headers",
        ("Номер", "Отметка времени", "Электронная почта", "Что самое трудное?"),
        lambda n: (str(n + 1), f"{n + 1:02}.03.2024 10:05:3{n}", f"a{n}@example.org", WORDS[n]),
        "Номер",
        ("Что самое трудное?",),
        ("Электронная почта", "Отметка времени"),
    ),
    Shape(
        "French headers, semicolons",
        ("Numéro", "Nom", "Prénom", "Qu'est-ce qui est difficile ?"),
        lambda n: (str(n + 1), f"Durand{n}", f"Marie{n}", WORDS[n]),
        "Numéro",
        ("Qu'est-ce qui est difficile ?",),
        ("Nom", "Prénom"),
        delimiter=";",
    ),
    Shape(
        "Portuguese headers",
        ("ID", "Carimbo de data/hora", "O que é mais difícil?"),
        lambda n: (f"r{n}", f"{n + 1:02}/03/2024 10:05:3{n}", WORDS[n]),
        "ID",
        ("O que é mais difícil?",),
        ("Carimbo de data/hora",),
    ),
    Shape(
        "tabs, two comment columns and a translation beside one",
        ("id", "why", "why_en", "anything else"),
        lambda n: (f"r{n}", WORDS[n], WORDS[n].replace("We", "They"), OTHER[n]),
        "id",
        ("why", "anything else"),
        delimiter="\t",
        translations=("why_en", None),
    ),
    Shape(
        "social handles under plain words",
        ("id", "where to find you", "hard"),
        lambda n: (f"r{n}", f"@group_{n}", WORDS[n]),
        "id",
        ("hard",),
        ("where to find you",),
    ),
    Shape(
        "UUIDs and a sequence",
        ("index", "uuid", "hard"),
        lambda n: (str(n), f"{n}fa85f64-5717-4562-b3fc-2c963f66afa{n}", WORDS[n]),
        "uuid",
        ("hard",),
    ),
]


def _write(shape: Shape, survey_file: SurveyFile) -> Path:
    lines = [shape.header, *shape.above]
    lines += [shape.row(number) for number in range(shape.rows)]
    quoted = []
    for cells in lines:
        doubled = [cell.replace('"', '""') for cell in cells]
        quoted.append(shape.delimiter.join(f'"{cell}"' for cell in doubled))
    return survey_file("\n".join(quoted) + "\n")


def _propose(shape: Shape, survey_file: SurveyFile, tmp_path: Path) -> Study:
    text = propose_study(read_survey_table(_write(shape, survey_file)))
    (tmp_path / "study.toml").write_text(text, "utf-8")
    return read_study(tmp_path / "study.toml")


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_the_shape_of_a_platform_is_taken_for_what_it_is(
    survey_file: SurveyFile, tmp_path: Path, shape: Shape
) -> None:
    study = _propose(shape, survey_file, tmp_path)
    assert study.respondent_id == shape.id
    assert (study.case, study.wave) == (shape.cases, shape.wave)
    assert tuple(question.column for question in study.questions) == shape.questions
    assert set(shape.identity) <= set(study.identity_columns())
    translations = shape.translations or (None,) * len(shape.questions)
    assert tuple(question.translation for question in study.questions) == translations


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_every_cell_of_a_shape_is_read_as_it_was_written(
    survey_file: SurveyFile, shape: Shape
) -> None:
    table = read_survey_table(_write(shape, survey_file))
    assert [row.cells for row in table.rows] == [shape.row(n) for n in range(shape.rows)]
