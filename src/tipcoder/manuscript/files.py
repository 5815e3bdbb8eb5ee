"""Manuscripts by their format: read as paragraphs, and written again with comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.manuscript.open_documents import comment_open_document, read_open_document
from tipcoder.manuscript.paragraphs import Paragraph
from tipcoder.manuscript.plain_files import read_latex, read_markdown
from tipcoder.manuscript.word_files import comment_word, read_word

LARGEST_FILE = 1 << 26
"""Bytes (64 MB) of a manuscript."""
ENDINGS = (".docx", ".odt", ".md", ".markdown", ".txt", ".tex")
"""What a manuscript may be."""
_PLAIN: Mapping[str, tuple[Callable[[str], list[Paragraph]], str]] = {
    ".md": (read_markdown, "<!-- tipcoder: {} -->"),
    ".markdown": (read_markdown, "<!-- tipcoder: {} -->"),
    ".txt": (read_markdown, "[tipcoder: {}]"),
    ".tex": (read_latex, "% tipcoder: {}"),
}
"""How each is read, and a comment in it."""


def read_manuscript(path: Path) -> list[Paragraph]:
    """Raises BadInput for a file that cannot be read, naming the reason."""
    ending = _check_ending(path)
    data = read_bytes(path)
    if ending == ".docx":
        return read_word(data, path.name)
    if ending == ".odt":
        return read_open_document(data, path.name)
    return _PLAIN[ending][0](_decode(data, path))


def _check_ending(path: Path) -> str:
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise BadInput(
            f"{path.name} is no manuscript that can be read.", f"It may be {', '.join(ENDINGS)}."
        )
    return ending


def read_bytes(path: Path) -> bytes:
    """A whole manuscript. Raises BadInput where it is not there or too large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"{path.name} is larger than {LARGEST_FILE >> 20} MB.", "Split it.")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise BadInput(f"{path}: cannot be read ({reason}).") from None


def _decode(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadInput(f"{path.name} is not in UTF-8.", "Save it in UTF-8.") from None


def write_comments(path: Path, comments: Mapping[int, Sequence[str]], at: str) -> bytes:
    """The manuscript with comments, by the number of their paragraph; `at` is the time, ISO 8601.

    Raises BadInput for what cannot be read, EnvironmentFault without a package that it needs.
    """
    ending = _check_ending(path)
    data = read_bytes(path)
    if ending == ".docx":
        return comment_word(data, comments)
    if ending == ".odt":
        return comment_open_document(data, comments, path.name, at)
    reader, form = _PLAIN[ending]
    text = _decode(data, path)
    line_of = {paragraph.number: _read_line(paragraph) for paragraph in reader(text)}
    return _comment_lines(text, comments, line_of, form).encode("utf-8")


def _read_line(paragraph: Paragraph) -> int:
    return int(paragraph.place.removeprefix("line "))


def _comment_lines(
    text: str, comments: Mapping[int, Sequence[str]], line_of: Mapping[int, int], form: str
) -> str:
    """The text with a line for each comment above its paragraph."""
    lines = text.split("\n")
    # From the end on, so that lines above keep their numbers.
    for number in sorted(comments, key=lambda each: -line_of[each]):
        place = line_of[number] - 1
        # What is in a comment must not end it.
        said = [form.format(" ".join(each.replace("--", "-").split())) for each in comments[number]]
        lines[place:place] = said
    return "\n".join(lines)
