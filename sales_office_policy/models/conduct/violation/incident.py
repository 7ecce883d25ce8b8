from uuid import uuid4

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import clean_context

from ...organization.printing.software import as_software
from ...organization.rpc.rpc import rpc
from .violation import VOID


class SalesOfficeViolation(models.Model):
    """Cases of one incident, who may be told apart from who told of it, and what may be on record twice.

    A colleague writes up nothing: what they tell becomes a suspicion of the software, which somebody who leads the
    employee takes up or dismisses. Their name is kept in a closed field and shown to those who judge, because they
    must not judge it themselves, and to nobody else (R046).
    """

    _inherit = "sales.office.violation"

    incident = fields.Char(
        readonly=True, copy=False, index="btree_not_null", help="The same for cases written up together."
    )
    incident_count = fields.Integer(string="Same Incident", compute="_compute_incident_count")
    duplicate_count = fields.Integer(string="Same Day and Kind", compute="_compute_duplicate_count")
    informant_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null", groups=fields.NO_ACCESS
    )
    informant_name = fields.Char(
        string="Told in Confidence by",
        compute="_compute_informant_name",
        help="Shown to those who judge the case, and to nobody else.",
    )

    @api.depends("incident")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_incident_count(self):
        """Count the other cases of the incident that the user may read."""
        incidents = [incident for incident in self.mapped("incident") if incident]
        counts = dict(self._read_group([("incident", "in", incidents)], ["incident"], ["__count"]))
        for case in self:
            case.incident_count = max(counts.get(case.incident, 0) - 1, 0)

    @api.depends("employee_id", "type_id", "date", "state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_duplicate_count(self):
        """Count other cases of the same kind and day that the user may read, those left out that count for nothing."""
        saved = self.filtered("id")
        groups = self._read_group(
            self._get_duplicate_domain(saved.employee_id, saved.type_id, min(saved.mapped("date"), default=False)),
            ["employee_id", "type_id", "date:day"],
            ["__count"],
        )
        counts = {(employee, violation_type, day): count for employee, violation_type, day, count in groups}
        for case in self:
            count = counts.get((case.employee_id, case.type_id, case.date), 0)
            case.duplicate_count = max(count - (case.state not in VOID), 0) if case.id else 0

    @api.model
    def _get_duplicate_domain(self, employees, types, since):
        return (
            Domain("employee_id", "in", employees.ids)
            & Domain("type_id", "in", types.ids)
            & Domain("date", ">=", since)
            & Domain("state", "not in", VOID)
        )

    @api.depends("informant_id", "state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_informant_name(self):
        judged = self.filtered_domain(self._get_judge_domain())
        for case in self:
            informant = case.sudo().informant_id if case in judged else case.env["res.users"]  # sudo: closed field
            case.informant_name = informant.name

    @api.model
    def _get_uninvolved_domain(self):
        """Leave out what the current user told of or joined a case about, and incidents they are a party to."""
        # sudo: they need not be able to read a case to be kept off it
        told = self.sudo()._search([("informant_id", "=", self.env.uid)])
        mine = Domain("reporter_id", "=", self.env.uid) | Domain("informant_id", "=", self.env.uid)
        about = Domain("user_id", "=", self.env.uid) & Domain("incident", "!=", False)
        names = ["joined_id", "reporter_id", "informant_id", "user_id", "incident"]
        found = self.sudo().search_fetch(Domain("joined_id", "!=", False) & mine | about, names)
        joined = found.filtered(lambda case: self.env.user in case.reporter_id | case.informant_id).joined_id
        own = found.filtered(lambda case: case.user_id == self.env.user and case.incident)
        parties = Domain("incident", "=", False) | Domain("incident", "not in", own.mapped("incident"))
        others = Domain("id", "not in", told) & Domain("id", "not in", joined.ids) | self._get_last_instance_domain()
        return others & parties

    @api.model
    def _get_reportable(self, employees):
        """Return those of ``employees`` about whom the user writes up cases: whom they lead; as clerk, their office."""
        user = self.env.user
        people = employees.sudo().filtered(lambda employee: employee.user_id != user)  # sudo: department and user only
        here = people.filtered(lambda employee: employee.company_id in self.env.companies)
        scope, offices = user._get_sales_office_scope(), user._get_sales_offices()
        led = people._where_post("team_leader").filtered(
            lambda employee: employee.department_id.id in scope.department_ids and employee.id not in scope.superior_ids
        )
        kept = people._where_post("clerk").filtered(lambda employee: employee.department_id.sales_office_id in offices)
        reportable = here._where_post("director") | led | kept
        return employees.filtered(lambda employee: employee.id in reportable.ids)

    @api.model
    def _write_up_in_confidence(self, employees, facts, files):
        """Do as `_write_up` in the name of the software: nothing but one closed field bears the current user's.

        :return: suspicions that the user may not see (sudo)
        """
        with as_software(self) as software:
            cases = software._write_up(employees, facts, files)
            cases.informant_id = self.env.uid
        return cases

    @api.model
    def _write_up(self, employees, facts, files):
        """Make one case per employee about an incident, with the same facts and files.

        :param dict facts: ``type_id``, ``date`` and ``description``
        :param list files: ``(name, raw)`` of what proves it
        """
        clean = self.with_context(clean_context(self.env.context))  # files would take the caller's defaults over
        cases = clean.create([{**facts, "employee_id": employee.id} for employee in employees])
        cases.sudo().incident = uuid4().hex if len(employees) > 1 else False  # sudo: not written by hand
        cases.env["ir.attachment"].create(
            [
                {"name": name, "raw": raw, "res_model": self._name, "res_id": case.id}
                for case in cases
                for name, raw in files
            ]
        )
        return cases

    @rpc(one=True)
    def action_open_incident(self):
        """Open the cases of the same incident that the user may read."""
        return self._get_cases_action(self.env._("Same Incident"), Domain("incident", "=", self.incident))

    @rpc(one=True)
    def action_open_duplicates(self):
        """Open the other cases of the same employee, kind and day that the user may read."""
        alike = self._get_duplicate_domain(self.employee_id, self.type_id, self.date) & Domain("date", "=", self.date)
        return self._get_cases_action(self.env._("Same Day and Kind"), alike & Domain("id", "!=", self.id))

    def _get_cases_action(self, name, domain):
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_violation_action")
        return {**action, "name": name, "domain": list(domain), "context": {}}
