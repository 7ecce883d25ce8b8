"""One record of each model about closing lists and inspections, see ``factories``."""

from odoo.fields import Command


def _closing_template(case, employee):
    return case.env["sales.office.closing.template"].create(
        {
            "name": "Closing",
            "department_id": employee.department_id.sales_office_id.id,
            "line_ids": [Command.create({"name": "Lights are off"})],
        }
    )


def _closing_template_line(case, employee):
    return _closing_template(case, employee).line_ids


def _closing_rota(case, employee):
    return case.env["sales.office.closing.rota"].create(
        {
            "department_id": employee.department_id.sales_office_id.id,
            "company_id": employee.company_id.id,
            "active": False,  # an office has one that is in use
            "line_ids": [Command.create({"employee_id": employee.id})],
        }
    )


def _closing_rota_line(case, employee):
    return _closing_rota(case, employee).line_ids


def _closing(case, employee):
    return case.env["sales.office.closing"].create(
        {
            "office_id": employee.department_id.sales_office_id.id,
            "template_id": _closing_template(case, employee).id,
            "date": "2025-03-04",
            "deadline": "2025-03-04 10:00:00",
            "employee_id": employee.id,
            "line_ids": [Command.create({"name": "Lights are off"})],
        }
    )


def _closing_line(case, employee):
    return _closing(case, employee).line_ids


def _inspection(case, employee):
    inspector = case._create_member(
        "Ivy", f"inspector_{case.env['res.users'].search_count([])}", employee.department_id.sales_office_id, "finance"
    )
    return case.env["sales.office.inspection"].create(
        {
            "department_id": employee.department_id.id,
            "date": "2025-03-04",
            "inspector_id": inspector.id,
            "state": "done",
        }
    )


def _inspection_item(case, employee):
    return case.env.ref("sales_office_policy.inspection_item_desk").copy({"company_id": employee.company_id.id})


def _inspection_line(case, employee):
    return _inspection(case, employee).line_ids.filtered(lambda line: line.employee_id == employee)[:1]


CLOSING_FACTORIES = {
    "sales.office.closing.template": _closing_template,
    "sales.office.closing.template.line": _closing_template_line,
    "sales.office.closing.rota": _closing_rota,
    "sales.office.closing.rota.line": _closing_rota_line,
    "sales.office.closing": _closing,
    "sales.office.closing.line": _closing_line,
    "sales.office.inspection": _inspection,
    "sales.office.inspection.item": _inspection_item,
    "sales.office.inspection.line": _inspection_line,
}
