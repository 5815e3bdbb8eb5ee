"""What is proposed for a survey that nobody has described. All surveys are invented."""

from __future__ import annotations

import csv
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tipcoder.errors import BadInput
from tipcoder.study import Study, read_study
from tipcoder.survey import extent
from tipcoder.survey.column_names import name_columns
from tipcoder.survey.freezing import check_columns
from tipcoder.survey.sniffing import propose_study
from tipcoder.survey.study_text import count_digits_needed
from tipcoder.survey.table import SurveyRow, SurveyTable, read_survey_table

OPINIONS = [
    "The report helped us to get a meeting with the ministry, nothing more than that.",
    "We never saw any change in the villages where we work, but the capital is better now.",
    "Too many workshops for the same people, and no money for the shelters.",
    "I think the ranking is unfair, because neighbours who do less are rated higher.",
    "Police are more polite since the training, although nobody was ever convicted.",
    "They listen to the embassy more than they listen to us, which is a pity.",
    "It depends on the district; ours is remote and nobody comes.",
    "no",
]
GROUPS = ["Blue Door Shelter", "Casa Girasol", "Harbour Rights Watch", "Northern Lamp Trust"]
GROUPS += ["Open Window Society", "Riverbank Women", "Third Bridge Centre", "Willow Legal Clinic"]
LEVELS = ["Very hard", "Somewhat hard", "Not hard at all"]


def table_of(path: Path, rows: Sequence[Sequence[str]]) -> SurveyTable:
    file = path / "spring survey.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return read_survey_table(file)


def proposed(table: SurveyTable, folder: Path) -> Study:
    """The proposal, read back as `tipcoder init` reads it."""
    file = folder / "study.toml"
    file.write_text(propose_study(table), "utf-8")
    study = read_study(file)
    check_columns(table, study, file.name)
    return study


def plain_rows(**more: Sequence[str]) -> list[list[str]]:
    """Eight respondents with an ID, a scale and an opinion, and the columns that a test adds."""
    header = ["ResponseId", "effort", "opinion", *more]
    rows = [[f"R_{n}x{n}", LEVELS[n % 3], OPINIONS[n]] for n in range(8)]
    return [header, *(row + [column[n] for column in more.values()] for n, row in enumerate(rows))]


def test_a_plain_survey_is_understood(tmp_path: Path) -> None:
    study = proposed(table_of(tmp_path, plain_rows()), tmp_path)
    assert study.title == "spring survey"
    assert study.respondent_id == "ResponseId"
    assert [question.column for question in study.questions] == ["opinion"]
    assert study.languages == ("en",)
    assert study.missing == ("",)
    assert study.privacy.response_ids == "random"


def test_columns_that_identify_go_to_the_key_file(tmp_path: Path) -> None:
    rows = plain_rows(
        organisation=GROUPS,
        who=[f"Person {n} <person{n}@example.org>" for n in range(8)],
        IPAddress=[f"192.0.2.{n}" for n in range(8)],
        RecipientEmail=[""] * 8,
        LocationLatitude=[f"{n}.5" for n in range(8)],
        call=[f"+44 20 7946 000{n}" for n in range(8)],
    )
    study = proposed(table_of(tmp_path, rows), tmp_path)
    assert study.respondent_name == "organisation"
    assert set(study.privacy.identity) == {
        "who",
        "IPAddress",
        "RecipientEmail",
        "LocationLatitude",
        "call",
    }


def test_names_are_noticed_under_a_header_that_says_nothing(tmp_path: Path) -> None:
    study = proposed(table_of(tmp_path, plain_rows(Q1=GROUPS)), tmp_path)
    assert study.respondent_name == "Q1"
    assert "Q1" in study.identity_columns()


def test_ways_to_be_contacted_are_options_and_a_list_of_names_is_none(tmp_path: Path) -> None:
    ways = ["Email", "Email; Chat", "Phone", "Email; Phone", "Chat", "Chat; Phone"]
    study = proposed(table_of(tmp_path, plain_rows(contact=[*ways, *ways])), tmp_path)
    assert "contact" not in study.identity_columns()
    people = [f"Person {letter}, Anna" for letter in "ABCDEFGHIJKL"]
    study = proposed(table_of(tmp_path, plain_rows(contact=people)), tmp_path)
    assert "contact" in study.identity_columns()


@pytest.mark.parametrize(
    "number",
    [
        "07700 9001{}",
        "0171 555 12{}",
        "089/1234{}",
        "06 12 34 56 {}",
        "015551234{}",
        "202-555-01{}",
    ],
)
def test_phone_numbers_of_one_country_are_private_also_beside_refusals(
    tmp_path: Path, number: str
) -> None:
    given = [number.format(10 + at) for at in range(6)]
    columns = {"May we call you, and if so, when?": [*given, "no thanks", ""]}
    study = proposed(table_of(tmp_path, plain_rows(**columns)), tmp_path)
    assert study.privacy.identity == tuple(columns)


@pytest.mark.parametrize("value", ["0001{}", "12345678{}", "01.02.20{}", "0.75{}", "00{} 12"])
def test_other_numbers_with_zeros_in_front_are_no_phone_numbers(tmp_path: Path, value: str) -> None:
    given = [value.format(10 + at) for at in range(8)]
    study = proposed(table_of(tmp_path, plain_rows(measured=given)), tmp_path)
    assert "measured" not in study.privacy.identity


def test_consent_to_be_contacted_identifies_nobody(tmp_path: Path) -> None:
    study = proposed(table_of(tmp_path, plain_rows(contact=["Yes", "No"] * 4)), tmp_path)
    assert "contact" not in study.identity_columns()


def test_repeated_ids_are_told_apart_by_a_loop(tmp_path: Path) -> None:
    rows = [["respondent", "rating", "loop", "country", "why", "closing"]]
    for n in range(8):
        for loop in range(1, 3 if n < 3 else 2):
            country = ["Chad", "Peru", "Laos"][(n + loop) % 3]
            rows.append(
                [f"r{n}", str(n % 5), str(loop), country, OPINIONS[n] + str(loop), OPINIONS[7 - n]]
            )
    study = proposed(table_of(tmp_path, rows), tmp_path)
    assert (study.respondent_id, study.case) == ("respondent", ("loop",))
    assert {question.column: question.per for question in study.questions} == {
        "why": "case",
        "closing": "respondent",
    }
    assert study.attributes == ("country",)


def test_ids_that_repeat_for_no_reason_are_reported(tmp_path: Path) -> None:
    rows = plain_rows()
    rows[2][0] = rows[1][0]
    text = propose_study(table_of(tmp_path, rows))
    assert "1 row with an ID that is above already" in text
    assert "--duplicates" in text


def test_qualtrics_gives_wordings_and_names_of_people(tmp_path: Path) -> None:
    header, *rows = plain_rows(RecipientLastName=[""] * 8)
    wording = [
        "Response ID",
        "How hard?",
        "What do you <b>think</b> of\n the&nbsp;report?",
        "Recipient Last Name",
    ]
    imports = [f'{{"ImportId":"QID{n}"}}' for n in range(4)]
    study = proposed(table_of(tmp_path, [header, wording, imports, *rows]), tmp_path)
    assert study.questions[0].text == "What do you think of the report?"
    assert study.privacy.identity == ("RecipientLastName",)


def test_other_specify_is_gated_by_its_tick(tmp_path: Path) -> None:
    ticks = ["1", "", "1", "", "1", "1", "", ""]
    texts = ["street children", "", "seafarers", "", "brides", "camel jockeys", "", ""]
    study = proposed(table_of(tmp_path, plain_rows(Q5_4=ticks, Q5_4_TEXT=texts)), tmp_path)
    question = next(question for question in study.questions if question.column == "Q5_4_TEXT")
    assert question.asked_if is not None
    assert (question.asked_if.column, question.asked_if.equals) == ("Q5_4", ("1",))


def test_na_is_missing_where_a_program_wrote_it_everywhere(tmp_path: Path) -> None:
    rows = plain_rows(a=["NA", "1"] * 4, b=["NA", "NA", "2", "3"] * 2, c=["x", "NA"] * 4)
    assert proposed(table_of(tmp_path, rows), tmp_path).missing == ("", "NA")


def test_na_may_be_namibia(tmp_path: Path) -> None:
    codes = ["NA", "ZA", "AO", "BW", "ZM", "ZW", "MZ", "NA"]
    table = table_of(tmp_path, plain_rows(iso=codes))
    assert proposed(table, tmp_path).missing == ("",)
    assert "# Also seen, with the number of cells: NA (2)" in propose_study(table)


def test_none_and_na_with_a_slash_stay_answers(tmp_path: Path) -> None:
    rows = plain_rows(how=["None", "N/A", "-99", "None", "N/A", "-99", "None", "N/A"])
    table = table_of(tmp_path, rows)
    assert proposed(table, tmp_path).missing == ("",)
    assert "N/A (3), -99 (2)" in propose_study(table)


def test_withheld_texts_are_recognised(tmp_path: Path) -> None:
    rows = plain_rows(more=[*OPINIONS[:5], "REDACTED", "REDACTED", "REDACTED"])
    study = proposed(table_of(tmp_path, rows), tmp_path)
    assert study.questions[0].withheld == ("REDACTED",)


def test_numbers_dates_scales_and_ticked_lists_are_not_open(tmp_path: Path) -> None:
    ticked = ["police, courts", "courts; media", "police", "media, police, courts"] * 2
    rows = plain_rows(
        age=[str(20 + n) for n in range(8)],
        StartDate=[f"2024-05-0{n + 1} 10:1{n}:00" for n in range(8)],
        active=ticked,
        browser=[f"Mozilla/5.0 (X11; Linux x86_64; rv:{n}) Gecko" for n in range(8)],
        colour=[f"#00FF0{n}" for n in range(8)],
    )
    assert [q.column for q in proposed(table_of(tmp_path, rows), tmp_path).questions] == ["opinion"]


def test_languages_are_heard_in_the_answers(tmp_path: Path) -> None:
    rows = plain_rows()
    rows[1][2] = "El informe nos ayudó a conseguir una reunión con el ministerio, pero nada más."
    rows[2][2] = "Nunca vimos ningún cambio en las aldeas donde trabajamos con las mujeres."
    rows[3][2] = (
        "Demasiados talleres para las mismas personas, y nada de dinero para los albergues."
    )
    assert proposed(table_of(tmp_path, rows), tmp_path).languages == ("en", "es")


def test_a_form_without_ids_falls_back_on_its_time_stamps_and_says_so(tmp_path: Path) -> None:
    header, *rows = plain_rows()
    header[0] = "Timestamp"
    for n, row in enumerate(rows):
        row[0] = f"8/{n + 1}/2024 13:10:3{n}"
    table = table_of(tmp_path, [header, *rows])
    assert proposed(table, tmp_path).respondent_id == "Timestamp"
    assert "A column of IDs would be safer" in propose_study(table)


def test_no_answer_is_quoted(tmp_path: Path) -> None:
    text = propose_study(table_of(tmp_path, plain_rows(organisation=GROUPS)))
    assert not [secret for secret in (*OPINIONS[:7], *GROUPS) if secret in text]


def test_in_a_survey_without_ids_each_row_is_a_respondent(tmp_path: Path) -> None:
    rows = [row[1:] for row in plain_rows()]
    table = table_of(tmp_path, rows)
    assert proposed(table, tmp_path).respondent_id is None
    assert "No column tells the respondents apart" in propose_study(table)


def test_ids_that_a_spreadsheet_rounded_are_refused(tmp_path: Path) -> None:
    rows = plain_rows()
    for number, row in enumerate(rows[1:]):
        row[0] = "1.18E+10" if number % 2 else "1.19E+10"
    with pytest.raises(BadInput, match=r"rounded its IDs \(1\.19E\+10, 1\.18E\+10\)"):
        propose_study(table_of(tmp_path, rows))


def test_a_survey_without_open_questions_is_refused_with_a_remedy(tmp_path: Path) -> None:
    rows = [row[:2] for row in plain_rows()]
    with pytest.raises(BadInput, match="no column looks like an open-ended question") as caught:
        propose_study(table_of(tmp_path, rows))
    assert "--role effort=question" in caught.value.hint


def test_a_survey_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no rows below the header"):
        propose_study(table_of(tmp_path, [["ResponseId", "opinion"]]))


@pytest.mark.parametrize(
    "header",
    [
        'What is "enough"?',
        "two\nlines",
        "back\\slash # and [bracket] = 'x'",
        '"""',
        "bell \x07, delete \x7f, tab \t, nul \x00",
        "שאלה پرسش 質問 🙏 \u202e\u2028",
    ],
)
def test_any_header_survives(header: str, tmp_path: Path) -> None:
    rows = plain_rows(
        **{
            f"a {header}": list(reversed(OPINIONS)),
            f"{header} scale": LEVELS * 2 + ["Very hard"] * 2,
        }
    )
    table = table_of(tmp_path, rows)
    assert [q.column for q in proposed(table, tmp_path).questions] == [
        "opinion",
        table.columns[3].name,
    ]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    headers=st.lists(st.text(max_size=12), min_size=2, max_size=6),
    cells=st.lists(
        st.one_of(st.text(max_size=30), st.sampled_from([*OPINIONS, "NA", "1", "REDACTED"])),
        min_size=36,
    ),
)
def test_whatever_the_table_the_proposal_can_be_read_or_is_refused(
    headers: list[str], cells: list[str], tmp_path: Path
) -> None:
    width = len(headers) + 1
    rows = tuple(
        SurveyRow(n + 1, n + 2, (f"id{n}", *cells[n * (width - 1) : (n + 1) * (width - 1)]))
        for n in range(len(cells) // (width - 1))
    )
    table = SurveyTable(
        "any.csv", "", "utf-8", ",", name_columns(["ResponseId", *headers]), rows, ()
    )
    try:
        study = proposed(table, tmp_path)
    except BadInput as error:
        assert "any.csv" in error.message
    else:
        assert study.questions


def test_a_wide_survey_takes_seconds() -> None:
    kinds = (
        lambda n: OPINIONS[n % 7] + str(n),
        lambda n: LEVELS[n % 3],
        lambda n: str(n * 37 % 101),
        lambda _: "NA",
    )
    rows = tuple(
        SurveyRow(
            n + 1,
            n + 2,
            (f"R_{n:04}", *(kinds[(n * column) % 4](n + column) for column in range(2500))),
        )
        for n in range(100)
    )
    header = ["ResponseId", *(f"Q{column}" for column in range(2500))]
    table = SurveyTable("wide.csv", "", "utf-8", ",", name_columns(header), rows, ())
    begin = time.process_time()
    propose_study(table)
    assert time.process_time() - begin < 5


def test_of_a_long_file_rows_from_all_over_it_are_looked_at_and_every_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = plain_rows()
    many = [[f"R_{n}x{n}", *rows[n % 8][1:2], f"{OPINIONS[n % 7]} {n}"] for n in range(400)]
    many[-1][0] = many[3][0]
    table = table_of(tmp_path, [header, *many])
    monkeypatch.setattr(extent, "LOOKED_AT", 40)
    monkeypatch.setattr(extent, "_TOGETHER", 10)
    some = [row.number for row in extent.sample_rows(table).rows]
    assert some == [*range(1, 11), *range(131, 141), *range(261, 271), *range(391, 401)]
    text = propose_study(table)
    assert "# Guessed from 40 rows taken from all over the file" in text
    assert "# 399 different values in 400 rows." in text
    assert "# 1 row with an ID that is above already." in text
    assert [question.column for question in proposed(table, tmp_path).questions] == ["opinion"]


@pytest.mark.parametrize(
    ("respondents", "digits"), [(1_800, 4), (1_801, 5), (18_000, 5), (1_000_000, 7)]
)
def test_many_respondents_are_given_longer_response_ids(respondents: int, digits: int) -> None:
    assert count_digits_needed(respondents) == digits


@pytest.mark.parametrize(
    ("header", "values", "is_id"),
    [
        ("Bogen", [f"F{13 * n + 1}" for n in range(8)], True),  # numbers of unequal length
        ("Phone", [f"9871230{n}{n}" for n in range(8)], False),
        ("Postleitzahl", [f"10{n}15" for n in range(8)], False),
        ("Index", [f"0,{n}5" for n in range(8)], False),  # a measure, whatever it is called
        ("date of visit", [f"2024-03-0{n + 1}" for n in range(8)], False),
    ],
)
def test_what_differs_for_everyone_is_not_always_an_id(
    tmp_path: Path, header: str, values: list[str], is_id: bool
) -> None:
    asked, *rows = plain_rows()
    cells = [[value, *row[1:]] for value, row in zip(values, rows, strict=False)]
    study = proposed(table_of(tmp_path, [[header, *asked[1:]], *cells]), tmp_path)
    assert study.respondent_id == (header if is_id else None)


def test_who_left_out_an_address_is_a_respondent_all_the_same(tmp_path: Path) -> None:
    asked, *rows = plain_rows()
    cells = [[f"u{n}@example.org" if n else "", *row[1:]] for n, row in enumerate(rows)]
    study = proposed(table_of(tmp_path, [["e-mail", *asked[1:]], *cells]), tmp_path)
    assert study.respondent_id is None
    assert study.identity_columns() == ("e-mail",)


@pytest.mark.parametrize("header", ["weight", "Gewicht", "PESO_FINAL", "Вес", "wt"])
@pytest.mark.parametrize("mark", [".", ","])
def test_a_survey_weight_is_proposed_and_taken_only_when_a_person_says_so(
    tmp_path: Path, header: str, mark: str
) -> None:
    weights = [f"{0.4 + row / 5:.2f}".replace(".", mark) for row in range(8)]
    table = table_of(tmp_path, plain_rows(**{header: weights}))
    text = propose_study(table)
    assert f'# weight = "{header}"' in text
    assert proposed(table, tmp_path).weight is None

    (tmp_path / "study.toml").write_text(text.replace("# weight = ", "weight = "), "utf-8")
    assert read_study(tmp_path / "study.toml").weight == header


def test_short_answers_are_in_the_languages_that_a_column_of_the_survey_names(
    tmp_path: Path,
) -> None:
    """A third in Spanish, too short and too few to be told without it: half answer a question."""
    english = ["The pay is too low.", "Nobody asks us.", "They sorted it out.", "No reply."]
    spanish = ["El salario no alcanza.", "Nadie nos pregunta.", "Falta seguridad.", "Muy bien."]
    rows = [["id", "UserLanguage", "comment"]]
    for number in range(60):
        is_spanish = number % 6 == 0
        words = (spanish if is_spanish else english)[number // 6 % 4]
        rows.append([f"m{number:03}", "ES-MX" if is_spanish else "EN", f"{words} {number % 5}"])
    assert set(proposed(table_of(tmp_path, rows), tmp_path).languages) == {"en", "es"}


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("weight of the parcel", ["light", "heavy"] * 4),
        ("weightless", [str(row) for row in range(8)]),
        ("effort_index", [str(row / 10) for row in range(8)]),
    ],
)
def test_what_is_no_weight_is_not_proposed_as_one(
    tmp_path: Path, header: str, values: Sequence[str]
) -> None:
    text = propose_study(table_of(tmp_path, plain_rows(**{header: values})))
    assert "weight =" not in text


def answers_by_country(header: str, *, repeats_country: bool) -> list[list[str]]:
    """Four organisations with a row for each of two countries."""
    rows = [[header, "Country of work", "opinion"]]
    for at in range(8):
        country = "Peru" if at % 2 or repeats_country else "Kenya"
        rows.append([f"ORG-{at // 2 + 1:03d}", country, OPINIONS[at]])
    return rows


@pytest.mark.parametrize("header", ["Org code", "Organisation ID", "Partner No"])
def test_a_code_that_comes_again_is_an_id_where_a_country_tells_its_rows_apart(
    tmp_path: Path, header: str
) -> None:
    rows = answers_by_country(header, repeats_country=False)
    study = proposed(table_of(tmp_path, rows), tmp_path)
    assert (study.respondent_id, study.case) == (header, ("Country of work",))


@pytest.mark.parametrize(
    ("header", "repeats_country"), [("Class code", True), ("Phone number", False)]
)
def test_a_number_that_many_share_is_no_id(
    tmp_path: Path, header: str, repeats_country: bool
) -> None:
    rows = answers_by_country(header, repeats_country=repeats_country)
    study = proposed(table_of(tmp_path, rows), tmp_path)
    assert study.respondent_id is None
