"""Pins of one coder in one study: kept in a file of their own, the latest word first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tipcoder.errors import EnvironmentFault
from tipcoder.workbench.coding.digit_codes import EVERYWHERE
from tipcoder.workbench.coding.digit_pins import PinFile

STUDY = "00000000-0000-0000-0000-000000000000"


def test_pins_are_those_of_one_coder_in_one_study_and_the_latest_goes_before() -> None:
    anna = PinFile(STUDY, "anna")
    anna.pin_code("fees", 1, "Q1")
    anna.pin_code("delay", 1, "Q2")
    assert PinFile(STUDY, "anna").read_pins() == {"Q1": {"fees": 1}, "Q2": {"delay": 1}}
    assert PinFile(STUDY, "boris").read_pins() == {}
    assert PinFile("another", "anna").read_pins() == {}

    anna.pin_code("fees", 2, "Q1")
    anna.pin_code("visas", 2, "Q1")
    assert anna.read_pins()["Q1"] == {"visas": 2}
    anna.pin_code("food", 1, EVERYWHERE)
    assert anna.read_pins() == {"Q1": {"visas": 2}, EVERYWHERE: {"food": 1}}
    anna.unpin_code("food", "Q1")
    assert anna.read_pins() == {"Q1": {"visas": 2}}


@pytest.mark.parametrize(
    "written", ["", "[]", '{"pins": {"Q1": 3}}', '{"pins": {"Q1": {"fees": true, "food": 12}}}']
)
def test_a_file_that_is_not_ours_pins_nothing(written: str) -> None:
    pins = PinFile(STUDY, "anna")
    pins.pin_code("fees", 1, "Q1")
    pins._path.write_text(written)
    assert not any(pins.read_pins().values())


def test_a_pin_that_cannot_be_kept_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setenv("TIPCODER_DRAFTS", str(tmp_path / "taken"))
    with pytest.raises(EnvironmentFault, match="cannot be kept"):
        PinFile(STUDY, "anna").pin_code("fees", 1, "Q1")


def test_digits_as_they_were_left_stand_beside_the_pins_and_neither_drives_the_other_out() -> None:
    anna = PinFile(STUDY, "anna")
    anna.pin_code("fees", 1, "Q1")
    anna.keep_digits({"Q1": {"fees": 1, "food": 2}})
    anna.pin_code("visas", 3, "Q1")
    assert anna.read_digits() == {"Q1": {"fees": 1, "food": 2}}
    anna.keep_digits({"Q1": {"food": 1}, "Q2": {"delay": 9}})
    assert PinFile(STUDY, "anna").read_digits() == {"Q1": {"food": 1}, "Q2": {"delay": 9}}
    assert PinFile(STUDY, "anna").read_pins() == {"Q1": {"fees": 1, "visas": 3}}
