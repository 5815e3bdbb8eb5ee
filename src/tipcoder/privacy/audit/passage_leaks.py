"""What one text of a file gives away: names, contacts, folders, characters that hide,
and secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.audit.contents import ContentRow, ContentSheet, Passage
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.study_secrets import PassageLeak, SecretFinder, is_kept
from tipcoder.privacy.contacts import find_contacts
from tipcoder.privacy.hits import HIGH, Hit, merge_overlapping
from tipcoder.privacy.plain_view import build_plain_view
from tipcoder.privacy.replacements import is_own_wording
from tipcoder.privacy.windows import find_in_windows

_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""Controls of a terminal, letters without width, directions of writing, and tags of Unicode."""
_PATH = re.compile(
    r"(?:/(?:home|Users|root)/|[A-Z]:\\+(?:Users|Documents and Settings)\\+|\\\\[\w.-]+\\|"
    r"file:/)[^\s\"'<>]*"
)
"""Folders that have the name of an account or of a server in them."""
_DECIMAL = re.compile(r"\s*[+-]?\d+[.,]\d+(?:[eE][+-]?\d+)?\s*")
_NEARLY = re.compile(r",? ?\d+% alike")
_BRACKETS = re.compile(r"\[[^\[\]]{1,60}\]")
_SCHEMA = re.compile(
    r"https?://(?:schemas\.(?:openxmlformats|microsoft)\.|www\.w3\.org/|purl\.org/)"
)
"""Addresses that belong to the grammar of a format and lead to nobody."""
ALL_BUT_ALL = 0.8
"""The share of a column that must be IDs of the study, or it is not a column of IDs."""
_TEXTS_REMEMBERED = 20_000
_REMEMBERED = 5_000
"""Letters of a text whose findings are remembered: what stands in many places is a cell, and short.
"""


class PassageReader:
    """Looks at passages; a text that stands in many places is read once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge
        self._secrets = SecretFinder(knowledge)
        # The same wordings are looked through before a file is made and when it is read back.
        self._seen: dict[tuple[str, str, bool, bool, bool], list[PassageLeak]] = knowledge.read
        self._id_columns: dict[int, int | None] = {}
        """By the identity of a table, the column that holds IDs of the study."""

    def find_owner(self, row: ContentRow | None, sheet: ContentSheet | None) -> str:
        """Whose row it is, if a column of the table holds IDs that this study has given."""
        if row is None or sheet is None:
            return ""

        if id(sheet) not in self._id_columns:
            self._id_columns[id(sheet)] = self._find_id_column(sheet)
        column = self._id_columns[id(sheet)]
        if column is None:
            return ""
        return self._known.ids.get(row.get_cell(column).strip(), "")

    def _find_id_column(self, sheet: ContentSheet) -> int | None:
        width = len(sheet.head)
        filled = [0] * width
        known = [0] * width
        for row in sheet.rows:
            for number, cell in enumerate(row.cells[:width]):
                value = cell.strip()
                if value:
                    filled[number] += 1
                    known[number] += value in self._known.ids

        for number in range(width):
            if filled[number] and known[number] >= ALL_BUT_ALL * filled[number]:
                return number
        return None

    def find_in_text(
        self, passage: Passage, owner: str, in_table: bool, strict: bool
    ) -> list[PassageLeak]:
        """Everything that one text gives away.

        `owner` is the response ID of whose row it stands in. Where `strict`, everything that rules
        point at is grave.
        """
        key = (passage.text, owner, passage.hidden, in_table, strict)
        if len(passage.text) > _REMEMBERED:
            return list(self._iterate_in_text(*key))

        if key not in self._seen:
            if len(self._seen) >= _TEXTS_REMEMBERED:
                self._seen.clear()
            self._seen[key] = list(self._iterate_in_text(*key))
        return self._seen[key]

    def _iterate_in_text(
        self, text: str, owner: str, hidden: bool, in_table: bool, strict: bool
    ) -> Iterator[PassageLeak]:
        if _STEERING.search(text):
            sentence = "has characters that steer a screen or do not show"
            yield PassageLeak("control", sentence, True, "")
        for found in _PATH.finditer(text):
            yield PassageLeak("machine", "names a folder of somebody's computer", True, found[0])
        if hidden:
            yield from self._find_machine_names(text)

        plain = _blank_role_nouns(text)
        for hit in self._find_hits(plain, owner, places=not hidden):
            words = plain[hit.start : hit.end]
            if self._is_harmless(hit, words, text, owner):
                continue
            grave = strict or hit.firm or hit.severity == HIGH
            # How alike it is differs from place to place, and would part one finding into many.
            sentence = _NEARLY.sub("", hit.reasons[0])
            yield PassageLeak(hit.kind, sentence, grave, words)

        yield from self._secrets.find_secrets(plain, owner, in_table)

    def _find_machine_names(self, text: str) -> Iterator[PassageLeak]:
        for name in self._known.machine:
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I):
                yield PassageLeak("machine", "names the account or the computer", True, name)

    def _is_harmless(self, hit: Hit, words: str, text: str, owner: str) -> bool:
        """Whether a hit is part of the format, a number of a table, or what a person decided to
        keep."""
        if hit.kind == "url" and _SCHEMA.match(words):
            return True
        if hit.kind == "phone" and (_DECIMAL.fullmatch(text) or text.strip() in self._known.ids):
            return True
        return not hit.firm and is_kept(self._known, words, owner)

    def _find_hits(self, text: str, owner: str, places: bool) -> list[Hit]:
        detector = self._known.detector
        if detector is None:
            return merge_overlapping(find_in_windows(text, _find_contacts_in))
        names = detector.find_known_names(text, owner)
        return names + detector.find_place_names(text) if places else names


def _blank_role_nouns(text: str) -> str:
    """The text with spaces where role nouns stand, so that all else stays where it is."""
    return _BRACKETS.sub(_blank_role_noun, text)


def _blank_role_noun(found: re.Match[str]) -> str:
    return found[0] if is_own_wording(found[0]) else " " * len(found[0])


def _find_contacts_in(stretch: str) -> list[Hit]:
    """Contacts of one stretch, in coordinates of the stretch."""
    view = build_plain_view(stretch)
    out = []
    for hit in find_contacts(view.text):
        if hit.start < hit.end:
            start, end = view.map_to_stored(hit.start, hit.end)
            out.append(Hit(start, end, hit.kind, hit.severity, hit.reasons, hit.firm))
    return out
