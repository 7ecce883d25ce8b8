from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .register_common import RegisterCommon

EVENING = "2025-03-04 09:30:00"  # 17:30 in Shanghai, the office closed at 17:00


@freeze_time("2025-03-04 02:00:00")  # Tuesday 10:00 in Shanghai
class TestVisitor(RegisterCommon):
    def test_in_and_out(self):
        """R020 R031: the clerk signs a visitor in and out, with who did it and when."""
        visitor = self.visitor(badge=" v7 ", companion_count=2)
        visitor.action_sign_in()
        self.assertEqual((visitor.state, visitor.badge, visitor.people_count), ("inside", "V7", 3))
        self.assertEqual(visitor.closes_at, datetime(2025, 3, 4, 9, 0))
        with freeze_time("2025-03-04 03:00:00"):
            visitor.action_sign_out()
        self.assertEqual((visitor.state, visitor.left_at), ("left", datetime(2025, 3, 4, 3, 0)))
        self.assertEqual(visitor.signed_out_by_id, self.clerk.user_id)

    def test_belongs_to_the_hosts_department(self):
        """R135: whoever leads the host sees their visitors."""
        self.assertEqual(self.visitor().department_id, self.north)
        director = self.visitor(employee_id=self.outsider.id)
        self.assertEqual(director.department_id, self.sales, "A host from elsewhere: the clerk's own department")

    def test_host_is_told_in_his_language(self):
        """R031: the host reads on arrival that their visitor is here."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.rep.user_id.lang = "zh_CN"
        visitor = self.visitor()
        visitor.action_sign_in()
        message = visitor.sudo().message_ids.filtered(lambda m: self.rep.user_id.partner_id in m.notified_partner_ids)
        self.assertEqual(len(message), 1)
        self.assertIn("Wang Fang", message.body)
        self.assertNotIn("Your visitor", message.body)

    def test_host_may_do_it_too(self):
        visitor = self.visitor(by=self.rep)
        self.as_(self.rep, visitor).action_sign_in()
        self.as_(self.rep, visitor).action_sign_out()
        self.assertEqual(visitor.state, "left")

    def test_leader_reads_only(self):
        """R020: who neither hosts nor keeps the register signs nobody in."""
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.visitor()).action_sign_in()
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.visitor()).action_sign_in()

    def test_nobody_enters_a_visitor_of_a_colleague(self):
        with self.assertRaises(AccessError):
            self.visitor(by=self.rep, employee_id=self.colleague.id)

    def test_wrong_order(self):
        visitor = self.visitor()
        with self.assertRaisesRegex(UserError, "is Announced; this needs"):
            visitor.action_sign_out()
        visitor.action_sign_in()
        with self.assertRaisesRegex(UserError, "is Inside; this needs"):
            visitor.action_sign_in()
        with self.assertRaisesRegex(UserError, "is Inside; this needs"):
            visitor.action_cancel("Did not come")

    def test_state_and_times_are_not_written_by_hand(self):
        """R020: times in and out come from the clicks only, also over RPC."""
        visitor = self.visitor()
        for values in ({"state": "left"}, {"arrived_at": "2025-03-04 01:00:00"}, {"left_at": "2025-03-04 01:00:00"}):
            with self.assertRaises(AccessError):
                visitor.write(values)
        with self.assertRaises(AccessError):
            self.visitor(state="inside")
        forged = self.as_(self.clerk, self.visitors).with_context(default_state="inside")
        made = forged.create({"name": "Li", "employee_id": self.rep.id})
        self.assertEqual(made.state, "expected")

    def test_one_badge_one_visitor(self):
        """R020: a badge is worn by one visitor of the office at a time."""
        self.visitor(badge="7").action_sign_in()
        second = self.visitor(name="Zhao", badge="7")
        with self.assertRaisesRegex(UserError, "Wang Fang wears badge 7"):
            second.action_sign_in()
        second.badge = "8"
        second.action_sign_in()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            second.badge = "7"

    def test_badge_of_a_strangers_visitor(self):
        """R020 R135: a host is told that the badge is worn, not by whose visitor."""
        self.visitor(badge="7", employee_id=self.colleague.id).action_sign_in()
        own = self.visitor(badge="7")
        with self.assertRaisesRegex(UserError, "is worn by a visitor already") as refused:
            self.as_(self.rep, own).action_sign_in()
        self.assertEqual(str(refused.exception), "Badge 7 is worn by a visitor already. Choose another one.")

    def test_left_entry_stands(self):
        visitor = self.visitor()
        visitor.action_sign_in()
        visitor.action_sign_out()
        with self.assertRaisesRegex(UserError, "stands as it is"):
            visitor.name = "Somebody else"
        with self.assertRaisesRegex(UserError, "A visitor who was here stays in the register"):
            visitor.unlink()

    def test_cancelled_with_reason(self):
        visitor = self.visitor()
        with self.assertRaisesRegex(UserError, "Say why"):
            visitor.action_cancel(" ")
        visitor.action_cancel("Missed the train")
        self.assertEqual((visitor.state, visitor.reason), ("cancelled", "Missed the train"))

    def test_sign_out_in_the_past(self):
        """R020: what was forgotten is recorded later, with a reason, between the time in and now."""
        visitor = self.visitor()
        visitor.action_sign_in()
        with freeze_time(EVENING):
            for wrong in ("2025-03-04 01:00:00", "2025-03-04 23:00:00"):
                with self.assertRaisesRegex(UserError, "between the time in and now"):
                    visitor.action_sign_out_at(wrong, "Forgot")
            with self.assertRaisesRegex(UserError, "has to be a date and time"):
                visitor.action_sign_out_at(False, "Forgot")
            dialog = (
                self.as_(self.clerk, self.env["sales.office.register.dialog"])
                .with_context(active_model="sales.office.visitor", active_id=visitor.id, active_ids=visitor.ids)
                .create({"kind": "sign_out", "left_at": "2025-03-04 08:30:00", "reason": "Went with the host"})
            )
            dialog.action_confirm()
        self.assertEqual((visitor.left_at, visitor.reason), (datetime(2025, 3, 4, 8, 30), "Went with the host"))

    def test_negative_number_of_companions(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.visitor(companion_count=-1)

    def test_office_without_hours(self):
        """R020: an office without hours closes at the company's usual end of the day."""
        self.sales.sales_office_calendar_id = False
        self.company.resource_calendar_id.attendance_ids = [Command.clear()]
        visitor = self.visitor()
        visitor.action_sign_in()
        self.assertEqual(visitor.closes_at, datetime(2025, 3, 4, 9, 30))

    def closing(self, day):
        """Return the list of the office for an evening of March."""
        return self.env["sales.office.closing"].create(
            {
                "office_id": self.sales.id,
                "template_id": self.env.ref("sales_office_policy.closing_template_daily").id,
                "date": f"2025-03-{day:02}",
                "deadline": f"2025-03-{day:02} 10:00:00",
                "employee_id": self.colleague.id,
            }
        )

    def test_closing_of_another_day(self):
        """R020: a list of yesterday or tomorrow says nothing about who is in the office now."""
        self.visitor().action_sign_in()
        lists = self.closing(3) | self.closing(4) | self.closing(5)
        with freeze_time(EVENING):
            self.assertEqual(self.as_(self.colleague, lists).mapped("visitor_count"), [0, 1, 0])
            self.assertEqual(self.as_(self.colleague, lists).mapped("visitor_names"), ["", "Wang Fang", ""])

    def test_inside_at_closing(self):
        """R020: whoever is inside after closing is red on Today, for clerk, host and who is on duty."""
        visitor = self.visitor()
        visitor.action_sign_in()
        self.assertFalse(self.lines(self.clerk)["visitors_inside"]["urgent"])
        closing = self.closing(4)
        with freeze_time(EVENING):
            self.assertTrue(self.lines(self.clerk)["visitors_inside"]["urgent"])
            self.assertTrue(self.lines(self.rep)["visitors_inside"]["urgent"])
            line = self.lines(self.colleague)[f"visitors_closing_{closing.id}"]
            self.assertEqual((line["count"], line["detail"]), (1, "Wang Fang"))
            self.assertFalse(self.lines(self.rep_south))
            self.assertEqual(self.visitors.search([("is_left_behind", "=", True)]), visitor.sudo())
            seen = self.as_(self.colleague, closing)
            self.assertEqual((seen.visitor_count, seen.visitor_names), (1, "Wang Fang"))
            others = self.as_(self.rep_south, closing)
            self.assertEqual((others.visitor_count, others.visitor_names), (1, ""))
            seen.action_done()
            self.assertIn("Visitors still signed in: 1", closing.message_ids[0].body)

    def test_check(self):
        """R020 R046: a visitor inside after closing is found with their host, withdrawn once they had left before."""
        check = self.env.ref("sales_office_policy.check_visitor_left_inside").with_company(self.company)
        self.assertEqual(check.mode, "off")
        check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        visitor = self.visitor()
        visitor.action_sign_in()
        check.run("2025-03-04", "2025-03-04")
        self.assertFalse(self.env["sales.office.finding"].search([("check_id", "=", check.id)]))
        with freeze_time(EVENING):
            case = check.run("2025-03-04", "2025-03-04")
            self.assertEqual((case.employee_id, case.type_id.code), (self.rep, "outsider_admitted"))
            visitor.action_sign_out_at("2025-03-04 08:30:00", "Went with the host")
            self.assertFalse(check.run("2025-03-04", "2025-03-04"))

    def test_archived_host(self):
        visitor = self.visitor()
        self.rep.user_id.active = False
        self.rep.active = False
        visitor.action_sign_in()
        self.assertEqual(visitor.state, "inside")

    def test_room_switched_off(self):
        self.visitor().action_sign_in()
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_office")
        self.assertFalse(self.lines(self.clerk))

    def test_other_company(self):
        visitor = self.visitor()
        with self.assertRaises(AccessError):
            self.as_(self.director_valley, visitor).read(["name"])

    def test_today_expected(self):
        self.visitor(expected_at="2025-03-04 06:00:00")
        self.visitor(expected_at="2025-03-05 06:00:00", name="Tomorrow")
        line = self.lines(self.rep)["visitors_expected"]
        self.assertEqual((line["count"], line["detail"]), (1, "Wang Fang"))
        self.assertEqual(self.lines(self.clerk)["visitors_expected"]["count"], 1)
        self.assertFalse(self.lines(self.colleague))
