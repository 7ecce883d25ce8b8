from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ...books.metrics import explained

#: targets read from the books at once
BATCH = 1000
#: days after its end that a target is still read again, because books are written late
LATE = 62


class SalesOfficeTarget(models.Model):
    """What is kept up to date at night: figures for charts, and the departments of people who moved."""

    _inherit = "sales.office.target"

    achieved_snapshot = fields.Float(
        string="Achieved (Last Night)",
        digits=(16, 2),
        readonly=True,
        copy=False,
        help=explained("Read from the books every night, for charts and tables."),
    )
    progress_snapshot = fields.Float(
        string="Achieved (%, Last Night)", digits=(16, 1), readonly=True, copy=False, aggregator="avg"
    )
    refreshed_at = fields.Datetime(string="Last Refreshed", readonly=True, copy=False)

    @api.model
    def _cron_refresh(self):
        """Keep charts, departments of people who moved and Odoo's team targets up to date, once a night.

        What an interrupted run has done already is left out by the next one.
        """
        due = self._get_due()
        teams = self._get_synced_teams()
        self.env["ir.cron"]._commit_progress(remaining=len(due) + len(teams))
        for ids in split_every(BATCH, due.ids):
            due.browse(ids)._refresh()
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return
        for company_teams in teams.grouped("company_id").values():
            company_teams._sync_invoiced_target()
            if not self.env["ir.cron"]._commit_progress(len(company_teams)):
                return

    def _get_due(self):
        """Return the targets of running plans that were not refreshed in the last hours."""
        now = fields.Datetime.now()
        live = Domain("active", "=", True) & Domain("company_id.sales_office_room_ids.code", "=", "planning")
        recent = Domain("date_to", ">=", now.date() - timedelta(days=LATE)) | Domain("refreshed_at", "=", False)
        begun = recent & Domain("date_from", "<=", now.date())
        coming = Domain("employee_id", "!=", False) & Domain("date_from", ">", now.date())
        stale = Domain("refreshed_at", "=", False) | Domain("refreshed_at", "<", now - timedelta(hours=6))
        return self.search(live & (begun | coming) & stale, order="company_id, metric, id")

    def _refresh(self):
        """Read these targets' figures from the books, those to come only where their owner belongs by then."""
        today = fields.Date.today()
        coming = self.filtered(lambda target: target.date_from > today)
        self.env.add_to_compute(self._fields["department_id"], coming.filtered("employee_id"))
        for target, value in (self - coming)._get_achieved().items():
            percent = round(100 * value / target.target_value, 1) if target.target_value else 0
            if (target.achieved_snapshot, target.progress_snapshot) != (round(value, 2), percent):
                target.write({"achieved_snapshot": value, "progress_snapshot": percent})
        self.refreshed_at = fields.Datetime.now()
        self.env.flush_all()
