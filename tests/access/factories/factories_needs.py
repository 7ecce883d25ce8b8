"""One record of each model about what comes with a lead, see ``factories``."""


def _lead(case, employee, **values):
    return case.env["crm.lead"].create(
        {
            "name": "Rooms",
            "type": "opportunity",
            "user_id": employee.user_id.id,
            "company_id": employee.company_id.id,
            **values,
        }
    )


def _need(case, employee):
    return case.env["sales.office.need"].create({"lead_id": _lead(case, employee).id, "name": "Forty rooms"})


def _competitor(case, employee):
    return case.env["sales.office.competitor"].create(
        {"name": f"Grand Hotel {employee.id} {case.env['sales.office.competitor'].search_count([])}"}
        | {"company_id": employee.company_id.id}
    )


def _competitor_line(case, employee):
    return case.env["sales.office.competitor.line"].create(
        {"lead_id": _lead(case, employee).id, "competitor_id": _competitor(case, employee).id, "price": 900}
    )


def _competition(case, employee):
    """Return what is told of a deal that the employee lost."""
    line = _competitor_line(case, employee)
    line.lead_id.action_set_lost()
    return case.env["sales.office.competition"].search([("lead_id", "=", line.lead_id.id)])


def _criterion(case, employee):
    stage = case.env["crm.stage"].search([], limit=1)
    return case.env["sales.office.stage.criterion"].create(
        {"name": "Needs", "stage_id": stage.id, "company_id": employee.company_id.id}
    )


def _stage_note(case, employee):
    return case.env["sales.office.stage.note"].create({"lead_id": _lead(case, employee).id, "text": "Ten nights"})


def _evidence(case, employee):
    values = {"criterion_id": _criterion(case, employee).id, "text": "Said so", "author_id": employee.user_id.id}
    return case.env["sales.office.stage.evidence"].create({"lead_id": _lead(case, employee).id, **values})


def _override(case, employee):
    lead = _lead(case, employee)
    values = {"missing": "Needs", "reason": "An old customer", "author_id": employee.user_id.id}
    return case.env["sales.office.stage.override"].create({"lead_id": lead.id, "stage_id": lead.stage_id.id, **values})


def _outcome(case, employee):
    values = {"criterion_id": _criterion(case, employee).id, "closed_at": "2026-03-02 02:00:00"}
    return case.env["sales.office.stage.outcome"].create({"lead_id": _lead(case, employee).id, **values})


NEEDS_FACTORIES = {
    "sales.office.need": _need,
    "sales.office.competitor": _competitor,
    "sales.office.competitor.line": _competitor_line,
    "sales.office.competition": _competition,
    "sales.office.stage.criterion": _criterion,
    "sales.office.stage.note": _stage_note,
    "sales.office.stage.evidence": _evidence,
    "sales.office.stage.override": _override,
    "sales.office.stage.outcome": _outcome,
}
