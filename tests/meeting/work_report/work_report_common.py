from datetime import date

from pytz import timezone

from odoo.fields import Command

from odoo.addons.sales_office_policy.models.organization.local_time import get_utc_time

from ...common import SalesOfficeCommon


class WorkReportCommon(SalesOfficeCommon):
    """The shipped rules: Rob, Ann and Ray write daily until 18:00, Lea and Leo weekly until Friday
    17:00, Max monthly until 18:00 of the third working day. The week is that of Monday 2 March 2026.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = cls.env["sales.office.work.report"]
        cls.rules = cls.env["sales.office.work.report.rule"]
        cls.rule_daily = cls.env.ref("sales_office_policy.work_report_rule_representative")
        cls.rule_weekly = cls.env.ref("sales_office_policy.work_report_rule_team_leader")
        cls.rule_monthly = cls.env.ref("sales_office_policy.work_report_rule_manager")

    def follow_up(self, company=None):
        """Do what the cron does for one company."""
        self.env.flush_all()
        reports = self.reports._for_company(company or self.company)
        reports._follow_up_people(reports._get_people())
        self.env.invalidate_all()

    def of(self, employee, kind=None):
        """Return the employee's reports."""
        domain = [("employee_id", "=", employee.id), *([("kind", "=", kind)] if kind else [])]
        return self.reports.search(domain, order="date_from")

    @classmethod
    def write_report(cls, employee, day="2026-03-04", **values):
        """Return a daily report of that day, due at 18:00 in Shanghai."""
        return cls.reports.create(
            {
                "employee_id": employee.id,
                "kind": "daily",
                "date_from": day,
                "date_to": day,
                "office_deadline": f"{day} 10:00:00",
                "deadline": f"{day} 10:00:00",
                **values,
            }
        )

    def hand_in(self, report, **texts):
        own = self.as_(report.employee_id, report)
        own.write({"done": "Three visits.", **texts})
        own.action_submit()

    @classmethod
    def leave(cls, employee, first, last, **values):
        """Give the employee validated leave from one day to another, whole days in Shanghai."""
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": employee.resource_id.id,
                "calendar_id": employee.resource_calendar_id.id,
                "company_id": employee.company_id.id,
                "date_from": cls._local(first, 0),
                "date_to": cls._local(last, 24),
                **values,
            }
        )

    @classmethod
    def _local(cls, day, hour):
        return get_utc_time(date.fromisoformat(day), hour, timezone("Asia/Shanghai"))

    def roles(self, employee, *roles):
        employee.sales_office_role_ids = [
            Command.set([self.env.ref(f"sales_office_policy.role_{role}").id for role in roles])
        ]
