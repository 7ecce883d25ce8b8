from freezegun import freeze_time

from odoo.exceptions import UserError

from .common import NOW, ComplaintCommon


@freeze_time(NOW)
class TestClocks(ComplaintCommon):
    def _cron(self, moment):
        with freeze_time(moment):
            self.run_job(self.env["sales.office.complaint"].sudo()._cron_watch)

    def test_in_working_time(self):
        """R051: hours to acknowledge and days to answer are those of whoever looks after it."""
        complaint = self.complain()
        self.assertEqual(str(complaint.acknowledge_by), "2026-03-03 02:00:00", "8 working hours: 10:00 on Tuesday")
        self.assertEqual(str(complaint.resolve_by), "2026-03-09 15:59:59", "5 working days")
        self.assertIn("5 working days", complaint.resolve_by_reason)

    def test_severity_decides(self):
        """R051: an urgent complaint is acknowledged within two hours and answered within a day."""
        complaint = self.complain(severity="urgent")
        self.assertEqual(str(complaint.acknowledge_by), "2026-03-02 04:00:00")
        self.assertEqual(str(complaint.resolve_by), "2026-03-03 15:59:59")

    def test_at_night(self):
        """R051: what comes on Friday night is acknowledged on Monday."""
        with freeze_time("2026-03-06 14:00:00"):
            complaint = self.complain(severity="urgent")
        self.assertEqual(str(complaint.acknowledge_by), "2026-03-09 02:00:00")

    def test_other_time_zone(self):
        """R051: the day to answer ends where whoever looks after it works."""
        self.relations.tz = "Europe/London"
        self.relations.resource_calendar_id = self.relations.resource_calendar_id.copy({"tz": "Europe/London"})
        complaint = self.complain(severity="urgent")
        self.assertEqual(str(complaint.resolve_by), "2026-03-03 23:59:59")

    def test_waits_for_the_customer(self):
        """R051: while the customer is asked the clock stands still; the days that were left begin when they answer."""
        complaint = self.complain()
        mine = self.as_(self.relations, complaint)
        mine.action_acknowledge()
        with freeze_time("2026-03-04 02:00:00"):  # three working days are left
            mine.action_ask_customer("Which rooms?")
        with self.assertRaisesRegex(UserError, "asked something already"):
            mine.action_ask_customer("Which rooms?")
        with freeze_time("2026-03-11 02:00:00"):
            self.assertFalse(complaint.is_late)
            mine.action_resume("301 and 302")
        self.assertEqual(str(complaint.resolve_by), "2026-03-16 15:59:59")
        self.assertFalse(complaint.waiting_since)
        self.assertIn("The clock stood still", complaint.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "not asked anything"):
            mine.action_resume()

    def test_what_was_late_stays_late(self):
        """R051: asking the customer after the time is over gains nothing."""
        complaint = self.complain()
        mine = self.as_(self.relations, complaint)
        mine.action_acknowledge()
        until = complaint.resolve_by
        with freeze_time("2026-03-10 02:00:00"):
            mine.action_ask_customer("Which rooms?")
        with freeze_time("2026-03-12 02:00:00"):
            mine.action_resume()
        self.assertEqual(complaint.resolve_by, until)

    def test_waits_no_longer_than_that(self):
        """R051: a customer who never answers is waited for as long as the settings say."""
        complaint = self.complain()
        mine = self.as_(self.relations, complaint)
        mine.action_acknowledge()
        mine.action_ask_customer("Which rooms?")
        self._cron("2026-03-13 02:00:00")
        self.assertTrue(complaint.waiting_since)
        self._cron("2026-03-17 02:00:00")
        self.assertFalse(complaint.waiting_since)

    def test_leave_later(self):
        """R051: leave that is validated later gives more time to answer."""
        complaint = self.complain()
        self.leave(self.relations, "2026-03-04 00:00:00", "2026-03-04 10:00:00")
        self.assertEqual(str(complaint.resolve_by), "2026-03-10 15:59:59")

    def test_handed_on(self):
        """R051: who is on leave hands on what is open; the next has the time there is to acknowledge it."""
        complaint = self.complain()
        self.leave(self.relations, "2026-03-03 00:00:00", "2026-03-06 10:00:00")
        self._cron("2026-03-03 01:00:00")
        self.assertEqual(complaint.employee_id, self.director)
        self.assertEqual(complaint.acknowledge_owner_id, self.director)
        self.assertGreater(str(complaint.acknowledge_by), "2026-03-03 09:00:00")
        self.assertIn("is away", complaint.message_ids.mapped("body")[0] + complaint.message_ids.mapped("body")[1])
        self._cron("2026-03-03 02:00:00")
        self.assertEqual(complaint.employee_id, self.director, "twice is once")

    def test_left(self):
        """R051: what somebody had who left is looked after by somebody else."""
        complaint = self.complain()
        self.relations.active = False
        self._cron("2026-03-02 03:00:00")
        self.assertEqual(complaint.employee_id, self.director)

    def test_not_to_whom_it_is_about(self):
        """R051: nor is it handed on to whom it is about."""
        complaint = self.complain(about_id=self.director.id)
        self.relations.active = False
        self._cron("2026-03-02 03:00:00")
        self.assertNotEqual(complaint.employee_id, self.director)

    def test_new_ones_on_leave(self):
        """R051: what comes while customer relations is on leave goes to who leads."""
        self.leave(self.relations, "2026-03-02 00:00:00", "2026-03-06 10:00:00")
        complaint = self.complain(self.rep)
        self.assertEqual(complaint.employee_id, self.leader)

    def test_leader_is_told(self):
        """R051: who leads is told once that the time is over."""
        complaint = self.complain(employee_id=self.rep.id)
        self._cron("2026-03-02 06:00:00")
        count = self._count_told(complaint)
        self._cron("2026-03-04 02:00:00")
        self.assertEqual(self._count_told(complaint), count + 1)
        self._cron("2026-03-04 03:00:00")
        self.assertEqual(self._count_told(complaint), count + 1)

    def _count_told(self, complaint):
        domain = [("model", "=", complaint._name), ("res_id", "=", complaint.id)]
        told = (
            self.env["mail.message"]
            .search(domain)
            .filtered(lambda message: self.leader.user_id.partner_id in message.notified_partner_ids)
        )
        return len(told)

    def test_checks_are_off(self):
        """R051: nothing is found before somebody switches the checks on, and one covers the other."""
        for code in ("complaint_unacknowledged", "complaint_unanswered"):
            check = self.env.ref(f"sales_office_policy.check_{code}").with_company(self.company)
            self.assertEqual(check.mode or "off", "off")
        self.assertIn(self.env.ref("sales_office_policy.check_complaint_unacknowledged"), check.covers_ids)

    def test_check_unacknowledged(self):
        """R051: found on the day the hours were over, about whoever had it; in time there is nothing to find."""
        check = self.switch_on("complaint_unacknowledged")
        late, good = self.complain(), self.complain()
        self.as_(self.relations, good).action_acknowledge()
        with freeze_time("2026-03-05 02:00:00"):
            self.as_(self.relations, late).action_acknowledge()
            self.assertEqual(self.find(check), [("Cora", "2026-03-03")])
        with freeze_time("2026-03-06 02:00:00"):
            self.as_(self.director, late).action_assign(self.leader.id)
            self.assertEqual(self.find(check), [("Cora", "2026-03-03")], "whoever has it now")

    def test_check_unanswered(self):
        """R051: found on the day the time was over; not while the customer is asked, nor what was no complaint."""
        check = self.switch_on("complaint_unanswered")
        late, asked, none = self.complain(), self.complain(), self.complain()
        for complaint in (late, asked, none):
            self.as_(self.relations, complaint).action_acknowledge()
        self.as_(self.relations, asked).action_ask_customer("Which rooms?")
        self.as_(self.relations, none).action_discard("Sent twice")
        with freeze_time("2026-03-10 02:00:00"):
            self.assertEqual(self.find(check), [("Cora", "2026-03-09")])
            self.as_(self.relations, late).action_answer("Settled")
            self.assertEqual(self.find(check), [("Cora", "2026-03-09")], "late all the same")

    def test_handed_on_in_time(self):
        """R051: whose clock it was when the time was over stays; who was given it before has it."""
        check = self.switch_on("complaint_unacknowledged")
        complaint = self.complain()
        self.as_(self.director, complaint).action_assign(self.leader.id)
        with freeze_time("2026-03-05 02:00:00"):
            self.assertEqual(self.find(check), [("Lea", "2026-03-03")])

    def test_hourly_in_constant_queries(self):
        """R051: the hourly job asks as often for twenty complaints that are in time as for two."""
        counts = []
        for number in (2, 18):
            for _n in range(number):
                self.complain()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_job(self.env["sales.office.complaint"].sudo()._cron_watch)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
