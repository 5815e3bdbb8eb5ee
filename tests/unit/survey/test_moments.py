"""Dates and times as platforms and people write them, told from answers."""

from __future__ import annotations

import pytest

from tipcoder.survey.moments import is_moment


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-01",
        "2024-03-01 15:05:33",
        "2024-03-01T15:05:33.120Z",
        "2024-03-01T15:05:33+02:00",
        "2024/03/01 3:05:33 PM GMT+2",
        "8/21/2019 13:10:31",
        "21.08.2023 13:10",
        "01-Mar-2024 10:00",
        "Tue, 1 Mar 2024 10:00:05 +0100",
        "Friday, March 1, 2024 at 3:05 PM",
        "Mar 1, 2024 03:05 PM",
        "1. Jan 2024, 08:15 Uhr",
        "1 янв. 2024 г., 10:10",
        "1 березня 2024 р., 10:10",
        "1 de enero de 2024 a las 0:05",
        "12 février 2024 à 10:05",
        "1 de março de 2024",
        "2024年3月1日 10:05",
        "10:05",
        "3:05 PM",
        "20240301T101500",
        "2024-03-01 10:00 Europe/Berlin",
    ],
)
def test_what_a_clock_wrote_is_a_moment(value: str) -> None:
    assert is_moment(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "12",
        "3.5",
        "since 2014",
        "In May 2 people died and 3 were hurt",
        "we wrote on 12/03/2019 and nobody answered",
        "Act 694 of 2005",
        "march for the victims",
        "10 de los jueces",
        "+44 20 7946 0958",
        "10.0.0.12",
    ],
)
def test_what_a_person_answered_is_none(value: str) -> None:
    assert not is_moment(value)
