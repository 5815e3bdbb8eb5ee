"""Markdown, LaTeX and plain text as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tipcoder.manuscript.paragraphs import NOTE_MARK, Note, Paragraph

_BLANK = re.compile(r"\n[ \t]*\n+")
_MARKDOWN_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*|[ \t]*))*)", re.M)
_MARKDOWN_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_LATEX_NOTE = re.compile(r"\\(?:footnote|endnote|thanks)(?:\[[^\]]*\])?\{")
_LATEX_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_LATEX_QUOTE = re.compile(r"\\begin\{(quote|quotation|displayquote)\}(.*?)\\end\{\1\}", re.S)
_LATEX_ENQUOTE = re.compile(r"\\(?:enquote|textquote)\*?\{")
_LATEX_MACRO = re.compile(r"\\[a-zA-Z]+\*?(?:\[[^\]]*\])?")
_LATEX_LETTER = re.compile(r"\\(?P<letter>[&%$#_{}])|(?P<dots>\\l?dots\b\s?(?:\{\})?)")


def read_markdown(text: str) -> list[Paragraph]:
    """Paragraphs of Markdown or plain text; `[^1]` stands for its note."""
    notes = {found[1]: _join_lines(found[2]) for found in _MARKDOWN_NOTE.finditer(text)}
    # Blanked and not cut out, so that line numbers stay.
    body = _MARKDOWN_NOTE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    paragraphs = []
    for number, (line, block) in enumerate(_iterate_blocks(body), 1):
        is_quote = all(part.lstrip().startswith(">") for part in block.splitlines())
        words = re.sub(r"^[ \t]*>[ \t]?", "", block, flags=re.M)
        shown, hung = _hang_notes(_join_lines(words), notes)
        paragraphs.append(Paragraph(number, shown, hung, is_quote, f"line {line}"))
    return paragraphs


def _iterate_blocks(text: str) -> Iterator[tuple[int, str]]:
    """The line where each block between blank lines begins, and the block."""
    start = 0
    for gap in [*_BLANK.finditer(text), None]:
        end = len(text) if gap is None else gap.start()
        block = text[start:end]
        if block.strip():
            blank = len(block) - len(block.lstrip("\n"))
            yield text.count("\n", 0, start + blank) + 1, block.strip("\n")
        start = end if gap is None else gap.end()


def _join_lines(text: str) -> str:
    return " ".join(text.split())


def _hang_notes(text: str, notes: Mapping[str, str]) -> tuple[str, tuple[Note, ...]]:
    """The text with a mark for each reference, and the notes where they hang."""
    shown, hung, end = "", [], 0
    for found in _MARKDOWN_REFERENCE.finditer(text):
        if found[1] not in notes:
            continue
        shown += text[end : found.start()]
        hung.append(Note(len(shown), notes[found[1]]))
        shown += NOTE_MARK
        end = found.end()
    return shown + text[end:], tuple(hung)


def read_latex(text: str) -> list[Paragraph]:
    """Paragraphs of LaTeX: macros are left out, their arguments stay, footnotes are notes."""
    start = text.find(r"\begin{document}")
    head = text[: start + 16] if start >= 0 else ""
    # The preamble is no text, but its lines count.
    body = re.sub(r"[^\n]", " ", head) + text[len(head) :]
    body = _LATEX_COMMENT.sub("", body)
    body = _LATEX_QUOTE.sub(lambda found: f"\n\n\x01{found[2].strip()}\n\n", body)
    paragraphs = []
    for number, (line, block) in enumerate(_iterate_blocks(body), 1):
        is_quote = "\x01" in block
        shown, hung = _take_out_notes(block.replace("\x01", ""))
        paragraphs.append(Paragraph(number, shown, hung, is_quote, f"line {line}"))
    return paragraphs


def _take_out_notes(block: str) -> tuple[str, tuple[Note, ...]]:
    shown, hung, end = "", [], 0
    for found in _LATEX_NOTE.finditer(block):
        if found.start() < end:
            continue  # a note in a note
        shown += _read_macros(block[end : found.start()])
        close = _find_close(block, found.end())
        hung.append(Note(len(shown), _read_macros(block[found.end() : close])))
        shown += NOTE_MARK
        end = close + 1
    shown += _read_macros(block[end:])
    return shown, tuple(hung)


def _find_close(text: str, start: int) -> int:
    """Where the brace that was open before `start` is closed; the end where it never is."""
    depth = 1
    for place in range(start, len(text)):
        if text[place] in "{}" and text[place - 1] != "\\":
            depth += 1 if text[place] == "{" else -1
            if not depth:
                return place
    return len(text)


def _read_macros(text: str) -> str:
    """The words, with quotation marks as letters; line breaks are blanks."""
    text = _quote_arguments(text)
    text = text.replace("``", "“").replace("''", "”").replace("~", " ")
    text = _LATEX_LETTER.sub(lambda found: found["letter"] or "… ", text)
    text = _LATEX_MACRO.sub("", text).replace("{", "").replace("}", "")
    # A blank at either end parts it from what was taken out beside it.
    return re.sub(r"\s+", " ", text)


def _quote_arguments(text: str) -> str:
    """`\\enquote{words}` with quotation marks."""
    found = _LATEX_ENQUOTE.search(text)
    while found is not None:
        close = _find_close(text, found.end())
        text = f"{text[: found.start()]}“{text[found.end() : close]}”{text[close + 1 :]}"
        found = _LATEX_ENQUOTE.search(text)
    return text
