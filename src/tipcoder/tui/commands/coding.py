"""What the keys of the coding screen do, in the order of its help."""

from __future__ import annotations

from tipcoder.tui.commands.command import DIGITS, Command, ScreenName, command_group

_code = command_group("code", "Code", ScreenName.CODING)
_select = command_group("select", "Select words", ScreenName.CODING)
_larger = command_group("select", "Select words", ScreenName.CODING, ScreenName.ADJUDICATION)
_words = command_group("select", "Select words", ScreenName.CODING, ScreenName.ADJUDICATION, ScreenName.REDACTION)
_caret = command_group("select", "Select words", ScreenName.CODING, ScreenName.REDACTION)
_note = command_group("note", "Note", ScreenName.CODING)
_move = command_group("move", "Move", ScreenName.CODING, ScreenName.ADJUDICATION, ScreenName.REDACTION)

CODING: tuple[Command, ...] = (
    _code(
        "digit",
        " ".join(DIGITS),
        "Code",
        "Put the code on that digit on the selected words; again on words that overlap its quote: the quote moves "
        "there, with its memo. With nothing selected: on the whole answer, which is then finished, and the next one "
        "is shown.",
        "digit",
        footer=True,
    ),
    _code("cursor_down", "J", "Code below", "Move the cursor in the list of codes down.", "cursor(1)"),
    _code("cursor_up", "K", "Code above", "Move the cursor in the list of codes up.", "cursor(-1)"),
    _code(
        "apply_cursor",
        "space",
        "Put it on",
        "Put the code under the cursor on, like its digit; with a sticky code, that one, and select the next words.",
        "apply_cursor",
    ),
    _code(
        "sticky",
        "y",
        "Sticky code",
        "Make the code that was put on last (else that under the cursor) the one of Space: s to skip, Space to code.",
        "sticky",
    ),
    _code(
        "jump",
        "apostrophe",
        "Jump",
        "Letters appear: a small one puts a code without a digit on, a capital one goes to an answer in sight.",
        "jump",
    ),
    _code("repeat", "full_stop", "Repeat", "Put the code that was put last on once more.", "repeat"),
    _code(
        "remove",
        "d delete",
        "Take a code off",
        "Take off the code under the selection or the caret, else the one that was put on this answer last.",
        "remove",
    ),
    _code(
        "finish",
        "enter",
        "Finish",
        "This answer is done: coded if it has codes, else none applies. Shows the next one. On a folded line that "
        "is mixed (≠), repetitions without codes are left open.",
        "finish",
        footer=True,
    ),
    _note("example", "e", "Example", "Make the quote selected an example in the codebook.", "example"),
    _note("code_memo", "M", "Memo on code", "Write a memo on the code under the cursor.", "code_memo"),
    _larger(
        "sentence",
        "s",
        "Sentence",
        "Select the sentence at the caret; again: the next one.",
        "select('sentence', True)",
        footer=True,
    ),
    _words("sentence_back", "S", "Sentence back", "The sentence before.", "select('sentence', False)"),
    _words("clause", "c", "Clause", "Select a clause; again: the next one.", "select('clause', True)"),
    _words("clause_back", "C", "Clause back", "The clause before.", "select('clause', False)"),
    _words("word", "w", "Word", "Select a word; again: the next one.", "select('word', True)"),
    _words("word_back", "W", "Word back", "The word before.", "select('word', False)"),
    _larger("line", "l", "Line", "Select a line; again: the next one.", "select('line', True)"),
    _larger("line_back", "L", "Line back", "The line before.", "select('line', False)"),
    _larger(
        "all",
        "a",
        "Whole answer",
        "Select the whole answer, to put several codes on it one after the other.",
        "select('whole', True)",
    ),
    _select(
        "quote",
        "q",
        "Quote",
        "Select the next quote that carries a code, to take it off or to add a code.",
        "select_quote",
    ),
    _words(
        "extend",
        "right_square_bracket",
        "Longer",
        "Move the active edge outward by one more sentence, clause, word or line, whichever was selected last.",
        "stretch(True)",
    ),
    _words("shrink", "left_square_bracket", "Shorter", "Move it inward by one.", "stretch(False)"),
    _words("edge", "o", "Other edge", "Make the other edge of the selection the active one.", "edge"),
    _caret("right", "right", "Caret right", "Move the caret by a letter.", "caret(True, False)"),
    _caret("left", "left", "Caret left", "Move the caret by a letter.", "caret(False, False)"),
    _words("letter_right", "shift+right", "Edge right", "Move the active edge by a letter.", "caret(True, True)"),
    _words("letter_left", "shift+left", "Edge left", "Move the active edge by a letter.", "caret(False, True)"),
    _select("none", "escape", "Nothing", "Select nothing.", "deselect"),
    _move("text_down", "ctrl+d", "Text down", "Scroll a long answer down.", "scroll_text(1)"),
    _move("text_up", "ctrl+u", "Text up", "Scroll a long answer up.", "scroll_text(-1)"),
)
