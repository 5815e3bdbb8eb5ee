"""Whose codings count: one coder's, those of the majority, or the consensus."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tipcoder.store import coders, open_answers, settlements
from tipcoder.store.engine import Db
from tipcoder.text import format_count
from tipcoder.workbench.adjudication.consensus import (
    CONSENSUS,
    Consensus,
    find_consensus,
    require_consensus,
)
from tipcoder.workbench.coders import require_coder

MAJORITY = "majority"


@dataclass(frozen=True)
class Layer:
    """Whose codings count."""

    coder: str | None
    """None for a layer made of several coders."""
    sentence: str
    """What to print beside every number that rests on it."""
    consensus: Consensus | None = None


def choose_layer(db: Db, wanted: str | None) -> Layer:
    """The layer of that name. Raises BadInput for one that does not exist.

    Without a name the only coder's. Where there are several it is the consensus once everything
    they differ on is resolved, and until then the majority.
    """
    if wanted == CONSENSUS:
        consensus = require_consensus(db)
        return Layer(None, consensus.sentence, consensus)

    names = [coder.name for coder in coders.load_coders(db)]
    chosen = _choose_coders_layer(wanted, names, open_answers.load_readers(db))
    if chosen.coder is not None:
        require_coder(db, chosen.coder)
        return chosen
    # Whoever names the majority gets it, whatever was resolved.
    if wanted is None and settlements.load_settlements(db):
        return _choose_resolved_layer(db, chosen)
    return chosen


def _choose_resolved_layer(db: Db, majority: Layer) -> Layer:
    """What counts where somebody has begun to resolve what coders differ on."""
    found = find_consensus(db)
    if found is None or not found.settled:
        return majority
    if not found.unsettled:
        return Layer(None, found.sentence, found)

    # A consensus with gaps is not taken silently, but whoever wants it learns how to ask.
    decisions = format_count(found.settled, "decision")
    count = "counts" if found.settled == 1 else "count"
    open_ones = format_count(found.unsettled, "disagreement")
    are = "is" if found.unsettled == 1 else "are"
    sentence = (
        f"{majority.sentence} {decisions} on disagreements {count} in the layer `consensus` only; "
        f"{open_ones} {are} open."
    )
    return Layer(None, sentence)


def _choose_coders_layer(
    wanted: str | None, names: Sequence[str], readers: Collection[str]
) -> Layer:
    """One coder's layer, or the majority; `readers` are those who have finished an answer."""
    if wanted is not None and wanted != MAJORITY:
        return Layer(wanted, f"Layer: the codings of {wanted}.")

    # Whoever has finished no answer has no vote.
    working = [name for name in names if name in readers]
    if wanted is None and len(working) == 1:
        alone = working[0]
        return Layer(
            alone,
            f"Layer: the codings of {alone}, who is the only one to have finished answers.",
        )
    if not working:
        return Layer(
            None, "Layer: nobody has finished an answer yet, so presence is unknown everywhere."
        )
    return Layer(
        None,
        f"Layer: majority of {len(working)} coders ({', '.join(working)}) among those who finished "
        "an answer; an even split counts as unknown.",
    )
