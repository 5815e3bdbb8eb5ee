"""A person's own keys and theme."""

from __future__ import annotations

from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.tui.commands import SUSPEND
from tipcoder.tui.keyboard import parse_key_name
from tipcoder.tui.settings import Settings, read_settings, settings_path


def settings_of(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "workbench.toml"
    path.write_text(text, "utf-8")
    return read_settings(path)


def test_nobody_has_to_set_anything(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.toml") == Settings()


def test_a_command_gets_other_keys_and_their_russian_twins(tmp_path: Path) -> None:
    found = settings_of(tmp_path, '[keys]\n"code.undo" = ["ctrl+z", "B"]\n"code.redo" = "F8"\n')
    assert found.complaints == []
    assert found.build_keymap() == {"code.undo": "ctrl+z,B,И", "code.redo": "f8"}


def test_the_key_of_suspending_may_be_given_to_another_command_which_then_has_it(
    tmp_path: Path,
) -> None:
    taken = settings_of(tmp_path, '[keys]\n"code.undo" = ["ctrl+z"]\n')
    assert taken.complaints == []
    assert taken.has_taken_key_of(SUSPEND)
    assert not Settings().has_taken_key_of(SUSPEND)
    moved = settings_of(tmp_path, '[keys]\n"study.suspend" = "ctrl+x"\n"code.undo" = "ctrl+z"\n')
    assert moved.complaints == []
    assert not moved.has_taken_key_of(SUSPEND), "it has a key of its own"
    again = settings_of(tmp_path, '[keys]\n"study.suspend" = "ctrl+x"\n"code.undo" = "ctrl+x"\n')
    assert "is the key of study.suspend already" in again.complaints[0]


def test_a_key_that_has_a_meaning_is_not_given_a_second_one(tmp_path: Path) -> None:
    found = settings_of(tmp_path, '[keys]\n"code.undo" = "s"\n')
    assert found.keys == {}
    assert "'s' is the key of select.sentence already" in found.complaints[0]


def test_a_russian_letter_is_the_key_in_its_place(tmp_path: Path) -> None:
    found = settings_of(tmp_path, '[keys]\n"code.undo" = "ы"\n')
    assert "select.sentence" in found.complaints[0]


def test_two_commands_can_change_keys_in_the_order_written(tmp_path: Path) -> None:
    found = settings_of(tmp_path, '[keys]\n"select.word" = "B"\n"code.undo" = "w"\n')
    assert found.complaints == []
    assert found.build_keymap()["code.undo"] == "w,ц"


def test_a_command_that_does_not_exist_is_told_with_the_nearest(tmp_path: Path) -> None:
    found = settings_of(tmp_path, '[keys]\n"code.undoo" = "h"\n')
    assert "there is no command 'code.undoo'. Did you mean 'code.undo'?" in found.complaints[0]


def test_a_key_that_does_not_exist_is_told(tmp_path: Path) -> None:
    found = settings_of(tmp_path, '[keys]\n"code.undo" = "hyper+b"\n')
    assert "'hyper+b' is not a key" in found.complaints[0]


@pytest.mark.parametrize("text", ["theme = 3\n", "colour = 'x'\n", "[keys\n"])
def test_a_file_with_a_mistake_is_said_and_does_not_stop_the_program(
    tmp_path: Path, text: str
) -> None:
    assert "workbench.toml" in settings_of(tmp_path, text).complaints[0]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (";", "semicolon"),
        ("ctrl+z", "ctrl+z"),
        ("F5", "f5"),
        ("PageUp", "pageup"),
        ("U", "U"),
        ("+", "plus"),
    ],
)
def test_keys_are_written_as_people_do(written: str, name: str) -> None:
    assert parse_key_name(written) == name


def test_the_file_can_lie_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TIPCODER_SETTINGS", str(tmp_path / "mine.toml"))
    assert settings_path() == tmp_path / "mine.toml"


def test_a_theme_is_kept_in_the_file_beside_what_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "config" / "workbench.toml"
    read_settings(path).keep_theme("nord")
    assert read_settings(path).theme == "nord"

    path.write_text('# mine\n[keys]\n"code.undo" = "f8"  # as at home\n', "utf-8")
    read_settings(path).keep_theme("nord")
    read_settings(path).keep_theme("gruvbox")
    written = path.read_text("utf-8")
    assert written == 'theme = "gruvbox"\n# mine\n[keys]\n"code.undo" = "f8"  # as at home\n'
    assert [each.name for each in path.parent.iterdir()] == ["workbench.toml"]


def test_a_file_that_is_not_toml_is_not_written_over(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "theme = nord\n")
    with pytest.raises(BadInput, match=r"workbench\.toml"):
        settings.keep_theme("nord")
    assert (tmp_path / "workbench.toml").read_text("utf-8") == "theme = nord\n"


def test_the_keymap_of_other_habits_in_the_manual_clashes_with_nothing(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "keys.md").read_text("utf-8")
    keymaps = [part.split("```")[0] for part in page.split("```toml\n")[1:]]
    assert len(keymaps) == 2
    for keymap in keymaps:
        assert settings_of(tmp_path, keymap).complaints == []
