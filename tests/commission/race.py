"""What races about commission begin with."""

from odoo.fields import Command

from ..race import RaceCase


class PlanRaceCase(RaceCase):
    def _create_racer(self, env, day, **rule):
        """Return an employee, and the approved plan that pays them by one rule from ``day`` on."""
        employee = env["hr.employee"].create({"name": "Racer"})
        plan = env["sales.office.commission.plan"].create(
            {
                "name": "Race",
                "date_from": day,
                "state": "approved",
                "rule_ids": [Command.create(rule)],
                "member_ids": [Command.create({"employee_id": employee.id, "date_from": day})],
            }
        )
        return employee, plan
