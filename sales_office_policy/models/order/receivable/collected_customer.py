from odoo import fields, models

from ...organization.rpc.rpc import core_door


class SalesOfficeCollectedCustomer(models.AbstractModel):
    """A customer whose open invoices are collected by whoever serves them from now on (R119).

    Nobody takes a customer, or gets rid of a debt, by writing themselves or a colleague into the contact: open invoices
    follow where whoever leads the one who served it, finance or a director changes it. Otherwise they stay, and who
    leads gives them to somebody on the list of receivables.
    """

    _name = "sales.office.collected.customer"
    _description = "Customer Whose Invoices Are Collected"

    sales_office_overdue_days = fields.Integer(
        string="Days Overdue Allowed",
        company_dependent=True,
        aggregator=None,
        groups="account.group_account_invoice,account.group_account_readonly",
        help="How long an invoice of this customer may be overdue before the rules of credit of the sales office hold "
        "their orders, instead of the days of the rule. 0: those of the rule.",
    )

    @core_door
    def write(self, vals):
        """Change customers; where somebody entitled gives them to another one, their open invoices come along."""
        if "user_id" not in vals:
            return super().write(vals)
        served = {partner: partner.user_id for partner in self.sudo()}  # sudo: compared only
        result = super().write(vals)
        self._hand_on_receivables(served)
        return result

    def _commercial_fields(self):
        return super()._commercial_fields() + ["sales_office_overdue_days"]

    def _hand_on_receivables(self, served):
        """Let who serves these customers now collect what those collected who served them before.

        :param dict served: ``{partner (sudo): who served it}``
        """
        heir = self[:1].sudo().user_id  # all of them got the same
        if not heir or not heir.has_group("sales_office_policy.group_member"):
            return
        left = {partner: former for partner, former in served.items() if former and former != heir}
        entitled = self._filter_led(self.env["res.users"].union(*left.values()))
        given = {partner.id: former for partner, former in left.items() if former in entitled}
        if not given:
            return
        # sudo: whoever leads them need not see every invoice
        items = self.env["sales.office.receivable"].sudo()
        items = items.search([("kind", "=", "instalment"), ("partner_id", "in", list(given))])
        items = items.filtered(
            lambda item: item.user_id == given[item.partner_id.id] and item.company_id in heir.company_ids
        )
        if items:
            items._assign(heir)

    def _filter_led(self, users):
        """Return those of the users whom the current user leads, all of them for finance and directors."""
        if self.env.su or self.env.company.id in self.env.user._get_sales_office_companies("finance", "director"):
            return users
        return users.filtered("in_office_scope")
