"""Credentials as they are stored: no dump, log of SQL or list of a single table shows one.

The key follows from the secret of the database, which a copy of the database does not keep. So a copy cannot write to
anybody's group until somebody enters the address again.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken

from odoo.tools import hmac

SCOPE = "sales_office_policy.robot"


def seal(env, text):
    """Return a text as it is stored."""
    return _get_box(env).encrypt(text.encode()).decode()


def unseal(env, sealed):
    """Return the text that was stored; ``None`` where it was stored in another database."""
    try:
        return _get_box(env).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _get_box(env):
    # sudo: the secret of the database
    return Fernet(base64.urlsafe_b64encode(bytes.fromhex(hmac(env(su=True), SCOPE, "key"))))
