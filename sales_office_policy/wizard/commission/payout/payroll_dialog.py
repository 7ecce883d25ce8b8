import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ....models.commission.statement.statement import LOCKED
from ....models.organization.rpc.rpc import rpc

#: who prepares the payroll: they see everybody's wages in Odoo
PAYROLL_CLERKS = "hr.group_hr_manager"


class SalesOfficePayrollDialog(models.TransientModel):
    """Asks for the month whose payroll figures are wanted, and keeps the file for its maker (R036)."""

    _name = "sales.office.payroll.dialog"
    _description = "Export to Payroll"
    _inherit = "sales.office.reader.mixin"

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self) - relativedelta(months=1, day=1),
    )
    file_type = fields.Selection([("xlsx", "Excel"), ("csv", "CSV")], string="Format", required=True, default="xlsx")
    open_count = fields.Integer(
        string="Not Approved Yet", compute="_compute_open_count", help="Statements of the month left out of the file."
    )
    file = fields.Binary(string="Payroll File", readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends("month", "company_id")
    def _compute_open_count(self):
        self.open_count = 0
        # sudo: who prepares the payroll has no access to statements, and is told how many are missing
        Statement = self.env["sales.office.statement"].sudo()
        for dialog in self.filtered("month"):  # emptied while another one is chosen
            first, last = dialog._get_period()
            if not dialog._may_export():
                continue
            dialog.open_count = Statement.search_count(
                [
                    ("company_id", "=", dialog.company_id.id),
                    ("state", "not in", LOCKED),
                    ("date_to", ">=", first),
                    ("date_to", "<=", last),
                ]
            )

    def _get_period(self):
        return fields.Date.start_of(self.month, "month"), fields.Date.end_of(self.month, "month")

    def _may_export(self):
        if self.company_id not in self.env.companies:
            return False
        if self.env.su or self._is_post_held("finance", "director"):
            return True
        return self.company_id._sales_office_uses("commission") and self.env.user.has_group(PAYROLL_CLERKS)

    @rpc(one=True)
    def action_export(self):
        """Make the file, log who took it, and download it.

        :raises AccessError: neither finance, a director nor who sees the wages, or of another company
        :raises UserError: there is nothing to export
        """
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("These are figures of another company. Open the dialog again."))
        if not self._may_export():
            raise AccessError(self.env._("Only finance, directors and who sees the wages export to payroll."))
        first, last = self._get_period()
        Payroll = self.env["sales.office.payroll"]
        Payroll._claim(self.company_id, first, last)
        rows = Payroll._get_rows(self.company_id, first, last)
        if not rows:
            raise UserError(self.env._("There is neither a day status nor an approved statement in this month."))
        month = fields.Date.to_string(first)[:7]
        currency = self.company_id.currency_id
        content = Payroll._to_csv(rows) if self.file_type == "csv" else Payroll._to_xlsx(rows, month, currency)
        self.write({"file": base64.b64encode(content), "file_name": f"payroll-{month}.{self.file_type}"})
        self._log(first, last, rows)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
            "target": "self",  # the file is saved beside the page; a new window is kept shut by some browsers
        }

    def _log(self, first, last, rows):
        self.env["sales.office.payroll.export"].sudo().create(  # sudo: a log nobody may write
            {
                "user_id": self.env.uid,
                "exported_at": fields.Datetime.now(),
                "date_from": first,
                "date_to": last,
                "file_type": self.file_type,
                "employee_count": len(rows),
                "company_id": self.company_id.id,
            }
        )
