from datetime import timedelta

from odoo.fields import Command

from .sales import REPS


def load_planning_room(demo):
    demo.env["sales.office.season"].create(
        [
            {"company_id": demo.env.company.id, "month": month, "weight": weight}
            for month, weight in (("1", 0.8), ("2", 0.6), ("5", 1.3), ("10", 1.4))
        ]
    )
    plan = _load_year_plan(demo)
    _load_campaigns(demo, plan)
    plan.with_user(demo.user("manager")).action_propose()
    plan.with_user(demo.user("director")).action_approve()
    year = plan.target_ids.filtered(lambda target: target.metric == "invoiced").with_user(demo.user("manager"))
    for team in year.action_split("equal", "team"):
        _cascade_target(demo, team)
    year.action_publish()
    _answer_targets(demo)


def spend_night(demo):
    """Read the targets' figures from the books, as every night does; once all that is sold was invoiced."""
    demo.env["sales.office.target"]._get_pending()._refresh()


def _load_year_plan(demo):
    today = demo.today
    market = demo.ref("demo_department_market")
    wanted = (
        ("invoiced", 14400000),
        ("invoiced_new", 2400000),
        ("invoiced_existing", 12000000),
        ("new_customers", 40),
        ("market_share", 22),
    )
    plan = demo.env["sales.office.plan"].create(
        {
            "department_id": market.id,
            "year": today.year,
            "strategy": demo.say(
                "<p>Keep the framework contracts, win the small companies of the new industrial park, "
                "and fill the halls on weekdays.</p>"
            ),
            "market_notes": demo.say("<p>Two new houses open in summer. Room rates fall, banquets do not.</p>"),
            "target_ids": [
                Command.create(
                    {
                        "department_id": market.id,
                        "date_from": today.replace(month=1, day=1),
                        "metric": metric,
                        "target_value": value,
                    }
                )
                for metric, value in wanted
            ],
        }
    )
    plan.target_ids.filtered(lambda target: target.metric == "market_share").manual_value = 19.5
    return plan


def _cascade_target(demo, team):
    """Split a team's year into months, this quarter's among its people, and this month into weeks."""
    today = demo.today
    for quarter in team.action_split("seasonal"):
        for month in quarter.action_split("seasonal"):
            if not quarter.date_from <= today <= quarter.date_to:
                continue
            for person in month.action_split("equal", "team"):
                if person.date_from <= today <= person.date_to:
                    person.action_split("equal")


def _answer_targets(demo):
    Target = demo.env["sales.office.target"]
    today = demo.today
    for login in REPS:
        mine = Target.search([("user_id", "=", demo.user(login).id), ("state", "=", "proposed")])
        month = mine.filtered(lambda t: t.period_type == "month" and t.date_from == today.replace(day=1))
        if login == "rep2":
            month.with_user(demo.user(login)).action_dispute(
                demo.say("West Lake Pharma meets in the capital this year. Four fifths of it would be realistic.")
            )
            mine -= month
        if login != "rep6":
            mine.with_user(demo.user(login)).action_accept()
    read = demo.env["sales.office.target.acknowledgement"].search(
        [("user_id", "in", [demo.user(login).id for login in REPS[:4]])]
    )
    for row in read:
        row.with_user(row.user_id).action_acknowledge()


def _get_activities(demo):
    """Return ``(name, kind, login of who does it)`` of each activity of a campaign."""
    return (
        (demo.say("Table display in the lobby"), "display", "rep4"),
        (demo.say("Early booking offer"), "promotion", "rep5"),
        (demo.say("Visit ten wedding planners"), "visit", "rep6"),
    )


def _load_campaigns(demo, plan):
    today = demo.today
    events = demo.ref("demo_department_events")
    campaigns = demo.env["sales.office.campaign"].create(
        [
            {
                "name": name,
                "plan_id": plan.id,
                "department_id": events.id,
                "responsible_id": demo.employee("leader2").id,
                "participant_ids": [Command.set([demo.employee(login).id for login in ("rep4", "rep5", "rep6")])],
                "date_from": today + timedelta(days=start),
                "date_to": today + timedelta(days=start + 14),
                "budget": budget,
                "goal": demo.say("Twenty couples in the house, eight banquets booked."),
                "activity_line_ids": [
                    Command.create(
                        {
                            "name": activity,
                            "kind": kind,
                            "date": today + timedelta(days=start),
                            "employee_id": demo.employee(who).id,
                        }
                    )
                    for activity, kind, who in _get_activities(demo)
                ],
            }
            for name, start, budget in (
                (demo.say("Wedding Fair"), -60, 30000),
                (demo.say("Banquet Tasting"), -5, 18000),
            )
        ]
    )
    over, running = campaigns
    (over.activity_line_ids | running.activity_line_ids[:1]).action_done()
    over.write({"spent": 27600, "result": demo.say("26 couples came, nine booked; the planners want a fixed contact.")})
    over.action_finish()
    running.spent = 6400
    running.action_start()
