"""What Alembic runs: migrations on the transaction that `opening` hands over, never on one of its
own.
"""

from __future__ import annotations

from alembic import context

from tipcoder.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
