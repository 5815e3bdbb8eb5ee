"""Projects (.qdpx) and codebooks (.qdc) of the REFI-QDA standard, written piece by piece.

Layout: REFI-QDA 1.5 (2019), sections 6 to 8. Texts are files of their own in UTF-8 with LF and
without a byte order mark, and positions are code points (section 10.2). The same project gives the
same bytes.
"""

from __future__ import annotations

import codecs
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tipcoder.interchange.guids import make_guid
from tipcoder.interchange.refi_elements import (
    HEAD,
    format_attribute,
    format_case,
    format_note,
    format_selection,
    format_set,
    format_text,
    format_user,
    format_variable,
    iterate_code_lines,
)
from tipcoder.interchange.refi_model import (
    RefiCase,
    RefiCode,
    RefiNote,
    RefiSet,
    RefiSource,
    RefiUser,
    RefiVariable,
)
from tipcoder.progress import ProgressCallback, ignore_progress

PROJECT_NAMESPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_IN_MEMORY = 1 << 24
"""Bytes of the project's XML that are held; what is longer waits in a file without a name."""


@dataclass(frozen=True)
class RefiProject:
    """Everything that a project holds. Sources may come one by one, and only once."""

    name: str
    study: str
    """The study's own identifier, from which those of selections are made."""
    users: tuple[RefiUser, ...] = ()
    codes: tuple[RefiCode, ...] = ()
    variables: tuple[RefiVariable, ...] = ()
    cases: Iterable[RefiCase] = ()
    sources: Iterable[RefiSource] = ()
    notes: tuple[RefiNote, ...] = ()
    sets: tuple[RefiSet, ...] = ()
    description: str = ""
    source_count: int = 0
    """How many sources there are, for whoever waits."""


def write_project(
    project: RefiProject, path: Path, origin: str, on_source: ProgressCallback = ignore_progress
) -> None:
    """Write a .qdpx. `origin` is the program that writes it; `on_source` hears how many texts are
    written. Raises OSError.
    """
    with (
        # Beside the file: words of answers stay on the disk on which they are to be.
        tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(path.parent)) as waiting,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        _ProjectWriter(project, archive, waiting, origin, on_source).write_elements()
        waiting.seek(0)
        with archive.open(_member("project.qde"), "w", force_zip64=True) as inside:
            shutil.copyfileobj(waiting, inside)


def format_codebook(codes: Iterable[RefiCode], origin: str) -> bytes:
    """The bytes of a .qdc."""
    parts = [
        HEAD,
        f'<CodeBook xmlns="{CODEBOOK_NAMESPACE}" origin={format_attribute(origin)}>\n<Codes>\n',
        *iterate_code_lines(tuple(codes), with_notes=False),
        "</Codes>\n</CodeBook>\n",
    ]
    return "".join(parts).encode()


class _ProjectWriter:
    """Writes the project's XML to one stream, and its texts into the archive on the way."""

    def __init__(
        self,
        project: RefiProject,
        archive: zipfile.ZipFile,
        stream: IO[bytes],
        origin: str,
        on_source: ProgressCallback,
    ) -> None:
        self._project, self._archive = project, archive
        self._stream, self._origin, self._on_source = stream, origin, on_source
        self._written = 0

    def write_elements(self) -> None:
        project = self._project
        kinds = {variable.guid: variable.kind for variable in project.variables}
        name, origin = format_attribute(project.name), format_attribute(self._origin)
        self._write(f'{HEAD}<Project xmlns="{PROJECT_NAMESPACE}" name={name} origin={origin}>\n')
        self._write_all("Users", map(format_user, project.users))
        # An empty container is against the schema.
        if project.codes:
            self._write("<CodeBook>\n")
            self._write_all("Codes", iterate_code_lines(project.codes, with_notes=True))
            self._write("</CodeBook>\n")
        self._write_all("Variables", map(format_variable, project.variables))
        self._write_all("Cases", (format_case(case, kinds) for case in project.cases))
        self._write_all("Sources", map(self._format_source, project.sources))
        self._write_all("Notes", map(format_note, project.notes))
        self._write_all("Sets", map(format_set, project.sets))
        if project.description:
            self._write(f"<Description>{format_text(project.description)}</Description>\n")
        self._write("</Project>\n")

    def _write(self, text: str) -> None:
        self._stream.write(text.encode())

    def _write_all(self, container: str, elements: Iterable[str]) -> None:
        """A container with its elements; nothing where there are none."""
        is_open = False
        for element in elements:
            if not is_open:
                self._write(f"<{container}>\n")
                is_open = True
            self._write(element)
        if is_open:
            self._write(f"</{container}>\n")

    def _format_source(self, source: RefiSource) -> str:
        """A source; its text goes into the archive meanwhile."""
        self._archive.writestr(_member(f"sources/{source.guid}.txt"), _encode(source.text or ""))
        name = format_attribute(source.name)
        parts = [
            f'<TextSource guid="{source.guid}" name={name} '
            f'plainTextPath="internal://{source.guid}.txt">'
        ]
        make = self._guid_maker(source.guid)
        for selection in source.selections:
            place = (str(selection.start), str(selection.end), selection.user)
            codings = [make("coding", *place, coding.code) for coding in selection.codings]
            parts.append(format_selection(make("selection", *place), selection, codings))
        parts += [f'<NoteRef targetGUID="{note}"/>' for note in source.notes]
        self._written += 1
        self._on_source(self._written, self._project.source_count)
        return "".join([*parts, "</TextSource>\n"])

    def _guid_maker(self, source: str) -> Callable[..., str]:
        study = self._project.study

        def make(kind: str, *names: str) -> str:
            return make_guid(study, kind, source, *names)

        return make


def _encode(text: str) -> bytes:
    """A text as a file. One that begins with the character of the mark gets the mark too, which a
    reader takes away.
    """
    data = text.encode()
    return codecs.BOM_UTF8 + data if text.startswith("\ufeff") else data


def _member(name: str) -> zipfile.ZipInfo:
    """A member without a time: the same project gives the same bytes."""
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
