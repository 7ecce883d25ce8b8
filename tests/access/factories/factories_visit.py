"""One record of each model about visits and customer files, see ``factories``."""


def _customer(case, employee):
    """Return a customer of the employee's company whom the employee serves."""
    return case.env["res.partner"].create(
        {
            "name": "Maple Leaf Software",
            "is_company": True,
            "company_id": employee.company_id.id,
            "user_id": employee.user_id.id,
            "sales_office_grade": "a",
        }
    )


def _visit(case, employee):
    visit = case.env["sales.office.visit"].create(
        {
            "employee_id": employee.id,
            "partner_id": _customer(case, employee).id,
            "planned_start": "2025-03-04 02:00:00",
            "purpose": "Autumn fair",
        }
    )
    return visit


def _customer_file(case, employee):
    return case.env["sales.office.customer.file"].create(
        {"partner_id": _customer(case, employee).id, "company_id": employee.company_id.id, "score": 50}
    )


def _file_item(case, employee):
    return case.env["sales.office.file.item"].create(
        {"name": "Website", "evidence": "field", "field_name": "website", "company_id": employee.company_id.id}
    )


def _customer_grade(case, employee):
    """Return the line of the first grade that the company has no line of yet."""
    lines = case.env["sales.office.customer.grade"]
    taken = lines.search([("company_id", "=", employee.company_id.id)]).mapped("grade")
    grade = next((grade for grade in "abcd" if grade not in taken), None)
    values = {"company_id": employee.company_id.id, "visits": 3, "return_days": 30}
    return lines.create({**values, "grade": grade}) if grade else lines.search([("grade", "=", "d")], limit=1)


def _visit_coverage(case, employee):
    lines = case.env["sales.office.customer.grade"]
    if not lines.search([("company_id", "=", employee.company_id.id), ("grade", "=", "a")]):
        lines.create({"company_id": employee.company_id.id, "grade": "a", "visits": 3})
    customer = _customer(case, employee)
    case.env.flush_all()
    return case.env["sales.office.visit.coverage"].search([("partner_id", "=", customer.id)])


def _grade_proposal(case, employee):
    return case.env["sales.office.grade.proposal"].create(
        {"partner_id": _customer(case, employee).id, "company_id": employee.company_id.id, "grade": "b"}
    )


VISIT_FACTORIES = {
    "sales.office.visit": _visit,
    "sales.office.customer.file": _customer_file,
    "sales.office.file.item": _file_item,
    "sales.office.customer.grade": _customer_grade,
    "sales.office.visit.coverage": _visit_coverage,
    "sales.office.grade.proposal": _grade_proposal,
}
