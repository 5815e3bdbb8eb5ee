"""Files in the shape of each platform: what `tipcoder init` proposes for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey_shapes.platforms import SHAPES, Shape, write_shape
from tipcoder.study import Study, read_study
from tipcoder.survey.sniffing import propose_study
from tipcoder.survey.table import read_survey_table


def _propose(shape: Shape, tmp_path: Path) -> Study:
    text = propose_study(read_survey_table(write_shape(shape, tmp_path / "survey.csv")))
    (tmp_path / "study.toml").write_text(text, "utf-8")
    return read_study(tmp_path / "study.toml")


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_the_shape_of_a_platform_is_taken_for_what_it_is(tmp_path: Path, shape: Shape) -> None:
    study = _propose(shape, tmp_path)
    assert study.respondent_id == shape.id
    assert (study.case, study.wave) == (shape.cases, shape.wave)
    assert tuple(question.column for question in study.questions) == shape.questions
    assert set(shape.identity) <= set(study.identity_columns())
    translations = shape.translations or (None,) * len(shape.questions)
    assert tuple(question.translation for question in study.questions) == translations


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_every_cell_of_a_shape_is_read_as_it_was_written(tmp_path: Path, shape: Shape) -> None:
    table = read_survey_table(write_shape(shape, tmp_path / "survey.csv"))
    assert [row.cells for row in table.rows] == [shape.row(n) for n in range(shape.rows)]
