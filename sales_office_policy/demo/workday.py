from collections import defaultdict
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from .sales import REPS

PEOPLE = ("director", "manager", "clerk", "relations", "finance", "policy", "leader1", "leader2", *REPS)
#: who, working day since the first of last month, came, left (hours); None: not there
SPECIAL = {
    # what the closed cases of last month are about
    ("rep2", 3): (8.35, 17.6),
    ("rep2", 9): (8.57, 17.55),
    ("rep2", 16): (8.44, 17.7),
    # on leave
    ("rep1", 5): None,
    ("rep1", 6): None,
    # what the checks find: the last days before the installation
    ("rep5", -3): None,
    ("rep4", -3): (8.75, 17.6),
    ("rep6", -2): None,
    ("rep1", -2): (7.85, 16.67),
    ("rep3", -1): (8.4, 17.6),
    ("rep6", -1): (8.2, 17.6),
    ("leader1", -1): (7.8, 23.0),
}
#: they never signed out
FORGOTTEN = ("leader1", -1)
#: working day on which the checks were switched on
BEGIN = 17


def load_workday_room(demo, dice):
    """Attendances of last month and this one, and what the checks made of them."""
    days = demo.get_working_days()
    employees = demo.env["hr.employee"].union(*map(demo.employee, PEOPLE))
    employees.version_ids.date_version = days[0] - relativedelta(years=2)
    demo.env.company.write({"sales_office_day_since": days[0], "attendance_from_systray": True})
    _take_leave(demo, "rep1", days[5], days[6])
    _load_attendances(demo, days, dice)
    demo.env["sales.office.day"].refresh(employees, days[0], demo.today)
    _switch_checks_on(demo, days[BEGIN])
    _run_checks(demo, days)
    _excuse(demo, days)
    _run_checks(demo, days)


def _load_attendances(demo, days, dice):
    """Everybody signs in at the terminal by the door, whose readings were imported."""
    special = {(login, days[offset]): times for (login, offset), times in SPECIAL.items()}
    forgotten = FORGOTTEN[0], days[FORGOTTEN[1]]
    readings = defaultdict(list)
    for day in days:
        for login in PEOPLE:
            usual = 8 - dice.randint(2, 25) / 60, 17.5 + dice.randint(1, 40) / 60
            times = special.get((login, day), usual)
            for hour in (times or ())[: 1 if (login, day) == forgotten else 2]:
                readings[demo.employee(login)].append(demo.at(day, hour).replace(microsecond=0))
    demo.env["sales.office.punch"]._import(dict(readings))


def _take_leave(demo, login, first, last):
    """Enter validated leave, as the leave module does once it is approved."""
    demo.env["resource.calendar.leaves"].create(
        {
            "name": demo.say("Leave"),
            "resource_id": demo.employee(login).resource_id.id,
            "date_from": demo.at(first, 0),
            "date_to": demo.at(last, 24) - timedelta(seconds=1),
        }
    )


def _day_checks(demo):
    names = ("late_arrival", "absence", "early_leave", "sign_in_missing", "sign_out_missing")
    return demo.env["sales.office.check"].union(*(demo.ref(f"check_{name}") for name in names))


def _switch_checks_on(demo, day):
    """Lateness and absence are suspected, the rest is only told."""
    checks = _day_checks(demo)
    checks.write({"mode": "notify", "enforced_from": day, "grace_minutes": 5})
    checks[:2].mode = "suspect"
    checks.enforced_from = day  # switching to suspect has moved it to today


def _run_checks(demo, days):
    _day_checks(demo).run(days[0], demo.today)


def _excuse(demo, days):
    """One was with a customer, one was ill after all, one still waits for their leader's answer."""
    asked = (
        ("rep4", -3, demo.say("Took the bride's parents to the lake early.")),
        ("rep6", -1, demo.say("Flat tyre on Lake Road.")),
    )
    rows = {}
    for login, offset, reason in asked:
        row = demo.env["sales.office.day"].search(
            [("employee_id", "=", demo.employee(login).id), ("date", "=", days[offset])]
        )
        row.with_user(demo.user(login)).action_ask_excuse(reason)
        rows[login] = row
    rows["rep4"].with_user(demo.user("leader2")).action_grant_excuse(demo.say("She told me the evening before."))
    _take_leave(demo, "rep6", days[-2], days[-2])
