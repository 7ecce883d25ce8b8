from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .sales import REPS

#: meetings whose lines are written, up to yesterday
MEETINGS = 15
VISITS = (
    "Hand over the offer for the annual meeting",
    "Ask about rooms for the delegation in autumn",
    "Walk through the banquet hall together",
    "Bring the corporate contract to be signed",
    "Taste the wedding menu",
    "Call about the open invoice",
)
MOVEMENTS = (
    "At the trade fair with brochures until four",
    "In the house all day: two inspections by planners",
    "On the train to Shanghai, back tonight",
)
NEEDS = ("Twenty new brochures in English", "The house car on Friday morning", "Somebody to translate the menu")
PROBLEMS = (
    # text, how it ended
    ("The guest group counts 45 people, and we hold 40 rooms", "The sister hotel takes five"),
    ("The kitchen cannot say yet whether both halls are free on Saturday", "Both halls confirmed"),
    ("The customer waits for a stamped contract", "Stamped and sent by courier"),
    ("The competitor offers the same package for ten percent less", None),
    ("Nobody answers the phone at the planner's office", None),
    ("The projector in hall two flickers", None),
)
ACTIONS = (
    "Call all wedding planners of the district",
    "Bring the price list up to date",
    "Invite the ten best customers to the tasting",
)
NOTICES = (
    "The lift in the north wing is repaired until Friday",
    "New corporate rates apply from the first of next month",
    "Two weddings on the same Saturday: park at the river",
    "The tasting for planners is on Thursday at five",
)
PLAN = (
    # text, whose
    ("Ten new corporate customers, three of them from Suzhou", "leader1"),
    ("All spring weddings confirmed with a deposit", "leader2"),
    ("Every customer of last year's five largest visited once", "rep1"),
)


def load_meeting_lines(demo, dice):
    """What was reported in the last weeks, what is open of it, and what tomorrow begins with."""
    Meeting = demo.env["sales.office.meeting"]
    closed = Meeting.search([("company_id", "=", demo.env.company.id), ("state", "=", "closed")], order="start")
    held = closed.filtered(lambda meeting: meeting.kind == "morning")[-MEETINGS:]
    customers = demo.env["res.partner"].search([("user_id", "in", [demo.user(login).id for login in REPS])])
    customers = customers.grouped("user_id")
    for meeting in held:
        meeting.closed_at = meeting.closed_at or meeting.stop
    lines = demo.env["sales.office.meeting.line"].create(
        [vals for meeting in held for vals in _prepare_lines(demo, meeting, customers, dice)]
    )
    _load_prepared(demo, held, dice)
    _load_follow_up(demo, lines, dice)
    _load_month_end(demo, closed.filtered(lambda meeting: meeting.kind == "monthly")[-1:])
    coming = [("kind", "=", "morning"), ("state", "=", "planned"), ("start", ">", fields.Datetime.now())]
    _load_coming_visits(demo, Meeting.search(coming, order="start", limit=1), customers)


def _prepare_lines(demo, meeting, customers, dice):
    """Return the values of one meeting's lines: visits of each rep, now and then something else."""
    vals_list = []
    for row in meeting.attendance_ids:
        own = customers.get(row.user_id)
        if row.state not in ("present", "late"):
            continue
        if not own:
            if dice.random() < 0.2:
                vals_list.append(_prepare_line(demo, row, "notice", dice.choice(demo.say(NOTICES))))
            continue
        for hour in sorted(dice.sample((9.5, 10.5, 14, 15.5), dice.choice((0, 1, 1, 2)))):
            visit = _prepare_line(demo, row, "visit", dice.choice(demo.say(VISITS)))
            vals_list.append(visit | {"time": hour, "partner_id": dice.choice(own).id})
        for kind, texts, chance in (("movement", demo.say(MOVEMENTS), 0.1), ("need", demo.say(NEEDS), 0.05)):
            if dice.random() < chance:
                vals_list.append(_prepare_line(demo, row, kind, dice.choice(texts)))
        if dice.random() < 0.07:
            problem = _prepare_line(demo, row, "problem", dice.choice(demo.say(PROBLEMS))[0])
            vals_list.append(problem | {"partner_id": dice.choice(own).id})
    if dice.random() < 0.2:
        row = meeting.attendance_ids.filtered(lambda row: row.employee_id == meeting.chair_id)[:1]
        action = _prepare_line(demo, row or meeting.attendance_ids[0], "action", dice.choice(demo.say(ACTIONS)))
        vals_list.append(action | {"owner_id": demo.employee(dice.choice(REPS)).id})
    return vals_list


def _prepare_line(demo, row, kind, text):
    return {
        "meeting_id": row.meeting_id.id,
        "employee_id": row.employee_id.id,
        "department_id": row.department_id.id,
        "kind": kind,
        "text": text,
    }


def _load_prepared(demo, meetings, dice):
    """Everybody was asked; most came with something, some said that there was nothing, a few did neither."""
    rows = meetings.attendance_ids
    rows.filtered(lambda row: not row._is_guest()).report_asked = True
    rows._note_prepared()
    bare = rows.filtered(lambda row: not row.prepared and row.state in ("present", "late"))
    bare.filtered(lambda row: dice.random() < 0.9)._say_nothing_to_report()


def _load_follow_up(demo, lines, dice):
    """Old problems are done with a result, the latest are open; old notices are read, the latest partly."""
    results = dict(demo.say(PROBLEMS))
    week_ago = fields.Datetime.now() - timedelta(days=7)
    for line in lines.filtered("is_task"):
        result = results.get(line.text, demo.say("Done as agreed"))
        if result and line.start < week_ago:
            owner = line.owner_id or line.employee_id
            done_at = line.start + timedelta(days=dice.randint(1, 4), hours=dice.randint(1, 8))
            line.write(
                {
                    "done": True,
                    "done_at": done_at,
                    "done_by_id": owner.user_id.id,
                    "result": result,
                    "owner_id": owner.id,
                }
            )
    lines._update_activities(told=lines.meeting_id.attendance_ids.user_id)
    lines._ask_to_read()
    for mark in lines.read_ids:
        if mark.start < week_ago or dice.random() < 0.6:
            mark.read_at = mark.start + timedelta(minutes=dice.randint(30, 600))


def _load_month_end(demo, meeting):
    """Last month summed up on its last working day, with the plan for this one."""
    meeting._refresh_figures()
    meeting.write({"closed_at": meeting.closed_at or meeting.stop, "figures_at": meeting.start})
    row = meeting.attendance_ids.filtered(lambda row: row.employee_id == meeting.chair_id)[:1]
    plan = demo.env["sales.office.meeting.line"].create(
        [
            _prepare_line(demo, row or meeting.attendance_ids[0], "action", text)
            | {"owner_id": demo.employee(login).id}
            for text, login in demo.say(PLAN)
        ]
    )
    plan._update_activities(told=meeting.attendance_ids.user_id)


def _load_coming_visits(demo, meeting, customers):
    """Appointments in some calendars on the day of the next meeting; one rep has prepared already."""
    for login, hour in (("rep1", 10), ("rep2", 14), ("rep4", 11)):
        user = demo.user(login)
        start = demo.at(meeting.date, hour)
        customer = customers[user][:1]
        demo.env["calendar.event"].with_context(no_mail_to_attendees=True, dont_notify=True).create(
            {
                "name": demo.say("Visit %s") % customer.name,
                "start": start,
                "stop": start + timedelta(hours=1),
                "user_id": user.id,
                "partner_ids": [Command.set((user.partner_id | customer).ids)],
            }
        )
    meeting.attendance_ids.filtered(lambda row: row.user_id == demo.user("rep4"))._prefill_lines()
