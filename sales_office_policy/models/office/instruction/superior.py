from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.local_time import get_last_moment, get_zone
from ...organization.searching import lasting
from .instruction import OPEN


class SalesOfficeInstruction(models.Model):
    """Whom an instruction goes to, who may decide it, and who is told.

    It goes to the nearest manager above who is there; once raised to the next one, those in between
    no longer decide. Who stands in for a manager decides like them, everybody above may as well.
    One automated activity stands for the next step: the superior's while it waits for them, else the author's.
    """

    _inherit = "sales.office.instruction"

    is_addressed = fields.Boolean(
        string="Waits for Me",
        compute="_compute_is_addressed",
        search="_search_is_addressed",
        help="It goes to the current user, or to somebody they stand in for.",
    )
    can_decide = fields.Boolean(compute="_compute_can_decide", help="The current user has the authority to decide.")

    @api.depends("employee_id", "department_id", "level")
    def _compute_superior_id(self):
        chains = self._get_superiors()
        for instruction in self:
            chain = chains[instruction]
            instruction.superior_id = chain[instruction.level : instruction.level + 1]

    @api.depends("superior_id", "kind", "decided_by_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_addressed(self):
        addressed = self.filtered_domain(self._search_is_addressed("in", [True]))
        for instruction in self:
            instruction.is_addressed = instruction in addressed

    @lasting
    def _search_is_addressed(self, operator, value):
        if operator != "in":
            return NotImplemented
        acting = self.env.user._get_sales_office_acting()
        assigned = Domain("kind", "=", "order") & Domain("decided_by_id", "=", self.env.uid)
        return (Domain("superior_id", "in", acting.ids) | assigned) & Domain("user_id", "!=", self.env.uid)

    @api.depends("superior_id", "state", "employee_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_decide(self):
        deciders = self.filtered(lambda instruction: instruction.state in OPEN)._filter_decidable()
        for instruction in self:
            instruction.can_decide = instruction in deciders

    def _filter_decidable(self):
        """Return those the current user stands above, and that were not raised past them."""
        user = self.env.user
        led = self._has_authority()
        acting, scope = user._get_sales_office_acting(), user._get_sales_office_scope()

        def is_mine(instruction):
            superior = instruction.sudo().superior_id  # sudo: asks about the user, shows nothing
            # a superior below the user: they manage a department the user leads
            below = superior.department_id.id in scope.department_ids and superior.id not in scope.superior_ids
            return not superior or superior in acting or below

        return led._where_post("director") | led.filtered(is_mine)

    def _check_decider(self):
        """Raise an ``AccessError`` unless the user may decide all of these: never one's own, never from below."""
        self.check_access("read")
        self._check_authority()
        if not self.env.su and self - self._filter_decidable():
            raise AccessError(self.env._("This was raised to your superior: the decision is no longer yours."))

    def _get_superiors(self):
        """Return ``{instruction: managers}`` above its author, the nearest first (sudo)."""
        managers = self.department_id._get_sales_office_managers()
        chains = {}
        for instruction in self:
            chain = managers.get(instruction.department_id.sudo(), instruction.employee_id.sudo().browse())
            chains[instruction] = instruction.employee_id._get_sales_office_above(chain)
        return chains

    def _get_addressees(self):
        """Return the users to tell: the superior and who stands in for them now, those who may read it (sudo)."""
        self.ensure_one()
        superior = self.sudo().superior_id  # sudo: whom to tell does not depend on who causes it
        users = superior.user_id.union(*self.env["sales.office.deputy"]._get_users_for(superior).values())
        if self.kind == "order":
            users |= self.sudo().decided_by_id
        users = users.filtered("active") - self.sudo().user_id
        instruction = self.with_context(allowed_company_ids=self.sudo().company_id.ids)
        return users.filtered(lambda user: instruction.with_user(user).has_access("read"))

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
            zone = get_zone(order.employee_id._get_tz())
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
        self._notify_authors(lambda told: told.env._("You were given a task."))

    def _get_party_users(self):
        """Return the author and their superior."""
        return self._get_addressees() | self.user_id

    def _notify_superiors(self):
        """Hand the next step to the superiors (sudo); urgent ones are sent a message as well, at once (R040)."""
        for instruction in self:
            users = instruction._get_addressees()
            instruction._set_next_step(users, lambda told: told._get_superior_summary())
            if instruction.urgency != "normal":
                instruction._notify_users(
                    users,
                    lambda told: "\n".join((told._get_superior_summary(), told.question)),
                    lambda told: told._get_superior_summary(),
                )

    def _notify_authors(self, build_text):
        """Tell each author what ``build_text(instruction)`` says, and hand the next step to them."""
        self._notify_users("user_id", build_text)
        for instruction in self.sudo():  # sudo: the reader is the author, whoever writes
            if instruction.user_id.active and instruction.state in ("decided", "in_progress"):
                instruction._set_next_step(instruction.user_id, lambda told: told._get_author_summary())

    def _set_next_step(self, users, get_summary):
        """Replace the automated activities by one for each of ``users``."""
        self._end_activities()
        today = fields.Date.context_today(self)
        day = self.deadline or today
        if self.state in ("decided", "in_progress") and self.report_due_at:
            day = self.report_due_at.date()
        at_once = self.urgency != "normal" and self.state == "asked"
        self._give_activities(users, get_summary, today if at_once else day)

    def _get_superior_summary(self):
        name = self.employee_id.name
        if self.report:
            return self.env._("Take note of the report: %(subject)s", subject=self.name)
        if self.state == "in_progress":
            return self.env._("%(name)s acts in an emergency: %(subject)s", name=name, subject=self.name)
        return self.env._("%(name)s asks for instruction: %(subject)s", name=name, subject=self.name)

    def _get_author_summary(self):
        if self.needs_report:
            return self.env._("Carry out and report: %(subject)s", subject=self.name)
        return self.env._("Carry out: %(subject)s", subject=self.name)

    def _remind(self):
        """Send a message to who is waited for, and about a late report to the superior as well (sudo)."""
        self.reminded = True
        for instruction in self:
            users = instruction._get_addressees()
            if instruction.state != "asked":
                users |= instruction.user_id.filtered("active")
            instruction._notify_users(users, lambda told: told._get_late_text())

    def _get_late_text(self):
        if self.state == "asked":
            return self.env._("The decision is overdue: %(subject)s", subject=self.name)
        return self.env._("The report is overdue: %(subject)s", subject=self.name)
