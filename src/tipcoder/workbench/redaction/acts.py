"""Acts on the redactions of a study: how one is begun, stored, undone and done again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from tipcoder.model.codings import Coder, UndoResult
from tipcoder.privacy.replacements import TextReplacement
from tipcoder.store import coders, events, redactions, undo_redo
from tipcoder.store.events import Act
from tipcoder.store.redactions import REPLACE, RedactionDecision
from tipcoder.workbench.redaction.detection_base import DetectionBase
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.study import OpenStudy


class RedactionActs(Redactions):
    """Redactions that one coder changes. Every act is durable when it returns."""

    def __init__(self, study: OpenStudy, coder: Coder, base: DetectionBase | None = None) -> None:
        super().__init__(study, base)
        self.coder = coder
        self.changed: set[int] = set()
        """The answers for which something has changed since the latest act."""

    def undo(self) -> UndoResult | None:
        """Take back the coder's latest act, here or elsewhere."""
        done = undo_redo.undo_act(self.study.store, self.coder.id)
        self.changed = self.refresh()
        return done

    def redo(self) -> UndoResult | None:
        """Do again what was last taken back."""
        done = undo_redo.redo_act(self.study.store, self.coder.id)
        self.changed = self.refresh()
        return done

    def _store_edit(self, act: Act, answer_id: int, edit: TextReplacement) -> None:
        decision = RedactionDecision(
            answer_id, edit.start, edit.end, REPLACE, edit.kind, edit.replacement, ""
        )
        self._store_decision(act, decision)

    def _store_decision(self, act: Act, decision: RedactionDecision) -> None:
        redactions.add_decision(act, self._register_coder(act), decision)

    def _register_coder(self, act: Act) -> int:
        return coders.ensure_coder(act.db, self.coder).id

    @contextmanager
    def _record_act(self, verb: str, sentence: str, answers: Collection[int]) -> Iterator[Act]:
        """One act about these answers; afterwards `changed` says what it has changed."""
        with self.study.store.write() as db:
            person = coders.ensure_coder(db, self.coder)
            # The log names the answer where there is only one.
            about = next(iter(answers)) if len(answers) == 1 else None
            act = events.begin_act(db, person.id, verb, sentence, answer_id=about)
            # Whatever fails within leaves no trace: the transaction is not committed.
            yield act
            events.finish_act(act)

        # A coder who was not stored before is read with everything else: reviews show names.
        is_newcomer = self.coder.id != person.id
        self.coder = person
        self.changed = self.refresh(() if is_newcomer else answers)
