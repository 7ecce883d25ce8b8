from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ...models.conduct.violation.violation import VOID
from ...models.organization.rpc.rpc import core_door, rpc


class SalesOfficeDayRecount(models.TransientModel):
    """Counts past days anew, after showing what would become of them and which cases that touches."""

    _name = "sales.office.day.recount"
    _description = "Recount Days"
    _inherit = "sales.office.preview.mixin"

    _asked_fields = frozenset({"employee_ids", "department_ids", "date_from", "date_to"})

    employee_ids = fields.Many2many(
        "hr.employee",
        string="Whose Days",
        groups="hr.group_hr_user",
    )
    department_ids = fields.Many2many(
        "hr.department", string="Of Departments", help="Everybody who works there now, or in departments below."
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: fields.Date.context_today(self) - timedelta(days=7)
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: fields.Date.context_today(self) - timedelta(days=1)
    )
    reason = fields.Text(help="Kept with the days that change; the employee and those who lead them read it.")
    line_ids = fields.One2many("sales.office.day.recount.line", "recount_id", string="Preview", readonly=True)
    names_shown = fields.Boolean(compute="_compute_names_shown")

    @core_door
    @api.model
    def default_get(self, fields_list):
        """Begin with the employees whose list or form it was opened from."""
        values = super().default_get(fields_list)
        if "employee_ids" in fields_list and self.env.context.get("active_model") == "hr.employee":
            values["employee_ids"] = [Command.set(self.env.context.get("active_ids") or [])]
        return values

    @api.depends_context("uid")
    def _compute_names_shown(self):
        user = self.env.user
        directed = self.env.company.id in user._get_sales_office_companies("director")
        self.names_shown = directed or user.has_group("hr.group_hr_user")

    def _prepare_shown(self):
        """Return which days would become what, and how many cases follow from them."""
        people, days = self._get_people(), self.env["sales.office.day"]
        days._check_may_recount(people, self.date_from, self.date_to)
        # sudo: who reads names and days of whom is asked below
        changes = days.sudo()._preview_recount(people, self.date_from, self.date_to)
        return self._prepare_line_vals(changes)

    @rpc(one=True)
    def action_confirm(self):
        """Count the days anew, as previewed; show again what has changed since.

        :raises UserError: when there was no preview
        """
        if changed := self._show_changed():
            return changed
        self.env["sales.office.day"].recount(self._get_people(), self.date_from, self.date_to, self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _get_people(self):
        """Return whose days are chosen (sudo), oneself left out where departments are."""
        dialog = self.sudo()  # sudo: a policy administrator has no access to hr.employee; who may is asked by recount
        people = dialog.employee_ids
        if self.department_ids:
            people |= people.search(
                [
                    ("department_id", "child_of", self.department_ids.ids),
                    ("company_id", "in", self.env.companies.ids),
                    ("user_id", "!=", self.env.uid),
                ]
            )
        return people

    def _prepare_line_vals(self, changes):
        """Return values of lines by day and employee; by what becomes of them for who may not see whose they are."""
        days = self.env["sales.office.day"]
        cases = self._get_cases(changes)
        groups = defaultdict(list)
        for change in changes:
            texts = days._get_recount_text(change.before), days._get_recount_text(change.after)
            who = (change.day, change.employee.id) if self.names_shown else (False, False)
            groups[*who, *texts].append(change)
        return [
            {
                "date": day,
                "employee_id": employee_id,
                "before": before,
                "after": after,
                "day_count": len(group),
                "open_case_count": sum(cases[change.employee.id, change.day][0] for change in group),
                "closed_case_count": sum(cases[change.employee.id, change.day][1] for change in group),
            }
            for (day, employee_id, before, after), group in groups.items()
        ]

    @api.model
    def _get_cases(self, changes):
        """Return ``{(employee id, day): (open cases, closed cases)}`` that were made of these days."""
        cases = self.env["sales.office.violation"].sudo()  # sudo: only how many there are is told
        found = cases.search(
            Domain("employee_id", "in", [change.employee.id for change in changes])
            & Domain("date", "in", [change.day for change in changes])
            & Domain("check_id", "any", self.env["sales.office.day"]._get_day_checks_domain())
            & Domain("state", "not in", VOID)
        )
        counts = defaultdict(lambda: (0, 0))
        for (employee, day, closed), group in found.grouped(
            lambda case: (case.employee_id, case.date, case.state == "closed")
        ).items():
            before = counts[employee.id, day]
            counts[employee.id, day] = (before[0] + len(group) * (not closed), before[1] + len(group) * closed)
        return counts

    def _get_title(self):
        return self.env._("Recount Days")


class SalesOfficeDayRecountLine(models.TransientModel):
    """What would become of one day, or of several alike."""

    _name = "sales.office.day.recount.line"
    _description = "Recount Days: Preview"
    _inherit = "sales.office.reader.mixin"
    _order = "date, id"

    recount_id = fields.Many2one("sales.office.day.recount", required=True, index=True, ondelete="cascade")
    date = fields.Date()
    employee_id = fields.Many2one("hr.employee", ondelete="cascade")
    day_count = fields.Integer(string="Number of Days")
    before = fields.Char(string="Is")
    after = fields.Char(string="Becomes")
    open_case_count = fields.Integer(string="Open Cases", help="Suspected, reported or decided because of this day.")
    closed_case_count = fields.Integer(string="Closed Cases", help="Stay closed: those who decided them have to look.")
