"""Names of countries: what is known, what is no country, and what only a person may decide."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT  # the one of the whole suite
from tipcoder.analysis.crosswalk import NO_COUNTRY, Crosswalk, build_crosswalk, name_key


def shipped() -> Crosswalk:
    with (ROOT / "data" / "reference" / "countries.csv").open(encoding="utf-8", newline="") as file:
        return build_crosswalk(csv.DictReader(file))


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        (
            "CIV",
            [
                "Côte d'Ivoire",
                "Cote D’Ivoire",
                "Cote d`Ivoire",
                "Côte dʼIvoire",
                "Ivory Coast",
                "COTE D'IVOIRE",
            ],
        ),
        (
            "COD",
            [
                "Congo, the Democratic Republic of the",
                "Congo, DemRep (Zaire)",
                "DR Congo",
                "Congo (Kinshasa)",
            ],
        ),
        ("COG", ["Congo", "Congo (Brazzaville; Rep)", "Republic of the Congo"]),
        ("PRK", ["Korea, Democratic People's Republic of", "Korea, North", "North Korea"]),
        ("KOR", ["Korea, Republic of", "Korea, South", "South Korea"]),
        ("TWN", ["Taiwan", "Taiwan, Province of China", "Chinese Taipei"]),
        ("XKX", ["Kosovo"]),
        (
            "SRB",
            ["Serbia", "Yugoslavia", "Serbia and Montenegro", "Yugoslavia (Serbia & Montenegro)"],
        ),
        ("MMR", ["Myanmar", "Burma", "Myanmar (Burma)"]),
        ("HKG", ["Hong Kong", "Hong Kong SAR, China"]),
        ("MAC", ["Macao", "Macau"]),
        ("TUR", ["Türkiye", "Turkey", "Turkiye", "TÜRKİYE"]),
        ("SWZ", ["Eswatini", "Swaziland"]),
        ("MKD", ["North Macedonia", "Macedonia, the former Yugoslav Republic of", "FYROM"]),
        ("BIH", ["Bosnia and Herzegovina", "BosniaandHerz", "Bosnia & Herzegovina"]),
        ("LAO", ["Lao People's Democratic Republic", "Laos", " laos "]),
    ],
)
def test_one_country_has_many_spellings(code: str, spellings: list[str]) -> None:
    assert {name: shipped().find_country(name) for name in spellings} == dict.fromkeys(
        spellings, code
    )


def test_countries_that_sound_alike_stay_apart() -> None:
    names = [
        "Niger",
        "Nigeria",
        "Guinea",
        "Guinea-Bissau",
        "Equatorial Guinea",
        "Papua New Guinea",
        "Dominica",
    ]
    names += [
        "Dominican Republic",
        "Sudan",
        "South Sudan",
        "Samoa",
        "Oman",
        "Romania",
        "Iran",
        "Iraq",
        "Mali",
        "Malawi",
    ]
    assert len({shipped().find_country(name) for name in names}) == len(names)


def test_global_is_no_country_and_kosovo_is_not_serbia() -> None:
    assert shipped().find_country("Global") == NO_COUNTRY
    assert shipped().find_country("Kosovo") != shipped().find_country("Serbia")


def test_an_unknown_name_is_proposed_and_never_matched() -> None:
    names = shipped()
    assert names.find_country("Kossovo") is None
    assert names.propose_countries("Kossovo")[0].country == "XKX"
    assert names.find_country("Atlantis") is None


def test_a_decision_goes_before_everything() -> None:
    decided = shipped().add_decisions({"Kossovo": "XKX", "Congo": "COD", "Atlantis": NO_COUNTRY})
    assert decided.find_country("KOSSOVO") == "XKX"
    assert decided.find_country("congo") == "COD"
    assert decided.find_country("Atlantis") == NO_COUNTRY


def test_two_countries_cannot_claim_one_name() -> None:
    rows = [
        {"country": "AAA", "name": "Congo", "aliases": ""},
        {"country": "BBB", "name": "Zaire", "aliases": "The Congo"},
    ]
    with pytest.raises(ValueError, match="The Congo"):
        build_crosswalk(rows)


@given(st.text())
def test_a_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) in (name_key(name), "")
