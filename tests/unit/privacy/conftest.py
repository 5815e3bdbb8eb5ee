"""A detector that knows three invented organisations and three invented people,
those of the gold texts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tipcoder.privacy.detection import Detector, build_known_entities
from tipcoder.privacy.gazetteer import Gazetteer, build_gazetteer
from tipcoder.privacy.name_forms import build_forms
from tipcoder.privacy.rare_words import Vocabulary

REFERENCE = Path(__file__).resolve().parents[3] / "data" / "reference"
KEEP = (
    "US",
    "US Embassy",
    "USAID",
    "IOM",
    "TIP Report",
    "United States",
    "Estados Unidos",
    "Embajada de Estados Unidos",
)
HARBOUR, NADEZHDA, CAMINO = "5101", "5202", "5303"


@pytest.fixture(scope="session")
def places() -> Gazetteer:
    with (
        (REFERENCE / "demonyms.csv").open(encoding="utf-8") as demonyms,
        (REFERENCE / "cities.txt").open(encoding="utf-8") as cities,
    ):
        return build_gazetteer(demonyms, cities)


@pytest.fixture(scope="session")
def detector(places: Gazetteer) -> Detector:
    forms = build_forms(
        [
            ("Harbour Light Network (HALIN)", HARBOUR),
            ("Общественный фонд «Надежда Севера»", NADEZHDA),
            ("Fundación Camino Sereno (FUCASE)", CAMINO),
        ],
        [
            ("Заречнев Николай Петрович", NADEZHDA),
            ("Заречнева Елена Васильевна", NADEZHDA),
            ("María del Carmen Ixquiac Tzoc", CAMINO),
            ("elena@harbourlight.example", HARBOUR),
        ],
        [("Harbour Light", HARBOUR), ("Nadezhda Severa", NADEZHDA)],
    )
    return Detector(
        build_known_entities(forms, places, Vocabulary(frozenset(), frozenset())), places, KEEP
    )
