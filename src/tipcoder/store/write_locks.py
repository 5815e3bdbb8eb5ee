"""Who waits for whom when several people write to one PostgreSQL database.

Three kinds of advisory locks, always taken in this order, so that nobody waits in a circle:

- Of the study. What may reach anybody's rows, such as an import, takes it alone; whoever changes
  her own work takes it together with all others who do.
- Of a coder. One person may be at work at two machines: each act builds on what the other has left.
- The turn. Whoever looks for news asks for acts after the newest that she knows, so that acts have
  to become visible in the order of their numbers. An act takes its turn before it gets a number,
  and keeps it until it is committed. Where all of it is sent at once, the turn is over before the
  answer is on its way back.

All of them end with the transaction.
"""

from __future__ import annotations

from typing import LiteralString

from sqlalchemy import text

# Any numbers, as long as every tipcoder has the same.
_SCHEMA: LiteralString = "coalesce(current_schema(), '')"
_STUDY: LiteralString = f"7120541, hashtext({_SCHEMA})"
_CODER: LiteralString = f"7120542, hashtext({_SCHEMA} || ' ' || %(coder)s::text)"
_TURN: LiteralString = f"7120543, hashtext({_SCHEMA})"

_PATIENCE: LiteralString = "set_config('statement_timeout', %(most)s, true)"
_WHO: LiteralString = "txid_current(), pg_backend_pid()"

LOCK_STUDY: LiteralString = f"select {_PATIENCE}, pg_advisory_xact_lock({_STUDY}), {_WHO}"
"""Begins a transaction beside which nobody else writes. Its last columns tell which one it is."""

LOCK_CODER: LiteralString = (
    f"select {_PATIENCE}, pg_advisory_xact_lock_shared({_STUDY}),"
    f" {_WHO}, pg_advisory_xact_lock({_CODER})"
)
"""Begins a transaction that changes the work of one coder alone; columns as in `LOCK_STUDY`."""

TAKE_TURN = text(f"select pg_advisory_xact_lock({_TURN})")
"""Waits until every act with a lower number is committed."""
