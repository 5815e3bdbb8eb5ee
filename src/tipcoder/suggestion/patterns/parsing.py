"""The text of a pattern -> what it means. Every slip is named with its character and the remedy."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import product

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.suggestion.patterns.answer_words import split_word, unify_apostrophes
from tipcoder.suggestion.patterns.pattern import Choice, Gap, Negated, Pattern, Row, Sign, Word
from tipcoder.suggestion.patterns.scanning import LIST, NOT, UNLESS, Scanner, is_of_word
from tipcoder.suggestion.patterns.word_lists import PatternLists
from tipcoder.suggestion.word_keys import find_word_places
from tipcoder.text import normalise_text

SMALL_GAP = Gap(3, crosses_clauses=False)
"""What `*` stands for: an interjection or a few words, but not another clause."""
LARGE_GAP = Gap(8, crosses_clauses=True)
"""What `**` stands for."""
_LONGEST = 1_000
_DEEPEST = 6
_WORDS_KEPT = 50_000


def parse_pattern(text: str, language: str, lists: PatternLists) -> Pattern:
    """Understand a pattern of one language.

    Raises BadInput naming the character where it goes wrong, and what to write instead.
    """
    plain = unify_apostrophes(normalise_text(text).text)
    return _Reader(plain, language, lists).read_pattern()


class _Reader(Scanner):
    """Reads one pattern, or one entry of a list, from its first character to its last."""

    def __init__(
        self, text: str, language: str, lists: PatternLists, *, is_entry: bool = False
    ) -> None:
        super().__init__(text, is_entry=is_entry)
        self.language = language
        self.lists = lists

    def read_pattern(self) -> Pattern:
        if len(self.text) > _LONGEST:
            raise self.fail("the pattern is too long.", "Write it as several patterns.", _LONGEST)
        row = self.read_row()
        unless: list[Row] = []
        unless_negated = False
        while self.take_word(UNLESS):
            if self._takes_bare_not():
                unless_negated = True
                continue
            start = self.at
            exception = self.read_row()
            if not exception:
                raise self.fail("nothing stands behind `unless`.", "Say unless what.", start)
            unless.append(exception)
        if self.at < len(self.text):
            raise self.fail_at_sign()
        silences = bool(unless) and not row and not unless_negated
        if not silences and all(isinstance(sign, Gap) for sign in row):
            raise self.fail("it has no word.", "Write the words to look for.", 0)
        return Pattern(self.text, self.language, row, tuple(unless), unless_negated)

    def _takes_bare_not(self) -> bool:
        """Whether `not` stands alone behind `unless`."""
        start = self.at
        if self.take_word(NOT) and (not self.skip_blanks() or self.sees_word(UNLESS)):
            return True
        self.at = start
        return False

    def read_row(self) -> Row:
        """Signs up to the end, a closing parenthesis, a | inside parentheses, or `unless`."""
        row: list[Sign] = []
        while self.skip_blanks() and not self.ends_row():
            row += self._read_element()
        return tuple(row)

    def _read_element(self) -> Row:
        start = self.at
        if self.sees_word(UNLESS):
            remedy = "Put it at the end of the pattern."
            raise self.fail("`unless` cannot stand inside parentheses.", remedy)
        if not self.take_word(NOT):
            return self._read_choice()
        self.skip_blanks()
        if self.text[self.at : self.at + 1] == "*":
            # How far a negation reaches is known; a gap behind it says nothing more.
            self._read_gap()
            self.skip_blanks()
        if self.at >= len(self.text) or self.ends_row():
            remedy = "Write the words that stand under the negation behind it."
            raise self.fail("nothing stands behind `not`.", remedy, start)
        if self.sees_word(NOT):
            raise self.fail("`not` stands twice.", "Write it once.")
        return (Negated(self._read_negated(start)),)

    def _read_negated(self, start: int) -> Row:
        """What stands behind the `not` at `start`: "not (very)? useful" negates both words."""
        row = self._read_choice()
        while is_optional(row[-1]):
            if not self.skip_blanks() or self.ends_row():
                remedy = "Add a word that has to be there."
                raise self.fail("what stands behind `not` may be absent.", remedy, start)
            row += self._read_choice()
        return row

    def _read_choice(self) -> Row:
        """A gap, an atom, or several atoms with | between them."""
        if self.text[self.at] == "*":
            return (self._read_gap(),)
        plain = self._take_plain_ways() if self.depth == 0 else ()
        rows = list(plain) or [self._read_atom()]
        while self.depth == 0 and self.text[self.at : self.at + 1] == "|":
            self.at += 1
            if self.text[self.at : self.at + 1].strip() in ("", "|", ")"):
                raise self.fail_at_bar()
            rows.append(self._read_atom())
        return rows[0] if len(rows) == 1 else (Choice(tuple(rows)),)

    def _read_gap(self) -> Gap:
        start = self.at
        while self.text[self.at : self.at + 1] == "*":
            self.at += 1
        if self.is_entry:
            raise self.fail("an entry of a list has no gap.", "Write a pattern instead.", start)
        if self.at - start > 2:
            raise self.fail("a gap is * or **.", "Leave out the rest.", start)
        return SMALL_GAP if self.at - start == 1 else LARGE_GAP

    def _read_atom(self) -> Row:
        """One word, list or pair of parentheses, with what is attached to it."""
        start = self.at
        if self.text[self.at] == LIST:
            return (self._read_list(),)
        plain = self.take_plain_word()
        if plain is not None:
            row = self._split_letters(plain.letters, start)
            return _inflect_last(row) if plain.inflected else row
        parts: list[str | Choice] = []
        while self.at < len(self.text) and not self.ends_atom():
            if self.text[self.at] == "(":
                parts.append(self._read_group())
            else:
                parts.append(self._read_letters())
        if not parts:
            raise self.fail_at_sign()
        inflected = self.text[self.at : self.at + 1] == "~"
        self.at += inflected
        if self.at < len(self.text) and not self.ends_atom():
            raise self.fail("a ~ stands in a word.", "Write it behind the word.", self.at - 1)
        if len(parts) == 1 and isinstance(parts[0], Choice):
            return self._finish_group(parts[0], inflected, start)
        return self._finish_word(parts, inflected, start)

    def _read_list(self) -> Choice:
        start = self.at
        self.at += 1
        while self.text[self.at : self.at + 1].isalnum() or self.text[self.at : self.at + 1] == "_":
            self.at += 1
        name = self.text[start + 1 : self.at]
        if self.at < len(self.text) and not self.ends_atom():
            remedy = "Put a blank behind the name of the list."
            raise self.fail(f"@{name} is attached to something else.", remedy)
        if self.text[self.at : self.at + 1] == "~":
            remedy = "Put the ~ behind the words in the list."
            raise self.fail(f"@{name} cannot have a ~.", remedy)
        return Choice(read_list(name, self.language, self.lists, self.fail, start))

    def _read_group(self) -> Choice:
        start = self.at
        self.at += 1
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.fail("parentheses stand too deep.", "Write several patterns.", start)
        rows = self._read_ways()
        if self.at >= len(self.text):
            raise self.fail("a parenthesis is not closed.", "Add the ).", start)
        self.at += 1
        self.depth -= 1
        if not all(rows):
            remedy = "Write (word)? for words that may be absent."
            raise self.fail("parentheses have an empty part.", remedy, start)
        if self.text[self.at : self.at + 1] == "?":
            self.at += 1
            rows.append(())
        return Choice(tuple(rows))

    def _read_ways(self) -> list[Row]:
        """What stands in parentheses, with | between."""
        plain = self._take_plain_ways()
        if plain:
            return list(plain)
        rows = [self.read_row()]
        while self.text[self.at : self.at + 1] == "|":
            self.at += 1
            rows.append(self.read_row())
        return rows

    def _take_plain_ways(self) -> tuple[Row, ...]:
        """Read words with | between them at once, as nearly all are written; else nothing."""
        ways = self.see_plain_ways()
        plain = _read_plain_ways(ways)
        self.at += len(ways) if plain else 0
        return plain

    def _read_letters(self) -> str:
        start = self.at
        while self.at < len(self.text) and is_of_word(self.text, self.at):
            self.at += 1
        if self.at == start:
            raise self.fail_at_sign()
        return self.text[start : self.at]

    def _finish_group(self, group: Choice, inflected: bool, start: int) -> Row:
        if not inflected:
            return (group,)
        rows: list[Row] = []
        for row in group.rows:
            last = row[-1] if row else None
            if row and not isinstance(last, Word):
                raise self.fail("this ~ has no word before it.", "Put it behind a word.", start)
            rows.append(_inflect_last(row))
        return (Choice(tuple(rows)),)

    def _finish_word(self, parts: list[str | Choice], inflected: bool, start: int) -> Row:
        spellings: list[list[str]] = []
        for part in parts:
            spellings.append([part] if isinstance(part, str) else self._spell_group(part, start))
        rows: list[Row] = []
        for letters in product(*spellings):
            row = self._split_letters("".join(letters), start)
            rows.append(_inflect_last(row) if inflected else row)
        return rows[0] if len(rows) == 1 else (Choice(tuple(rows)),)

    def _spell_group(self, group: Choice, start: int) -> list[str]:
        """The letters of parentheses inside a word."""
        spelled: list[str] = []
        for row in group.rows:
            word = row[0] if len(row) == 1 else None
            if row and (not isinstance(word, Word) or word.inflected):
                remedy = "Put blanks around the parentheses, or letters alone inside them."
                raise self.fail("these parentheses stand in a word.", remedy, start)
            spelled.append(word.written if isinstance(word, Word) else "")
        return spelled

    def _split_letters(self, letters: str, start: int) -> Row:
        """Words that are written together: hyphens part them, and so do some apostrophes."""
        words = _cut_words(letters.strip("-"))
        if not words:
            raise self.fail(f"“{letters}” is no word.", "Write letters or digits.", start)
        return words


def read_list(
    name: str,
    language: str,
    lists: PatternLists,
    fail: Callable[[str, str, int | None], BadInput],
    at: int,
) -> tuple[Row, ...]:
    """The entries of a list. `fail` makes the error about its name, which stands at `at`."""
    known = lists.read_rows.get((name, language))
    if known is not None:
        return known
    entries = lists.find_entries(name, language)
    if entries is None:
        names = ["@" + other for other in lists.list_names()]
        raise fail(f"there is no list @{name}.", did_you_mean("@" + name, names), at)
    if not entries:
        remedy = f"Add {language} = [...] under [list.{name}]."
        raise fail(f"the list @{name} has no words in {language!r}.", remedy, at)
    rows: list[Row] = []
    for entry in entries:
        reader = _Reader(entry, language, lists.hide_own(name), is_entry=True)
        try:
            row = reader.read_row()
        except BadInput as error:
            raise fail(f"in the list @{name}: {error.message}", error.hint, at) from None
        if reader.at < len(entry) or not row:
            remedy = "Write words, with ~, |, ? and parentheses."
            raise fail(f"the list @{name} has “{entry}”, which is no words.", remedy, at)
        rows.append(row)
    lists.read_rows[name, language] = tuple(rows)
    return tuple(rows)


def is_optional(sign: Sign) -> bool:
    """Whether nothing at all may stand in its place."""
    if isinstance(sign, Gap):
        return True
    if not isinstance(sign, Choice):
        return False
    return any(map(_is_optional_row, sign.rows))


def _is_optional_row(row: Row) -> bool:
    return all(map(is_optional, row))


@lru_cache(maxsize=_WORDS_KEPT)
def _read_plain_ways(ways: str) -> tuple[Row, ...]:
    """Words of letters and digits, each perhaps with a ~, in rows that have | between them.

    Empty where one of them may be a sign or is no word, which has to be read with more care.
    """
    rows: list[Row] = []
    for way in ways.split("|"):
        row: Row = ()
        for written in way.split(" "):
            words = _read_plain_word(written)
            if not words:
                return ()
            row += words
        rows.append(row)
    return tuple(rows)


def _read_plain_word(written: str) -> Row:
    letters = written.removesuffix("~")
    words = () if letters in (NOT, UNLESS) else _cut_words(letters)
    return words if letters == written else _inflect_last(words)


@lru_cache(maxsize=_WORDS_KEPT)
def _cut_words(letters: str) -> tuple[Word, ...]:
    """The words in letters without blanks; kept, because patterns name the same ones again."""
    words: list[Word] = []
    for first, last in find_word_places(letters):
        for part in split_word(letters[first:last]):
            words.append(Word(part.key, part.written))
    return tuple(words)


def _inflect_last(row: Row) -> Row:
    if not row:
        return row
    last = row[-1]
    assert isinstance(last, Word)
    return (*row[:-1], Word(last.key, last.written, inflected=True))
