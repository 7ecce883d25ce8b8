"""One record of each model about collecting, see ``factories``."""

from odoo.fields import Command


def _receivable(case, employee):
    """Return what a customer owes from an invoice that the employee sold."""
    company = employee.company_id
    case._load_chart_of_accounts(company)
    move = (
        case.env["account.move"]
        .with_context(allowed_company_ids=company.ids)
        .create(
            {
                "move_type": "out_invoice",
                "partner_id": case.env["res.partner"].create({"name": "Debtor"}).id,
                "invoice_date": "2025-03-04",
                "invoice_date_due": "2025-03-04",
                "invoice_payment_term_id": False,
                "invoice_user_id": employee.user_id.id,
                "team_id": False,
                "invoice_line_ids": [Command.create({"name": "Rooms", "price_unit": 100, "tax_ids": []})],
            }
        )
    )
    move.action_post()
    case.env.flush_all()
    return case.env["sales.office.receivable"].search([("move_id", "=", move.id)])


def _step(case, employee, kind="contacted", **values):
    item = _receivable(case, employee)
    return case.env["sales.office.receivable.step"].create(
        {
            "move_id": item.move_id.id,
            "move_line_id": item.id,
            "partner_id": item.partner_id.id,
            "company_id": item.company_id.id,
            "kind": kind,
            **values,
        }
    )


def _promise(case, employee):
    step = _step(case, employee, kind="promised", promised_on="2025-03-05", amount=100, is_current=True)
    case.env.flush_all()
    return case.env["sales.office.receivable.promise"].browse(step.id)


def _credit_rule(case, employee):
    return case.env["sales.office.credit.rule"].create({"company_id": employee.company_id.id})


def _expense_limit(case, employee):
    return case.env["sales.office.expense.limit"].create({"company_id": employee.company_id.id, "amount": 100})


def _credit_hold(case, employee):
    order = case.env["sale.order"].create(
        {
            "partner_id": case.env["res.partner"].create({"name": "Debtor"}).id,
            "user_id": employee.user_id.id,
            "team_id": False,
            "company_id": employee.company_id.id,
        }
    )
    return case.env["sales.office.credit.hold"].create(
        {
            "order_id": order.id,
            "partner_id": order.partner_id.id,
            "company_id": employee.company_id.id,
            "asked_by_id": employee.user_id.id,
            "currency_id": order.currency_id.id,
        }
    )


def _uninvoiced(case, employee):
    """Return what was delivered of an order that the employee sold."""
    company = employee.company_id
    case._load_chart_of_accounts(company)
    product = case.env["product.product"].create(
        {"name": "Room", "type": "service", "invoice_policy": "delivery", "taxes_id": []}
    )
    order = (
        case.env["sale.order"]
        .with_context(allowed_company_ids=company.ids)
        .create(
            {
                "partner_id": case.env["res.partner"].create({"name": "Debtor"}).id,
                "user_id": employee.user_id.id,
                "team_id": False,
                "order_line": [Command.create({"product_id": product.id, "price_unit": 100})],
            }
        )
    )
    order.action_confirm()
    order.order_line.qty_delivered = 1
    case.env.flush_all()
    return case.env["sales.office.uninvoiced"].browse(order.order_line.id)


RECEIVABLE_FACTORIES = {
    "sales.office.uninvoiced": _uninvoiced,
    "sales.office.credit.rule": _credit_rule,
    "sales.office.credit.hold": _credit_hold,
    "sales.office.expense.limit": _expense_limit,
    "sales.office.receivable": _receivable,
    "sales.office.receivable.step": _step,
    "sales.office.receivable.promise": _promise,
}
