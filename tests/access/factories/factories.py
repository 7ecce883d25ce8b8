"""How to make one record of each model about an employee, for the access matrix.

Each function takes the test case and the employee and returns the record (sudo).
"""

from odoo.fields import Command

from .factories_closing import CLOSING_FACTORIES
from .factories_commission import COMMISSION_FACTORIES
from .factories_complaint import COMPLAINT_FACTORIES
from .factories_contest import CONTEST_FACTORIES
from .factories_contract import CONTRACT_FACTORIES
from .factories_custody import CUSTODY_FACTORIES
from .factories_customer import CUSTOMER_FACTORIES
from .factories_instruction import INSTRUCTION_FACTORIES
from .factories_message import MESSAGE_FACTORIES
from .factories_needs import NEEDS_FACTORIES
from .factories_order import ORDER_FACTORIES
from .factories_payout import PAYOUT_FACTORIES
from .factories_planning import PLANNING_FACTORIES
from .factories_receivable import RECEIVABLE_FACTORIES
from .factories_record import RECORD_FACTORIES
from .factories_register import REGISTER_FACTORIES
from .factories_stocktake import STOCKTAKE_FACTORIES
from .factories_visit import VISIT_FACTORIES


def _deputy(case, employee):
    other = case.rep_valley if employee == case.director_valley else case.director_valley
    if employee.company_id == case.company:
        other = case._create_member("Stan", f"stand_in_{employee.id}", case.sales, "clerk")
    return case.env["sales.office.deputy"].create(
        {"employee_id": employee.id, "deputy_id": other.id, "date_from": "2020-01-01", "date_to": "2020-01-02"}
    )


def _appointment(case, employee):
    role = case.env.ref("sales_office_policy.role_clerk")
    return case.env["sales.office.appointment"].create(
        {"employee_id": employee.id, "role_id": role.id, "state": "confirmed"}
    )


def _membership(case, employee):
    return case.env["sales.office.membership"].create(
        {
            "employee_id": employee.id,
            "user_id": employee.user_id.id,
            "department_id": employee.department_id.id,
            "company_id": employee.company_id.id,
            "date_from": "2020-01-01",
            "date_to": "2020-01-02",
        }
    )


def _product_cost(case, employee):
    product = case.env["product.product"].create({"name": "Sample"})
    return case.env["sales.office.product.cost"].create(
        {"product_id": product.id, "company_id": employee.company_id.id, "cost": 1, "valid_until": "2026-01-01"}
    )


def _meeting(case, employee):
    values = {"department_id": employee.department_id.id, "start": "2025-03-04 00:15:00"}
    return case.env["sales.office.meeting"].create(
        {**values, "attendance_ids": [Command.create({"employee_id": employee.id})]}
    )


def _meeting_attendance(case, employee):
    return _meeting(case, employee).attendance_ids


def _work_report(case, employee):
    return case.env["sales.office.work.report"].create(
        {
            "employee_id": employee.id,
            "kind": "daily",
            "date_from": "2025-03-04",
            "date_to": "2025-03-04",
            "office_deadline": "2025-03-04 10:00:00",
            "deadline": "2025-03-04 10:00:00",
        }
    )


def _work_report_rule(case, employee):
    role = case.env["sales.office.role"].create(
        {
            "name": "Trainee",
            "group_id": case.env["res.groups"].create({"name": f"Trainee {employee.id}"}).id,
        }
    )
    return case.env["sales.office.work.report.rule"].create({"role_id": role.id, "company_id": employee.company_id.id})


def _meeting_schedule(case, employee):
    hour = case.env["sales.office.meeting.schedule"].search_count([]) % 40 / 2  # nobody is at two at once
    return case.env["sales.office.meeting.schedule"].create(
        {"department_id": employee.department_id.id, "start_time": hour, "end_time": hour + 0.25}
    )


def _meeting_line(case, employee, **values):
    return case.env["sales.office.meeting.line"].create(
        {"meeting_id": _meeting(case, employee).id, "employee_id": employee.id, "text": "Lotus Travel", **values}
    )


def _meeting_notice_read(case, employee):
    notice = _meeting_line(case, employee, kind="notice")
    return case.env["sales.office.meeting.notice.read"].create({"line_id": notice.id, "employee_id": employee.id})


def _document(case, employee):
    category = case.env.ref("sales_office_policy.document_category_record_book")
    return case.env["sales.office.document"].create(
        {"name": "Record book", "category_id": category.id, "department_id": employee.department_id.id}
    )


def _document_loan(case, employee):
    return case.env["sales.office.document.loan"].create(
        {"document_id": _document(case, employee).id, "employee_id": employee.id}
    )


def _document_hold(case, employee):
    return case.env["sales.office.document.hold"].create(
        {"document_id": _document(case, employee).id, "employee_id": employee.id, "sequence": 1}
    )


def _document_event(case, employee):
    return case.env["sales.office.document.event"].create(
        {"document_id": _document(case, employee).id, "kind": "handed_out", "to_employee_id": employee.id}
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


def type_clause(case, employee):
    """Return a clause of the employee's own company, which whoever keeps its types may read."""
    Clause = case.env["sales.office.policy.clause"]
    company = [("policy_id.company_id", "=", employee.company_id.id), ("name", "=", "Naps")]
    policy = {"code": f"TYPES-{employee.id}"}
    return Clause.search(company, limit=1) or Clause.create(
        {"policy_id": _policy(case, employee, **policy).id, "number": "1.1", "name": "Naps", "text": "None at work."}
    )


def _violation_type(case, employee):
    return case.env["sales.office.violation.type"].create(
        {
            "name": "Napping",
            "code": f"napping_{employee.id}_{case.env['sales.office.violation.type'].search_count([])}",
            "clause_id": type_clause(case, employee).id,
            "company_id": employee.company_id.id,
            "step_ids": [Command.create({"occurrence": 1, "sanction": "warning"})],
        }
    )


def _sanction_limit(case, employee):
    Limit = case.env["sales.office.sanction.limit"]
    used = Limit.search([("company_id", "=", employee.company_id.id)]).mapped(lambda line: (line.post, line.sanction))
    post, sanction = next(
        (post, sanction)
        for post in ("manager", "director")
        for sanction, _label in Limit._fields["sanction"].selection
        if (post, sanction) not in used
    )
    return Limit.create({"company_id": employee.company_id.id, "post": post, "sanction": sanction})


def _violation_step(case, employee):
    return _violation_type(case, employee).step_ids


def _penalty_change(case, employee):
    kind = _violation_type(case, employee)
    return case.env["sales.office.penalty.change"]._log(kind, False, kind._get_tariff(), "counts")


def _violation(case, employee):
    return case.env["sales.office.violation"].create(
        {
            "employee_id": employee.id,
            "type_id": _violation_type(case, employee).id,
            "date": "2026-01-05",
            "description": "Asleep at the desk.",
            "reporter_id": False,
            "check_id": case.env.ref("sales_office_policy.check_late_arrival").id,
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


def _check(case):
    """Return a check nothing detects."""
    Check = case.env["sales.office.check"]
    return Check.search([("code", "=", "matrix")]) or Check.create(
        {
            "name": "Napping",
            "code": "matrix",
            "room_id": case.env.ref("sales_office_policy.room_conduct").id,
            "violation_type_id": case.env.ref("sales_office_policy.violation_type_late_arrival").id,
        }
    )


def _finding(case, employee):
    check = _check(case)
    return case.env["sales.office.finding"].create(
        {
            "check_id": check.id,
            "employee_id": employee.id,
            "date": "2025-03-04",
            "reason": "Asleep.",
            "violation_type_id": check.violation_type_id.id,
        }
    )


def _makeup_day(case, employee):
    return case.env["sales.office.makeup.day"].create(
        {
            "date": f"{2000 + employee.id % 1000}-03-08",  # one a day and office
            "company_id": employee.company_id.id,
            "department_id": employee.department_id.sales_office_id.id,
        }
    )


def _day(case, employee):
    employee.company_id.sales_office_day_since = "2025-01-01"
    return case.env["sales.office.day"].refresh(employee, "2025-03-10", "2025-03-10")


def _day_task(case, employee):
    return case.env["sales.office.day.task"].create(
        {"employee_id": employee.id, "date_from": "2025-03-10", "date_to": "2025-03-10"}
    )


def _punch(case, employee):
    return case.env["sales.office.punch"].create({"employee_id": employee.id, "at": "2025-03-10 00:00:00"})


def _punch_layout(case, employee):
    values = {"name": f"Badge|Time {employee.id}", "tz": "UTC", "roles": {"A": "badge"}}
    return case.env["sales.office.punch.layout"].create({**values, "company_id": employee.company_id.id})


FACTORIES = {
    **CLOSING_FACTORIES,
    **COMPLAINT_FACTORIES,
    **CONTEST_FACTORIES,
    **CONTRACT_FACTORIES,
    **COMMISSION_FACTORIES,
    **CUSTODY_FACTORIES,
    **MESSAGE_FACTORIES,
    **NEEDS_FACTORIES,
    **INSTRUCTION_FACTORIES,
    **RECORD_FACTORIES,
    **ORDER_FACTORIES,
    **PAYOUT_FACTORIES,
    **REGISTER_FACTORIES,
    **PLANNING_FACTORIES,
    **STOCKTAKE_FACTORIES,
    **VISIT_FACTORIES,
    **RECEIVABLE_FACTORIES,
    **CUSTOMER_FACTORIES,
    "sales.office.day": _day,
    "sales.office.day.task": _day_task,
    "sales.office.punch": _punch,
    "sales.office.punch.layout": _punch_layout,
    "sales.office.commission.plan": _commission_plan,
    "sales.office.commission.plan.member": _commission_plan_member,
    "sales.office.commission.rule": _commission_rule,
    "sales.office.statement": _statement,
    "sales.office.statement.line": _statement_line,
    "sales.office.violation": _violation,
    "sales.office.finding": _finding,
    "sales.office.makeup.day": _makeup_day,
    "sales.office.violation.type": _violation_type,
    "sales.office.violation.step": _violation_step,
    "sales.office.penalty.change": _penalty_change,
    "sales.office.sanction.limit": _sanction_limit,
    "sales.office.policy": _policy,
    "sales.office.policy.clause": _policy_clause,
    "sales.office.policy.acknowledgement": _policy_acknowledgement,
    "sales.office.membership": _membership,
    "sales.office.product.cost": _product_cost,
    "sales.office.appointment": _appointment,
    "sales.office.deputy": _deputy,
    "sales.office.meeting": _meeting,
    "sales.office.meeting.attendance": _meeting_attendance,
    "sales.office.work.report": _work_report,
    "sales.office.work.report.rule": _work_report_rule,
    "sales.office.meeting.schedule": _meeting_schedule,
    "sales.office.meeting.line": _meeting_line,
    "sales.office.meeting.notice.read": _meeting_notice_read,
    "sales.office.document": _document,
    "sales.office.document.loan": _document_loan,
    "sales.office.document.hold": _document_hold,
    "sales.office.document.event": _document_event,
}
