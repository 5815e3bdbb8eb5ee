"""A study as pandas frames, for notebooks."""

from tipcoder.workbench.frames.study_frames import ANSWER_COLUMNS as ANSWER_COLUMNS
from tipcoder.workbench.frames.study_frames import StudyFrames as StudyFrames
