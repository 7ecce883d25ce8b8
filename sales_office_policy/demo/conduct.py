from datetime import timedelta

from odoo.fields import Command

CLOSED = (
    # who, type, working day since the first of last month, what happened, sanction, fine, points, occurrence
    ("rep2", "late_arrival", 3, "Signed in at 08:21.", "warning", 0, 1, 1),
    ("rep2", "late_arrival", 9, "Signed in at 08:34 without a word.", "fine", 20, 1, 2),
    ("rep2", "late_arrival", 16, "Signed in at 08:26.", "fine", 20, 1, 3),
    ("rep5", "abuse", 11, "Shouted at the banquet captain in front of guests.", "fine", 100, 10, 1),
    ("rep1", "desk_untidy", 14, "Cups and old papers on the desk at closing time.", "warning", 0, 1, 1),
)


def load_conduct_room(demo, dice):
    _load_closed_cases(demo)
    today = demo.today
    _report(
        demo, "leader1", "rep3", "document_overdue", today, demo.say("Customer file still in their bag this morning.")
    )
    heard = _report(demo, "leader2", "rep6", "meeting_late", today, demo.say("Came into the meeting at 08:27."))
    heard.with_user(demo.user("rep6")).action_answer(
        demo.say("I was on the telephone with the bride's family and told my colleague to say so.")
    )
    decided = _report(
        demo, "leader2", "rep4", "private_business", today, demo.say("Printed 80 pages for a private party.")
    )
    decided.with_user(demo.user("rep4")).action_answer(demo.say("It was on a Sunday; I paid for the paper."))
    decided.with_user(demo.user("manager")).action_decide(decided.proposed_sanction, decided.proposed_fine_amount, "")
    _load_verdicts(demo)
    _load_incident(demo)


def _load_closed_cases(demo):
    """What went through the whole procedure last month: a repeated offence climbs its ladder."""
    days = demo.get_working_days()
    demo.env["sales.office.violation"].create(
        [
            {
                "employee_id": demo.employee(login).id,
                "type_id": violation_type(demo, code).id,
                "date": days[offset],
                "description": facts,
                "reporter_id": reporter(demo, login).id,
                "occurrence": occurrence,
                "sanction": sanction,
                "fine_amount": fine,
                "points": points,
                "decided_by_id": demo.user("manager").id,
                "decided_at": demo.at(days[offset] + timedelta(days=5), 10),
                "answer_deadline": demo.at(days[offset] + timedelta(days=3), 23),
                "appeal_deadline": demo.at(days[offset] + timedelta(days=10), 23),
                "state": "closed",
            }
            for login, code, offset, facts, sanction, fine, points, occurrence in demo.say(CLOSED)
        ]
    )


def _report(demo, reporter, login, code, day, facts):
    """Return a case that its reporter wrote and handed in."""
    case = (
        demo.env["sales.office.violation"]
        .with_user(demo.user(reporter))
        .create(
            {
                "employee_id": demo.employee(login).id,
                "type_id": violation_type(demo, code).id,
                "date": day,
                "description": facts,
            }
        )
    )
    case.action_report()
    return case.sudo()


def violation_type(demo, code):
    return demo.env.ref(f"sales_office_policy.violation_type_{code}")


def reporter(demo, login):
    """Return the user of the person's team leader."""
    return demo.employee(login).department_id.manager_id.user_id


def _load_verdicts(demo):
    """A decision that the appeal reduced, and a suspension that waits for a second person."""
    today = demo.today
    reduced = _hear(
        demo,
        "rep1",
        "abuse",
        today,
        demo.say("Shouted at the front desk."),
        demo.say("The desk had given my guest's room away."),
    )
    reduced.with_user(demo.user("manager")).action_decide(reduced.proposed_sanction, reduced.proposed_fine_amount, "")
    reduced.with_user(demo.user("rep1")).action_appeal(demo.say("I apologised the same evening; the desk confirms it."))
    reduced.with_user(demo.user("director")).action_decide(
        "fine", 50, demo.say("The desk confirms the apology and that the room had been given away."), 2
    )
    reduced.with_user(demo.user("rep1")).action_accept()
    waiting = _hear(
        demo,
        "rep5",
        "abuse",
        today,
        demo.say("Shouted at a trainee until she cried."),
        demo.say("I was under pressure. I am sorry."),
    )
    waiting.with_user(demo.user("manager")).action_decide(
        "suspension", 0, demo.say("The second time within two months, and towards a trainee."), 10
    )


def _load_incident(demo):
    """Two who left a banquet to itself, reported at once; and what a colleague told in confidence."""
    _tell(
        demo,
        "leader2",
        ("rep4", "rep6"),
        "poor_service",
        demo.say("Both left the banquet at nine; no one saw the guests off."),
    )
    _tell(demo, "rep3", ("rep2",), "image_damaged", demo.say("Told a client at lunch which of us do not get on."))


def _tell(demo, login, people, code, facts):
    user = demo.user(login)
    dialog = (
        demo.env["sales.office.incident.report"]
        .with_user(user)
        .create(
            {
                "employee_ids": [demo.employee(person).id for person in people],
                "type_id": violation_type(demo, code).id,
                "date": demo.today,
                "description": facts,
            }
        )
    )
    dialog.action_report()


def _hear(demo, login, code, day, facts, answer):
    """Return a case that the person's leader reported and the person has answered."""
    leader = reporter(demo, login).login
    case = _report(demo, leader, login, code, day, facts)
    case.with_user(demo.user(login)).action_answer(answer)
    return case


def load_check_quality(demo):
    first, _last = demo.get_last_month()
    today = demo.today
    meeting, report = (demo.ref(f"check_{code}") for code in ("meeting_late", "work_report_late"))
    meeting.write({"mode": "suspect", "enforced_from": first})
    report.write({"mode": "notify", "enforced_from": first})
    (meeting | report).run(first, today)
    _dismiss_suspicions(demo, meeting, 4, demo.say("The meeting had begun early: nobody was late."))
    _dismiss_suspicions(
        demo, demo.ref("check_document_overdue"), 2, demo.say("The clerk had agreed to the next morning.")
    )
    # Check Now finds what is older than the scheduler looks back
    demo.ref("check_meeting_absent").write({"mode": "suspect", "enforced_from": first})


def load_penalty_change(demo):
    """A higher fine that waits for the director: until then it stays as it was, for every company that shares it."""
    demo.env.company.sales_office_penalty_approval = True
    kind = violation_type(demo, "document_overdue").with_env(demo.env).with_user(demo.user("policy"))
    second = kind.step_ids.filtered(lambda step: step.occurrence == 2)
    kind.write({"step_ids": [Command.update(second.id, {"fine_amount": 30})]})


def _dismiss_suspicions(demo, check, number, reason):
    """Have the manager dismiss the oldest suspicions of a check."""
    domain = [("check_id", "=", check.id), ("state", "=", "suspected")]
    cases = demo.env["sales.office.violation"].search(domain, order="date, id")
    judged = cases.with_user(demo.user("manager")).filtered("can_dismiss")[:number]
    if judged:
        judged.action_dismiss(reason)
