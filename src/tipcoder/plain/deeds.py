"""What can be written: one row for each deed, with the letter that it has on the screen.

A test holds letters to those of the screen's own table, which this package does not load: it knows
Textual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tipcoder.errors import BadInput
from tipcoder.plain import (
    coding_deeds,
    list_deeds,
    lookup_deeds,
    note_deeds,
    suggestion_deeds,
)
from tipcoder.plain.typed_lines import DIGITS, TypedLine, parse_line
from tipcoder.plain.work import PlainWork


@dataclass(frozen=True)
class Deed:
    """One thing that a line does."""

    command: str
    """The id of the screen's command that does the same; empty where it has none."""
    letters: tuple[str, ...]
    help: str
    perform: Callable[[PlainWork, TypedLine], None]
    takes_rest: bool = False
    """Whether something may be written behind the letter."""
    on_words: bool = False
    """Whether words may be selected before it."""

    @property
    def written(self) -> str:
        """How help names it: `1 to 9`, or its letters."""
        return "1 to 9" if self.letters == tuple(DIGITS) else " or ".join(self.letters)


def _say_help(work: PlainWork, typed: TypedLine) -> None:
    """Say what can be written, all of it or what has a word in it."""
    wanted = typed.rest.casefold()
    said = 0
    for head, about in _iterate_help():
        if not wanted or wanted in f"{head} {about}".casefold():
            work.say(f"{head}: {about}")
            said += 1
    if not said:
        raise BadInput(f"Nothing in the help has {typed.rest!r}.", "? alone says all of it.")


def _leave(work: PlainWork, _typed: TypedLine) -> None:
    work.has_left = True


def _name_adjudication(work: PlainWork, _typed: TypedLine) -> None:
    work.say(
        "Differences between coders are settled outside: `tipcoder adjudicate list` and "
        "`tipcoder adjudicate settle` print plain lines; q leaves"
    )


def _name_redaction(work: PlainWork, _typed: TypedLine) -> None:
    work.say(
        "Quotes are redacted outside: `tipcoder redact list` and `tipcoder redact accept` print "
        "plain lines; q leaves"
    )


DEEDS: tuple[Deed, ...] = (
    Deed(
        "code.digit",
        tuple(DIGITS),
        "the code on that digit, on the whole answer, which is finished; the next one is read. "
        "A suggested code goes on its words, and the answer stays.",
        coding_deeds.apply_digit,
        on_words=True,
    ),
    Deed(
        "code.none",
        ("0",),
        "none applies: finish with no code; codes on it go.",
        coding_deeds.say_none_applies,
    ),
    Deed(
        "code.pick",
        (";",),
        "apply a code by a part of its label, as in ; push. Alone: say every code.",
        coding_deeds.pick_code,
        takes_rest=True,
        on_words=True,
    ),
    Deed(
        "code.repeat",
        (".",),
        "the code that was applied last, once more.",
        coding_deeds.repeat_code,
        on_words=True,
    ),
    Deed(
        "code.remove",
        ("d",),
        "remove a code: d 2 that on a digit, s2 d that on a sentence, d the one applied last.",
        coding_deeds.remove_code,
        takes_rest=True,
        on_words=True,
    ),
    Deed(
        "code.off_topic",
        ("x",),
        "off-topic: finish, it does not answer the question.",
        coding_deeds.say_off_topic,
    ),
    Deed(
        "code.uncodable",
        ("z",),
        "uncodable: finish, it cannot be understood.",
        coding_deeds.say_uncodable,
    ),
    Deed(
        "code.reopen",
        ("r",),
        "reopen: the answer is unfinished again; its codes stay.",
        coding_deeds.reopen_answer,
    ),
    Deed("code.undo", ("u",), "undo your latest act.", coding_deeds.undo_act),
    Deed("code.redo", ("U",), "redo what was undone last.", coding_deeds.redo_act),
    Deed(
        "note.flag",
        ("!",),
        "flag the answer to come back to it, or remove its flag.",
        note_deeds.toggle_flag,
    ),
    Deed(
        "note.memo",
        ("m",),
        "write a memo on the answer, as in m ask the team; s2 m and words: on the quote there. "
        "m - removes it; m alone reads it.",
        note_deeds.write_memo,
        takes_rest=True,
        on_words=True,
    ),
    Deed(
        "suggest.ask",
        ("p",),
        "suggest codes for this answer; again: without suggestions.",
        suggestion_deeds.suggest,
    ),
    Deed(
        "suggest.always",
        ("P",),
        "suggest codes on every answer; again: only when asked.",
        suggestion_deeds.suggest_always,
    ),
    Deed(
        "suggest.reject",
        ("-",),
        "reject a suggestion, as in - 1.",
        suggestion_deeds.reject_offer,
        takes_rest=True,
    ),
    Deed(
        "look.peek",
        ("h",),
        "what a code means, as in h 1 or h push.",
        lookup_deeds.define_code,
        takes_rest=True,
    ),
    Deed(
        "look.quotes",
        ("Q",),
        "the quotes of a code, as in Q 1; Q alone reads on.",
        lookup_deeds.read_quotes,
        takes_rest=True,
    ),
    Deed(
        "select.labels",
        (",",),
        "read the sentences with their numbers, as s alone does.",
        lookup_deeds.read_sentences,
    ),
    Deed("translation.show", ("i",), "read the translation.", lookup_deeds.read_translation),
    Deed("move.next", ("j",), "the next answer.", list_deeds.go_next),
    Deed("move.previous", ("k",), "back to the answer before.", list_deeds.go_previous),
    Deed("", ("b",), "back to the answer before, too.", list_deeds.go_previous),
    Deed("move.open", ("n",), "the next answer that is not finished.", list_deeds.go_to_open),
    Deed(
        "go.grid",
        ("g",),
        "the next ten answers with their numbers; g 12 goes to the twelfth.",
        list_deeds.list_following,
        takes_rest=True,
    ),
    Deed(
        "list.filter",
        ("/", "f"),
        "list the answers that pass a filter, as in / lang:ru -finished. Alone: say the filter.",
        list_deeds.choose_filter,
        takes_rest=True,
    ),
    Deed("list.all", ("F",), "list all answers again.", list_deeds.list_all),
    Deed("list.former_list", ("<",), "the list before this one.", list_deeds.go_to_former_list),
    Deed("list.later_list", (">",), "forward to the later list.", list_deeds.go_to_later_list),
    Deed(
        "list.by_respondent",
        ("R",),
        "by respondent: everything one wrote, then the next; again: question by question.",
        list_deeds.read_by_respondent,
    ),
    Deed("go.study", ("t",), "the study, and how far you are.", list_deeds.say_progress),
    Deed("go.adjudication", ("V",), "how differences are settled.", _name_adjudication),
    Deed("go.redaction", ("X",), "how quotes are redacted.", _name_redaction),
    Deed("study.help", ("?",), "help; ? memo says what has that word.", _say_help, takes_rest=True),
    Deed("", ("q",), "leave; everything is kept already.", _leave),
)
BY_LETTER = {letter: deed for deed in DEEDS for letter in deed.letters}
_ENTER = (
    "Enter alone",
    "finish the answer if it has codes, and read the next one that is not finished. Without codes "
    "it stays open.",
)
_SELECTING = (
    ("s2 1", "the code on digit 1, on the second sentence; s2-4 is a stretch."),
    ('"the words" 1', "the code on digit 1, on these words."),
    ("s, c or l", "read the sentences, the clauses or the lines with their numbers; s2 reads one."),
    (
        "a",
        "read the answer again, with what is known of its case; a 1 applies a code to all of it "
        "without finishing it.",
    ),
)


def _iterate_help() -> Iterator[tuple[str, str]]:
    yield _ENTER
    yield from _SELECTING
    for deed in DEEDS:
        yield deed.written, deed.help


def perform_line(work: PlainWork, line: str) -> None:
    """Do what a line asks for. Raises TipcoderError where it asks for nothing that can be done;
    nothing has changed then.
    """
    typed = parse_line(line, BY_LETTER)
    if not typed.letter:
        if typed.selection is None:
            coding_deeds.finish_answer(work, typed)
        else:
            lookup_deeds.read_selection(work, typed)
        return
    deed = BY_LETTER[typed.letter]
    if typed.rest and not deed.takes_rest:
        raise BadInput(f"Nothing can stand behind {typed.letter}.", "Nothing was changed.")
    if typed.selection is not None and not deed.on_words:
        raise BadInput(f"{typed.letter} is for the whole answer.", "Nothing was changed.")
    deed.perform(work, typed)
