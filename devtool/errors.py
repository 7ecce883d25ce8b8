"""The one error a person sees: a line that says what to do."""

import errno


class DevError(Exception):
    """Something outside our code is in the way. The message is one clear line."""


def explain_os_error(error):
    """Turn an OSError into a DevError where the cause is known, else return it unchanged."""
    if error.errno == errno.ENOSPC:
        return DevError("The disk is full: free some space, then run the same command again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return DevError(
            f"No right to write {error.filename}: give this user the checkout (chown -R) or clone again, then re-run."
        )
    return error
