"""What can be done to a codebook, as data: each edit says what comes of the codebook and which codings follow it.

`CodebookEditing.make` makes one, `CodebookEditing.preview` says what it would touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from tipcoder.codebook import revising
from tipcoder.codebook.differing import differences
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import Code, Codebook
from tipcoder.text import excerpt

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


class Moving(NamedTuple):
    """Codings that go from one code to another; all of them where no ids are named."""

    source: str
    target: str
    origin: str
    ids: tuple[int, ...] | None = None


class Revised(NamedTuple):
    """What comes of an edit: the codebook, the same said of the future and of the past, the codings that follow."""

    book: Codebook
    doing: str
    done: str
    code: str = ""
    """The code whose codings it touches; empty for an edit of no single code."""
    moving: Moving | None = None
    verb: str = "touches"
    """What it does to those codings."""
    text: str | None = None
    """The new codebook.toml as somebody wrote it."""


class Desk(Protocol):
    """What an edit may look up beside the codebook."""

    def label(self, code: Code, book: Codebook) -> str:
        """A code's label in the study's main language."""

    def taken_keys(self) -> set[str]:
        """Keys that no new code may get."""

    def former(self, key: str) -> tuple[Code, tuple[str, ...]]:
        """A retired code and the path to it, as they were last. Raises BadInput if there never was one."""

    def quote(self, coding_id: int) -> Quote:
        """What a coding covers. Raises BadInput if it no longer stands."""


class Quote(NamedTuple):
    """The words that a coding covers, where they stand, and in which language."""

    code: str
    place: str
    language: str
    words: str


class Edit(Protocol):
    """One thing done to a codebook."""

    def revise(self, book: Codebook, desk: Desk, /) -> Revised:
        """What comes of it. Raises BadInput if it cannot be done to this codebook."""


def _named(book: Codebook, key: str, desk: Desk) -> str:
    if key not in book.codes:
        raise BadInput(f"There is no code {key!r}.", did_you_mean(key, book.codes))
    return excerpt(desk.label(book.codes[key], book), _LONGEST_LABEL)


@dataclass(frozen=True)
class AddCode:
    """A new code, last under its parent. It never gets the key of a retired one, whose codings would be its own."""

    label: str
    language: str
    parent: str | None = None

    def revise(self, book: Codebook, desk: Desk) -> Revised:
        changed, key = revising.add_code(book, self.label, self.language, self.parent, desk.taken_keys())
        what = _named(changed, key, desk)
        where = f" under {_named(book, self.parent, desk)}" if self.parent is not None else ""
        return Revised(changed, f"Adding {what}{where}", f"added {what}{where}", key)


@dataclass(frozen=True)
class EditText:
    """A label, definition, use_when or avoid_when in one language; no text takes it away."""

    code: str
    part: str
    language: str
    text: str

    def revise(self, book: Codebook, desk: Desk) -> Revised:
        before = _named(book, self.code, desk)
        changed = revising.edit_text(book, self.code, self.part, self.language, self.text)
        after = _named(changed, self.code, desk)
        if self.part == "label" and before != after:
            return Revised(changed, f"Renaming {before} to {after}", f"renamed {before} to {after}", self.code)
        if self.part == "label" and self.text.strip():
            said = excerpt(changed.codes[self.code].label[self.language], _LONGEST_LABEL)
            what = f"{before} in {self.language} to {said}"
            return Revised(changed, f"Renaming {what}", f"renamed {what}", self.code)
        what = f"the {PARTS[self.part]} of {before} in {self.language}"
        if not self.text.strip():
            return Revised(changed, f"Taking away {what}", f"took away {what}", self.code)
        return Revised(changed, f"Rewriting {what}", f"rewrote {what}", self.code)


@dataclass(frozen=True)
class EditList:
    """The examples or cues in one language; none takes them away."""

    code: str
    part: str
    language: str
    items: tuple[str, ...]

    def revise(self, book: Codebook, desk: Desk) -> Revised:
        label = _named(book, self.code, desk)
        changed = revising.edit_list(book, self.code, self.part, self.language, self.items)
        what = f"the {PARTS[self.part]} of {label} in {self.language}"
        return Revised(changed, f"Changing {what}", f"changed {what}", self.code)


@dataclass(frozen=True)
class Recolour:
    """A colour like #b45f06, or that of the code above."""

    code: str
    colour: str | None

    def revise(self, book: Codebook, desk: Desk) -> Revised:
        label = _named(book, self.code, desk)
        changed = revising.recolour(book, self.code, self.colour)
        if not self.colour:
            return Revised(changed, f"Taking the colour off {label}", f"took the colour off {label}", self.code)
        return Revised(changed, f"Colouring {label} {self.colour}", f"coloured {label} {self.colour}", self.code)


@dataclass(frozen=True)
class Move:
    """To another place in the tree, in front of the sibling `before` or last."""

    code: str
    parent: str | None
    before: str | None = None

    def revise(self, book: Codebook, desk: Desk) -> Revised:
        label = _named(book, self.code, desk)
        changed = revising.move(book, self.code, self.parent, self.before)
        where = f"under {_named(book, self.parent, desk)}" if self.parent is not None else "to the top"
        if self.before is not None:
            where += f" before {_named(book, self.before, desk)}"
        return Revised(changed, f"Moving {label} {where}", f"moved {label} {where}", self.code)


@dataclass(frozen=True)
class Merge:
    """Everybody's codings of `source` become codings of `target`, which inherits examples, cues and sub-codes."""

    source: str
    target: str

    def revise(self, book: Codebook, desk: Desk) -> Revised:
        what = f"{_named(book, self.source, desk)} into {_named(book, self.target, desk)}"
        changed = revising.merge(book, self.source, self.target)
        moving = Moving(self.source, self.target, "merge")
        return Revised(changed, f"Merging {what}", f"merged {what}", self.source, moving, "moves")


@dataclass(frozen=True)
class Split:
    """Chosen codings of a code, whoever made them, go to a new one beside it, or below it."""

    code: str
    label: str
    language: str
    codings: tuple[int, ...]
    below: bool = False

    def revise(self, book: Codebook, desk: Desk) -> Revised:
        old = _named(book, self.code, desk)
        if not self.codings:
            raise BadInput("No quote was chosen to go to the new code.", "Choose some, or add a code without any.")
        parent = self.code if self.below else book.codes[self.code].parent
        changed, key = revising.add_code(book, self.label, self.language, parent, desk.taken_keys())
        what = f"{_named(changed, key, desk)} from {old}"
        moving = Moving(self.code, key, "split", tuple(dict.fromkeys(self.codings)))
        return Revised(changed, f"Splitting {what}", f"split {what}", self.code, moving, "moves")


@dataclass(frozen=True)
class Retire:
    """The code can no longer be put on; where it stands it stays. What is below it goes up."""

    code: str

    def revise(self, book: Codebook, desk: Desk) -> Revised:
        label = _named(book, self.code, desk)
        changed = revising.retire(book, self.code)
        return Revised(changed, f"Retiring {label}", f"retired {label}", self.code, verb="leaves")


@dataclass(frozen=True)
class Restore:
    """A retired code comes back with the texts it had last, under the nearest code above it that is still there."""

    code: str

    def revise(self, book: Codebook, desk: Desk) -> Revised:
        if self.code in book.codes:
            raise BadInput(f"{self.code} is not retired.")
        code, path = desk.former(self.code)
        changed = revising.restore(book, code, path)
        label = _named(changed, self.code, desk)
        return Revised(changed, f"Bringing back {label}", f"brought back {label}", self.code)


@dataclass(frozen=True)
class Promote:
    """A quote becomes an example of its code, in the language of its answer."""

    coding: int
    language: str | None = None

    def revise(self, book: Codebook, desk: Desk) -> Revised:
        quote = desk.quote(self.coding)
        label = _named(book, quote.code, desk)
        language = self.language or quote.language or book.language
        changed = revising.add_example(book, quote.code, language, " ".join(quote.words.split()))
        what = f"a quote of {quote.place} an example of {label} in {language}"
        return Revised(changed, f"Making {what}", f"made {what}", quote.code)


@dataclass(frozen=True)
class Replace:
    """Another codebook takes the place of this one; codes that it lacks are retired."""

    book: Codebook
    source: str
    text: str | None = None

    def revise(self, book: Codebook, _desk: Desk) -> Revised:
        told = differences(book, self.book)
        added, retired = ({change.code for change in told if change.what == what} for what in ("added", "retired"))
        changed = {change.code for change in told if change.code} - added - retired
        what = f"the codebook by {self.source}: {len(added)} added, {len(changed)} changed, {len(retired)} retired"
        return Revised(self.book, f"Replacing {what};", f"replaced {what}", verb="leaves", text=self.text)
