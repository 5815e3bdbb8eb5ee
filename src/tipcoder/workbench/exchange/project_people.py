"""Who the users of another program's project are in this study."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.interchange.refi_model import RefiSource
from tipcoder.interchange.refi_reading import ReadProject
from tipcoder.text import fold_text, join_first
from tipcoder.workbench.exchange.project_export import SourceGuids

_NOBODY = "nobody named"


@dataclass(frozen=True)
class ProjectChoices:
    """What a person said about a project."""

    coder: str
    """Whose codings those of a single user are."""
    is_coder_named: bool = False
    """Whether somebody named the coder, or it is merely who works here."""
    coders: Mapping[str, str] = field(default_factory=dict)
    """Coders here by the names of users there."""
    skips: bool = False
    """Whether what cannot be placed is left out, instead of refusing the whole file."""
    counting: str | None = None
    """How positions are counted, where somebody knows it."""
    adds_codes: bool = False
    """Whether codes are made that the codebook lacks."""


def name_coders(
    project: ReadProject, choices: ProjectChoices, known: Collection[str], guids: SourceGuids
) -> dict[str, str]:
    """Coders here by the identifiers of users who coded, and of those with memos who are known.

    Raises BadInput where several users coded who are nobody whom the study knows, and nobody said
    who they are.
    """
    users = list(dict.fromkeys(_iterate_users(project.sources)))
    names = {guid: _get_name(project, guid) for guid in users}
    writers = {note.user: _get_name(project, note.user) for note in project.notes.values()}
    _refuse_unknown_users(choices.coders, {*names.values(), *writers.values()})
    found: dict[str, str] = {}
    for guid, name in {**writers, **names}.items():
        coder = _find_coder(guid, name, choices, known, guids)
        if coder is not None:
            found[guid] = coder
    if len(users) == 1:
        is_told = fold_text(names[users[0]]) in _fold_told(choices)
        if users[0] not in found or (choices.is_coder_named and not is_told):
            found[users[0]] = choices.coder
    strangers = sorted(names[guid] for guid in users if guid not in found)
    if strangers:
        raise BadInput(
            f"The file has the work of {len(users)} users, and this study does not know "
            f"{join_first(strangers, 5)}.",
            f"Say who they are: --coders {shlex.quote(strangers[0] + '=NAME')}",
        )
    return found


def _fold_told(choices: ProjectChoices) -> dict[str, str]:
    return {fold_text(there): here for there, here in choices.coders.items()}


def _find_coder(
    guid: str, name: str, choices: ProjectChoices, known: Collection[str], guids: SourceGuids
) -> str | None:
    """A coder of the study, as somebody said it, by the identifier, or by the name."""
    told = _fold_told(choices)
    if fold_text(name) in told:
        return told[fold_text(name)]
    by_guid = {guids.name_user(coder): coder for coder in known}
    by_name = {fold_text(coder): coder for coder in known}
    return by_guid.get(guid) or by_name.get(fold_text(name))


def _iterate_users(sources: list[RefiSource]) -> Iterator[str]:
    for source in sources:
        for selection in source.selections:
            yield from (coding.user for coding in selection.codings)
        yield from (coding.user for coding in source.codings)


def _get_name(project: ReadProject, guid: str) -> str:
    user = project.users.get(guid)
    # A user may be missing from the list, or have no name in it.
    return (user.name.strip() if user else "") or guid or _NOBODY


def _refuse_unknown_users(told: Mapping[str, str], names: Collection[str]) -> None:
    there = {fold_text(name) for name in names}
    for name in told:
        if fold_text(name) not in there:
            raise BadInput(
                f"The file has no work of a user {name!r}.", did_you_mean(name, list(names))
            )
