from datetime import timedelta

from odoo.fields import Command

from .meeting_lines import load_meeting_lines
from .sales import REPS

TALKED_ABOUT = (
    "The shipping company asks for forty rooms in the second week; Li Na answers today.",
    "Two weddings on the same Saturday: the banquet kitchen confirms both halls.",
    "The competitor across the lake lowered its meeting package; we keep ours and add the shuttle.",
    "Whoever visits customers tomorrow draws the contract forms this afternoon.",
    "The lift in the north wing is repaired until Friday; tell arriving groups.",
)
AGENDAS = {
    "morning": "<ul><li>Today's visits</li><li>Problems and who solves them</li><li>News</li></ul>",
    "weekly": "<ul><li>Offers that wait for an answer</li><li>Next week's visits</li></ul>",
    "monthly": "<ul><li>The month's figures</li><li>What we plan for the next</li></ul>",
}
FRIDAY = 4


def load_meeting_room(demo, dice):
    """Three schedules, last month's meetings and this one's, and the coming week as the schedules plan it."""
    schedules = _create_schedules(demo)
    days = demo.get_working_days()
    month_end = max(day for day in days if day <= demo.get_last_month()[1])
    held = [("morning", day) for day in days]
    held += [("weekly", day) for day in days if day.weekday() == FRIDAY and day != month_end]
    held += [("monthly", month_end)]
    seen = {(day.employee_id.id, day.date): day for day in demo.env["sales.office.day"].search([])}
    demo.env["sales.office.meeting"].create(
        [
            _prepare_past_meeting(demo, schedules[kind], day, dice, seen)
            for kind, day in sorted(held, key=lambda h: h[1])
        ]
    )
    coming = demo.env["sales.office.meeting.schedule"].union(*schedules.values())
    coming._plan_ahead()
    meetings = coming.meeting_ids._filtered_coming().sorted("start")
    row = meetings[:1].attendance_ids.filtered(lambda row: row.employee_id == demo.employee("rep3"))
    row.write({"request": demo.say("I take the auditors of Golden Bridge to the station"), "request_state": "asked"})
    load_meeting_lines(demo, dice)


def _create_schedules(demo):
    """Return {kind: schedule} of the market department, its manager in the chair."""
    department = demo.ref("demo_department_market")
    hours = {"morning": (8.25, 8 + 35 / 60), "weekly": (16.5, 17.25), "monthly": (16, 17.5)}
    schedules = demo.env["sales.office.meeting.schedule"].create(
        [
            {
                "kind": kind,
                "weekday": str(FRIDAY),
                "department_id": department.id,
                "guest_ids": [Command.set(demo.employee("manager").ids)],
                "deputy_chair_id": demo.employee("leader1").id,
                "start_time": start,
                "end_time": end,
                "agenda": demo.say(AGENDAS[kind]),
            }
            for kind, (start, end) in hours.items()
        ]
    )
    return dict(zip(hours, schedules, strict=True))


def _prepare_past_meeting(demo, schedule, day, dice, seen):
    """A closed meeting: nearly everybody in time, somebody late now and then, somebody with a customer.

    :param seen: ``{(employee id, day): sales.office.day}``: who was not at work was not at the meeting either
    """
    start, stop = demo.at(day, schedule.start_time), demo.at(day, schedule.end_time)
    rows = []
    for login in ("manager", "leader1", "leader2", *REPS):
        state = dice.choices(("present", "late", "excused", "absent"), (92, 5, 2, 1))[0]
        minutes = dice.randint(-12, 0) if state == "present" else dice.randint(6, 15)
        employee = demo.employee(login)
        reason, signed_in_at = demo.say("With a customer") if state == "excused" else False, False
        if state in ("present", "late"):
            state, signed_in_at = _come(seen.get((employee.id, day)), state, start + timedelta(minutes=minutes), stop)
        rows.append(
            {
                "employee_id": employee.id,
                "state": state,
                "signed_in_at": signed_in_at,
                "marked_by_id": demo.user(login if signed_in_at else "manager").id,
                "reason": reason,
                "is_on_leave": state == "excused" and not reason,
            }
        )
    return {
        "name": schedule.name,
        "kind": schedule.kind,
        "department_id": schedule.department_id.id,
        "schedule_id": schedule.id,
        "schedule_day": day,
        "start": start,
        "stop": stop,
        "attendance_ids": [Command.create(row) for row in rows],
        "minutes": f"<p>{dice.choice(demo.say(TALKED_ABOUT))}</p>",
        "state": "closed",
        "closed_at": stop,
    }


def _come(day, state, moment, stop):
    """Return with which mark somebody comes to a meeting, and when: after their sign-in at the door, if at all."""
    if not day or not day.first_in:
        return "excused" if day and day.excused else "absent", False
    if day.first_in < moment:
        return state, moment
    moment = day.first_in + timedelta(minutes=1)
    return ("late", moment) if moment < stop else ("absent", False)
