"""Everything that decides about a stretch, for the screen that shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tipcoder.errors import TipcoderError
from tipcoder.privacy.hits import HIGH
from tipcoder.privacy.replacing import NAMED_KINDS, TRANSLATED, TRANSLATION, choices, replacement_for
from tipcoder.store.redactions import Source
from tipcoder.tui.screens.line_box import LineBox
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.replacement_box import ReplacementBox
from tipcoder.tui.screens.selection_actions import SelectionActions
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.tui.widgets.redacted_text import RedactedText
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.redaction.decisions import RedactionDesk
from tipcoder.workbench.redaction.detector import change_alias
from tipcoder.workbench.redaction.proposals import OPEN, Proposal
from tipcoder.workbench.redaction.reviews import Stretch

_KINDS = {kind: replacement_for(kind, "en") for kind in NAMED_KINDS}
_THEIRS, _ANOTHERS = "of its writer", "of somebody else"
_QUESTION = (
    "Read the words to be released: could a colleague in this country name the source? Enter releases, H holds back."
)


class View(NamedTuple):
    """What is being looked at, searched already."""

    desk: RedactionDesk
    stretch: Stretch
    source: Source


class RedactionActions(MainScreen, SelectionActions):
    """Acts by key. Each is kept before it is painted, and undo takes it back."""

    def __init__(self, session: CodingSession) -> None:
        super().__init__(session)
        self.desk: RedactionDesk | None = None
        self._picked: Proposal | None = None

    # --- for the screen below -------------------------------------------------------------------------------------

    @property
    def stretch(self) -> Stretch | None:
        """The stretch that is looked at."""
        raise NotImplementedError

    def show_changes(self, *, everywhere: bool = False) -> None:
        """Decisions about this answer, or about any, are others now."""
        raise NotImplementedError

    def to_next(self) -> bool:
        """Show the next stretch that waits to be read; False if there is none."""
        raise NotImplementedError

    def to_next_open(self) -> bool:
        """Show the next stretch further on with an open proposal; False if there is none."""
        raise NotImplementedError

    def begin(self) -> None:
        """Look for everything anew."""
        raise NotImplementedError

    # --- what is meant --------------------------------------------------------------------------------------------

    @property
    def words(self) -> RedactedText:
        return self.query_one(RedactedText)

    @property
    def view(self) -> View | None:
        """What keys act on; None while it is not searched."""
        desk, stretch = self.desk, self.stretch
        if desk is None or stretch is None or not desk.is_searched(stretch.answer_id):
            return None
        return View(desk, stretch, desk.sources[stretch.answer_id])

    def proposals(self) -> list[Proposal]:
        """The proposals of the answer, in reading order."""
        view = self.view
        found = view.desk.proposals(view.stretch.answer_id) if view else []
        return sorted(found, key=lambda p: (p.hit.start, -p.hit.end, p.inserted))

    def proposal(self) -> Proposal | None:
        """The proposal under the selection or the caret: the one gone to, else the narrowest."""
        selection = self.words.selection
        start, end = selection.span or (selection.caret, selection.caret + 1)
        found = self.proposals()
        picked = self._picked
        if picked is not None and (picked.hit.start, picked.hit.end) == (start, end):
            return next((p for p in found if (p.hit, p.inserted) == (picked.hit, picked.inserted)), None)
        over = [p for p in found if p.hit.start < end and start < p.hit.end]
        return min(over, key=lambda p: (p.state != OPEN, p.hit.end - p.hit.start), default=None)

    def pick(self, proposal: Proposal) -> None:
        """Select a proposal."""
        self._picked = proposal
        self.words.selection.set(proposal.hit.start, proposal.hit.end)
        self.words.selection_changed()
        self.show_card()

    def show_card(self) -> None:
        """Say what the proposal under the selection is."""
        raise NotImplementedError

    # --- acting ---------------------------------------------------------------------------------------------------

    def _act(self, do: Callable[[View], str], *, everywhere: bool = False, onward: bool = True) -> bool:
        """Do something and show it; a refusal is said, and nothing has changed then."""
        view = self.view
        if view is None:
            self.say("There is nothing here yet.", fault=True)
            return False
        try:
            sentence = do(view)
        except TipcoderError as fault:
            self.refuse(fault)
            return False
        self._acted = True
        self.session.note_own_act()
        self.show_changes(everywhere=everywhere)
        rest = self._onward() if onward else ""
        self.say_done(f"{sentence} {rest}".rstrip())
        return True

    def _onward(self) -> str:
        """Select what is to be decided next in this stretch; a sentence about it."""
        view = self.view
        waiting = view.desk.open_proposals(*view.stretch) if view else []
        if not waiting:
            self.show_card()
            return _QUESTION
        at = self.words.selection.caret
        self.pick(next((p for p in waiting if p.hit.start >= at), waiting[0]))
        return f"{len(waiting)} open here."

    def _on_proposal(self, do: Callable[[View, Proposal], str]) -> None:
        proposal = self.proposal()
        if proposal is None:
            self.say("Nothing is proposed here. n goes to what is; m marks selected words.", fault=True)
        else:
            self._act(lambda view: do(view, proposal))

    def action_accept(self, style: str = "") -> None:
        self._on_proposal(lambda view, p: view.desk.accept([(view.stretch.answer_id, p)], style=style))

    def action_accept_all(self) -> None:
        def do(view: View) -> str:
            waiting = view.desk.open_proposals(*view.stretch)
            return view.desk.accept([(view.stretch.answer_id, p) for p in waiting if not p.inserted])

        view = self.view
        if view is not None and not view.desk.open_proposals(*view.stretch):
            self.say("Nothing is open in this stretch.")
        else:
            self._act(do)

    def action_reject(self) -> None:
        proposal = self.proposal()

        def reject(reason: str | None) -> None:
            if reason is not None and proposal is not None:
                self._act(lambda view: view.desk.reject([(view.stretch.answer_id, proposal)], reason))

        if proposal is not None and (proposal.hit.severity == HIGH or proposal.inserted):
            title = "Why may it stay?"
            self.open_box(LineBox(title, place=f"{title} {self._words_meant()}"), reject)
        elif proposal is not None:
            reject("")
        else:
            self._on_proposal(lambda _, __: "")

    def action_edit(self) -> None:
        proposal, view = self.proposal(), self.view
        if proposal is None or view is None:
            self._on_proposal(lambda _, __: "")
            return

        def put(words: str | None) -> None:
            if words is None:
                return
            answer_id, hit = view.stretch.answer_id, proposal.hit
            if proposal.inserted:
                kind = next((d.kind for d in view.desk.decisions(answer_id) if d.start == hit.start), hit.kind)
                self._act(lambda at: at.desk.mark(answer_id, hit.start, hit.end, kind, words))
            else:
                self._act(lambda at: at.desk.accept([(answer_id, proposal)], replacement=words))

        nouns = choices(proposal.hit.kind, view.source.language)
        self.open_box(ReplacementBox(nouns, proposal.replacement, self._words_meant()), put)

    def action_mark(self) -> None:
        span = self._selected("Select the words to replace first: w a word, s a sentence, or the mouse.")
        if span is None:
            return

        def mark(kind: str | None) -> None:
            if kind is not None:
                self._act(lambda view: view.desk.mark(view.stretch.answer_id, *span, kind))

        self.open_box(NameChooser("What are these words?", _KINDS), mark)

    def action_translate(self) -> None:
        view = self.view
        if view is None:
            return
        answer_id, *whole = view.stretch
        start, end = self.words.selection.span if self.words.selection.span and not self._picked else whole
        now = next(
            (d.replacement for d in view.desk.decisions(answer_id) if d.kind == TRANSLATION and d.start == start), ""
        )

        def put(words: str | None) -> None:
            if words and words.strip() and words.strip() != now:
                self._act(lambda at: at.desk.mark(answer_id, start, end, TRANSLATION, words.strip()))

        title = f"A translation of these words; readers are told: {TRANSLATED}"
        place = f"Translation of {view.source.case} {view.source.question}, letters {start + 1} to {end}"
        self.open_box(TextBox(title, now, (view.source.text[start:end],), place=place), put)

    def action_reopen(self) -> None:
        proposal = self.proposal()
        span = self.words.selection.span or ((proposal.hit.start, proposal.hit.end) if proposal else None)
        if span is None:
            self._on_proposal(lambda _, __: "")
        else:
            self._act(lambda view: view.desk.release_span(view.stretch.answer_id, *span), onward=False)

    # --- in the whole study ---------------------------------------------------------------------------------------

    def action_accept_string(self) -> None:
        proposal = self.proposal()
        string = self._string(proposal)
        if string is None:
            return

        def accept(kind: str | None) -> None:
            if kind is not None:
                self._act(lambda view: view.desk.decide_string(string, kind), everywhere=True)

        if proposal is not None and proposal.hit.kind in _KINDS:
            accept(proposal.hit.kind)
        else:
            self.open_box(NameChooser("What are these words?", _KINDS), accept)

    def action_keep_string(self) -> None:
        proposal = self.proposal()
        string = self._string(proposal)
        if string is None:
            return
        if proposal is not None and proposal.hit.firm:
            self.say("A name in full and a contact are kept place by place: r, with a reason.", fault=True)
            return
        kind = proposal.hit.kind if proposal is not None else "name"

        def keep(reason: str | None) -> None:
            if reason is not None:
                self._act(lambda view: view.desk.decide_string(string, kind, keep=reason), everywhere=True)

        title = "Why may these words stay in the whole study?"
        self.open_box(LineBox(title, place=f"{title} {self._words_meant()}"), keep)

    def action_alias(self) -> None:
        view = self.view
        string = self._string(self.proposal())
        if view is None or string is None:
            return

        def add(whose: str | None) -> None:
            if whose is None:
                return
            owner = view.source.respondent if whose == _THEIRS else ""
            if self._act(lambda at: change_alias(self.session.here, at.desk.coder, string, owner), onward=False):
                self.begin()

        about = {_THEIRS: "a name or translation that the respondent goes by", _ANOTHERS: "a partner, a person"}
        self.open_box(NameChooser("Whose name is it?", about), add)

    def _words_meant(self) -> str:
        """Where the words of the proposal, or those selected, stand: it tells drafts apart."""
        view, proposal = self.view, self.proposal()
        span = self.words.selection.span
        if span is None and proposal is not None:
            span = (proposal.hit.start, proposal.hit.end)
        if view is None or span is None:
            return ""
        return f"{view.source.case} {view.source.question}, letters {span[0] + 1} to {span[1]}"

    def _string(self, proposal: Proposal | None) -> str | None:
        view = self.view
        span = self.words.selection.span
        if span is None and proposal is not None and not proposal.inserted:
            span = (proposal.hit.start, proposal.hit.end)
        if view is None or span is None:
            self.say("Select the words first: n goes to a proposal, w selects a word.", fault=True)
            return None
        return view.source.text[span[0] : span[1]]

    def _selected(self, advice: str) -> tuple[int, int] | None:
        span = self.words.selection.span
        if span is None or self.view is None:
            self.say(advice, fault=True)
            return None
        return span

    # --- reading --------------------------------------------------------------------------------------------------

    def action_release(self) -> None:
        view = self.view
        if view is not None and view.desk.open_proposals(*view.stretch):
            waiting = self._onward()
            self.say(f"Not yet: {waiting} Accept or reject first.", fault=True)
            return
        self._judge(withhold=False)

    def action_withhold(self) -> None:
        self._judge(withhold=True)

    def _judge(self, *, withhold: bool) -> None:
        done = self._act(lambda view: view.desk.review([view.stretch], withhold=withhold), onward=False)
        if done:
            said = "Held back." if withhold else "Read; it may leave as it stands."
            self.say(f"{said}{'' if self.to_next() else ' Nothing else waits to be read.'}")

    # --- going to proposals ---------------------------------------------------------------------------------------

    def action_proposal(self, by: int) -> None:
        found = self.proposals()
        if not found:
            self.say("Nothing is proposed in this answer. It has to be read all the same.")
            return
        here = self.proposal() if self.words.selection.span else None
        at = found.index(here) + by if here is not None else 0 if by > 0 else -1
        self.pick(found[at % len(found)])

    def action_next_open(self) -> None:
        view = self.view
        waiting = view.desk.open_proposals(*view.stretch) if view else []
        selection = self.words.selection
        # From the start of the stretch where nothing is selected yet: the first one may stand at the caret.
        after = [p for p in waiting if p.hit.start > selection.caret or selection.span is None]
        after = [p for p in after if selection.span is None or p.hit.start >= selection.span[1]]
        if after:
            self.pick(after[0])
        elif self.to_next_open() or waiting:
            view = self.view
            waiting = view.desk.open_proposals(*view.stretch) if view else []
            if waiting:
                self.pick(waiting[0])
        else:
            self.say("No proposal is open in what has been searched. Every stretch still has to be read.")
