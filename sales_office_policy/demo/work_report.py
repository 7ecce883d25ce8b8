from datetime import timedelta

from .conduct import reporter
from .sales import REPS

DONE = (
    "Visited the shipping company with the new room rates; called back four leads from the fair.",
    "Two tours through the banquet hall for brides and their parents, one of them asks for a Saturday in May.",
    "Offer for the annual meeting sent, with the shuttle instead of a discount.",
    "Morning at the trade office, afternoon on the telephone: eleven calls, three want an offer.",
    "Closed the training camp: three days, two meeting rooms, lunch for thirty.",
    "Customer file of the insurance company brought up to date, contract draft with the clerk.",
    "Accompanied the banquet captain during the tasting; the customer is satisfied.",
)
PLANS = (
    "Contract with the chamber of commerce; two visits in the industrial park.",
    "Follow up the three offers of this week.",
    "Tasting with the wedding couple at eleven.",
    "Collect the payment that is due on Friday.",
    "Prepare the figures for the weekly meeting.",
)
PROBLEMS = (
    "The new price list is still not printed; customers ask for it.",
    "Housekeeping released the sample room too late, the customer had to wait twenty minutes.",
    "The competitor across the lake offers free parking. What may I say?",
    "The payment of the travel agency is ten days over its date.",
)
SUGGESTIONS = (
    "A short film of the ballroom would spare many tours.",
    "Put the shuttle times into the offer template.",
)
ANSWERS = (
    "Good. Take the clerk along for the contract.",
    "Seen. Call me before you go below the package price.",
    "I talk to the front office today; tell the customer they have it in writing tomorrow.",
    "Right. Bring it up in the morning meeting, the others have the same question.",
)


def load_work_reports(demo, dice):
    """The reports since the first of last month: most in time, some late, one excused, the last ones open."""
    days = demo.get_working_days()
    reports = demo.env["sales.office.work.report"].create(
        [
            *(_prepare_daily(demo, login, day, dice) for day in days for login in REPS),
            *(_prepare_weekly(demo, login, day, dice) for day in _past_fridays(demo, days) for login in _leaders(demo)),
        ]
    )
    reports._refresh_figures()
    _leave_open(demo, reports.filtered(lambda report: report.date_to == days[-1]))
    current = reports._for_company(demo.env.company)
    current._follow_up_people(current._get_people())


def _leaders(demo):
    return ("leader1", "leader2")


def _past_fridays(demo, days):
    return [day for day in days if day.weekday() == 4]


def _prepare_daily(demo, login, day, dice):
    return _prepare_report(demo, login, "daily", day, day, demo.at(day, 18), dice)


def _prepare_weekly(demo, login, friday, dice):
    monday = friday - timedelta(days=4)
    return _prepare_report(demo, login, "weekly", monday, monday + timedelta(days=6), demo.at(friday, 17), dice)


def _prepare_report(demo, login, kind, first, last, deadline, dice):
    """Return an answered report; one in fifteen came late, one in six tells of a problem or suggestion."""
    late = dice.random() < 1 / 15
    submitted = deadline + timedelta(minutes=dice.randint(20, 200) if late else -dice.randint(5, 100))
    asks = dice.random() < 1 / 6
    return {
        "employee_id": demo.employee(login).id,
        "kind": kind,
        "date_from": first,
        "date_to": last,
        "office_deadline": deadline,
        "deadline": deadline,
        "state": "answered",
        "submitted_at": submitted,
        "is_late": late,
        "done": dice.choice(demo.say(DONE)),
        "plan": dice.choice(demo.say(PLANS)),
        "problems": dice.choice(demo.say(PROBLEMS)) if asks else False,
        "suggestions": dice.choice(demo.say(SUGGESTIONS)) if asks and dice.random() < 0.4 else False,
        "answer": dice.choice(demo.say(ANSWERS)) if asks or dice.random() < 0.3 else False,
        "answered_by_id": reporter(demo, login).id if login in REPS else demo.user("manager").id,
        "answered_at": submitted + timedelta(hours=dice.randint(1, 15)),
    }


def _leave_open(demo, reports):
    """Of the last day one is missing, one is excused and the others wait for an answer."""
    unanswered = {"state": "submitted", "answer": False, "answered_by_id": False, "answered_at": False}
    reports.write(unanswered)
    daily = reports.filtered(lambda report: report.kind == "daily").grouped("user_id")
    by_login = {login: daily[demo.user(login)] for login in REPS}
    missing = {"state": "late", "submitted_at": False, "is_late": True, "done": False, "plan": False}
    missing |= {"problems": False, "suggestions": False}
    (by_login["rep3"] | by_login["rep5"]).write(missing)
    by_login["rep5"].with_user(demo.user("leader2")).action_excuse(
        demo.say("With the wedding party at the lake until ten in the evening.")
    )
    by_login["rep2"].write({"problems": demo.say(PROBLEMS[0]), "suggestions": demo.say(SUGGESTIONS[1])})
