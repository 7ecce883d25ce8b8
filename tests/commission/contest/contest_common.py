"""Contests of Retail in March 2026.

Without the leaders Lea and Leo, who manage departments, Rob and Ann (North) and Ray (South) take part.
The prizes are 600.00, 300.00 and 100.00. Max (manager) starts on 2 March and closes on 8 April.
"""

from freezegun import freeze_time

from odoo.fields import Command

from ..common import CommissionCommon

DURING, AFTER = "2026-03-02 02:00:00", "2026-04-08 02:00:00"


class ContestCommon(CommissionCommon):
    @classmethod
    def draft(cls, prizes=(600, 300, 100), **values):
        return cls.env["sales.office.contest"].create(
            {
                "name": "Spring Sprint",
                "department_id": cls.retail.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "prize_ids": [
                    Command.create({"place": place, "amount": amount}) for place, amount in enumerate(prizes, 1)
                ],
                **values,
            }
        )

    def running(self, **values):
        contest = self.draft(**values)
        with freeze_time(DURING):
            self.as_(self.manager, contest).action_start()
        return contest

    def close(self, contest, by=None):
        with freeze_time(AFTER):
            self.as_(by or self.manager, contest).action_close()
        return contest

    def closed(self, **values):
        return self.close(self.running(**values))

    def row(self, contest, employee):
        return contest.participant_ids.filtered(lambda p: p.employee_id == employee)

    def ranking(self, contest):
        """Return ``{name: (rank, money won)}``."""
        return {p.employee_id.name: (p.rank, p.prize_amount) for p in contest.participant_ids}

    def standings(self, contest, viewer=None):
        """Return ``[(rank, name, value)]`` as on the page."""
        rows = self.as_(viewer or self.manager, contest).sudo()._get_standings()
        return [(row["rank"], row["name"], row["value"]) for row in rows]
