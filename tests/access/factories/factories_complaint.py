"""One record of each model about complaints and the market, see ``factories``."""


def _cause(case, employee):
    return case.env["sales.office.complaint.cause"].create({"name": "Noise", "company_id": employee.company_id.id})


def _complaint(case, employee, **values):
    """Return a complaint that the employee looks after."""
    return case.env["sales.office.complaint"].create(
        {"subject": "The air conditioning is loud", "employee_id": employee.id, **values}
    )


def _complaint_action(case, employee):
    return case.env["sales.office.complaint.action"].create(
        {
            "complaint_id": _complaint(case, employee).id,
            "name": "Have it repaired",
            "employee_id": employee.id,
            "due_on": "2025-03-05",
        }
    )


def _market_note(case, employee):
    return case.env["sales.office.market.note"].create(
        {"name": "Rooms are asked for in May", "source": "A trade fair", "employee_id": employee.id}
    )


def _risk(case, employee):
    return case.env["sales.office.risk"].create({"name": "The fair moves away", "employee_id": employee.id})


def _risk_trigger(case, employee):
    return case.env["sales.office.risk.trigger"].create(
        {"employee_id": employee.id, "company_id": employee.company_id.id}
    )


COMPLAINT_FACTORIES = {
    "sales.office.complaint.cause": _cause,
    "sales.office.complaint": _complaint,
    "sales.office.complaint.action": _complaint_action,
    "sales.office.market.note": _market_note,
    "sales.office.risk": _risk,
    "sales.office.risk.trigger": _risk_trigger,
}
