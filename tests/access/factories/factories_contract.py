"""One record of each model about contracts, see ``factories``."""


def _contract_kind(case, employee):
    return case.env["sales.office.contract.kind"].create({"name": "Lease", "company_id": employee.company_id.id})


def _contract(case, employee):
    """Return a contract that the employee looks after, to be signed."""
    partner = case.env["res.partner"].create({"name": "Lotus Travel"})
    return case.env["sales.office.contract"].create(
        {
            "name": "Rooms",
            "employee_id": employee.id,
            "kind_id": case.env.ref("sales_office_policy.contract_kind_sale").id,
            "partner_id": partner.id,
            "currency_id": employee.company_id.currency_id.id,
            "state": "to_sign",
            "ready_on": "2026-01-01",
        }
    )


def _milestone(case, employee):
    return case.env["sales.office.contract.milestone"].create(
        {
            "contract_id": _contract(case, employee).id,
            "employee_id": employee.id,
            "name": "Rooms ready",
            "due_on": "2026-03-01",
        }
    )


def _mandate(case, employee):
    return case.env["sales.office.mandate"].create(
        {"employee_id": employee.id, "max_amount": 1000, "currency_id": employee.company_id.currency_id.id}
    )


def _delivery_promise(case, employee):
    """Return what was promised of an order that the employee sold."""
    partner = case.env["res.partner"].create({"name": "Lotus Travel"})
    order = case.env["sale.order"].create(
        {"partner_id": partner.id, "user_id": employee.user_id.id, "company_id": employee.company_id.id}
    )
    return case.env["sales.office.delivery.promise"].create(
        {"order_id": order.id, "promised_on": "2026-03-05", "made_on": "2026-03-02"}
    )


CONTRACT_FACTORIES = {
    "sales.office.contract.kind": _contract_kind,
    "sales.office.contract": _contract,
    "sales.office.contract.milestone": _milestone,
    "sales.office.mandate": _mandate,
    "sales.office.delivery.promise": _delivery_promise,
}
