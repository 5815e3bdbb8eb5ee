"""What a study names outside of its own folder, and whether the user has allowed it.

A study from somebody else is data. Its own files are read as data; a database, a file elsewhere, a
link that leads out, or a trained model, which runs code when it is loaded, is used only if the
user's own configuration says so. That is kept outside of every study, by the study's folder and by
the very thing that was allowed: another address in the same study.toml is asked for again.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.study import EXPORTS, SQLITE, STUDY_FILE, ModelsSpec, Study, read_study
from tipcoder.study.models import VECTORS_PACKAGE
from tipcoder.text import hash_text, join_first
from tipcoder.workbench import notices
from tipcoder.workbench.trust_file import add_trusted, load_trusted, remove_trusted

STORE, FILES, MODELS = "store", "elsewhere", "models"
KINDS = (STORE, FILES, MODELS)
_NAMED = 3
"""Things that a refusal names."""
_YES = ("y", "yes")


@dataclass(frozen=True)
class OutsideThing:
    """Something that a study uses and that is not a plain file of its folder."""

    kind: str
    shown: str
    """What it is, for a person, without a password."""
    digest: str
    """Of everything that the study says about it."""


def list_outside_things(folder: Path, definition: Study) -> list[OutsideThing]:
    """Everything that a study uses beside the plain files of its folder; nothing is opened."""
    return [
        *_iterate_links(folder),
        *_iterate_stores(folder, definition),
        *_iterate_files(folder, definition),
        *_iterate_models(folder, definition.models),
    ]


def find_untrusted_things(
    folder: Path, things: Iterable[OutsideThing], kinds: Collection[str] = KINDS
) -> list[OutsideThing]:
    """Those of some kinds that the user has not allowed."""
    wanted = [thing for thing in things if thing.kind in kinds]
    # Most studies name nothing outside, and then nobody's configuration is read.
    if not wanted:
        return []
    allowed = load_trusted(folder)
    return [thing for thing in wanted if thing.digest not in allowed]


def read_trusted_study(folder: Path) -> Study:
    """The study in a folder, whose store and files may be used.

    Raises BadInput for what cannot be read, and for what the user has not allowed, before any of it
    is opened. Models are asked for when they are needed: see `require_models`.
    """
    # Before it is read: the file itself may be a link to something else.
    require_own_files(folder)
    definition = read_study(folder / STUDY_FILE)
    _require(folder, list_outside_things(folder, definition), (STORE, FILES))
    return definition


def require_own_files(folder: Path) -> None:
    """Raise BadInput for a link in a study's folder that leads out and that the user has not
    allowed."""
    _require(folder, _iterate_links(folder), (FILES,))


def require_models(folder: Path, models: ModelsSpec) -> None:
    """Raise BadInput for a model that the user has not allowed: loading one runs its code."""
    _require(folder, _iterate_models(folder, models), (MODELS,))


def settle_trust(folder: Path) -> None:
    """Ask for everything at once, models too, while there still is a terminal to ask at.

    Raises BadInput for what is not allowed, but for models: coding needs none. What needs one is
    refused when it is asked for.
    """
    definition = read_trusted_study(folder)
    try:
        require_models(folder, definition.models)
    except BadInput as refused:
        notices.tell_user(str(refused))


def trust_things(folder: Path, things: Iterable[OutsideThing]) -> None:
    """Remember in the user's configuration that this study may use these things."""
    digests = [thing.digest for thing in things]
    if digests:
        add_trusted(folder, digests)


def describe_trust(folder: Path) -> list[tuple[OutsideThing, bool]]:
    """What a study uses outside, each with whether the user has allowed it. Nothing is opened."""
    things = list(_iterate_links(folder))
    # Where study.toml is a link itself, what it leads to is read only once that is allowed.
    if not find_untrusted_things(folder, things):
        things = list_outside_things(folder, read_study(folder / STUDY_FILE))
    refused = find_untrusted_things(folder, things)
    return [(thing, thing not in refused) for thing in things]


def withdraw_trust(folder: Path) -> bool:
    """Allow a study nothing outside any more; whether anything was allowed."""
    return remove_trusted(folder)


def _require(folder: Path, things: Iterable[OutsideThing], kinds: Collection[str]) -> None:
    refused = find_untrusted_things(folder, things, kinds)
    if not refused:
        return
    named = join_first([thing.shown for thing in refused], _NAMED)
    if any(thing.kind == MODELS for thing in refused):
        named += ", and loading a model runs code that is in it"
    place = folder / STUDY_FILE
    answer = notices.ask_user(f"{place}: the study uses {named}. Allow it from now on? [y/N] ")
    if answer is not None and answer.strip().casefold() in _YES:
        trust_things(folder, refused)
        return
    kinds_refused = dict.fromkeys(thing.kind for thing in refused)
    options = " ".join(f"--{kind}" for kind in kinds_refused)
    raise BadInput(
        f"{STUDY_FILE}: you have not allowed {named}; nothing of it was opened.",
        f"If you know whose study this is, `tipcoder trust {options}` allows it.",
    )


# --- what there is --------------------------------------------------------------------------------


def _make_thing(kind: str, shown: str, *said: str) -> OutsideThing:
    # One digest for all that is said, so that no part of it can be exchanged for another.
    return OutsideThing(kind, shown, hash_text("\n".join((kind, *said))))


def _leads_out(path: Path, folder: Path) -> bool:
    """Whether a path, with every link on the way followed, is outside of a folder."""
    # Unlike Path.resolve, realpath takes links that go round in circles.
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _iterate_links(folder: Path) -> Iterator[OutsideThing]:
    """Links in the places where the program reads or writes by itself."""
    for place in (folder, folder / EXPORTS, folder / EXPORTS / "figures"):
        try:
            links = sorted(entry.path for entry in os.scandir(place) if entry.is_symlink())
        except OSError:
            continue
        for link in map(Path, links):
            if _leads_out(link, folder):
                target = os.path.realpath(link)
                name = link.relative_to(folder)
                yield _make_thing(FILES, f"the link {name} to {target}", str(name), target)
        if _leads_out(place, folder):
            return  # it is a link itself, and was named a line above


def _iterate_stores(folder: Path, definition: Study) -> Iterator[OutsideThing]:
    store = definition.store
    if not store.url.startswith(SQLITE):
        # Here, because the workbench asks before it loads what speaks to databases.
        from tipcoder.store.url import format_url

        schema = store.schema or ""
        yield _make_thing(STORE, f"the database {format_url(store.url)}", store.url, schema)
        return
    path = folder / store.url.removeprefix(SQLITE)
    if not path.is_symlink() and _leads_out(path, folder):
        yield _make_thing(STORE, f"the store {path}", os.path.realpath(path))


def _iterate_files(folder: Path, definition: Study) -> Iterator[OutsideThing]:
    names = [spec.file for spec in definition.indicators.values() if spec.file]
    if definition.country and definition.country.crosswalk:
        names.append(definition.country.crosswalk)
    for name in dict.fromkeys(names):
        path = folder / name
        # A link in the folder itself was named already.
        if _leads_out(path, folder) and not (path.is_symlink() and path.parent == folder):
            yield _make_thing(FILES, f"the file {name}", name, os.path.realpath(path))


def _iterate_models(folder: Path, models: ModelsSpec) -> Iterator[OutsideThing]:
    named: Sequence[tuple[str, str]] = list(models.spacy.items())
    # The package with its own weights came by pip, as tipcoder did, and reads no file of the study.
    if models.vectors not in (None, VECTORS_PACKAGE):
        named = [*named, ("vectors", models.vectors)]
    for what, name in named:
        path = Path(os.path.realpath(folder / Path(name).expanduser()))
        # An installed package that was allowed says nothing about a folder that gets its name.
        kind = "folder" if path.is_dir() else "package"
        yield _make_thing(MODELS, f"the model {name}", what, name, str(path), kind)
