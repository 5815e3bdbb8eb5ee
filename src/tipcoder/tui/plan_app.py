"""The application that shows the plan of a new study, and ends with what a person decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from tipcoder.errors import EnvironmentFault, TipcoderError
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.personal_app import PersonalApp
from tipcoder.tui.screens.plan import PlanScreen
from tipcoder.tui.settings import Settings, read_settings, settings_path
from tipcoder.workbench.survey.planning import StudyPlanning


@dataclass(frozen=True)
class PlanDecision:
    """What is to become of a plan."""

    text: str
    """study.toml."""
    is_made: bool
    """Whether the study is made of it; else the text is kept in a file."""


@outlives_faults
class PlanApp(PersonalApp):
    """The plan's screen and the boxes over it. It writes nothing."""

    def __init__(self, planning: StudyPlanning, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.decision: PlanDecision | None = None
        """None where the person left."""
        self._plan_screen = PlanScreen(planning, self.settings, self._decide)

    def get_default_screen(self) -> Screen[None]:
        """The plan."""
        return self._plan_screen

    def _decide(self, text: str, is_made: bool) -> None:
        self.decision = PlanDecision(text, is_made)
        self.exit()

    def say_fault(self, sentence: str) -> None:
        self._plan_screen.show_status(sentence, fault=True)

    def remember_standing(self) -> None:
        """Nothing is stored here that a refusal could leave half done."""

    def show_refusal(self, fault: TipcoderError) -> None:
        """Say why something was not done."""
        self.say_fault(fault.status_line)

    async def run_action(self, *args: Any, **named: Any) -> bool:
        """As Textual's; a refusal is shown."""
        try:
            return await super().run_action(*args, **named)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return True


def run_plan(planning: StudyPlanning) -> PlanDecision | None:
    """Show the plan until the person decides; None where she leaves.

    Raises EnvironmentFault where the screen broke.
    """
    app = PlanApp(planning, read_settings(settings_path()))
    app.run()
    # After a crash `run` returns as if all were well; only the return code tells.
    if app.return_code:
        raise EnvironmentFault("The screen broke, and nothing was made.", "Use --study-file FILE.")
    return app.decision
