"""One record of each model about prices, see ``factories``."""

from odoo.fields import Command

from odoo.addons.sales_office_policy.models.order.price.limits import Quotation
from odoo.addons.sales_office_policy.models.order.price.snapshot import take


def _discount_limit(case, employee):
    category = case.env["product.category"].create({"name": "Rooms"})  # one line for each
    return case.env["sales.office.discount.limit"].create(
        {"max_discount": 5, "categ_id": category.id, "company_id": employee.company_id.id}
    )


def _price_approval(case, employee):
    company = employee.company_id
    product = case.env["product.product"].create({"name": "Night", "list_price": 100, "taxes_id": [Command.clear()]})
    order = case.env["sale.order"].create(
        {
            "partner_id": case.env["res.partner"].create({"name": "Lotus Travel"}).id,
            "user_id": employee.user_id.id,
            "company_id": company.id,
            "order_line": [Command.create({"product_id": product.id, "discount": 8})],
        }
    )
    return case.env["sales.office.price.approval"].create(
        {
            "order_id": order.id,
            "employee_id": employee.id,
            "requested_by_id": employee.user_id.id,
            "currency_id": company.currency_id.id,
            "snapshot": take(Quotation((), {}), company.currency_id.id, [], 0.0).to_json(),
        }
    )


ORDER_FACTORIES = {
    "sales.office.discount.limit": _discount_limit,
    "sales.office.price.approval": _price_approval,
}
