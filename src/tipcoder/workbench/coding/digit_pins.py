"""The digits that a coder has pinned codes to, and all others as she left them: hers alone, in one
study, on this machine.

They lie beside her drafts in a small file and not in the study: a pin is no act, so undo never
takes one back, and what one coder's fingers know is nobody else's business.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

from tipcoder.errors import EnvironmentFault
from tipcoder.workbench.coding.digit_codes import DIGITS, EVERYWHERE, Pins
from tipcoder.workbench.coding.drafts import find_draft_folder

_SUFFIX = ".pins.json"


class PinFile:
    """The pins of one coder in one study."""

    def __init__(self, study_uuid: str, coder: str) -> None:
        self._coder = coder
        # Names may be in any letters: a digest is a file name on every system.
        digest = hashlib.sha256(coder.encode()).hexdigest()[:32]
        self._path = find_draft_folder() / study_uuid / f"{digest}{_SUFFIX}"

    def read_pins(self) -> dict[str, dict[str, int]]:
        """What is pinned; nothing where there is no file, or one that is not ours."""
        return self._read_part("pins")

    def read_digits(self) -> dict[str, dict[str, int]]:
        """Where every code was when she left, by question; nothing where that is not known."""
        return self._read_part("digits")

    def keep_digits(self, digits: Pins) -> None:
        """Keep where every code is now. Raises EnvironmentFault where it cannot be kept."""
        if digits != self.read_digits():
            self._write_parts(self.read_pins(), digits)

    def _read_part(self, part: str) -> dict[str, dict[str, int]]:
        try:
            written = json.loads(self._path.read_text("utf-8"))
            return _check_pins(written[part])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def pin_code(self, code: str, digit: int, question: str) -> Pins:
        """Pin a code on one question, or on `EVERYWHERE`. Returns all pins.

        A pin that is in the way of it goes, whatever it was about: the latest word holds. Raises
        EnvironmentFault where it cannot be kept.
        """
        # Read anew: another window of hers must not be undone.
        pins = self.read_pins()
        concerned = list(pins) if question == EVERYWHERE else [question]
        for place in concerned:
            others = pins.get(place, {}).items()
            pins[place] = {key: at for key, at in others if key != code and at != digit}
        pins.setdefault(question, {})[code] = digit
        return self._write_pins(pins)

    def unpin_code(self, code: str, question: str) -> Pins:
        """Take off what is pinned of a code on a question and everywhere. Returns all pins.

        Raises EnvironmentFault where that cannot be kept.
        """
        pins = self.read_pins()
        for place in (question, EVERYWHERE):
            pins.get(place, {}).pop(code, None)
        return self._write_pins(pins)

    def _write_pins(self, pins: Mapping[str, Mapping[str, int]]) -> Pins:
        kept = {question: dict(on_it) for question, on_it in pins.items() if on_it}
        self._write_parts(kept, self.read_digits())
        return kept

    def _write_parts(self, pins: Pins, digits: Pins) -> None:
        entries = {"coder": self._coder, "pins": pins, "digits": digits}
        # Written beside and renamed, so that a half-written file is never read.
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(entries, file, ensure_ascii=False)
            new.replace(self._path)
        except OSError as error:
            raise EnvironmentFault(
                f"{self._path.parent}: the digit cannot be kept here ({error.strerror}).",
                "Digits are as they were.",
            ) from None


def _check_pins(written: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """The entries of a file that can be pins; no digit means two codes on one question."""
    pins: dict[str, dict[str, int]] = {}
    for question, on_it in written.items():
        sound = {code: at for code, at in on_it.items() if type(at) is int and at in DIGITS}
        by_digit = {at: code for code, at in sound.items()}
        pins[question] = {code: at for at, code in by_digit.items()}
    return pins
