"""What the keys of the coding screen do, in the order of its help."""

from __future__ import annotations

from tipcoder.tui.commands.command import DIGITS, Command, ScreenName, command_group

_code = command_group("code", "Code", ScreenName.CODING)
_select = command_group("select", "Select words", ScreenName.CODING)
_larger = command_group("select", "Select words", ScreenName.CODING, ScreenName.ADJUDICATION)
_words = command_group(
    "select", "Select words", ScreenName.CODING, ScreenName.ADJUDICATION, ScreenName.REDACTION
)
_translation = command_group("translation", "Move", ScreenName.CODING)
_colleagues = command_group("colleagues", "Move", ScreenName.CODING)
_caret = command_group("select", "Select words", ScreenName.CODING, ScreenName.REDACTION)
_note = command_group("note", "Note", ScreenName.CODING)
_move = command_group(
    "move",
    "Move",
    ScreenName.CODING,
    ScreenName.ADJUDICATION,
    ScreenName.REDACTION,
    ScreenName.QUOTES,
)

CODING: tuple[Command, ...] = (
    _code(
        "digit",
        " ".join(DIGITS),
        "Code",
        "Apply the code on that digit to the selected words. Where they overlap a quote of the "
        "code, the quote moves there, with its memo. With nothing selected: apply it to the whole "
        "answer, finish the answer, and show the next one.",
        "digit",
    ),
    _code(
        "cursor_down", "J", "Code below", "Move the cursor in the list of codes down.", "cursor(1)"
    ),
    _code("cursor_up", "K", "Code above", "Move the cursor in the list of codes up.", "cursor(-1)"),
    _code(
        "apply_cursor",
        "space",
        "Apply",
        "Apply the code under the cursor, like its digit. With a sticky code: apply that one, and "
        "select the next words.",
        "apply_cursor",
    ),
    _code(
        "sticky",
        "y",
        "Sticky code",
        "Keep the code applied last (else that under the cursor) on Space: then s skips, Space "
        "codes.",
        "sticky",
    ),
    _code(
        "jump",
        "apostrophe",
        "Jump",
        "Letters appear: a small one applies a code without a digit, a capital one goes to an "
        "answer in view.",
        "jump",
    ),
    _code(
        "repeat", "full_stop", "Repeat", "Apply the code that was applied last once more.", "repeat"
    ),
    _code(
        "remove",
        "d delete",
        "Remove a code",
        "Remove the code under the selection or the caret, else the one applied last to this "
        "answer.",
        "remove",
    ),
    _code(
        "finish",
        "enter",
        "Finish",
        "Finish the answer: coded if it has codes, else none applies. Shows the next one. On a "
        "folded line that is mixed (≠), repetitions without codes are left open.",
        "finish",
    ),
    _note(
        "example",
        "e",
        "Example",
        "Add the selected quote to the codebook as an example.",
        "example",
    ),
    _note(
        "code_memo", "M", "Memo on code", "Write a memo on the code under the cursor.", "code_memo"
    ),
    _larger(
        "sentence",
        "s",
        "Sentence",
        "Select the sentence at the caret; again: the next one.",
        "select('sentence', True)",
    ),
    _words(
        "sentence_back",
        "S",
        "Sentence back",
        "Select the previous sentence.",
        "select('sentence', False)",
    ),
    _words(
        "clause", "c", "Clause", "Select a clause; again: the next one.", "select('clause', True)"
    ),
    _words(
        "clause_back", "C", "Clause back", "Select the previous clause.", "select('clause', False)"
    ),
    _words("word", "w", "Word", "Select a word; again: the next one.", "select('word', True)"),
    _words("word_back", "W", "Word back", "Select the previous word.", "select('word', False)"),
    _larger("line", "l", "Line", "Select a line; again: the next one.", "select('line', True)"),
    _larger("line_back", "L", "Line back", "Select the previous line.", "select('line', False)"),
    _larger(
        "all",
        "a",
        "Whole answer",
        "Select the whole answer, to apply several codes to it one after the other.",
        "select('whole', True)",
    ),
    _select(
        "quote",
        "q",
        "Quote",
        "Select the next quote that has a code, to remove the code or to add another.",
        "select_quote",
    ),
    _words(
        "extend",
        "right_square_bracket",
        "Longer",
        "Move the active edge outward by one sentence, clause, word or line, whichever was "
        "selected last.",
        "stretch(True)",
    ),
    _words(
        "shrink",
        "left_square_bracket",
        "Shorter",
        "Move the active edge inward by one of the same.",
        "stretch(False)",
    ),
    _words(
        "edge", "o", "Other edge", "Make the other edge of the selection the active one.", "edge"
    ),
    _caret(
        "right", "right", "Caret right", "Move the caret right by one letter.", "caret(True, False)"
    ),
    _caret(
        "left", "left", "Caret left", "Move the caret left by one letter.", "caret(False, False)"
    ),
    _words(
        "letter_right",
        "shift+right",
        "Edge right",
        "Move the active edge right by one letter.",
        "caret(True, True)",
    ),
    _words(
        "letter_left",
        "shift+left",
        "Edge left",
        "Move the active edge left by one letter.",
        "caret(False, True)",
    ),
    _select("none", "escape", "Nothing", "Select nothing.", "deselect"),
    _translation(
        "show",
        "i",
        "Translation",
        "Show the translation that the survey has under the answer; again: the original alone. "
        "Codes are put on the original.",
        "translation",
    ),
    _colleagues(
        "show",
        "G",
        "Colleagues",
        "Show below the answer who applied which codes to which words, and what was settled, until "
        "you press the key again. Not while an open round of yours has the answer, nor before you "
        "have finished it.",
        "colleagues",
    ),
    _move("text_down", "ctrl+d", "Text down", "Scroll a long answer down.", "scroll_text(1)"),
    _move("text_up", "ctrl+u", "Text up", "Scroll a long answer up.", "scroll_text(-1)"),
)
