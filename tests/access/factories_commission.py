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
            "member_ids": [Command.create({"employee_id": employee.id, "date_from": "2026-01-01"})],
        }
    )


def _commission_tier(case, employee):
    return _tiered_plan(case, employee).rule_ids.tier_ids


COMMISSION_FACTORIES = {
    "sales.office.commission.tier": _commission_tier,
}
