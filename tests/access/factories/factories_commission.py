"""One record of each model a commission plan is made of, see ``factories``."""

from odoo.fields import Command


def _tiered_plan(case, employee):
    rule = {"name": "Tiered", "tier_by": "base", "tier_ids": [Command.create({"threshold": 0, "rate": 5})]}
    return case.env["sales.office.commission.plan"].create(
        {
            "name": "Tiers",
            "company_id": employee.company_id.id,
            "date_from": "2026-01-01",
            "state": "approved",
            "rule_ids": [Command.create(rule)],
            "multiplier_ids": [Command.create({"metric": "points", "threshold": 3, "percent": 90})],
            "member_ids": [Command.create({"employee_id": employee.id, "date_from": "2026-01-01"})],
        }
    )


def _commission_tier(case, employee):
    return _tiered_plan(case, employee).rule_ids.tier_ids


def _commission_multiplier(case, employee):
    return _tiered_plan(case, employee).multiplier_ids


def _credit_split(case, employee):
    order = case.env["sale.order"].create(
        {
            "partner_id": case.env["res.partner"].create({"name": "Shared customer"}).id,
            "company_id": employee.company_id.id,
            "user_id": employee.user_id.id,
        }
    )
    order.action_split_credit({employee.id: 100})
    return order.sales_office_split_ids


def _untaken(case, employee):
    return case.env["sales.office.untaken"].create(
        {
            "kind": "left",
            "employee_id": employee.id,
            "company_id": employee.company_id.id,
            "date": "2026-04-10",
            "amount": -100,
        }
    )


COMMISSION_FACTORIES = {
    "sales.office.untaken": _untaken,
    "sales.office.commission.multiplier": _commission_multiplier,
    "sales.office.credit.split": _credit_split,
    "sales.office.commission.tier": _commission_tier,
}
