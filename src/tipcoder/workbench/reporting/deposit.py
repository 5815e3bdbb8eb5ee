"""A deposit: a folder that a repository takes, which passes the gate as one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.export.leaving import LeavingFile
from tipcoder.model.codings import Coder
from tipcoder.store import coders
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.output_files import claim_folder
from tipcoder.workbench.publishing.accepted_findings import Acceptance
from tipcoder.workbench.publishing.declaration import LetsOut
from tipcoder.workbench.publishing.publication import publish_files
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.quote_table import NothingToRelease, QuoteTable
from tipcoder.workbench.quotes.release import FilesBeside, QuoteRelease, release_quotes
from tipcoder.workbench.reporting.deposit_files import (
    QUOTES,
    DepositMaker,
    DepositWords,
    drop_examples,
)
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class DepositRequest:
    """What goes into a deposit, and what is said of it."""

    words: DepositWords
    quotes: QuoteRequest
    with_quotes: bool = True


@dataclass(frozen=True)
class Deposit:
    """A deposit that is in its place."""

    folder: Path
    files: int
    release: QuoteRelease | None
    """The quotes in it; None where there are none."""
    remarks: tuple[str, ...]


def write_deposit(
    study: OpenStudy, folder: Path, asked: DepositRequest, *, accept: Acceptance, coder: Coder
) -> Deposit:
    """Write every file of a deposit below `folder`, all or none of them.

    Where no quote may leave, or none is wanted, it has none and says why. Raises BadInput for a
    folder that is not empty, CheckFailed where something must not leave, and what `release_quotes`
    raises; then nothing is there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder}: is there already.", "Name a new folder: a deposit is whole.")
    claim_folder(study, folder)
    book = drop_examples(read_codebook_in_force(study))
    wish = asked.quotes
    maker = DepositMaker(study, folder, asked.words, book, wish.layer, wish.smallest_cell)
    authors = asked.words.authors
    lets_out = LetsOut(public=_list_public(asked.words), coder_names=_names_coder(study, authors))
    remarks: list[str] = []
    counts: list[int] = []

    def make_beside(table: QuoteTable, quotes: bytes) -> list[LeavingFile]:
        files = maker.make_files(quotes, table.blank)
        counts.append(len(files) + 1)
        return files

    if asked.with_quotes:
        try:
            done = release_quotes(
                study,
                wish,
                folder / QUOTES,
                accept=accept,
                coder=coder,
                beside=FilesBeside(make_beside, lets_out),
            )
        except NothingToRelease as refusal:
            hint = refusal.hint or ""
            remarks.append(
                f"The deposit has no quotes. {refusal.message.rstrip('.')}. {hint}".strip()
            )
        else:
            return Deposit(folder, counts[-1], done, tuple(remarks))
    files = maker.make_files(None)
    published = publish_files(study, files, lets_out)
    return Deposit(folder, len(files), None, (*remarks, *published.sentences))


def _list_public(words: DepositWords) -> frozenset[str]:
    """The names of authors, whole and in parts, which are told on purpose."""
    parts: set[str] = set()
    for text in (*words.authors, words.contact):
        parts |= {text, *text.split()}
    return frozenset(filter(None, parts))


def _names_coder(study: OpenStudy, authors: tuple[str, ...]) -> bool:
    """Whether somebody who coded is named as an author, which is their own wish."""
    with study.store.read() as db:
        names = {person.name.casefold() for person in coders.load_coders(db)}
    return any(author.casefold() in names for author in authors)
