"""The tests stand in ``tests`` at the top of the repository, outside of what is installed. Where that folder is there,
``odoo --test-tags /sales_office_policy`` finds them here; those of the tools and of whole installations are pytest's.
"""

import importlib
import logging
from pathlib import Path

TOP = Path(__file__).resolve().parents[2] / "tests"
OTHERS = {"attack", "devtool", "lifecycle"}

if (TOP / "sales_office.py").is_file():
    __path__.append(str(TOP))
    for path in sorted(TOP.rglob("test_*.py")):
        parts = path.relative_to(TOP).with_suffix("").parts
        if OTHERS.isdisjoint(parts):
            try:  # Odoo looks for modules of this package that are called test_...
                globals()["_".join(("test", *parts))] = importlib.import_module(".".join((__name__, *parts)))
            except ModuleNotFoundError as error:
                logging.getLogger(__name__).warning("%s is left out: %s", path.relative_to(TOP), error)
