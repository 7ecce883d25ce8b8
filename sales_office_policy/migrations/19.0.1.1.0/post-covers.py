"""Checks that are there already cover each other as the shipped ones do; what a company has set stays."""

from odoo import SUPERUSER_ID, api

COVERS = {
    "absence": (
        "late_arrival", "early_leave", "away", "meeting_late", "meeting_absent", "meeting_unprepared",
        "work_report_late",
    ),
    "late_arrival": ("meeting_late", "meeting_absent", "meeting_unprepared"),
    "early_leave": ("meeting_absent",),
}  # fmt: skip


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    checks = {check.code: check for check in env["sales.office.check"].search([("covers_ids", "=", False)])}
    every = {check.code: check for check in env["sales.office.check"].search([])}
    for code, covered in COVERS.items():
        if code in checks:
            checks[code].covers_ids = env["sales.office.check"].union(*(every[c] for c in covered if c in every))
