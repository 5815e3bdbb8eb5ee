"""The list that a coder was in when she left: its filter, and her place in it.

The filter lies beside those that she saved under names, because it may hold words of an answer:
what erases them there reaches it as well.
"""

from __future__ import annotations

from tipcoder.errors import BadInput
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import saved_filters
from tipcoder.store.survey_data import set_meta
from tipcoder.workbench.coding.filters import format_filter, parse_filter_for
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.view import StudyView
from tipcoder.workbench.coding.worklist import WorkList


def keep_list(session: CodingSession, worklist: WorkList) -> None:
    """Keep the filter of a list and the place in it; nothing where everything is listed.

    Raises what the store raises where it cannot be kept.
    """
    words = format_filter(worklist.where)
    if words and not _is_written_whole(session, worklist.where, words):
        # Some lists are no filter that anybody could type: the answers of a theme, or of a cell.
        words = ""
    store, coder_id = session.study.store, session.coder.id
    place = worklist.current or 0
    is_as_before = words == session.last_filter and (not words or place == session.last_place)
    if is_as_before:
        return
    with store.write(coder_id) as db:
        saved_filters.save_filter(db, coder_id, saved_filters.LAST, words or None)
        set_meta(db, saved_filters.find_place_key(coder_id), str(place))


def _is_written_whole(view: StudyView, where: AnswerFilter, words: str) -> bool:
    try:
        return parse_filter_for(view, words) == where
    except BadInput:
        return False


def restore_list(session: CodingSession, worklist: WorkList) -> bool:
    """List what the coder had listed when she left. Returns whether there is such a filter.

    One that lets no answer through any more, or that means nothing now, is passed over.
    """
    words = session.last_filter
    if not words:
        return False
    try:
        where = parse_filter_for(session, words)
    except BadInput:
        return False
    if not session.find_answer_ids(where):
        return False
    worklist.choose_answers(where, keep=session.last_place)
    return True
