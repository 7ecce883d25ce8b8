"""A pytest plugin: each parallel worker has a filestore of its own.

pytest-odoo lets all workers share one. After each test class Odoo sweeps it of whatever the database of
that worker does not know, which is also what another worker has just written and not committed.
"""

import os
import shutil
from pathlib import Path
from unittest import mock

import pytest

from odoo.tests.common import get_db_name
from odoo.tools import config


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry):
    """Copy the shared filestore, by hard links, for this worker; throw the copy away at the end."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    database = get_db_name()
    shared = Path(config.filestore(database))
    own = shared.with_name(database)
    shutil.rmtree(own, ignore_errors=True)
    if shared.is_dir():
        shutil.copytree(shared, own, copy_function=os.link)
    with mock.patch.object(config, "filestore", return_value=str(own)):
        yield
    shutil.rmtree(own, ignore_errors=True)
