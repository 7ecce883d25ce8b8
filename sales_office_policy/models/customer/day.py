from datetime import datetime, time, timedelta

from odoo import api, models

from ..workday.hours.shift import NO_GRACE, NOTHING_SEEN, Evidence


class SalesOfficeDay(models.Model):
    _inherit = "sales.office.day"

    @api.model
    def _get_presence_evidence(self, employees, date_from, date_to):
        """Whoever said at a customer's that they are there was at work that day (R104)."""
        evidence = super()._get_presence_evidence(employees, date_from, date_to)
        # sudo: that somebody was there is all that is told
        visits = self.env["sales.office.visit"].sudo()
        visits = visits.search(
            [
                ("employee_id", "in", employees.ids),
                ("company_id.sales_office_room_ids.code", "=", "customer"),
                # a day more at both ends, whatever the time zone
                ("came_at", ">=", datetime.combine(date_from - timedelta(days=1), time.min)),
                ("came_at", "<", datetime.combine(date_to + timedelta(days=2), time.min)),
            ]
        )
        for visit in visits:
            # whether that is where they are expected the company says, see below
            evidence.setdefault(visit.employee_id.id, []).append(Evidence(visit.came_at, visit, there=False))
        return evidence

    def _prepare_facts(self, plan=None, workday=None, seen=NOTHING_SEEN, evidence=(), grace=NO_GRACE):
        """Whoever goes to a customer first comes to work there, where the company counts that."""
        return super()._prepare_facts(plan, workday, self._begin_with_visit(seen, evidence), evidence, grace)

    def _begin_with_visit(self, seen, evidence):
        """Return what was seen of a day, with the arrival at a visit that was planned ahead in place of a later one."""
        visits = [shown for shown in evidence if shown.source._name == "sales.office.visit"]
        if not visits or not seen.readings:
            return seen
        moment, visit, first = visits[0].at, visits[0].source, seen.readings[0]
        if not first.arrives or moment >= first.at:
            return seen
        if not visit.is_planned_ahead or not visit.company_id.sales_office_visit_counts:
            return seen
        return seen._replace(readings=[first._replace(at=moment), *seen.readings[1:]])
