"""One record of each model about plans, targets and campaigns, see ``factories``."""

from odoo.fields import Command


def _plan(case, employee):
    return case.env["sales.office.plan"].create({"department_id": employee.department_id.id, "year": 2026})


def _target(case, employee):
    target = case.env["sales.office.target"].create(
        {
            "plan_id": _plan(case, employee).id,
            "employee_id": employee.id,
            "date_from": "2026-01-01",
            "target_value": 100,
        }
    )
    target.state = "proposed"
    return target


def _target_acknowledgement(case, employee):
    return case.env["sales.office.target.acknowledgement"].create(
        {"target_id": _target(case, employee).id, "employee_id": employee.id}
    )


def _season(case, employee):
    month = case.env["sales.office.season"].search_count([]) + 1
    return case.env["sales.office.season"].create({"company_id": employee.company_id.id, "month": str(month)})


def _campaign(case, employee):
    director = case.director if employee.company_id == case.company else case.director_valley
    return case.env["sales.office.campaign"].create(
        {
            "name": "Wedding fair",
            "department_id": employee.department_id.id,
            "responsible_id": director.id,
            "participant_ids": [Command.set(employee.ids)],
            "activity_line_ids": [Command.create({"name": "Stand in the lobby"})],
        }
    )


def _campaign_activity(case, employee):
    return _campaign(case, employee).activity_line_ids


PLANNING_FACTORIES = {
    "sales.office.plan": _plan,
    "sales.office.target": _target,
    "sales.office.target.acknowledgement": _target_acknowledgement,
    "sales.office.season": _season,
    "sales.office.campaign": _campaign,
    "sales.office.campaign.activity": _campaign_activity,
}
