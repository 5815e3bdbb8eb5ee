"""The store in a PostgreSQL database: how it is connected to."""

from __future__ import annotations

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.store.engine import Store
from tipcoder.store.patience import Patience


def open_postgres_store(
    url: str, schema: str | None, *, read_only: bool = False, patience: Patience | None = None
) -> Store:
    """The store in a PostgreSQL database, in the given schema or the connection's own."""
    try:
        # The driver is an extra of the package, and only this module's server needs it.
        from tipcoder.store.server import Server
        from tipcoder.store.server_dialect import DRIVER

        server = Server(make_url(url).set(drivername=DRIVER), schema, patience or Patience())
    except (ArgumentError, ValueError):
        # The URL is not repeated: it may hold a password.
        raise BadInput(
            "study.toml, [store]: `url` is not a database URL.",
            "Write it like postgresql://user@host:5432/database.",
        ) from None
    except ModuleNotFoundError:
        raise EnvironmentFault(
            "The PostgreSQL driver is not installed.",
            "Install it with: pip install 'tipcoder[postgres]'",
        ) from None
    return Store(server.engine, server.place, read_only=read_only, server=server)
