from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount

from ...organization.record.row_lock import claim_rows
from ...organization.rpc.rpc import rpc
from .contract import BINDING, UNSIGNED


class SalesOfficeContractedOrder(models.AbstractModel):
    """What contracts add to a quotation: one button makes the contract of it; later ones are called off it (R077)."""

    _name = "sales.office.contracted.order"
    _description = "Sales Office Contracted Order"

    sales_office_contract_id = fields.Many2one(
        "sales.office.contract",
        string="Contract",
        copy=False,
        index="btree_not_null",
        ondelete="set null",  # only drafts are deleted
        check_company=True,
        groups="sales_office_policy.group_order",
        help="The contract this order belongs to, or is called off.",
    )
    sales_office_has_contracts = fields.Boolean(
        compute="_compute_sales_office_has_contracts", groups="sales_office_policy.group_order"
    )

    @api.depends("company_id")
    def _compute_sales_office_has_contracts(self):
        for order in self:
            order.sales_office_has_contracts = (order.company_id or self.env.company)._sales_office_uses("order")

    @api.constrains("sales_office_contract_id", "partner_id")
    def _check_sales_office_contract(self):
        for order in self.sudo():  # sudo: the order's writer need not lead who looks after the contract
            contract = order.sales_office_contract_id
            if contract and contract.commercial_partner_id != order.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._("%(contract)s is with another customer.", contract=contract.display_name)
                )

    @rpc(one=True)
    def action_make_contract(self):
        """Open the contract of this order, made of it first where there is none (R077).

        :raises UserError: the company makes no contracts here, the order is cancelled, no kind is set up, or the price
            needs an approval
        """
        self.check_access("write")
        if not self.sales_office_contract_id:
            self._check_price_offered()  # it is printed for the customer, with all prices
            self._make_contract()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_contract_action")
        return action | {"res_id": self.sales_office_contract_id.id, "views": [(False, "form")]}

    def _make_contract(self):
        if not self.sales_office_has_contracts:
            raise UserError(self.env._("The company does not work with contracts here: switch the room Orders on."))
        if self.state == "cancel":
            raise UserError(self.env._("The quotation is cancelled: there is nothing to make a contract of."))
        contracts = self.env["sales.office.contract"]
        if not contracts._default_kind_id():
            raise UserError(self.env._("There is no kind of contract yet. Ask the policy administrator for one."))
        self.sales_office_contract_id = contracts.create(self._prepare_contract_vals())

    def _prepare_contract_vals(self):
        """Return what the quotation says already, for whom its salesperson is."""
        seller = self.user_id.sudo().employee_ids  # sudo: ordinary users read no employee
        seller = seller.filtered(lambda employee: employee.company_id == self.company_id)[:1]
        values = {
            "name": self.client_order_ref or self.env._("Contract for %(order)s", order=self.name),
            "partner_id": self.partner_id.id,
            "amount": self.amount_total,
            "currency_id": self.currency_id.id,
            "payment_term_id": self.payment_term_id.id,
            "goods": self._word_goods(),
        }
        return values | ({"employee_id": seller.id} if seller else {})

    def _word_goods(self):
        """Return what is sold, a line for each with its price, in the customer's language."""
        order = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return "\n".join(order._word_sold(line) for line in order.order_line if not line.display_type)

    def _word_sold(self, line):
        words = {
            "name": line.name.replace("\n", " "),
            "quantity": f"{line.product_uom_qty:g}",
            "unit": line.product_uom_id.name or "",
            "price": format_amount(line.env, line.price_unit, self.currency_id),
            "discount": f"{line.discount:g}",
            "total": format_amount(line.env, line.price_total, self.currency_id),
        }
        if line.discount:
            return line.env._("%(name)s: %(quantity)s %(unit)s at %(price)s less %(discount)s %%, %(total)s", **words)
        return line.env._("%(name)s: %(quantity)s %(unit)s at %(price)s, %(total)s", **words)

    def _check_contract_left(self):
        """Raise a ``UserError`` where these are called off a contract that is not in force, or holds too little.

        What the customer themselves signed or paid reaches us as superuser, and stands.
        """
        if self.env.su:
            return
        for order in self._get_contracted():
            contract = order.sales_office_contract_id
            if not contract.is_framework:
                continue
            claim_rows(contract)  # of two who call off at once the second sees what is left
            contract.invalidate_recordset(["left_to_order"])  # it follows from no amount, see there
            today = contract._get_member_today()
            if contract.state not in BINDING or contract.date_to and contract.date_to < today:
                raise UserError(
                    self.env._(
                        "%(contract)s is not in force: nothing can be called off.", contract=contract.display_name
                    )
                )
            ordered = order.state == "sale"  # it is counted already
            asked = 0.0 if ordered else contract._convert(order.amount_total, order.currency_id, today)
            if contract.total_amount and contract.currency_id.compare_amounts(asked, contract.left_to_order) > 0:
                raise UserError(
                    self.env._(
                        "%(contract)s has %(left)s left to call off: amend it, or order less.",
                        contract=contract.display_name,
                        left=format_amount(self.env, contract.left_to_order, contract.currency_id),
                    )
                )

    def _get_contracted(self):
        """Return those (sudo) that belong to a contract, where their company works with contracts."""
        # sudo: the order's writer need not lead who looks after the contract
        contracted = self.sudo().filtered("sales_office_contract_id")
        return contracted.filtered(lambda order: order.company_id._sales_office_uses("order"))

    def _check_contract_given(self):
        """Raise a ``UserError`` where confirmed orders are hung on a contract that has not so much left."""
        confirmed = self.filtered(lambda order: order.state == "sale")
        # sudo: as above; what is not signed yet has them signed first
        confirmed.filtered(
            lambda order: order.sudo().sales_office_contract_id.state not in UNSIGNED
        )._check_contract_left()

    def _note_contract_confirmed(self):
        """Note where the customer themselves accepted (signed or paid) what the house had not signed yet (R115)."""
        for order in self._get_contracted():  # what the customer did binds, whoever it is told to
            contract = order.sales_office_contract_id
            waits = contract.state in UNSIGNED and not contract.is_framework
            if waits and (order.signature or order._is_paid_online()):
                contract._sign_by_customer(order)

    def _is_paid_online(self):
        return any(transaction.state in ("authorized", "done") for transaction in self.transaction_ids)
