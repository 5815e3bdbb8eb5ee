"""A survey of a million rows comes in like one of nine:
nothing is held, and nothing is otherwise for it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tipcoder.errors import BadInput
from tipcoder.language.detection import detect_languages
from tipcoder.model.answers import AnswerState
from tipcoder.progress import ImportProgress
from tipcoder.store import schema, undo_redo
from tipcoder.survey import freezing, long_file
from tipcoder.survey.freezing import freeze_answers
from tipcoder.survey.frozen_case import FrozenAnswer, FrozenCase
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.survey import answer_languages, importing, survey_writer
from tipcoder.workbench.survey.answer_languages import detect_answer_languages
from tipcoder.workbench.survey.importing import (
    ReadOptions,
    freeze_survey,
    import_survey,
    read_survey,
    write_survey,
)

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

LATE = (
    "id,organisation,loop,country,active,role,how\n"
    "3237565957,Blue Lamp,2,Uganda,No,The embassy listens to nobody in this country and never "
    "has.,\n"
    "3237565958,Open Door,1,Togo,No,No comment,\n"
    "3237565970,Late House,1,Perú,Yes,\"La policía no ayuda a nadie, y el ministerio tampoco "
    "quiere.\",\n"
    "3237565961,\"Harbour, Inc.\",1,Ghana,Yes,They gave grants and that is all that anybody could "
    "ask for.,\n"
    "3237565970,Late House,1,Perú,Yes,again,\n"
)  # fmt: skip


@contextmanager
def nothing_held() -> Iterator[None]:
    """Every file is long, every cell is read a few bytes at a time, every batch has two cases."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_file, "HELD", 0)
        patch.setattr(long_file, "STRETCH", 7)
        patch.setattr(freezing, "HELD", 0)
        patch.setattr(survey_writer, "BATCH", 2)
        yield


def rows(here: OpenStudy) -> dict[str, list[tuple[object, ...]]]:
    """Everything that an import writes, without times and random names."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with here.store.read() as db:
        for table in (schema.respondent, schema.survey_case, schema.answer, schema.event):
            columns = [column for column in table.c if column.name not in ("id", "seq")]
            found[table.name] = sorted(tuple(map(str, row)) for row in db.execute(select(*columns)))
    found[schema.event.name] = [row for row in found[schema.event.name] if not _is_of_its_own(row)]
    return found


def _is_of_its_own(event: tuple[object, ...]) -> bool:
    """A seal of rows with the time they were made at, or with a random name of their own."""
    own = ("codebook_revision:", "import_batch:", "code:", "coder:")
    return any(str(cell).startswith(own) for cell in event)


@pytest.mark.parametrize("duplicates", ["refuse", "last", "number"])
def test_in_batches_a_study_becomes_what_it_becomes_at_once(
    make_study: Callable[..., Path],
    small_survey: str,
    public_study_toml: str,
    tmp_path: Path,
    duplicates: str,
) -> None:
    late = tmp_path / "late.csv"
    late.write_text(LATE, "utf-8")
    options = ReadOptions(duplicates=duplicates)
    with open_study_folder(make_study(small_survey, public_study_toml, name="whole")) as here:
        first, said = rows(here), import_survey(here, here.register_coder("lead"), late, options)
        whole = rows(here)
    with (
        nothing_held(),
        open_study_folder(make_study(small_survey, public_study_toml, name="batches")) as here,
    ):
        assert rows(here) == first
        assert import_survey(here, here.register_coder("lead"), late, options) == said
        assert rows(here).keys() == whole.keys()
        for name, table in rows(here).items():
            assert Counter(table) == Counter(whole[name]), name
        assert check_study(here).faults == []
        assert undo_redo.undo_act(here.store, here.register_coder("lead").id) is not None
        assert check_study(here).faults == []


def test_more_names_than_a_key_file_holds_are_refused_with_the_limit_before_anything_is_written(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "MOST_IDENTIFYING", 8)
    with pytest.raises(
        BadInput, match="18 of its cells say who somebody is, and the key file holds 8"
    ):
        make_study(small_survey, small_study_toml, fresh=True)


class Pulled(Sequence[FrozenCase]):
    """Cases that count how many were asked for in the pass that is under way."""

    def __init__(self, cases: Sequence[FrozenCase]) -> None:
        self._cases, self.count = cases, 0

    def __len__(self) -> int:
        return len(self._cases)

    def __getitem__(self, at: int | slice) -> FrozenCase:  # type: ignore[override]
        raise AssertionError("cases are gone through and never picked out")

    def __iter__(self) -> Iterator[FrozenCase]:
        self.count = 0
        for case in self._cases:
            self.count += 1
            yield case


def test_no_more_rows_are_read_than_are_written_next(
    public: OpenStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_writer, "BATCH", 4)
    file = tmp_path / "more.csv"
    lines = [
        f"{n},House {n},1,Peru,Yes,They gave us money and advice {n} times.,\n"
        for n in range(8000, 8050)
    ]
    file.write_text(LATE.splitlines(keepends=True)[0] + "".join(lines), "utf-8")
    frozen = freeze_survey(read_survey(file, ReadOptions()), public.definition, ReadOptions())
    cases = Pulled(frozen.cases)
    ahead: list[int] = []
    heard: list[tuple[int, int]] = []
    watch = ImportProgress(
        writing=lambda done, _: ahead.append(cases.count - done),
        detecting=lambda *told: heard.append(told),
    )
    write_survey(public, public.register_coder("lead"), replace(frozen, cases=cases), watch=watch)
    assert len(ahead) == 13
    assert max(ahead) == 0
    assert heard == [(50, 50)]


def _cases(said: Sequence[tuple[str, str]]) -> list[FrozenCase]:
    return [
        FrozenCase(n, n + 1, who, "1", {}, {}, (FrozenAnswer("q", AnswerState.ANSWERED, text),))
        for n, (who, text) in enumerate(said, 1)
    ]


ENGLISH = (
    "The embassy gave us money and training, and the ministry began to listen to what we say "
    "about children."
)
SPANISH = (
    "La embajada nos dio dinero y formación, y el ministerio empezó a escuchar lo que decimos "
    "sobre los niños."
)


def test_languages_told_in_blocks_are_those_of_whoever_wrote_and_not_of_the_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answer_languages, "BLOCK", 12)
    said = [(f"r{n}", f"{(ENGLISH, SPANISH)[n % 2]} {n}") for n in range(40)]
    said += [(f"r{n}", "no") for n in range(40)]
    random.Random(3).shuffle(said)
    ids = {who: who for who, _ in said}
    asked: list[list[str]] = []

    def detect(utterances: Sequence[object], languages: Sequence[str]) -> list[object]:
        asked.append([utterance.respondent for utterance in utterances])  # type: ignore[attr-defined]
        return detect_languages(utterances, languages)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(answer_languages, "detect_languages", detect)
    found = [
        one.language for one in detect_answer_languages(_cases(said), 80, ids, ["en", "es"], ())
    ]
    for (who, text), language in zip(said, found, strict=True):
        if text != "no":
            assert language == ("en", "es")[int(who[1:]) % 2]
    assert len(asked) == 7
    assert max(map(len, asked)) < 30
    assert sum(len(set(block)) for block in asked) == 40, "nobody's answers are parted"

    again = sorted(said)
    expected = dict(zip(said, found, strict=True))
    assert [
        one.language for one in detect_answer_languages(_cases(again), 80, ids, ["en", "es"], ())
    ] == [expected[one] for one in again]


def test_answers_of_the_store_are_heard_in_the_block_of_their_respondent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answer_languages, "BLOCK", 2)
    seen: list[set[str]] = []

    def detect(utterances: Sequence[object], languages: Sequence[str]) -> list[object]:
        seen.append({utterance.text for utterance in utterances})  # type: ignore[attr-defined]
        return detect_languages(utterances, languages)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(answer_languages, "detect_languages", detect)
    said = [(f"r{n}", f"{ENGLISH} {n}") for n in range(6)]
    known = [(f"r{n}", f"{SPANISH} {n}", "es") for n in range(6)]
    list(
        detect_answer_languages(_cases(said), 6, {who: who for who, _ in said}, ["en", "es"], known)
    )
    for block in seen:
        assert {text[-1] for text in block if text.startswith("La")} == {
            text[-1] for text in block if text[0] == "T"
        }


def test_cases_of_a_long_file_are_those_of_a_short_one_in_every_pass(
    public: OpenStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "late.csv"
    file.write_text(LATE, "utf-8")
    for duplicates in freezing.DUPLICATES:
        table = read_survey(file, ReadOptions())
        held, said = freeze_answers(table, public.definition, duplicates=duplicates)
        monkeypatch.setattr(freezing, "HELD", 0)
        passing, again = freeze_answers(table, public.definition, duplicates=duplicates)
        monkeypatch.undo()
        assert (list(passing), again) == (list(held), said)
        assert (list(passing), len(passing), passing[1]) == (list(held), len(held), held[1])
