"""Rewards and gifts about an employee, see ``factories``."""


def _reward_type(case, employee):
    return case.env["sales.office.reward.type"].create(
        {"name": "Bonus", "kind": "bonus", "amount": 100, "company_id": employee.company_id.id}
    )


def _reward(case, employee):
    return case.env["sales.office.reward"].create(
        {
            "employee_id": employee.id,
            "type_id": _reward_type(case, employee).id,
            "reason": "Won the fair.",
            "state": "approved",
        }
    )


def _gift(case, employee):
    customer = case.env["res.partner"].create({"name": "Lotus Travel"})
    return case.env["sales.office.gift"].create(
        {"employee_id": employee.id, "partner_id": customer.id, "description": "Tea", "value": 80}
    )


def _conduct_entry(case, employee):
    reward = _reward(case, employee)
    return case.env["sales.office.conduct.entry"].search([("reward_id", "=", reward.id)])


RECORD_FACTORIES = {
    "sales.office.reward": _reward,
    "sales.office.reward.type": _reward_type,
    "sales.office.gift": _gift,
    "sales.office.conduct.entry": _conduct_entry,
}
