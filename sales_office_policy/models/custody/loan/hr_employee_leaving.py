from odoo import models

from ...organization.rpc.rpc import core_door

#: reminds of the papers somebody left the company with
ACTIVITY = "sales_office_policy.mail_activity_type_leaver_papers"


class HrEmployee(models.Model):
    """Who leaves the company with papers is not kept from leaving, but the papers are asked for (R017)."""

    _inherit = "hr.employee"

    @core_door
    def write(self, vals):
        leaving = self.filtered("active") if "active" in vals and not vals["active"] else self.browse()
        result = super().write(vals)
        if leaving:
            leaving._give_up_turns()
            leaving._remind_of_papers_held()
        return result

    def _give_up_turns(self):
        """Let those who wait after these employees have their turn."""
        # sudo: whoever keeps employees need not have access to loans
        holds = self.env["sales.office.document.hold"].sudo().search([("employee_id", "in", self.ids)])
        holds.unlink()
        requests = (
            self.env["sales.office.document.loan"]
            .sudo()  # sudo: as above
            .search([("employee_id", "in", self.ids), ("state", "=", "requested")])
        )
        requests.write({"state": "refused", "reason": self.env._("Left the company")})
        requests.document_id._serve_queue()

    def _remind_of_papers_held(self):
        """Give the clerks and the superior of each employee one activity with the list of what he still holds."""
        # sudo: whoever keeps employees need not have access to loans
        loans = (
            self.env["sales.office.document.loan"]
            .sudo()
            .search([("employee_id", "in", self.ids), ("state", "=", "on_loan")], order="due_at, id")
        )
        loans = loans.filtered(lambda loan: loan.company_id._sales_office_uses("custody"))
        for employee, held in loans.grouped("employee_id").items():
            for user, papers in employee._get_keepers(held).items():
                papers._schedule_leaver_activity(user)

    def _get_keepers(self, loans):
        """Return ``{user: loans}``: to each clerk the papers he keeps, to the superior all of them."""
        self.ensure_one()
        department = self.sudo().department_id  # sudo: HR-only; the tree decides who is told
        managers = department._get_sales_office_managers().get(department, self.browse()) - self
        keepers = {managers[:1].user_id: loans} if managers else {}
        for office, papers in loans.grouped(lambda loan: loan.document_id.department_id.sales_office_id).items():
            clerk = office.sales_office_clerk_id
            if clerk.active and clerk.user_id and clerk != self:
                keepers[clerk.user_id] = keepers.get(clerk.user_id, papers) | papers
        return keepers
