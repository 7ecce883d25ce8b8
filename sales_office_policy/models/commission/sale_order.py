from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..organization.record.few_list import FewOne2many
from ..organization.record.phrases import join_names
from ..organization.record.row_lock import claim_rows
from ..organization.rpc.argument_types import Record
from ..organization.rpc.rpc import rpc
from .settlement import tiers
from .settlement.arithmetic import decimal

#: amount and quantity of what a rule does not count
NOTHING_SOLD = (tiers.ZERO, tiers.ZERO)


class SaleOrder(models.Model):
    """An order whose credit is shared; a quotation says what it would be worth, as the books would count it."""

    _name = "sale.order"
    _inherit = [
        "sale.order",
        "sales.office.commission.deal.mixin",
        "sales.office.last.owner.mixin",
        "sales.office.reader.mixin",
    ]

    sales_office_split_ids = FewOne2many(
        "sales.office.credit.split",
        "order_id",
        string="Credit Split",
        readonly=True,
        copy=False,
        groups="sales_office_policy.group_member",
    )

    sales_office_split_text = fields.Char(
        string="Credit Shared by",
        compute="_compute_sales_office_split_text",
        compute_sudo=True,
        groups="sales_office_policy.group_member",
    )

    @api.depends("sales_office_split_ids.percent", "sales_office_split_ids.pooled_on")
    @api.depends_context("lang")
    def _compute_sales_office_split_text(self):
        for order in self:
            order.sales_office_split_text = join_names(
                self.env, (split._describe() for split in order.sales_office_split_ids)
            )

    def _action_confirm(self):
        """Confirm orders; whoever had their leads before the pool has a share where it is due."""
        result = super()._action_confirm()
        self._credit_last_owners()
        return result

    @rpc(one=True)
    def action_split_credit(self, shares: dict[Record("hr.employee"), float]):
        """Share the commission of the order and of its invoices among several; without shares it is whole again.

        :param shares: ``{employee: percent}``; they add up to 100
        :raises AccessError: confirmed or shared by somebody else, and the caller is no manager, or would gain by it
        :raises ValidationError: not 100 percent, or somebody of another company
        """
        self.check_access("write")
        claim_rows(self)  # whoever shares it out at the same time would add their shares to these
        shares = {employee.id: decimal(percent) for employee, percent in shares.items()}
        self._check_may_split(shares)
        self._check_shares(shares)
        order = self.sudo()  # sudo: shares are written here only, which has checked who asks
        order.sales_office_split_ids.unlink()
        order.sales_office_split_ids.create(
            [
                {"order_id": self.id, "employee_id": employee_id, "percent": float(percent)}
                for employee_id, percent in shares.items()
            ]
        )
        order.message_post(body=self._get_split_text(), author_id=self.env.user.partner_id.id)

    def _check_may_split(self, shares):
        if self.env.su:
            return
        if not self._is_post_held("manager"):
            self._check_not_settled()
        if self._get_own_share(shares) > self._get_own_share(self._get_shares()):
            raise AccessError(self.env._("Nobody credits themselves: ask somebody above you."))

    def _check_not_settled(self):
        """Refuse to change shares that count already, taken back to a quotation or not, or that somebody else set."""
        order = self.sudo()  # sudo: invoices and shares the salesperson need not see
        if self.state not in ("draft", "sent") or order.invoice_ids:
            raise AccessError(self.env._("The order is confirmed: ask a manager to change who is credited."))
        if order.sales_office_split_ids.create_uid - self.env.user:
            raise AccessError(self.env._("Somebody else shared the credit out: ask a manager to change it."))

    def _get_shares(self):
        """Return the shares as they are, ``{employee id: percent}``; empty if the order is not split."""
        # sudo: the shares of colleagues count as well
        return {split.employee_id.id: decimal(split.percent) for split in self.sudo().sales_office_split_ids}

    def _get_own_share(self, shares):
        """Return what the caller has of the order: all of it if they are its salesperson and it is not split."""
        if not shares:
            return decimal(100 if self.user_id == self.env.user else 0)
        own = self.env.user._get_sales_office_employees()
        return sum((shares.get(employee_id, decimal(0)) for employee_id in own.ids), decimal(0))

    def _check_shares(self, shares):
        if not shares:
            return
        if sum(shares.values()) != 100 or min(shares.values()) <= 0:
            raise ValidationError(self.env._("The shares add up to 100 %, and each is above 0."))
        if any(percent != round(percent, 2) for percent in shares.values()):
            raise ValidationError(self.env._("A share has two decimals at most."))
        # sudo: ordinary users have no access to employees; only the company is read
        employees = self.env["hr.employee"].sudo().browse(shares).exists()
        if len(employees) != len(shares) or employees.company_id != self.company_id:
            raise ValidationError(self.env._("Credit is split among employees of the company that sells."))

    def _get_split_text(self):
        splits = self.sudo().sales_office_split_ids  # sudo: names and shares for whoever reads the order
        if not splits:
            return self.env._("Credit is no longer split.")
        shares = join_names(self.env, (split._describe() for split in splits))
        return self.env._("Credit split: %(shares)s", shares=shares)

    @rpc(one=True)
    def action_open_split(self):
        """Open the dialog that splits the credit.

        :raises UserError: the order is not saved
        """
        self.check_access("write")
        if not self.ids:
            raise UserError(self.env._("Save the order first."))
        dialog = self.env["sales.office.credit.dialog"].create({"order_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Split Credit"),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "view_mode": "form",
            "target": "new",
        }

    def _is_open_deal(self):
        return self.state in ("draft", "sent")

    def _get_deal_shares(self):
        return self._get_shares()

    def _get_deal_figures(self, rules):
        conditions = {rule: rule._get_quoted_conditions() for rule in rules}
        known = [rule for rule in rules if conditions[rule]]
        asked = [(conditions[rule], rule.basis == "margin") for rule in known]
        quoted = self.env["sales.office.books"]._get_quoted(self, asked)
        today = fields.Date.context_today(self)
        return {
            rule: tuple(map(decimal, figures)) if rule._counts_customer(self.partner_id, today) else NOTHING_SOLD
            for rule, figures in zip(known, quoted, strict=True)
        }
