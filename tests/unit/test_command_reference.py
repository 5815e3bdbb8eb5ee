"""The page about the command line says what the commands say."""

from __future__ import annotations

import click
import pytest

from command_reference import reference_of_commands


@click.group(help="Keep a garden.")
@click.option("--garden", metavar="FOLDER", help="the garden, else the one around you")
def garden() -> None: ...


@garden.command(
    epilog="\b\ngarden water roses", help="Water <plants> that are dry.\n\nNever twice a day."
)
@click.argument("plants", nargs=-1)
@click.option(
    "--litres", type=click.IntRange(1, 9), default=2, show_default=True, help="how much | how long"
)
@click.option("--secret", hidden=True, help="for tests alone")
def water() -> None: ...


@garden.group(help="What was harvested.")
def harvest() -> None: ...


@harvest.command(name="show", help="List it.")
def show_harvest() -> None: ...


@garden.command(hidden=True, help="An old spelling.")
def sprinkle() -> None: ...


@pytest.fixture
def page() -> str:
    return reference_of_commands(garden, "garden", {"water": "Daily", "harvest": "In autumn"})


def test_every_command_has_a_heading_below_that_of_its_section(page: str) -> None:
    headings = [line for line in page.splitlines() if line.startswith("#")]
    assert headings == [
        "## In autumn",
        "### `garden harvest`",
        "#### `garden harvest show`",
        "## Daily",
        "### `garden water`",
    ]


def test_usage_help_options_and_examples_of_a_command_stand_together(page: str) -> None:
    part = page.partition("### `garden water`")[2]
    assert "garden water [OPTIONS] [PLANTS]..." in part
    assert "Never twice a day." in part
    assert "garden water roses" in part
    assert "| `--litres INTEGER RANGE` |" in part
    assert "default: 2" in part


def test_marks_in_a_help_line_are_shown_and_break_no_table(page: str) -> None:
    assert r"Water \<plants\> that are dry." in page
    assert r"how much \| how long" in page


def test_what_a_command_hides_is_not_told(page: str) -> None:
    assert "--secret" not in page
    assert "sprinkle" not in page


def test_options_of_the_program_itself_come_first(page: str) -> None:
    assert page.index("--garden FOLDER") < page.index("## In autumn")
