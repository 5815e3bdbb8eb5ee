"""What can be done to a codebook, as data: each edit says what comes of the codebook and which
codings follow it.

`CodebookEditor.make_edit` makes one, `CodebookEditor.preview_edit` says what it would touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from tipcoder.codebook import revising
from tipcoder.codebook.differences import find_differences
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Code, Codebook
from tipcoder.text import format_count, join_first, make_excerpt

PARTS = {
    "label": "label",
    "definition": "definition",
    "use_when": "rule when to use",
    "avoid_when": "rule when not to use",
    "examples": "examples",
    "cues": "cues",
}
"""What the parts of a code are called in sentences."""
_LONGEST_LABEL = 60
_NAMED = 3
"""Codes that a sentence names of those that one edit adds."""


class CodingMove(NamedTuple):
    """Codings that go from one code to another; all of them where no ids are named."""

    source: str
    target: str
    origin: str
    ids: tuple[int, ...] | None = None


class EditResult(NamedTuple):
    """What comes of an edit: the codebook, the same said of the future and of the past, the codings
    that follow.
    """

    book: Codebook
    doing: str
    done: str
    code: str = ""
    """The code whose codings it touches; empty for an edit of no single code."""
    moving: CodingMove | None = None
    verb: str = "touches"
    """What it does to those codings."""
    text: str | None = None
    """The new codebook.toml as somebody wrote it."""


class CodebookLookup(Protocol):
    """What an edit may look up beside the codebook."""

    def code_label(self, code: Code, book: Codebook) -> str:
        """A code's label in the study's main language."""

    def find_taken_keys(self) -> set[str]:
        """Keys that no new code may get."""

    def require_retired_code(self, key: str) -> tuple[Code, tuple[str, ...]]:
        """A retired code and the path to it, as they were last.

        Raises BadInput if there never was one.
        """

    def require_quote(self, coding_id: int) -> QuotedCoding:
        """What a coding covers. Raises BadInput if it is no longer there."""


class QuotedCoding(NamedTuple):
    """Of which code a quote is, where it is, and in which language."""

    code: str
    place: str
    language: str


class CodebookEdit(Protocol):
    """One thing done to a codebook."""

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup, /) -> EditResult:
        """What comes of it. Raises BadInput if it cannot be done to this codebook."""


def _name_code(book: Codebook, key: str, lookup: CodebookLookup) -> str:
    if key not in book.codes:
        raise BadInput(f"There is no code {key!r}.", did_you_mean(key, book.codes))
    return make_excerpt(lookup.code_label(book.codes[key], book), _LONGEST_LABEL)


def _build_result(
    book: Codebook,
    doing: str,
    done: str,
    what: str,
    code: str,
    *,
    moving: CodingMove | None = None,
    verb: str = "touches",
) -> EditResult:
    """An edit told twice: `doing` before it is made and `done` afterwards, each with `what` it is
    about.
    """
    return EditResult(book, f"{doing} {what}", f"{done} {what}", code, moving, verb)


@dataclass(frozen=True)
class AddCode:
    """A new code, last under its parent.

    It never gets the key of a retired one, whose codings would be its own.
    """

    label: str
    language: str
    parent: str | None = None

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        taken = lookup.find_taken_keys()
        changed, key = revising.add_code(book, self.label, self.language, self.parent, taken)
        what = _name_code(changed, key, lookup)
        if self.parent is not None:
            what += f" under {_name_code(book, self.parent, lookup)}"
        return _build_result(changed, "Adding", "added", what, key)


@dataclass(frozen=True)
class AddCodes:
    """Several new codes at once, each last under its parent.

    A key that is taken, by a retired code too, gets a number.
    """

    codes: Sequence[Code]

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        taken = lookup.find_taken_keys()
        codes = dict(book.codes)
        for code in self.codes:
            changed = replace(book, codes=codes)
            key = revising.make_code_key(code.key, changed, taken)
            codes[key] = replace(code, key=key)
        changed = replace(book, codes=codes)
        added = [key for key in codes if key not in book.codes]
        if not added:
            raise BadInput("There is no code to add.")
        names = [_name_code(changed, key, lookup) for key in added]
        what = f"{format_count(len(added), 'code')}: {join_first(names, _NAMED)}"
        return _build_result(changed, "Adding", "added", what, added[0])


@dataclass(frozen=True)
class EditText:
    """A label, definition, use_when or avoid_when in one language; no text removes it."""

    code: str
    part: str
    language: str
    text: str

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        before = _name_code(book, self.code, lookup)
        changed = revising.edit_text(book, self.code, self.part, self.language, self.text)
        after = _name_code(changed, self.code, lookup)
        # Told by both names: the log is read by people who knew the old one.
        if self.part == "label" and before != after:
            return self._tell(changed, "Renaming", "renamed", f"{before} to {after}")
        if self.part == "label" and self.text.strip():
            # Another language than the study's: the code is still called what it was.
            label = make_excerpt(changed.codes[self.code].label[self.language], _LONGEST_LABEL)
            what = f"{before} in {self.language} to {label}"
            return self._tell(changed, "Renaming", "renamed", what)

        what = f"the {PARTS[self.part]} of {before} in {self.language}"
        if not self.text.strip():
            return self._tell(changed, "Removing", "removed", what)
        return self._tell(changed, "Rewriting", "rewrote", what)

    def _tell(self, changed: Codebook, doing: str, done: str, what: str) -> EditResult:
        return _build_result(changed, doing, done, what, self.code)


@dataclass(frozen=True)
class EditList:
    """The examples or cues in one language; none removes them."""

    code: str
    part: str
    language: str
    items: tuple[str, ...]

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        label = _name_code(book, self.code, lookup)
        changed = revising.edit_list(book, self.code, self.part, self.language, self.items)
        what = f"the {PARTS[self.part]} of {label} in {self.language}"
        return _build_result(changed, "Changing", "changed", what, self.code)


@dataclass(frozen=True)
class RecolourCode:
    """A colour like #b45f06, or that of the code above."""

    code: str
    colour: str | None

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        label = _name_code(book, self.code, lookup)
        changed = revising.set_colour(book, self.code, self.colour)
        if not self.colour:
            what = f"the colour of {label}"
            return _build_result(changed, "Removing", "removed", what, self.code)
        what = f"{label} {self.colour}"
        return _build_result(changed, "Colouring", "coloured", what, self.code)


@dataclass(frozen=True)
class MoveCode:
    """To another place in the tree, in front of the sibling `before` or last."""

    code: str
    parent: str | None
    before: str | None = None

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        label = _name_code(book, self.code, lookup)
        changed = revising.move_code(book, self.code, self.parent, self.before)
        where = "to the top"
        if self.parent is not None:
            where = f"under {_name_code(book, self.parent, lookup)}"
        if self.before is not None:
            where += f" before {_name_code(book, self.before, lookup)}"
        return _build_result(changed, "Moving", "moved", f"{label} {where}", self.code)


@dataclass(frozen=True)
class MergeCodes:
    """Everybody's codings of `source` become codings of `target`, which inherits examples, cues and
    sub-codes.
    """

    source: str
    target: str

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        source = _name_code(book, self.source, lookup)
        what = f"{source} into {_name_code(book, self.target, lookup)}"
        changed = revising.merge_codes(book, self.source, self.target)
        moving = CodingMove(self.source, self.target, "merge")
        return _build_result(
            changed, "Merging", "merged", what, self.source, moving=moving, verb="moves"
        )


@dataclass(frozen=True)
class SplitCode:
    """Chosen codings of a code, whoever made them, go to a new one beside it, or below it."""

    code: str
    label: str
    language: str
    codings: tuple[int, ...]
    below: bool = False

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        old = _name_code(book, self.code, lookup)
        if not self.codings:
            raise BadInput(
                "No quote was chosen to go to the new code.",
                "Choose some, or add a code without any.",
            )
        # Beside it means under the same parent.
        parent = self.code if self.below else book.codes[self.code].parent
        taken = lookup.find_taken_keys()
        changed, key = revising.add_code(book, self.label, self.language, parent, taken)
        what = f"{_name_code(changed, key, lookup)} from {old}"
        moving = CodingMove(self.code, key, "split", tuple(dict.fromkeys(self.codings)))
        return _build_result(
            changed, "Splitting", "split", what, self.code, moving=moving, verb="moves"
        )


@dataclass(frozen=True)
class RetireCode:
    """The code can no longer be applied; where it is applied it stays. What is below it goes up."""

    code: str

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        label = _name_code(book, self.code, lookup)
        changed = revising.retire_code(book, self.code)
        return _build_result(changed, "Retiring", "retired", label, self.code, verb="leaves")


@dataclass(frozen=True)
class RestoreCode:
    """A retired code comes back with the texts it had last, under the nearest code above it that is
    still there.
    """

    code: str

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        if self.code in book.codes:
            raise BadInput(f"{self.code} is not retired.")
        code, path = lookup.require_retired_code(self.code)
        changed = revising.restore_code(book, code, path)
        label = _name_code(changed, self.code, lookup)
        return _build_result(changed, "Bringing back", "brought back", label, self.code)


@dataclass(frozen=True)
class PromoteQuote:
    """A quote becomes an example of its code, in the language of its answer.

    `words` are its released wording: a codebook is handed on, so raw words never stand in it.
    """

    coding: int
    words: str
    language: str | None = None

    def revise_codebook(self, book: Codebook, lookup: CodebookLookup) -> EditResult:
        quote = lookup.require_quote(self.coding)
        label = _name_code(book, quote.code, lookup)
        language = self.language or quote.language or book.language
        # An example is one line of the codebook, however the respondent broke hers.
        example = " ".join(self.words.split())
        changed = revising.add_example(book, quote.code, language, example)
        what = f"a quote of {quote.place} an example of {label} in {language}"
        return _build_result(changed, "Making", "made", what, quote.code)


@dataclass(frozen=True)
class ReplaceCodebook:
    """Another codebook takes the place of this one; codes that it lacks are retired."""

    book: Codebook
    source: str
    text: str | None = None

    def revise_codebook(self, book: Codebook, _lookup: CodebookLookup) -> EditResult:
        differences = find_differences(book, self.book)
        added = {one.code for one in differences if one.what == "added"}
        retired = {one.code for one in differences if one.what == "retired"}
        # A new code differs in every text, and is counted as new only.
        changed = {one.code for one in differences if one.code} - added - retired
        counts = f"{len(added)} added, {len(changed)} changed, {len(retired)} retired"
        what = f"the codebook by {self.source}: {counts}"
        return EditResult(
            self.book, f"Replacing {what};", f"replaced {what}", verb="leaves", text=self.text
        )
