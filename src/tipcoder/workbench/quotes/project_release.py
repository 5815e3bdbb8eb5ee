"""Released quotes as a project of other programs (.qdpx), and the codebook as a .qdc.

A respondent is a case, and a text holds what was released of their words, one stretch below the
other. It leaves by the way of every file of quotes, so all checks of these hold for it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from tipcoder.export.leaving import LeavingFile
from tipcoder.export.quote_files import QuoteSheet, group_cells
from tipcoder.interchange.guids import make_guid
from tipcoder.interchange.refi_codebooks import list_refi_codes
from tipcoder.interchange.refi_model import (
    RefiCase,
    RefiCoding,
    RefiSelection,
    RefiSource,
    RefiUser,
    RefiVariable,
)
from tipcoder.interchange.refi_writing import RefiProject, format_codebook, write_project
from tipcoder.model.codes import Code, Codebook
from tipcoder.model.codings import Coder
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.exchange.project_export import ORIGIN
from tipcoder.workbench.output_files import claim_output
from tipcoder.workbench.publishing.accepted_findings import Acceptance
from tipcoder.workbench.publishing.coder_numbers import number_study_coders
from tipcoder.workbench.publishing.declaration import LetsOut
from tipcoder.workbench.publishing.publication import publish_files
from tipcoder.workbench.publishing.released_examples import refuse_raw_examples
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.quote_table import QuoteTable
from tipcoder.workbench.quotes.release import QuoteRelease, QuoteShape, release_quotes
from tipcoder.workbench.statistics.layers import MAJORITY, Layer
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.team_files import hand_to_team
from tipcoder.workbench.withdrawal.examples import hold_back_examples

ENDING = ".qdpx"
_BESIDE = 3
"""The first column of a sheet that stands beside a quote: before it are ID, quote and note."""
_BETWEEN = "\n\n"


def release_project(
    study: OpenStudy,
    wish: QuoteRequest,
    target: Path,
    *,
    coder_names: bool = False,
    accept: Acceptance,
    coder: Coder,
) -> QuoteRelease:
    """Write the released quotes asked for as a .qdpx.

    Coders have numbers unless `coder_names`. Raises what `release_quotes` raises; then nothing was
    written.
    """
    uuid = study.read_uuid()
    numbers = {} if coder_names else number_study_coders(study, ())
    render = partial(_render_project, study.definition.title, uuid, numbers)
    shape = QuoteShape(ENDING, render, coder_names)
    return release_quotes(study, wish, target, accept=accept, coder=coder, shape=shape)


def _render_project(
    title: str, uuid: str, numbers: Mapping[str, str], table: QuoteTable, sheet: QuoteSheet
) -> bytes:
    user = _build_user(table.spans.layer, uuid, numbers)
    names = sheet.columns[_BESIDE:]
    variables = [RefiVariable(make_guid(uuid, "variable", name), name) for name in names]
    texts = _gather_texts(sheet)
    project = RefiProject(
        name=title,
        study=uuid,
        users=(user,),
        codes=list_refi_codes(_drop_examples(table.spans.book), uuid),
        variables=tuple(variables),
        cases=[text.build_case(uuid, variables) for text in texts],
        sources=[text.build_source(uuid, user) for text in texts],
        description="\n".join(sheet.notes),
        source_count=len(texts),
    )
    # The format is an archive, which is written to a file and not in one go.
    with tempfile.TemporaryDirectory(prefix="tipcoder-") as folder:
        path = Path(folder) / f"project{ENDING}"
        write_project(project, path, ORIGIN)
        return path.read_bytes()


def _build_user(layer: Layer, uuid: str, numbers: Mapping[str, str]) -> RefiUser:
    """Whose codings count, as a user: the other programs know nobody else who coded."""
    name = layer.coder
    if name is None:
        name = "consensus" if layer.consensus is not None else MAJORITY
    shown = numbers.get(name, name) if layer.coder is not None else name
    return RefiUser(make_guid(uuid, "user", shown), shown)


def _drop_examples(book: Codebook) -> Codebook:
    """The codebook without what may be words of answers: the quotes are examples enough."""
    codes = {}
    for key, code in book.codes.items():
        codes[key] = replace(code, examples={}, cues={})
    return replace(book, codes=codes)


@dataclass
class _ReleasedText:
    """What was released of one response, under the same cells beside it."""

    name: str
    beside: Sequence[str]
    text: str = ""
    codes: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)

    def add_quote(self, wording: str, code: str, note: str) -> None:
        """Put a quote below the others, or where its words stand already."""
        at = self.text.find(wording)
        if at < 0:
            at = len(self.text) + len(_BETWEEN) if self.text else 0
            self.text = _BETWEEN.join(filter(None, (self.text, wording)))
        place = at, at + len(wording)
        # Two quotes of one response may be the same words under one code.
        if code not in self.codes.setdefault(place, []):
            self.codes[place].append(code)
        self.notes[place] = note

    def build_case(self, uuid: str, variables: Sequence[RefiVariable]) -> RefiCase:
        values = {}
        for variable, value in zip(variables, self.beside, strict=True):
            if value:
                values[variable.guid] = value
        source = make_guid(uuid, "released", self.name)
        return RefiCase(make_guid(uuid, "released case", self.name), self.name, values, (source,))

    def build_source(self, uuid: str, user: RefiUser) -> RefiSource:
        selections = []
        for (start, end), codes in sorted(self.codes.items()):
            codings = tuple(RefiCoding(make_guid(uuid, "code", key), user.guid) for key in codes)
            note = self.notes[start, end]
            selections.append(RefiSelection(start, end, codings, user=user.guid, description=note))
        guid = make_guid(uuid, "released", self.name)
        return RefiSource(guid, self.name, self.text, tuple(selections))


def _gather_texts(sheet: QuoteSheet) -> list[_ReleasedText]:
    """A text for each response and the cells beside it, by response ID."""
    texts: dict[tuple[str, ...], _ReleasedText] = {}
    counts: dict[str, int] = {}
    # The longest first: a part of it is then a stretch of its words.
    rows = sorted(
        _iterate_rows(sheet), key=lambda row: (len(row[1][0]), row[1][0], -len(row[1][1]))
    )
    for code, (response, wording, note, *beside) in rows:
        key = (response, *beside)
        if key not in texts:
            counts[response] = counts.get(response, 0) + 1
            number = f" ({counts[response]})" if counts[response] > 1 else ""
            texts[key] = _ReleasedText(f"Response {response}{number}", beside)
        texts[key].add_quote(wording, code, note)
    return list(texts.values())


def _build_sort_key(row: tuple[str, tuple[str, ...]]) -> tuple[int, str, int]:
    """By response ID, which is a number; the longest quote of each first, so that a part of it is
    a stretch of its words.
    """
    response, wording = row[1][:2]
    return len(response), response, -len(wording)


def _iterate_rows(sheet: QuoteSheet) -> Iterator[tuple[str, tuple[str, ...]]]:
    for group in sheet.groups:
        for cells in group_cells(group):
            yield group.code, cells


def export_refi_codebook(
    study: OpenStudy, target: Path, *, raw: bool
) -> tuple[Path, int, tuple[str, ...]]:
    """Write the codebook as a .qdc; returns where it is, how many codes it has, and what has to be
    said.

    Raises CheckFailed where an example repeats words that nobody has released and `raw` does not
    ask for them.
    """
    claim_output(study, target)
    book, held = hold_back_examples(study, read_codebook_in_force(study))
    if not raw:
        refuse_raw_examples(study, (book,))
    codes = list_refi_codes(book, study.read_uuid())
    leaving = LeavingFile(target, format_codebook(codes, ORIGIN), ".qdc")
    said = [held, *_list_untold(book)]
    if raw:
        (target,) = hand_to_team(study, [leaving], raw=True)
    else:
        said += publish_files(study, [leaving], LetsOut()).sentences
    return target, len(book.codes), tuple(filter(None, said))


def _list_untold(book: Codebook) -> Iterator[str]:
    """What a .qdc has no place for."""
    codes = book.codes.values()
    parts = {
        "patterns": any(code.patterns for code in codes),
        "numbers": any(code.number for code in codes),
        "the questions of codes": any(code.questions for code in codes),
        "texts in other languages": any(_has_other_language(code, book.language) for code in codes),
    }
    untold = [name for name, is_there in parts.items() if is_there]
    if untold:
        yield (
            f"Not in the file: {', '.join(untold)}, because REFI-QDA has no place for them. "
            "`tipcoder codebook export` has them."
        )


def _has_other_language(code: Code, language: str) -> bool:
    languages = {*code.label, *code.definition, *code.use_when, *code.avoid_when}
    return not languages <= {language}
