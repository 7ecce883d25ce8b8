"""One record of each model about supplies, customers' papers and instructions, see ``factories``."""


def _supply(case, employee):
    office = employee.department_id.sales_office_id
    number = case.env["sales.office.supply"].search_count([])  # one of a name in each office
    return case.env["sales.office.supply"].create({"name": f"Pencil {number}", "department_id": office.id})


def _supply_move(case, employee):
    supply = _supply(case, employee)
    supply.action_receive(10, 2)
    return supply.action_issue(employee, 1)


def _partner_licence(case, employee):
    company = employee.company_id
    partner = case.env["res.partner"].create({"name": "Lotus Travel", "user_id": employee.user_id.id})
    return case.env["sales.office.partner.licence"].create(
        {"partner_id": partner.id, "number": "91330100", "company_id": company.id}
    )


def _instruction(case, employee):
    return case.env["sales.office.instruction"].create(
        {"employee_id": employee.id, "name": "Ten percent?", "question": "May I?"}
    )


def _instruction_log(case, employee):
    return case.env["sales.office.instruction.log"].create(
        {"instruction_id": _instruction(case, employee).id, "event": "asked", "user_id": employee.user_id.id}
    )


INSTRUCTION_FACTORIES = {
    "sales.office.supply": _supply,
    "sales.office.supply.move": _supply_move,
    "sales.office.partner.licence": _partner_licence,
    "sales.office.instruction": _instruction,
    "sales.office.instruction.log": _instruction_log,
}
