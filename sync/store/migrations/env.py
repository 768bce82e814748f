"""Run by Alembic: migrates over the connection it is given, in that connection's transaction."""

import importlib
import pkgutil

from alembic import context

from sync.store import tables
from sync.store.base import METADATA

for module in pkgutil.iter_modules(tables.__path__, f"{tables.__name__}."):
    importlib.import_module(module.name)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
