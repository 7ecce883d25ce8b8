from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date, format_time

from ...models.organization.rpc.rpc import rpc

#: people and kinds that one tap chooses; all others are searched for
PEOPLE, KINDS = 12, 8


class SalesOfficeIncidentReport(models.TransientModel):
    """Writes up an incident in one go: who, what, when, the facts, and what proves them (R046).

    Whoever leads the employees, and the clerk in their office, hands the cases in at once. Anybody else tells of it
    in confidence. Told while standing, on a phone: those who are likely meant and what is told most are one tap each,
    and the facts begin with what was seen and when.
    """

    _name = "sales.office.incident.report"
    _description = "Report an Incident"
    _inherit = "sales.office.reader.mixin"

    # the public side of them, which everybody may read
    employee_ids = fields.Many2many("hr.employee.public", string="Who", required=True)
    type_id = fields.Many2one("sales.office.violation.type", string="Violation", required=True)
    evidence_required = fields.Boolean(related="type_id.evidence_required")
    date = fields.Date(string="When", required=True, default=fields.Date.context_today)
    description = fields.Text(string="Facts", required=True)
    proposed_facts = fields.Text(help="What the facts are as long as nobody typed any.")
    proposals = fields.Json(compute="_compute_proposals", export_string_translation=False)
    attachment_ids = fields.Many2many("ir.attachment", string="Evidence Files")
    in_confidence = fields.Boolean(compute="_compute_in_confidence")
    duplicates = fields.Text(compute="_compute_duplicates")
    ignore_duplicates = fields.Boolean(string="Report it all the same")

    @api.depends("employee_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_confidence(self):
        Violation = self.env["sales.office.violation"]
        for report in self:
            employees = report._get_employees()
            writes_up = Violation.has_access("create")
            report.in_confidence = not writes_up or Violation._get_reportable(employees) != employees

    @api.depends("employee_ids", "type_id", "date", "in_confidence")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_duplicates(self):
        """Name what is on record already, as far as the user may read it: who only tells learns nothing."""
        Violation = self.env["sales.office.violation"]
        for report in self:
            employees, day = report._get_employees(), report.date
            known = Violation
            if employees and day and report.type_id and not report.in_confidence:
                domain = Violation._get_duplicate_domain(employees, report.type_id, day)
                known = Violation.search([*domain, ("date", "=", day)])
            report.duplicates = "\n".join(known.mapped("display_name")) or False

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_proposals(self):
        """Return ``{field: [{id, name}]}`` of what one tap chooses."""
        proposed = {"employee_ids": self._get_likely_people(), "type_id": self._get_usual_kinds()}
        self.proposals = {
            name: [{"id": record.id, "name": record.name} for record in records] for name, records in proposed.items()
        }

    @api.onchange("employee_ids", "type_id", "date")
    def _onchange_facts(self):
        """Begin the facts, until somebody types others; what is told in confidence is told in their words alone."""
        if (self.description or "") == (self.proposed_facts or ""):
            self.description = self.proposed_facts = self._propose_facts()

    def _propose_facts(self):
        if not (self.employee_ids and self.type_id and self.date) or self.in_confidence:
            return False
        if self.date != fields.Date.context_today(self):
            return self.env._("%(kind)s, on %(day)s.", kind=self.type_id.name, day=format_date(self.env, self.date))
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        time = format_time(self.env, now.time(), time_format="short")
        return self.env._("%(kind)s, seen at %(time)s.", kind=self.type_id.name, time=time)

    @api.model
    def _get_likely_people(self):
        """Return those the user is likely to tell of: whom they lead, nearest first; as clerk, their office; else
        those they work with."""
        People = self.env["hr.employee.public"]
        user = self.env.user
        led = user._get_sales_office_scope().department_ids
        # sudo: departments only
        near = self.env["hr.department"].sudo().search([("id", "in", led), ("manager_id.user_id", "=", user.id)])
        if user._get_sales_office_companies("clerk"):
            around = Domain("department_id.sales_office_id", "in", user._get_sales_offices().ids)
        else:
            own = user.sudo().employee_id.department_id  # sudo: users read no employee
            around = Domain("department_id", "in", [*led, *(() if led else own.ids)])
        others = (
            Domain("company_id", "in", self.env.companies.ids)
            & Domain("user_id", "!=", user.id)
            & Domain("department_id.sales_office_id", "!=", False)
        )
        people = People.search(others & Domain("department_id", "in", near.ids), limit=PEOPLE)
        if len(people) < PEOPLE:
            rest = others & around & Domain("id", "not in", people.ids)
            people |= People.search(rest, limit=PEOPLE - len(people))
        return people

    @api.model
    def _get_usual_kinds(self):
        """Return what was reported by hand most, of what the user may read; then what no check finds by itself."""
        Kind, Violation = self.env["sales.office.violation.type"], self.env["sales.office.violation"]
        since = fields.Date.context_today(self) - relativedelta(years=1)
        by_hand = [("check_id", "=", False), ("user_id", "!=", self.env.uid), ("date", ">=", since)]
        told = Violation._read_group(by_hand, ["type_id"], order="__count desc, type_id", limit=KINDS)
        ranks = {kind.id: rank for rank, [kind] in enumerate(told)}
        # asked anew: a kind of another company, or one that is archived, is not reported any more
        kinds = Kind.search([("id", "in", list(ranks))]).sorted(lambda kind: ranks[kind.id])
        if len(kinds) < KINDS:
            watched = self.env["sales.office.check"].sudo().search([]).violation_type_id  # sudo: left out only
            kinds |= Kind.search([("id", "not in", (watched | kinds).ids)], limit=KINDS - len(kinds))
        return kinds

    def _get_employees(self):
        return self.env["hr.employee"].browse(self.employee_ids.ids)

    @rpc(one=True)
    def action_report(self):
        """Write the cases up and hand them in; told in confidence they wait for somebody who leads the employee."""
        cases = self._write_up()
        thanks = self._get_thanks(len(cases))
        if self.in_confidence:
            self._forget()
        else:
            cases.action_report()
        return thanks

    @rpc(one=True)
    def action_keep(self):
        """Write the cases up and keep them as drafts.

        :raises UserError: told in confidence, on record already, oneself, or what proves it is missing
        """
        if self.in_confidence:
            raise UserError(self.env._("What you tell in confidence is passed on at once. Send it, or discard it."))
        drafts = Domain("id", "in", self._write_up().ids)
        return self.env["sales.office.violation"]._get_cases_action(self.env._("Drafts"), drafts)

    def _write_up(self):
        if self.duplicates and not self.ignore_duplicates:
            raise UserError(
                self.env._(
                    "This is on record already:\n%(cases)s\nTick “Report it all the same” if it happened once more.",
                    cases=self.duplicates,
                )
            )
        if self.env.user in self.employee_ids.user_id:
            raise UserError(self.env._("You cannot report yourself. Leave yourself out."))
        if self.evidence_required and not self.attachment_ids:
            self.type_id._refuse_unproven()
        facts = {"type_id": self.type_id.id, "date": self.date, "description": self.description}
        files = [(file.name, file.raw) for file in self.attachment_ids]
        Violation = self.env["sales.office.violation"]
        if self.in_confidence:
            return Violation._write_up_in_confidence(self._get_employees(), facts, files)
        return Violation._write_up(self._get_employees(), facts, files)

    def _forget(self):
        """Keep nothing in the informant's name of what they told: this dialog and the files uploaded for it."""
        # sudo: files of a dialog may be deleted by its maker only while they belong to nothing
        own = self.attachment_ids.sudo().filtered(lambda file: file.create_uid == self.env.user)
        own.filtered(lambda file: file.res_model in (False, self._name)).unlink()
        self.write({"employee_ids": [Command.clear()], "attachment_ids": [Command.clear()], "description": "-"})

    def _get_thanks(self, count):
        if self.in_confidence:
            message = self.env._("Thank you. It is passed on without your name; only who judges it learns it.")
        else:
            message = self.env._("Reported: %(count)s. Everybody concerned is told and may answer.", count=count)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}},
        }
