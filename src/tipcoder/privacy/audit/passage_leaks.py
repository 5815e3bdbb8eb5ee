"""What one text of a file gives away: names, contacts, folders, characters that hide,
and secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tipcoder.privacy.audit.contents import ContentRow, ContentSheet, Passage
from tipcoder.privacy.audit.encodings import iterate_decoded
from tipcoder.privacy.audit.finding import LIKELY
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.name_leaks import NameFinder
from tipcoder.privacy.audit.study_secrets import PassageLeak, SecretFinder
from tipcoder.privacy.compared_words import fold_to_string
from tipcoder.privacy.replacements import is_own_wording

_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""Controls of a terminal, letters without width, directions of writing, and tags of Unicode."""
_PATH = re.compile(
    r"(?:(?<![\w.~-])/(?:home|Users|root)/|[A-Z]:\\+(?:Users|Documents and Settings)\\+|"
    r"\\\\[A-Za-z][\w.-]{2,}\\(?=[\w$])|file:/)[^\s\"'<>]*"
)
"""Folders that have the name of an account or of a server in them."""
_BRACKETS = re.compile(r"\[[^\[\]]{1,60}\]")
ALL_BUT_ALL = 0.8
"""The share of a column that must be IDs of the study, or it is not a column of IDs."""
_TEXTS_REMEMBERED = 20_000
_REMEMBERED = 5_000
"""Letters of a text whose findings are remembered: what stands in many places is a cell, and short.
"""
_COLUMN = "column "
_FREE, _DECLARED, _VALUE = "free", "declared", "value"
"""What a text is: any, a cell of a closed column of the study, or a value that is usual in it."""
_NOT_ENCODED = frozenset(("url", "phone", "address"))
"""Kinds whose letters are the same in every writing, so that decoding would find them twice."""


class PassageReader:
    """Looks at passages; a text that stands in many places is read once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge
        self._secrets = SecretFinder(knowledge)
        self.names = NameFinder(knowledge)
        # The same wordings are looked through before a file is made and when it is read back.
        self._seen: dict[tuple[str, str, bool, bool, bool, str], list[PassageLeak]] = knowledge.read
        self._id_columns: dict[int, int | None] = {}
        """By the identity of a table, the column that holds IDs of the study."""

    def announce(self, texts: Iterable[str]) -> None:
        """Say which texts are going to be looked at, so that what they repeat is looked for at
        once.
        """
        self._secrets.announce(map(_blank_role_nouns, texts))

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

    def _judge_cell(self, passage: Passage) -> str:
        if self.is_declared_value(passage):
            return _VALUE
        head = passage.part.removeprefix(_COLUMN)
        return _DECLARED if self._known.declared.is_declared(head) else _FREE

    def is_declared_value(self, passage: Passage) -> bool:
        """Whether a cell holds a value that the study declares for its column."""
        head = passage.part.removeprefix(_COLUMN)
        return self._known.declared.has_value(head, passage.text)

    def find_in_text(
        self, passage: Passage, owner: str, in_table: bool, strict: bool
    ) -> list[PassageLeak]:
        """Everything that one text gives away.

        `owner` is the response ID of whose row it stands in. Where `strict`, everything that rules
        point at is grave.
        """
        cell = _FREE
        if in_table and not strict:
            cell = self._judge_cell(passage)
        key = (passage.text, owner, passage.hidden, in_table, strict, cell)
        if len(passage.text) > _REMEMBERED:
            return list(self._iterate_in_text(*key))

        if key not in self._seen:
            if len(self._seen) >= _TEXTS_REMEMBERED:
                self._seen.clear()
            self._seen[key] = list(self._iterate_in_text(*key))
        return self._seen[key]

    def _iterate_in_text(
        self, text: str, owner: str, hidden: bool, in_table: bool, strict: bool, cell: str
    ) -> Iterator[PassageLeak]:
        if _STEERING.search(text):
            sentence = "has characters that steer a screen or do not show"
            yield PassageLeak("control", sentence, True, "")
        for found in _PATH.finditer(text):
            yield PassageLeak("machine", "names a folder of somebody's computer", True, found[0])
        if hidden:
            yield from self._find_machine_names(text)

        plain = _blank_role_nouns(text)
        own_words = cell != _VALUE
        secrets = list(self._secrets.find_secrets(plain, owner, in_table, own_words=own_words))
        # The value of a closed column names nobody.
        names: Sequence[PassageLeak] = ()
        if cell != _VALUE:
            declared = cell == _DECLARED
            names = _drop_repeated(
                self.names.find_names(
                    plain, owner, hidden=hidden, strict=strict, declared=declared
                ),
                secrets,
            )
        yield from secrets
        yield from names
        yield from self._find_decoded(plain, owner, in_table, [*secrets, *names])

    def _find_machine_names(self, text: str) -> Iterator[PassageLeak]:
        for name in self._known.machine:
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I):
                yield PassageLeak(
                    "machine", "names the account or the computer", True, name, LIKELY
                )

    def _find_decoded(
        self, text: str, owner: str, in_table: bool, before: Sequence[PassageLeak]
    ) -> Iterator[PassageLeak]:
        """What a text says in another writing, and does not say as it stands."""
        said = {(leak.kind, fold_to_string(leak.words)) for leak in before}
        for how, plain in iterate_decoded(text):
            secrets = list(self._secrets.find_secrets(plain, owner, in_table))
            names = list(self.names.find_names(plain, owner, hidden=True, strict=False))
            for leak in (*secrets, *_drop_repeated(names, secrets)):
                key = (leak.kind, fold_to_string(leak.words))
                if key in said or leak.kind in _NOT_ENCODED:
                    continue
                said.add(key)
                yield leak._replace(sentence=f"{leak.sentence}, written in {how}")


def _drop_repeated(
    names: Iterable[PassageLeak], secrets: Sequence[PassageLeak]
) -> list[PassageLeak]:
    """Names that no secret of the same text says already."""
    said = [f" {fold_to_string(leak.words)} " for leak in secrets if leak.kind != "unreleased"]
    if not said:
        return list(names)
    out = []
    for leak in names:
        folded = f" {fold_to_string(leak.words)} "
        if not folded.strip() or not any(folded in longer for longer in said):
            out.append(leak)
    return out


def _blank_role_nouns(text: str) -> str:
    """The text with spaces where role nouns stand, so that all else stays where it is."""
    return _BRACKETS.sub(_blank_role_noun, text)


def _blank_role_noun(found: re.Match[str]) -> str:
    return found[0] if is_own_wording(found[0]) else " " * len(found[0])
