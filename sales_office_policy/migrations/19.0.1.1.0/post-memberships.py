"""Enter where everybody belonged until now, as far as versions of employees and the present tree know."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    memberships = api.Environment(cr, SUPERUSER_ID, {})["sales.office.membership"]
    memberships._mark_stale()
    memberships._bring_up_to_date()
