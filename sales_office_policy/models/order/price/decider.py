from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ...organization.searching import lasting
from .limits import may_give


class SalesOfficePriceApproval(models.Model):
    """Whom a price goes to, who may give it, and who is told.

    By the table, not by the ladder alone: the lowest manager above the salesperson who may give that price themselves,
    as a deputy of their may; whoever is on leave and has no deputy is passed over while somebody above is there.
    """

    _inherit = "sales.office.price.approval"

    is_addressed = fields.Boolean(
        string="Waits for Me",
        compute="_compute_is_addressed",
        search="_search_is_addressed",
        help="It goes to the current user, or to somebody they stand in for.",
    )
    can_decide = fields.Boolean(compute="_compute_can_decide", help="The current user may refuse it or offer less.")
    can_approve = fields.Boolean(compute="_compute_can_decide", help="It is within what the current user may give.")

    @api.depends("superior_id", "state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_addressed(self):
        acting = self.env.user._get_sales_office_acting()
        for approval in self:
            approval.is_addressed = approval.state == "requested" and approval.superior_id.id in acting.ids

    @lasting
    def _search_is_addressed(self, operator, value):
        if operator != "in":
            return NotImplemented
        acting = self.env.user._get_sales_office_acting()
        return Domain("superior_id", "in", acting.ids) & Domain("state", "=", "requested")

    @api.depends("state", "employee_id", "requested_by_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_decide(self):
        waiting = self.filtered(lambda approval: approval.state == "requested")
        deciding = waiting._has_authority().filtered(lambda approval: approval.requested_by_id != self.env.user)
        for approval in self:
            approval.can_decide = approval in deciding
            approval.can_approve = approval in deciding and approval._is_within(
                approval._get_snapshot().quotation, approval._get_own_post()
            )

    def _check_decider(self):
        """Raise an ``AccessError`` unless the current user stands above every salesperson, and asked for none of it."""
        if self.env.su:
            return
        self._check_authority()
        if self.env.user in self.requested_by_id:
            raise AccessError(self.env._("You asked for this price, so somebody else has to decide it."))

    def _check_may_give(self, get_snapshot):
        """Raise an ``AccessError`` unless the current user may give, by the table, what ``get_snapshot`` says."""
        self._check_decider()
        if self.env.su:
            return
        for approval in self:
            if not approval._is_within(get_snapshot(approval).quotation, approval._get_own_post()):
                raise AccessError(
                    self.env._(
                        "%(order)s is beyond what you may give yourself. It waits for %(name)s; "
                        "you may offer less instead.",
                        order=approval.display_name,
                        name=approval.sudo().superior_id.name,  # sudo: the name of a colleague
                    )
                )

    def _get_own_post(self):
        """Return by whose lines of the table the current user decides: their own, or that of whom they stand in for."""
        return self.env.user._get_sales_office_price_post(self.company_id, own=False)

    def _is_within(self, quotation, post):
        table = self.env["sales.office.discount.limit"]._get_table(self.company_id.id)
        return post is not None and may_give(quotation, table, post)

    @api.model
    def _get_giver_employee(self, order, judgement):
        """Return the employee (sudo) whose limits count in the company of the order."""
        employees = self.env["hr.employee"].sudo()  # sudo: users read no employees
        employee = employees.search(
            [("user_id", "=", judgement.giver.id), ("company_id", "=", order.company_id.id)], limit=1
        )
        if not employee:
            raise UserError(self.env._("%(name)s is no employee of the company that sells.", name=judgement.giver.name))
        return employee

    @api.model
    def _find_able(self, employee, may_give_by):
        """Return the managers above an employee who may give a price (sudo), the nearest first.

        :param may_give_by: function of a post
        """
        department, company = employee.department_id, employee.company_id
        managers = department._get_sales_office_managers().get(department, employee.browse())
        return employee._get_sales_office_above(managers).filtered(
            lambda manager: (
                manager.user_id not in (employee.user_id, self.env.user)
                and may_give_by(manager.user_id._get_sales_office_price_post(company))
            )
        )

    @api.model
    def _find_deciders(self, employee, may_give_by):
        """Return :meth:`_find_able`, who is there before who is on leave."""
        able = self._find_able(employee, may_give_by)
        away = self._filter_away(able)
        return (able - away) + away

    @api.model
    def _filter_away(self, managers):
        """Return those of ``managers`` (sudo) who are on leave now, with nobody to stand in for them."""
        now = fields.Datetime.now()
        leaves = managers._get_sales_office_leaves(now, fields.Datetime.add(now, seconds=1))
        away = managers.filtered(lambda manager: leaves[manager.id])
        deputies = self.env["sales.office.deputy"]._get_users_for(away)
        return away.filtered(lambda manager: not deputies[manager])

    def _get_addressees(self):
        """Return the users to tell (sudo): who is asked and who stands in for them, never who asked."""
        self.ensure_one()
        deputies = self.env["sales.office.deputy"]._get_users_for(self.superior_id)
        users = self.superior_id.user_id.filtered("active").union(*deputies.values())
        return users - self.requested_by_id - self.user_id

    def _get_party_users(self):
        return super()._get_party_users() | self.requested_by_id | self._get_addressees()

    def _notify_superior(self):
        """Hand these (sudo) to who is asked: something to do, and a message with a link."""
        summary = self._get_request_summary
        for approval in self:
            users = approval._get_addressees()
            approval._give_activities(users, summary, "decide_by")
            approval._notify_users(users, lambda told: told._get_request_message(), summary)

    @api.model
    def _get_request_summary(self, told):
        name = told.requested_by_id.name
        return told.env._("%(name)s asks for a price: %(order)s", name=name, order=told.display_name)

    def _get_request_text(self):
        return "\n".join(filter(None, (self._get_request_summary(self), self.details, self.reason)))

    def _get_request_message(self):
        """Return as HTML what is asked, with the address at which it is decided with one click."""
        url = f"{self.get_base_url()}/sales-office/price/{self.id}"
        button = Markup('<p><a href="%s">%s</a></p>') % (url, self.env._("Decide about the price"))
        return plaintext2html(self._get_request_text()) + button

    def _notify_requesters(self, build_text):
        """Tell who asked (sudo) what ``build_text(approval)`` says; note it on the quotation."""
        self._notify_users("requested_by_id", build_text)
        self.order_id._message_log_batch({approval.order_id.id: build_text(approval) for approval in self})

    def _remind_or_raise(self):
        """Remind of these (sudo) who let them wait; whom that did not move is passed over for the next who may."""
        for approval in self:
            following = self.browse()
            if approval.reminded:
                following = approval._find_next()
            if following:
                approval._end_activities()
                approval.superior_id = following
            approval.reminded = not following
        self._set_deadlines("decide_by")
        self.filtered("reminded")._remind()
        self.filtered(lambda approval: not approval.reminded)._notify_superior()

    def _find_next(self):
        """Return the manager (sudo) who may give it and stands next above the one who was asked."""
        quotation = self._get_snapshot().quotation
        able = self._find_able(self.employee_id, lambda post: self._is_within(quotation, post))
        return self.superior_id._get_sales_office_above(able)[:1]

    def _remind(self):
        for approval in self:
            approval._notify_users(
                approval._get_addressees(),
                lambda told: told.env._("The decision about a price is overdue: %(order)s", order=told.display_name),
            )
