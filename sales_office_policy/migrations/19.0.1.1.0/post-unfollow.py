"""Takes away who follows records that nobody follows any more."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    unfollowed = [name for name, model in env.items() if getattr(model, "_nobody_follows", False)]
    env["mail.followers"].search([("res_model", "in", unfollowed)]).unlink()
