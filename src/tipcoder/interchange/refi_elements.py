"""Elements of REFI-QDA files as text, in the order and with the attributes of its schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from tipcoder.interchange.refi_model import (
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiNote,
    RefiSelection,
    RefiSet,
    RefiUser,
    RefiVariable,
)

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 has no way to write (section 2.2)."""
_COLOUR = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


def clean_xml_text(text: str) -> str:
    """A text without characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def format_text(text: str) -> str:
    """A text between tags. A CR is written as a reference, since a parser reads it as LF."""
    return escape(clean_xml_text(text), {"\r": "&#13;"})


def format_attribute(value: str) -> str:
    """A value in its quotation marks. Line ends and tabs are written as references."""
    return quoteattr(clean_xml_text(value))


def format_user(user: RefiUser) -> str:
    """A coder."""
    return f"<User guid={format_attribute(user.guid)} name={format_attribute(user.name)}/>\n"


def iterate_code_lines(codes: Sequence[RefiCode], *, with_notes: bool) -> Iterator[str]:
    """The tree of codes. Notes are not allowed in a codebook alone."""
    below: dict[str, list[RefiCode]] = {}
    for one in codes:
        below.setdefault(one.parent, []).append(one)
    # Not by calls of calls: a tree may be deeper than they can go.
    waiting: list[RefiCode | None] = list(reversed(below.get("", [])))
    while waiting:
        code = waiting.pop()
        if code is None:
            # What was below it is written.
            yield "</Code>\n"
            continue
        yield _open_code(code)
        if code.description:
            yield f"<Description>{format_text(code.description)}</Description>"
        if with_notes:
            yield format_note_refs(code.notes)
        waiting.append(None)
        waiting += reversed(below.get(code.guid, []))


def _open_code(code: RefiCode) -> str:
    codable = "true" if code.codable else "false"
    colour = f' color="{code.colour}"' if _COLOUR.fullmatch(code.colour) else ""
    name = format_attribute(code.name)
    return f'<Code guid="{code.guid}" name={name} isCodable="{codable}"{colour}>'


def format_note_refs(notes: Iterable[str]) -> str:
    """References to memos."""
    return "".join(f'<NoteRef targetGUID="{guid}"/>' for guid in notes)


def format_variable(variable: RefiVariable) -> str:
    """A closed column."""
    name = format_attribute(variable.name)
    return f'<Variable guid="{variable.guid}" name={name} typeOfVariable="{variable.kind}"/>\n'


def format_case(case: RefiCase, kinds: dict[str, str]) -> str:
    """A case. `kinds` are the types of variables by their identifiers."""
    parts = [f'<Case guid="{case.guid}" name={format_attribute(case.name)}>']
    for variable, value in case.values.items():
        element = f"{kinds[variable]}Value"
        parts.append(
            f'<VariableValue><VariableRef targetGUID="{variable}"/>'
            f"<{element}>{format_text(value)}</{element}></VariableValue>"
        )
    parts += [f'<SourceRef targetGUID="{source}"/>' for source in case.sources]
    return "".join([*parts, "</Case>\n"])


def format_selection(guid: str, selection: RefiSelection, codings: Sequence[str]) -> str:
    """A stretch with its codes. `codings` are the identifiers of its codings, in their order."""
    user = f' creatingUser="{selection.user}"' if selection.user else ""
    parts = [
        f'<PlainTextSelection guid="{guid}" name="" startPosition="{selection.start}" '
        f'endPosition="{selection.end}"{user}>'
    ]
    if selection.description:
        parts.append(f"<Description>{format_text(selection.description)}</Description>")
    for own, coding in zip(codings, selection.codings, strict=True):
        parts.append(_format_coding(own, coding))
    parts.append(format_note_refs(selection.notes))
    return "".join([*parts, "</PlainTextSelection>"])


def _format_coding(guid: str, coding: RefiCoding) -> str:
    user = f' creatingUser="{coding.user}"' if coding.user else ""
    notes = format_note_refs(coding.notes)
    return f'<Coding guid="{guid}"{user}><CodeRef targetGUID="{coding.code}"/>{notes}</Coding>'


def format_note(note: RefiNote) -> str:
    """A memo with its words."""
    user = f' creatingUser="{note.user}"' if note.user else ""
    at = f' creationDateTime="{note.at}"' if note.at else ""
    return (
        f'<Note guid="{note.guid}" name={format_attribute(note.name)}{user}{at}>'
        f"<PlainTextContent>{format_text(note.text)}</PlainTextContent></Note>\n"
    )


def format_set(one: RefiSet) -> str:
    """Sources that belong together."""
    parts = [f'<Set guid="{one.guid}" name={format_attribute(one.name)}>']
    if one.description:
        parts.append(f"<Description>{format_text(one.description)}</Description>")
    parts += [f'<MemberSource targetGUID="{source}"/>' for source in one.sources]
    return "".join([*parts, "</Set>\n"])
