from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .instruction import OPEN


class SalesOfficeInstruction(models.Model):
    """Whom an instruction goes to, and who may decide it.

    It goes to the nearest manager above who is there; once raised to the next one, those in between
    no longer decide. Who stands in for a manager decides like him, everybody above may as well.
    """

    _inherit = "sales.office.instruction"

    is_addressed = fields.Boolean(
        string="Waits for Me",
        compute="_compute_is_addressed",
        search="_search_is_addressed",
        help="It goes to the current user, or to somebody he stands in for.",
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
        """Return those the current user stands above, and that were not raised past him."""
        user = self.env.user
        led = self._has_authority()
        acting, scope = user._get_sales_office_acting(), user._get_sales_office_scope()

        def is_mine(instruction):
            superior = instruction.sudo().superior_id  # sudo: asks about the user, shows nothing
            # a superior below the user: he manages a department the user leads
            below = superior.department_id.id in scope.department_ids and superior.id not in scope.superior_ids
            return not superior or superior in acting or below

        return led._where_post("director") | led.filtered(is_mine)

    def _check_decider(self):
        """Raise an ``AccessError`` unless the current user may decide all of these: never himself, never from below."""
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
            own = chain.ids.index(instruction.employee_id.id) + 1 if instruction.employee_id.id in chain.ids else 0
            chains[instruction] = chain[own:]
        return chains

    def _get_addressees(self):
        """Return the users to tell: the superior and who stands in for him now, those who may read it (sudo)."""
        self.ensure_one()
        superior = self.sudo().superior_id  # sudo: whom to tell does not depend on who causes it
        deputies = self.env["sales.office.deputy"].sudo().search([("employee_id", "=", superior.id)])
        current = deputies.filtered(lambda deputy: deputy.date_from <= deputy._get_today() <= deputy.date_to)
        users = superior.user_id | current.deputy_user_id
        if self.kind == "order":
            users |= self.sudo().decided_by_id
        users = users.filtered("active") - self.sudo().user_id
        instruction = self.with_context(allowed_company_ids=self.sudo().company_id.ids)
        return users.filtered(lambda user: instruction.with_user(user).has_access("read"))
