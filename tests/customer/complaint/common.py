from unittest.mock import patch

from ...common import SalesOfficeCommon

#: Monday, 10:00 in Shanghai
NOW = "2026-03-02 02:00:00"


class ComplaintCommon(SalesOfficeCommon):
    """The office with a customer of Rob's; Cora of customer relations looks after complaints."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Maple Leaf Software",
                "is_company": True,
                "email": "office@maple.example.com",
                "user_id": cls.rep.user_id.id,
            }
        )
        cls.complaints = cls.env["sales.office.complaint"]
        cls.cause = cls.env.ref("sales_office_policy.complaint_cause_manners")

    def complain(self, by=None, **values):
        """Return a complaint of the customer, taken down by Cora, as everybody sees it (sudo)."""
        values = {"subject": "Two rooms were not ready", "partner_id": self.customer.id, **values}
        complaint = self.as_(by or self.relations, self.complaints).create(values)
        return self.seen(complaint)

    def seen(self, records):
        """Return records of somebody in the environment of the test."""
        return records.sudo().with_env(self.env)

    def answered(self, **values):
        """Return a complaint that Cora has acknowledged and answered."""
        complaint = self.complain(**values)
        mine = self.as_(self.relations, complaint)
        mine.action_acknowledge()
        mine.action_answer("We are sorry; one night is off the bill")
        return complaint

    def closed(self, **values):
        """Return a complaint that Cora has closed."""
        complaint = self.answered(**values)
        self.as_(self.relations, complaint).action_close()
        return complaint

    def run_job(self, job):
        """Have a scheduled job do what waits for it, without committing."""
        with patch.object(self.registry["ir.cron"], "_commit_progress", lambda *args, **kwargs: 60):
            job()

    def rating(self, record):
        """Return the rating that the customer of a record was asked for."""
        return self.env["rating.rating"].search([("res_model", "=", record._name), ("res_id", "=", record.id)])

    def rate(self, record, rate, feedback=""):
        """Rate as the page of the link does, for somebody who is not logged in."""
        public = self.env.ref("base.public_user")
        rating = self.rating(record).with_user(public).sudo()
        return record.with_user(public).sudo().rating_apply(rate, rating=rating, feedback=feedback)

    def leave(self, employee, date_from, date_to):
        """Let somebody be on validated leave."""
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": employee.resource_id.id,
                "calendar_id": employee.resource_calendar_id.id,
                "company_id": employee.company_id.id,
                "date_from": date_from,
                "date_to": date_to,
            }
        )

    def switch_on(self, code, since="2026-01-01"):
        check = self.env.ref(f"sales_office_policy.check_{code}").with_company(self.company)
        check.write({"mode": "notify", "enforced_from": since})
        return check

    def find(self, check, first="2026-03-01", last="2026-04-30"):
        """Return ``[(who, day)]`` of what a check finds."""
        self.env.flush_all()
        people = self.relations | self.leader | self.rep
        to_date = self.complaints._fields["check_on"].to_date
        return [
            (self.env["hr.employee"].browse(row["employee_id"]).name, str(row["date"]))
            for row in check._get_detector()(people, to_date(first), to_date(last))
        ]
