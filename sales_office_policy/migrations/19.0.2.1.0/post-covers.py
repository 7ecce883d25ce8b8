"""Who was absent and on duty is held responsible once; where somebody has set what an absence covers, that stays."""

from odoo import SUPERUSER_ID, api

SHIPPED = {
    "late_arrival", "early_leave", "away", "meeting_late", "meeting_absent", "meeting_unprepared", "work_report_late",
}  # fmt: skip


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    checks = {check.code: check for check in env["sales.office.check"].search([])}
    absence, missed = checks.get("absence"), checks.get("closing_missed")
    if absence and missed and set(absence.covers_ids.mapped("code")) == SHIPPED:
        absence.covers_ids |= missed
