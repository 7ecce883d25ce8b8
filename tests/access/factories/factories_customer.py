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


def _pool(case, employee):
    return case.env["sales.office.pool"].create({"name": "Corporate", "company_id": employee.company_id.id})


def _pool_rule(case, employee):
    return case.env["sales.office.pool.rule"].create({"pool_id": _pool(case, employee).id, "grade": "a"})


def _pool_lead(case, employee):
    lead = case.env["crm.lead"].create(
        {"name": "Gala", "user_id": False, "company_id": employee.company_id.id, "team_id": False}
    )
    lead.write({"company_id": employee.company_id.id, "sales_office_pool_id": _pool(case, employee).id})
    case.env.flush_all()
    return case.env["sales.office.pool.lead"].browse(lead.id)


def _pool_move(case, employee):
    return case.env["sales.office.pool.move"].create(
        {
            "lead_id": _pool_lead(case, employee).id,
            "employee_id": employee.id,
            "day": "2025-03-04",
            "kind": "pooled",
        }
    )


CUSTOMER_FACTORIES = {
    "sales.office.pool": _pool,
    "sales.office.pool.rule": _pool_rule,
    "sales.office.pool.lead": _pool_lead,
    "sales.office.pool.move": _pool_move,
    "sales.office.contact": _contact,
    "sales.office.lead.response": _lead_response,
}
