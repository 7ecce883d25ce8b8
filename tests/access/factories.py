"""How to make one record of each model about an employee, for the access matrix.

Each function takes the test case and the employee and returns the record (sudo).
"""

from odoo.fields import Command


def _deputy(case, employee):
    other = case.director_valley
    if employee.company_id == case.company:
        other = case._create_member("Stan", f"stand_in_{employee.id}", case.sales, "clerk")
    return case.env["sales.office.deputy"].create(
        {"employee_id": employee.id, "deputy_id": other.id, "date_from": "2020-01-01", "date_to": "2020-01-02"}
    )


def _meeting(case, employee):
    values = {"department_id": employee.department_id.id, "start": "2025-03-04 00:15:00"}
    return case.env["sales.office.meeting"].create(
        {**values, "attendance_ids": [Command.create({"employee_id": employee.id})]}
    )


def _meeting_attendance(case, employee):
    return _meeting(case, employee).attendance_ids


def _document(case, employee):
    category = case.env.ref("sales_office_policy.document_category_record_book")
    return case.env["sales.office.document"].create(
        {"name": "Record book", "category_id": category.id, "department_id": employee.department_id.id}
    )


def _document_loan(case, employee):
    return case.env["sales.office.document.loan"].create(
        {"document_id": _document(case, employee).id, "employee_id": employee.id}
    )


def _policy(case, employee, **values):
    return case.env["sales.office.policy"].create(
        {"name": "Rules", "code": f"RULES-{employee.id}", "company_id": employee.company_id.id, **values}
    )


def _policy_clause(case, employee):
    return case.env["sales.office.policy.clause"].create(
        {
            "policy_id": _policy(case, employee, code=f"CLAUSE-{employee.id}").id,
            "number": "1.1",
            "name": "Dress",
            "text": "Neat.",
        }
    )


def _policy_acknowledgement(case, employee):
    policy = _policy(case, employee, code=f"READ-{employee.id}", state="in_force")
    return case.env["sales.office.policy.acknowledgement"].create({"policy_id": policy.id, "employee_id": employee.id})


def _violation_type(case, employee):
    return case.env["sales.office.violation.type"].create(
        {
            "name": "Napping",
            "code": f"napping_{employee.id}_{case.env['sales.office.violation.type'].search_count([])}",
            "clause_id": case.env.ref("sales_office_policy.clause_punctuality").id,
            "company_id": employee.company_id.id,
            "step_ids": [Command.create({"occurrence": 1, "sanction": "warning"})],
        }
    )


def _violation_step(case, employee):
    return _violation_type(case, employee).step_ids


def _violation(case, employee):
    return case.env["sales.office.violation"].create(
        {
            "employee_id": employee.id,
            "type_id": _violation_type(case, employee).id,
            "date": "2026-01-05",
            "description": "Asleep at the desk.",
            "reporter_id": False,
        }
    )


def _commission_plan(case, employee):
    return case.env["sales.office.commission.plan"].create(
        {
            "name": "Rooms",
            "company_id": employee.company_id.id,
            "date_from": "2026-01-01",
            "state": "approved",
            "rule_ids": [Command.create({"name": "Invoiced sales", "rate": 5})],
            "member_ids": [Command.create({"employee_id": employee.id, "date_from": "2026-01-01"})],
        }
    )


def _commission_plan_member(case, employee):
    return _commission_plan(case, employee).member_ids


def _commission_rule(case, employee):
    return _commission_plan(case, employee).rule_ids


def _statement(case, employee):
    statement = _commission_plan(case, employee).generate_statements("2026-01-01", "2026-01-31")
    statement.state = "review"
    return statement


def _statement_line(case, employee):
    return _statement(case, employee).line_ids


FACTORIES = {
    "sales.office.commission.plan": _commission_plan,
    "sales.office.commission.plan.member": _commission_plan_member,
    "sales.office.commission.rule": _commission_rule,
    "sales.office.statement": _statement,
    "sales.office.statement.line": _statement_line,
    "sales.office.violation": _violation,
    "sales.office.violation.type": _violation_type,
    "sales.office.violation.step": _violation_step,
    "sales.office.policy": _policy,
    "sales.office.policy.clause": _policy_clause,
    "sales.office.policy.acknowledgement": _policy_acknowledgement,
    "sales.office.deputy": _deputy,
    "sales.office.meeting": _meeting,
    "sales.office.meeting.attendance": _meeting_attendance,
    "sales.office.document": _document,
    "sales.office.document.loan": _document_loan,
}
