"""Scripts of an upgrade, which are no modules: their names have dashes."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.modules import get_module_path


def load_migration(name, version="19.0.1.1.0"):
    """Return the module of a script such as ``post-covers``."""
    path = Path(get_module_path("sales_office_policy"), "migrations", version, f"{name}.py")
    spec = spec_from_file_location(name.replace("-", "_"), path)
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    return script
