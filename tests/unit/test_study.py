"""study.toml: what a good one says, and how each mistake is met."""

from __future__ import annotations

from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.study import AskCondition, Study, find_study_folder, read_study

FULL = """
title = "What shelters say"
languages = ["en", "es", "ru"]
missing = ["", "NA"]
withheld = ["WITHHELD"]
codebook = "tip"

[respondent]
id = "org.id"
name = "org.name"
case = "loop"
attributes = ["home.country", "size"]

[[question]]
column = "Q2.text"
text = "How did they help?"
asked_if = { column = "Q2", equals = ["Yes", "Sí", "Да"] }

[[question]]
column = "Q9"
per = "respondent"
withheld = ["REDACTED"]

[outcome.importance]
column = "Q5"
levels = ["Not", "Somewhat", "Most"]
missing = ["Don't know"]

[factor.funded]
column = "Q7"
true_if = "1"
else = false

[factor.met]
column = "Q8"
true_if = ["Yes", "Sí"]

[indicator.avg_tier]
file = "policy.csv"
country = "countryname"
year = "year"
value = "tier"
summary = "last-first"

[indicator.log_funding]
column = "funding"
transform = "log1p"

[models]
spacy = { en = "en_core_web_md", ru = "models/ru" }
vectors = "models/meaning"

[country]
column = "work.country"
crosswalk = "names.csv"
region = "region"

[privacy]
response_ids = "random"
id_digits = 5
keep = ["IOM", "TIP report"]
identity = ["contact.email"]

[store]
url = "postgresql://coder@db.example/tip"
schema = "shelters"
"""

SMALL = """
title = "T"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "Q1"
"""


def _read(folder: Path, content: str) -> Study:
    path = folder / "study.toml"
    path.write_text(content, "utf-8")
    return read_study(path)


def _refused(folder: Path, content: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        _read(folder, content)
    assert caught.value.message.startswith(("study.toml, ", f"{folder}"))
    return caught.value


def test_everything_that_a_study_may_say_is_understood(tmp_path: Path) -> None:
    study = _read(tmp_path, FULL)
    assert study.title == "What shelters say"
    assert study.languages == ("en", "es", "ru")
    assert study.missing == ("", "NA")
    assert (study.respondent_id, study.respondent_name, study.case) == (
        "org.id",
        "org.name",
        ("loop",),
    )
    assert study.attributes == ("home.country", "size")
    gated, plain = study.questions
    assert gated.text == "How did they help?"
    assert gated.asked_if == AskCondition("Q2", ("Yes", "Sí", "Да"))
    assert gated.withheld == ("WITHHELD",)
    assert (gated.per, plain.per) == ("case", "respondent")
    assert (plain.text, plain.asked_if, plain.withheld) == ("Q9", None, ("REDACTED",))
    assert study.outcomes["importance"].levels == ("Not", "Somewhat", "Most")
    assert study.outcomes["importance"].missing == ("Don't know",)
    assert study.factors["funded"].true_if == ("1",)
    assert study.factors["funded"].otherwise is False
    assert study.factors["met"].otherwise is None
    assert study.indicators["avg_tier"].summary == "last-first"
    assert study.indicators["log_funding"].transform == "log1p"
    assert study.country is not None
    assert study.country.region == "region"
    assert (study.privacy.response_ids, study.privacy.id_digits) == ("random", 5)
    assert study.privacy.keep == ("IOM", "TIP report")
    assert study.store.url == "postgresql://coder@db.example/tip"
    assert study.models.spacy == {"en": "en_core_web_md", "ru": "models/ru"}
    assert study.models.vectors == "models/meaning"
    assert study.store.schema == "shelters"
    assert study.codebook == "tip"


def test_a_small_study_gets_an_embedded_store_and_random_four_digit_ids(tmp_path: Path) -> None:
    study = _read(tmp_path, SMALL)
    assert study.store.url == "sqlite:///study.db"
    assert (study.privacy.response_ids, study.privacy.id_digits) == ("random", 4)


def test_only_the_empty_cell_is_missing_unless_the_study_says_more(tmp_path: Path) -> None:
    assert _read(tmp_path, SMALL).missing == ("",)


def test_every_column_that_the_study_names_is_known_with_its_place(tmp_path: Path) -> None:
    named = _read(tmp_path, FULL).find_named_columns()
    wanted = (
        "org.id org.name loop home.country size Q2.text Q2 Q9 Q5 Q7 Q8 funding work.country "
        "region contact.email"
    )
    assert set(named) == set(wanted.split())
    assert named["Q5"] == "[outcome.importance] column"
    assert named["Q2"] == "asked_if of question Q2.text"


def test_columns_of_an_indicator_file_are_not_looked_for_in_the_survey(tmp_path: Path) -> None:
    assert not {"countryname", "year", "tier"} & set(_read(tmp_path, FULL).find_named_columns())


def test_the_surveys_own_id_and_names_are_kept_from_the_store(tmp_path: Path) -> None:
    assert _read(tmp_path, FULL).identity_columns() == ("org.id", "org.name", "contact.email")


def test_public_ids_are_no_secret_but_names_still_are(tmp_path: Path) -> None:
    public = FULL.replace('"random"', '"from-column"')
    assert _read(tmp_path, public).identity_columns() == ("org.name", "contact.email")


def test_a_column_is_the_same_column_however_its_accents_are_encoded(tmp_path: Path) -> None:
    apart = "Pre\u0301gunta"
    study = _read(
        tmp_path, SMALL.replace("Q1", apart).replace('"id"', f'"id"\nattributes = ["{apart} 2"]')
    )
    assert study.questions[0].column == "Pr\u00e9gunta"
    assert study.attributes == ("Pr\u00e9gunta 2",)


def test_values_are_compared_as_they_stand_so_their_accents_are_left_alone(tmp_path: Path) -> None:
    apart = "Si\u0301"
    study = _read(tmp_path, SMALL + f'[factor.x]\ncolumn = "Q2"\ntrue_if = "{apart}"')
    assert study.factors["x"].true_if == (apart,)


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy"),
    [
        ('title = "T"', 'titel = "T"', "`title` is missing", "`titel`"),
        ('title = "T"', 'title = " "', "`title` is empty", "title ="),
        ('languages = ["en"]', "", "`languages` is missing", '["en"]'),
        ('["en"]', "[]", "`languages` is missing", '["en"]'),
        ('["en"]', '["english"]', "'english'", "en, es, ru"),
        ('["en"]', '["EN"]', "'EN'", "en, es, ru"),
        ('["en"]', '["e1"]', "'e1'", "en, es, ru"),
        ('[respondent]\nid = "id"', "", "[respondent] is missing", 'id = "'),
        ('id = "id"', 'ID = "id"', "respondent: `id` is missing", "`ID`"),
        ('id = "id"', 'id = "id"\nnmae = "n"', "respondent: `nmae`", "'name'"),
        ('[[question]]\ncolumn = "Q1"', "", "there is no [[question]]", "[[question]]"),
        ("[[question]]", "[question]", "`question` must be written [[question]]", ""),
        ('column = "Q1"', "", "question[1]: `column` is missing", "column"),
        (
            'column = "Q1"',
            'column = "Q1"\n[[question]]\ncolumn = "Q1"',
            "question[2]: the column 'Q1'",
            "Remove",
        ),
        (
            'column = "Q1"',
            'column = "Q1"\nasked_if = "Q0"',
            "question[1]: `asked_if` must be a table",
            "",
        ),
        (
            'column = "Q1"',
            'column = "Q1"\nasked_if = {column = "Q0"}',
            "question[1].asked_if: `equals`",
            "equals =",
        ),
        (
            'column = "Q1"',
            'column = "Q1"\nper = "person"',
            "question[1]: `per` cannot be 'person'",
            "respondent",
        ),
        ('column = "Q1"', 'column = "id"', "'id' identifies the respondent", "Remove"),
    ],
)
def test_a_mistake_in_the_main_part_is_named_with_its_place_and_remedy(
    tmp_path: Path, old: str, new: str, place: str, remedy: str
) -> None:
    assert old in SMALL
    error = _refused(tmp_path, SMALL.replace(old, new))
    assert place in error.message
    assert remedy in error.hint


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        ("[outcom.x]\n", "`outcom` is not a key"),
        ('[models]\nspacy = "en_core_web_md"', "models: `spacy` names no language"),
        ('[models]\nspacy = { English = "x" }', "models: `spacy` names no language"),
        ('[models]\nvector = "x"', "models: `vector` is not a key"),
        ('[outcome.x]\ncolumn = "Q5"\nlevels = ["Only"]', "outcome.x: `levels` needs at least two"),
        (
            '[outcome.x]\ncolumn = "Q5"\nlevels = ["Low", "Low", "High"]',
            "outcome.x: `levels` names a value twice",
        ),
        (
            '[outcome.x]\ncolumn = "Q5"\nlevels = ["A", "B"]\nmissing = "B"',
            "outcome.x: 'B' is both a level and",
        ),
        (
            '[outcome.x]\ncolumn = "Q5"\nlevels = ["", "B"]',
            "'' is in `missing` and in `levels` of outcome.x",
        ),
        ('[outcome.x]\nlevels = ["A", "B"]', "outcome.x: `column` is missing"),
        ('[factor.x]\ncolumn = "Q5"', "factor.x: `true_if` is missing"),
        (
            '[factor.x]\ncolumn = "Q5"\ntrue_if = ""',
            "'' is in `missing` and in `true_if` of factor.x",
        ),
        (
            '[factor.x]\ncolumn = "Q5"\ntrue_if = "1"\nelse = "no"',
            "factor.x: `else` must be true or false",
        ),
        (
            '[factor.x]\ncolumn = "Q5"\ntrue_if = "1"\nany_other = 0',
            "factor.x: `any_other` must be true or false",
        ),
        ("[indicator.x]\n", "indicator.x: needs either `column`"),
        ('[indicator.x]\ncolumn = "c"\nfile = "f.csv"', "indicator.x: needs either `column`"),
        (
            '[indicator.x]\nfile = "f.csv"\nvalue = "v"',
            "indicator.x: with `file`, `country` and `value`",
        ),
        (
            '[indicator.x]\ncolumn = "c"\nyear = "y"',
            "indicator.x: `country`, `year` and `value` name columns",
        ),
        (
            '[indicator.x]\ncolumn = "c"\nsummary = "median"',
            "indicator.x: `summary` cannot be 'median'",
        ),
        (
            '[indicator.x]\ncolumn = "c"\ntransform = "log"',
            "indicator.x: `transform` cannot be 'log'",
        ),
        ("[country]\n", "country: `column` is missing"),
        ("[privacy]\nid_digits = 3", "privacy: `id_digits` must be a whole number from 4 to 9"),
        ('[privacy]\nresponse_ids = ""', "privacy: `response_ids` cannot be ''"),
        ('[privacy]\nresponse_id = "random"', "privacy: `response_id` is not a key"),
        ('[store]\nurl = "mysql://h/d"', "store: `url` begins with 'mysql'"),
        ('[store]\nurl = "study.db"', "store: `url` begins with"),
    ],
)
def test_a_mistake_in_a_table_is_named_with_its_place(
    tmp_path: Path, tables: str, place: str
) -> None:
    assert place in _refused(tmp_path, SMALL + tables).message


@pytest.mark.parametrize(
    "use",
    [
        '[outcome.x]\ncolumn = "email"\nlevels = ["A", "B"]',
        '[factor.x]\ncolumn = "email"\ntrue_if = "1"',
        '[indicator.x]\ncolumn = "email"',
        '[country]\ncolumn = "email"',
        '[country]\ncolumn = "c"\nregion = "email"',
        '[[question]]\ncolumn = "email"',
    ],
)
def test_a_column_that_identifies_cannot_be_used_for_anything_that_is_stored(
    tmp_path: Path, use: str
) -> None:
    error = _refused(tmp_path, SMALL + use + '\n[privacy]\nidentity = ["email"]')
    assert "'email' identifies the respondent" in error.message


@pytest.mark.parametrize(
    ("use", "place"),
    [
        ('[outcome.x]\ncolumn = "c"\nlevels = ["A", "B"]', "[outcome.x] column"),
        ('[factor.x]\ncolumn = "c"\ntrue_if = "1"', "[factor.x] column"),
        ('[indicator.x]\ncolumn = "c"', "[indicator.x] column"),
        ('[country]\ncolumn = "c"', "[country] column"),
        ('[[question]]\ncolumn = "c"', "a question"),
        ('[privacy]\nidentity = ["c"]', "one that identifies"),
    ],
)
def test_nothing_can_be_made_of_a_column_that_is_ignored(
    tmp_path: Path, use: str, place: str
) -> None:
    ignoring = SMALL.replace('id = "id"', 'id = "id"\nignore = ["c"]')
    error = _refused(tmp_path, f"{ignoring}\n{use}")
    assert f"'c' is in [respondent] ignore, so it cannot be {place} too" in error.message


def test_a_condition_and_an_exclusion_may_look_at_a_column_that_is_ignored(
    tmp_path: Path,
) -> None:
    ignoring = SMALL.replace('id = "id"', 'id = "id"\nignore = ["c"]')
    gated = ignoring.replace(
        'column = "Q1"', 'column = "Q1"\nasked_if = { column = "c", equals = "Yes" }'
    )
    path = tmp_path / "study.toml"
    path.write_text(f'{gated}\n[[exclude]]\ncolumn = "c"\nequals = "Test"\n', "utf-8")
    study = read_study(path)
    assert study.ignore == ("c",)
    assert study.find_named_columns()["c"] == "[respondent] ignore"


@pytest.mark.parametrize("key", ["id", "name", "case", "attributes"])
def test_a_respondent_column_cannot_be_ignored(tmp_path: Path, key: str) -> None:
    lines = 'id = "id"\nignore = ["c"]' if key != "id" else 'id = "c"\nignore = ["c"]'
    more = "" if key == "id" else f'\n{key} = "c"'
    error = _refused(tmp_path, SMALL.replace('id = "id"', lines + more))
    assert "'c' is in [respondent] ignore" in error.message


def test_a_name_cannot_be_an_attribute_shown_to_coders(tmp_path: Path) -> None:
    error = _refused(
        tmp_path, SMALL.replace('id = "id"', 'id = "id"\nname = "n"\nattributes = ["n"]')
    )
    assert (
        "'n' identifies the respondent, so it cannot be in [respondent] attributes too"
        in error.message
    )


def test_public_ids_cannot_be_declared_private_at_the_same_time(tmp_path: Path) -> None:
    error = _refused(tmp_path, SMALL + '[privacy]\nresponse_ids = "from-column"\nidentity = ["id"]')
    assert "'id' identifies the respondent" in error.message


def test_an_open_question_cannot_be_a_factor_because_its_cells_are_not_kept_as_values(
    tmp_path: Path,
) -> None:
    error = _refused(tmp_path, SMALL + '[factor.x]\ncolumn = "Q1"\ntrue_if = "1"')
    assert "'Q1' is a question, so it cannot be [factor.x] column too" in error.message


def test_a_withheld_text_cannot_count_as_missing_too(tmp_path: Path) -> None:
    content = SMALL.replace(
        'languages = ["en"]', 'languages = ["en"]\nmissing = ["", "HIDDEN"]\nwithheld = ["HIDDEN"]'
    )
    error = _refused(tmp_path, content)
    assert "'HIDDEN' is in `missing` and in `withheld` of question Q1" in error.message


def test_a_password_in_a_store_url_that_is_refused_is_not_repeated(tmp_path: Path) -> None:
    error = _refused(tmp_path, SMALL + '[store]\nurl = "postgres://anna:s3cret@db.example/tip"')
    assert "s3cret" not in str(error)
    assert "postgresql://" in error.hint


def test_a_study_is_found_from_a_folder_deep_inside_it(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(SMALL)
    deep = tmp_path / "exports" / "2024"
    deep.mkdir(parents=True)
    assert find_study_folder(deep) == tmp_path


def test_a_study_is_found_upward_from_a_relative_folder_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "study.toml").write_text(SMALL)
    (tmp_path / "exports").mkdir()
    monkeypatch.chdir(tmp_path / "exports")
    assert find_study_folder(Path()).samefile(tmp_path)


def test_the_nearest_study_wins(tmp_path: Path) -> None:
    inner = tmp_path / "second"
    inner.mkdir()
    for folder in (tmp_path, inner):
        (folder / "study.toml").write_text(SMALL)
    assert find_study_folder(inner) == inner


def test_outside_any_study_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no study\.toml here or in a folder above") as caught:
        find_study_folder(tmp_path)
    assert "tipcoder init" in caught.value.hint
    assert "--study" in caught.value.hint


# --- translations ---


def test_a_question_has_the_column_of_its_translation(tmp_path: Path) -> None:
    text = SMALL.replace('column = "Q1"', 'column = "Q1"\ntranslation = "Q1_en"')
    (tmp_path / "study.toml").write_text(text, "utf-8")
    study = read_study(tmp_path / "study.toml")
    assert [question.translation for question in study.questions] == ["Q1_en"]
    assert study.translation_columns() == ("Q1_en",)
    assert study.find_named_columns()["Q1_en"] == "`translation` of question Q1"


@pytest.mark.parametrize(
    ("use", "place"),
    [
        ('[[question]]\ncolumn = "Q1_en"', "a question"),
        (
            '[[question]]\ncolumn = "Q2"\nasked_if = { column = "Q1_en", equals = "Yes" }',
            "`asked_if` of question Q2",
        ),
        ('[outcome.x]\ncolumn = "Q1_en"\nlevels = ["A", "B"]', "[outcome.x] column"),
        ('[factor.x]\ncolumn = "Q1_en"\ntrue_if = "1"', "[factor.x] column"),
        ('[country]\ncolumn = "c"\nregion = "Q1_en"', "[country] region"),
        ('[[exclude]]\ncolumn = "Q1_en"\nequals = "test"', "in [[exclude]]"),
        (
            '[privacy]\nidentity = ["Q1_en"]',
            "a column that identifies the respondent",
        ),
    ],
)
def test_a_translation_can_be_nothing_else(tmp_path: Path, use: str, place: str) -> None:
    text = SMALL.replace('column = "Q1"', 'column = "Q1"\ntranslation = "Q1_en"')
    error = _refused(tmp_path, f"{text}\n{use}\n")
    assert f"'Q1_en' is the translation of question Q1, so it cannot be {place} too" in (
        error.message
    )


def test_two_questions_have_no_translation_in_common(tmp_path: Path) -> None:
    text = SMALL.replace('column = "Q1"', 'column = "Q1"\ntranslation = "Q1_en"')
    error = _refused(tmp_path, f'{text}[[question]]\ncolumn = "Q2"\ntranslation = "Q1_en"\n')
    assert "'Q1_en' is the translation of question Q2" in error.message
    assert "that of question Q1 too" in error.message


def test_a_question_is_not_its_own_translation(tmp_path: Path) -> None:
    text = SMALL.replace('column = "Q1"', 'column = "Q1"\ntranslation = "Q1"')
    assert "so it cannot be a question too" in _refused(tmp_path, text).message
