"""The help narrowed by what is typed."""

from __future__ import annotations

from tipcoder.tui.commands import ScreenName, list_commands
from tipcoder.tui.screens.help_lines import (
    HelpLine,
    build_help_lines,
    draw_help_lines,
    filter_help_lines,
)
from tipcoder.tui.settings import Settings


def find(typed: str, place: ScreenName = ScreenName.CODING) -> list[HelpLine]:
    return filter_help_lines(build_help_lines(place, Settings()), typed)


def ids(lines: list[HelpLine]) -> list[str]:
    return [line.command_id for line in lines]


def test_with_nothing_typed_it_is_every_command_of_the_screen_and_no_other() -> None:
    assert [line.sentence for line in find("  ")] == [
        f"{command.label}. {command.help}"
        for commands in [list_commands(ScreenName.CODING)]
        for command in sorted(commands, key=lambda c: [d.group for d in commands].index(c.group))
    ]


def test_a_single_letter_is_a_key_on_both_layouts() -> None:
    assert "code.undo" in ids(find("u"))
    assert ids(find("u")) == ids(find("г"))
    assert "code.redo" not in ids(find("u"))
    assert find("7")[0].sentence.startswith("Code. Apply the code on that digit")


def test_all_words_must_be_found_in_what_it_does_its_id_its_key_or_its_screen() -> None:
    assert ids(find("find code"))[0] == "code.pick"
    assert ids(find("LIST.fold")) == ["list.fold"]
    assert "study.quit" in ids(find("^q"))
    assert "study.help" in ids(find("f1"))
    assert find("find xyzzy") == []


def test_commands_of_other_screens_are_found_by_the_screen_and_come_last() -> None:
    found = find("merge")
    assert "codebook.merge" in ids(found)
    assert [line.is_here for line in found] == sorted(
        (line.is_here for line in found), reverse=True
    )
    elsewhere = next(line for line in found if line.command_id == "codebook.merge")
    assert elsewhere.heading == "Elsewhere: Codebook"
    assert {line.command_id.partition(".")[0] for line in find("redaction accept")} == {"redact"}
    assert all(line.is_here for line in find("q", ScreenName.PLAN)), "a plan has no study yet"


def test_a_persons_own_key_is_what_finds_the_command() -> None:
    settings = Settings(keys={"code.finish": ("h",)})
    found = filter_help_lines(build_help_lines(ScreenName.CODING, settings), "h")
    assert "code.finish" in ids(found)


def test_ids_stand_in_one_column_and_sentences_in_another_however_narrow() -> None:
    for width in (72, 126):
        rows = draw_help_lines(find(""), width).plain.splitlines()
        assert max(map(len, rows)) <= width
        finish = next(row for row in rows if "Finish. Finish" in row)
        undo = next(row for row in rows if "Undo. Undo" in row)
        assert finish.index("Finish.") == undo.index("Undo.") == 12
        assert finish.index("code.finish") == undo.index("code.undo")
