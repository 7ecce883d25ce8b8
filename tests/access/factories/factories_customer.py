"""One record of each model about leads and customers, see ``factories``."""


def _contact(case, employee):
    """Return the contact that a call of the employee's is."""
    call = (
        case.env["sales.office.call"]
        .with_context(allowed_company_ids=employee.company_id.ids)
        .create(
            {
                "direction": "out",
                "employee_id": employee.id,
                "partner_id": case.env["res.partner"].create({"name": "Lotus Travel"}).id,
                "summary": "The autumn season",
            }
        )
    )
    case.env.flush_all()
    return case.env["sales.office.contact"].search([("res_model", "=", call._name), ("res_id", "=", call.id)])


def _lead_response(case, employee):
    lead = case.env["crm.lead"].create({"name": "Annual meeting", "user_id": False, "team_id": False})
    return case.env["sales.office.lead.response"].create(
        {
            "lead_id": lead.id,
            "employee_id": employee.id,
            "assigned_at": "2025-03-04 02:00:00",
            "respond_by": "2025-03-04 06:00:00",
        }
    )


CUSTOMER_FACTORIES = {
    "sales.office.contact": _contact,
    "sales.office.lead.response": _lead_response,
}
