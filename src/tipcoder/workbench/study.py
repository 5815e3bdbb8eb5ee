"""A study that is being worked in: its folder, its description and its store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault, did_you_mean
from tipcoder.model.codings import Coder
from tipcoder.store import coders, survey_data
from tipcoder.store.engine import Store
from tipcoder.study import CODEBOOK_FILE, Study
from tipcoder.workbench.coders import require_coder, resolve_coder_name


@dataclass(frozen=True)
class OpenStudy:
    """A study that is being worked in."""

    folder: Path
    definition: Study
    store: Store
    _at_closing: dict[str, Callable[[], None]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _known_coders: dict[str, Coder] = field(default_factory=dict, compare=False, repr=False)

    @property
    def codebook_file(self) -> Path:
        """Where people edit the codebook."""
        return self.folder / CODEBOOK_FILE

    def read_uuid(self) -> str:
        """What the study is called in the name of its key file."""
        with self.store.read() as db:
            found = survey_data.get_meta(db, survey_data.UUID)
        if found is None:
            raise EnvironmentFault(
                f"{self.store.place}: holds no survey yet.", "Make the study with `tipcoder init`."
            )
        return found

    def register_coder(self, name: str | None = None) -> Coder:
        """The person at the keyboard, made known to the study at the first visit."""
        person = self.find_coder(name)
        # Known already: nothing is written.
        if person.id:
            return person
        with self.store.write() as db:
            return coders.ensure_coder(db, person)

    def find_coder(self, name: str | None = None) -> Coder:
        """The person at the keyboard, without writing: a newcomer is `Coder.unsaved_coder` until an
        act is kept.
        """
        name = resolve_coder_name(name)
        if name not in self._known_coders:
            with self.store.read_once() as db:
                found = coders.find_coder(db, name)
            if found is None:
                return Coder.unsaved_coder(name)
            # Who is known stays known: another one of that name comes later, with a bundle.
            self._known_coders[name] = found
        return self._known_coders[name]

    def require_coder(self, name: str) -> Coder:
        """The coder of that name. Raises BadInput naming the nearest one if nobody is called so."""
        with self.store.read() as db:
            return require_coder(db, name)

    def set_viewer(self, name: str | None) -> None:
        """Say who looks, where several people's work is shown."""
        try:
            self.store.viewer = self.find_coder(name).id or None
        except BadInput:
            # An unusable name is refused where somebody acts under it.
            self.store.viewer = None

    def call_at_closing(self, what: str, finish: Callable[[], None]) -> None:
        """Have something finished when the study is closed; it must not raise.

        What was to be finished under the same name before is finished now, and let go of.
        """
        earlier = self._at_closing.pop(what, None)
        if earlier is not None:
            earlier()
        self._at_closing[what] = finish

    def close(self) -> None:
        """Bring everything into the store's main file and let go of it."""
        for finish in self._at_closing.values():
            finish()
        self._at_closing.clear()
        self.store.close()


def require_questions(study: OpenStudy, wanted: Sequence[str]) -> frozenset[str]:
    """The open questions asked for, or all. Raises BadInput naming the nearest one."""
    known = [question.column for question in study.definition.questions]
    for column in wanted:
        if column not in known:
            raise BadInput(f"There is no open question {column!r}.", did_you_mean(column, known))
    return frozenset(wanted or known)


def find_missing_files(folder: Path, study: Study) -> list[str]:
    """Files that indicators need and that are not in the study's folder yet."""
    wanted = dict.fromkeys(spec.file for spec in study.indicators.values() if spec.file)
    return [name for name in wanted if not (folder / name).is_file()]
