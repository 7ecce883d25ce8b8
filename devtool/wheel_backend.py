"""Build backend for the top of the repository: whool, as the OCA uses it, on the add-on's folder."""

import os
from contextlib import contextmanager
from functools import wraps

from whool import buildapi

ADDON = "sales_office_policy"


@contextmanager
def _in_addon():
    before = os.getcwd()
    os.chdir(ADDON)
    try:
        yield
    finally:
        os.chdir(before)


def _on_addon(function):
    @wraps(function)
    def wrapper(folder, *arguments, **keywords):
        folder = os.path.abspath(folder)
        with _in_addon():
            return function(folder, *arguments, **keywords)

    return wrapper


build_wheel = _on_addon(buildapi.build_wheel)
build_sdist = _on_addon(buildapi.build_sdist)
build_editable = _on_addon(buildapi.build_editable)
prepare_metadata_for_build_wheel = _on_addon(buildapi.prepare_metadata_for_build_wheel)
prepare_metadata_for_build_editable = _on_addon(buildapi.prepare_metadata_for_build_editable)
