from datetime import date

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.argument_types import Choice, Records, Reference
from ...organization.rpc.rpc import rpc
from ...workday.hours.working_time import get_last_moment


class SalesOfficeInstruction(models.Model):
    """Tasks the head assigns (上级交办, R030): instructions that begin at the decision."""

    _inherit = "sales.office.instruction"

    @rpc
    @api.model
    def action_assign(
        self,
        employees: Records("hr.employee"),
        name: str,
        text: str,
        deadline: date,
        urgency: Choice("urgency") = "normal",
        background: str = "",
        reference: Reference("reference") = None,
    ):
        """Give each of ``employees`` a task of his own; he reports back, and who assigned it takes note.

        :param employees: ``hr.employee`` records; the user has to stand above each of them
        :param str name: subject
        :param str text: what is to be done
        :param deadline: day until the end of which, at the employee's place, the report is due
        :param reference: the record it is about
        :return: the instructions
        :raise AccessError: the user does not stand above one of them
        """
        name = self._check_text(name, self.env._("Give the task a subject."))
        text = self._check_text(text, self.env._("Write what is to be done."))
        self._check_assignable(employees, deadline)
        values = {"name": name, "question": text, "deadline": deadline, "urgency": urgency}
        about = f"{reference._name},{reference.id}" if reference else False
        values |= {"background": background, "reference": about}
        orders = self.sudo().create([{**values, "employee_id": e.id} for e in employees])  # sudo: about others
        orders.sudo(self.env.su)._check_authority()
        orders._give_out()
        return orders.sudo(self.env.su)

    def _check_assignable(self, employees, deadline):
        if not employees or not all(employee.active for employee in employees):
            raise UserError(self.env._("Choose employees who work here."))
        if deadline < fields.Date.context_today(self):
            raise UserError(self.env._("Say until which day, today or later."))

    def _give_out(self):
        """Turn fresh drafts (sudo) into tasks decided by the current user, and tell the employees."""
        now = fields.Datetime.now()
        acting, chains = self.env.user._get_sales_office_acting(), self._get_superiors()
        for order in self:
            zone = pytz.timezone(order.employee_id._get_tz())
            order.write(
                {
                    "kind": "order",
                    # the report goes back to who assigned it; a director need not manage a department
                    "level": next((n for n, manager in enumerate(chains[order]) if manager in acting), 0),
                    "number": self.env["ir.sequence"].next_by_code("sales.office.instruction"),
                    "state": "decided",
                    "outcome": "instructed",
                    "asked_at": now,
                    "decided_by_id": self.env.uid,
                    "decided_at": now,
                    "report_due_at": get_last_moment(order.deadline, zone),
                }
            )
        self._log("assigned")
        self._tell_authors(lambda env: env._("You were given a task."))
