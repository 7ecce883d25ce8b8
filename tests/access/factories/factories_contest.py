"""One record of each model about contests, see ``factories``."""

from odoo.fields import Command


def _contest(case, employee):
    return case.env["sales.office.contest"].create(
        {
            "name": "Sprint",
            "department_id": employee.department_id.id,
            "date_from": "2026-03-01",
            "date_to": "2026-03-31",
            "state": "running",
            "prize_ids": [Command.create({"place": 1, "kind": "welfare", "text": "A day off"})],
            "participant_ids": [Command.create({"employee_id": employee.id, "seller_id": employee.user_id.id})],
        }
    )


def _contest_prize(case, employee):
    return _contest(case, employee).prize_ids


def _contest_participant(case, employee):
    return _contest(case, employee).participant_ids


def _unassigned_payout(case, employee):
    """Return the prize of an employee who is in no plan any more."""
    plans = case.env["sales.office.commission.plan"].search([("member_ids.employee_id", "=", employee.id)])
    plans.write({"state": "closed", "date_to": "2026-01-31"})
    winner = _contest_participant(case, employee)
    winner.prize_amount = 100
    return case.env["sales.office.unassigned.payout"].search([("kind", "=", "prize"), ("source_id", "=", winner.id)])


CONTEST_FACTORIES = {
    "sales.office.contest": _contest,
    "sales.office.contest.prize": _contest_prize,
    "sales.office.contest.participant": _contest_participant,
    "sales.office.unassigned.payout": _unassigned_payout,
}
