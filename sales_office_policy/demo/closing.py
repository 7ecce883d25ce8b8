from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .sales import REPS

#: who closes the office in turn
ROTA = (*REPS, "leader1", "leader2")


def load_closing_room(demo, dice):
    rota = demo.env["sales.office.closing.rota"].create(
        {
            "department_id": demo.ref("demo_department_sales").id,
            "active": False,  # until it is known whose turns were when
            "line_ids": [
                Command.create({"employee_id": demo.employee(login).id, "sequence": number})
                for number, login in enumerate(ROTA)
            ],
        }
    )
    closings = _load_past_closings(demo, rota, dice)
    rota.active = True
    _load_inspections(demo)
    first, _last = demo.get_last_month()
    checks = demo.env.ref("sales_office_policy.check_closing_missed")
    checks |= demo.env.ref("sales_office_policy.check_inspection_finding")
    checks.write({"mode": "suspect", "enforced_from": first})
    checks.run(first, demo.today)
    # somebody had a good reason, so that what was suspected withdraws itself
    excused = closings.filtered(lambda closing: closing.state == "missed")[:1]
    excused.with_user(demo.user("manager")).action_excuse(
        demo.say("The fire drill emptied the building at half past five")
    )
    wrong = demo.env["sales.office.inspection.line"].search([("remark", "=", demo.say("No name tag"))], limit=1)
    wrong.with_user(demo.user("manager")).action_withdraw(demo.say("They had handed it in for repair"))
    checks.run(first, demo.today)


def _load_past_closings(demo, rota, dice):
    """Done in time by whose turn it was, except for two evenings."""
    days = demo.get_working_days()
    missed = (days[len(days) // 3], days[-4])
    template = demo.env.ref("sales_office_policy.closing_template_daily")
    closings = demo.env["sales.office.closing"]
    for number, day in enumerate(days):
        login = ROTA[number % len(ROTA)]
        closing = closings.create(closings._prepare_closing_vals(rota, day, template, demo.employee(login), False))
        closings |= closing
        demo.env["sales.office.closing.template.line"]._copy_to(closing)
        ticked = closing.line_ids[:4] if day in missed else closing.line_ids
        at = demo.at(day, 17.6 + dice.random() / 4)
        ticked.write({"state": "done", "marked_by_id": demo.user(login).id, "marked_at": at})
        if day in missed:
            closing.state = "missed"
        else:
            closing.write({"state": "done", "done_at": at, "done_by_id": demo.user(login).id})
    return closings


def _load_inspections(demo):
    """Two walks that found something, and one that the clerk makes today."""
    days = demo.get_working_days()
    file = demo.env["sales.office.document"].search([("name", "=like", demo.say("Customer file Lotus%"))], limit=1)
    office = _walk(demo, days[len(days) // 2], "clerk", "demo_department_market")
    _find(demo, office, "rep2", "desk", remark=demo.say("Cups, newspapers and last week's offers all over the desk"))
    _find(demo, office, "rep4", "document", remark=demo.say("Lay open beside the keyboard"), document_id=file.id)
    team = _walk(demo, days[-6], "leader1", "demo_department_corporate")
    _find(demo, team, "rep1", "badge", remark=demo.say("No name tag"))
    (office | team).write({"state": "done", "done_at": fields.Datetime.now() - timedelta(days=6)})
    _walk(demo, demo.today, "clerk", "demo_department_events")


def _walk(demo, day, login, department):
    return demo.env["sales.office.inspection"].create(
        {"date": day, "inspector_id": demo.employee(login).id, "department_id": demo.ref(department).id}
    )


def _find(demo, inspection, login, item, **values):
    item = demo.env.ref(f"sales_office_policy.inspection_item_{item}")
    line = inspection.line_ids.filtered(lambda line: line.employee_id == demo.employee(login) and line.item_id == item)
    line.write({"result": "finding", **values})
