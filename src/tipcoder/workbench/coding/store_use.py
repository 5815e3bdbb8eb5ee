"""Whether the store of a coding session can be used, and how it is used again when it was away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.errors import StoreFault

if TYPE_CHECKING:
    from tipcoder.store.engine import Store


class StoreUse:
    """What a screen asks of the store itself, and not of what is in it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def attend_screen(self) -> None:
        """Somebody waits at a screen: refuse soon, and go on only when she has been shown what is
        kept.
        """
        self._store.attend_at_screen()

    @property
    def kept_acts(self) -> int:
        """How many acts of this thread were kept so far."""
        return self._store.kept_transactions

    def find_trouble(self) -> StoreFault | None:
        """Why the store cannot be used just now, if it cannot."""
        return self._store.trouble

    def refuse_in_trouble(self) -> None:
        """Raise StoreFault where it is known that the store cannot be used: what was read ahead may
        be out of date.
        """
        self._store.refuse_in_trouble()

    def require_reply(self) -> None:
        """Raise StoreFault unless the store answers."""
        # Beginning a transaction is enough to know.
        with self._store.read():
            pass

    def try_again(self) -> bool:
        """Ask a database that was away; takes some seconds. May be called from another thread."""
        return self._store.try_new_connection()

    def resume(self) -> bool | None:
        """Use the store again. Returns whether the act was kept whose end was in doubt, or None."""
        return self._store.resume_use()

    def checkpoint(self) -> None:
        """Nothing is happening: a good moment to bring the write-ahead log into the main file."""
        self._store.checkpoint()
