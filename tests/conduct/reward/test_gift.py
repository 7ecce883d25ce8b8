"""The register of gifts and benefits."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from ...common import SalesOfficeCommon


@freeze_time("2026-03-11 02:00:00")
class TestGift(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_gift_limit = 100
        cls.Gift = cls.env["sales.office.gift"]
        cls.customer = cls.env["res.partner"].create({"name": "Lotus Travel"})

    def _declared(self, employee=None, **values):
        employee = employee or self.rep
        return (
            self.as_(employee, self.Gift)
            .create({"partner_id": self.customer.id, "description": "Tea", "value": 80, **values})
            .sudo()
        )

    def test_declared_by_oneself(self):
        """R055: everybody declares their own gifts, nobody another's."""
        with Form(self.as_(self.rep, self.Gift)) as form:
            form.partner_id = self.customer
            form.description = "Tea"
            form.value = 80
        gift = form.record
        self.assertEqual((gift.employee_id.id, gift.state, gift.is_late), (self.rep.id, "declared", False))
        for author in (self.colleague, self.leader, self.director, self.finance):
            with self.subTest(author=author.name), self.assertRaises(AccessError):
                self._declared(author, employee_id=self.rep.id)

    def test_late_is_flagged(self):
        """R055: later than the company's days after the gift; the employee cannot wipe it off."""
        self.assertFalse(self._declared(date="2026-03-10").is_late)
        late = self._declared(date="2026-03-09")
        self.assertTrue(late.is_late)
        self.company.sales_office_gift_days = 5
        self.assertTrue(late.is_late)
        self.as_(self.rep, late).date = "2026-03-10"
        self.assertTrue(late.is_late)
        for values in ({"is_late": False}, {"declared_on": "2026-03-09"}):
            with self.assertRaises(AccessError):
                self.as_(self.rep, late).write(values)
        with self.assertRaisesRegex(ValidationError, "The day of a gift must not lie in the future"):
            self._declared(date="2026-03-12")

    def test_odd_time_zone(self):
        """R055: whose browser claims that it is still yesterday has declared today all the same."""
        gift = (
            self.as_(self.rep, self.Gift)
            .with_context(tz="Etc/GMT+12")
            .create({"partner_id": self.customer.id, "description": "Tea", "value": 80, "date": "2026-03-09"})
        )
        self.assertEqual((str(gift.declared_on), gift.is_late), ("2026-03-11", True))

    def test_kept_within_the_limit(self):
        """R055: what is small or was refused the employee settles themselves; then it stands still."""
        kept, refused = self._declared(disposition="kept"), self._declared(disposition="refused", value=9000)
        self.as_(self.rep, kept | refused).action_settle()
        self.assertEqual((kept.state, refused.state), ("kept", "refused"))
        for change in (lambda g: g.write({"value": 1}), lambda g: g.unlink(), lambda g: g.action_settle()):
            with self.assertRaisesRegex(UserError, "doesn't have|You are not allowed to|is Kept; this needs: Declared"):
                change(self.as_(self.rep, kept))

    def test_above_the_limit_a_superior_decides(self):
        """R055: never the employee, and with reasons."""
        gift = self._declared(disposition="kept", value=100.01)
        with self.assertRaisesRegex(UserError, "somebody above you"):
            self.as_(self.rep, gift).action_settle()
        for employee in (self.rep, self.colleague, self.leader_south, self.finance, self.director_valley):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(employee, gift).action_decide("kept", "Fine.")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.leader, gift).action_decide("kept")
        self.as_(self.leader, gift).action_decide("kept", "From an old friend.")
        self.assertEqual((gift.state, gift.decided_by_id), ("kept", self.leader.user_id))
        with self.assertRaisesRegex(UserError, "is Kept; this needs: Declared"):
            self.as_(self.director, gift).action_decide("refused", "No.")

    def test_a_director_does_not_decide_his_own(self):
        """R046: nor does a leader under them."""
        gift = self._declared(self.director, disposition="handed_over")
        for employee in (self.director, self.manager):
            with self.assertRaises(AccessError):
                self.as_(employee, gift).action_decide("kept", "Mine.")

    def test_handed_over_is_confirmed_above(self):
        """R055: and the employee is told when it is decided otherwise, in their language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.rep.user_id.lang = "zh_CN"
        gift = self._declared()
        dialog = self.as_(self.leader, self.env["sales.office.gift.decide"]).create({"gift_id": gift.id})
        self.assertEqual(dialog.disposition, "handed_over")
        dialog.write({"disposition": "refused", "reason": "Sent back."})
        dialog.action_confirm()
        self.assertEqual((gift.state, gift.disposition), ("refused", "refused"))
        told = gift.message_ids.filtered("partner_ids")
        self.assertEqual(told.partner_ids, self.rep.user_id.partner_id)
        self.assertIn("Sent back.", told.body)
        self.assertNotIn("Decided about", told.body)

    def test_given_to_a_customer(self):
        """R055: what is given cannot be handed over."""
        self.assertEqual(self._declared(direction="given", disposition="kept").direction, "given")
        with self.assertRaisesRegex(ValidationError, "What was given to a customer was kept"):
            self._declared(direction="given", disposition="handed_over")

    def test_the_register_is_read_by_auditors(self):
        """R055 R135: director and finance read all, leaders their people's, nobody a colleague's."""
        gift, own = self._declared(), self._declared(self.finance)
        for employee, seen in (
            (self.director, gift | own),
            (self.finance, gift | own),
            (self.leader, gift),
            (self.leader_south, self.Gift),
            (self.colleague, self.Gift),
            (self.clerk, self.Gift),
        ):
            with self.subTest(employee=employee.name):
                found = self.as_(employee, self.Gift).search([("id", "in", (gift | own).ids)])
                self.assertEqual(set(found.ids), set(seen.ids))

    def test_the_register_is_printed(self):
        """R055: one table per company with the late ones marked."""
        gifts = self._declared() | self._declared(date="2026-03-01", description="Wine")
        html = self.env["ir.actions.report"]._render_qweb_html("sales_office_policy.report_gift_register", gifts.ids)[0]
        text = html.decode()
        self.assertIn("Wine", text)
        self.assertEqual(text.count("(late)"), 1)

    def test_today(self):
        """R055: a leader finds what waits for them, the employee what they have to settle."""
        self._declared()
        self._declared(disposition="kept")
        for employee, key in ((self.leader, "conduct_gift"), (self.rep, "conduct_gift_own")):
            lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
            self.assertEqual([line["count"] for line in lines if line["key"].startswith("conduct_gift")], [1])
            self.assertIn(key, [line["key"] for line in lines])

    def test_settings(self):
        """R055: the policy administrator sets limit and days."""
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"]).create({})
        settings.write({"sales_office_gift_limit": 30, "sales_office_gift_days": 0})
        self.assertEqual((self.company.sales_office_gift_limit, self.company.sales_office_gift_days), (30, 0))
        self.assertEqual(fields.Date.today().isoformat(), "2026-03-11")

    def test_a_case_about_a_late_gift(self):
        """R055: a superior writes it up with one click; in time, or by anybody else, there is none."""
        late, timely = self._declared(date="2026-03-01"), self._declared()
        with self.assertRaisesRegex(UserError, "in time"):
            self.as_(self.leader, timely).action_write_case()
        for employee in (self.rep, self.finance, self.leader_south):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(employee, late).action_write_case()
        action = self.as_(self.leader, late).action_write_case()
        case = self.as_(self.leader, self.env[action["res_model"]]).with_context(**action["context"])
        with Form(case) as form:
            self.assertEqual(form.type_id.code, "gift_undeclared")
        self.assertEqual((form.record.employee_id.id, str(form.record.date)), (self.rep.id, "2026-03-01"))

    def test_soliciting_is_a_violation_of_its_own(self):
        """R023 R055: asking customers for rewards, and keeping a gift quiet, are types with clauses of their own."""
        for name in ("customer_rewards", "gift_undeclared"):
            violation_type = self.env.ref(f"sales_office_policy.violation_type_{name}")
            self.assertTrue(violation_type.clause_id and violation_type.step_ids)
            case = self.as_(self.leader, self.env["sales.office.violation"]).create(
                {"employee_id": self.rep.id, "type_id": violation_type.id, "description": "Seen by the cashier."}
            )
            case.action_report()
            self.assertEqual(case.state, "reported")

    def test_nothing_leaks_to_colleagues(self):
        """R135: not by id, grouping, export, chatter nor the printed register."""
        gift = self._declared()
        others = self.colleague | self.leader_south | self.clerk | self.policy_admin
        others.user_id.group_ids += self.env.ref("base.group_allow_export")
        for employee in others:
            seen = self.as_(employee, gift)
            with self.subTest(employee=employee.name):
                self.assertFalse(seen._read_group([("id", "=", gift.id)], ["partner_id"], ["value:sum"]))
                for read in (
                    lambda g: g.read(["value"]),
                    lambda g: g.export_data(["description"]),
                    lambda g: g.message_post(body="Nice"),
                    lambda g: g.action_settle(),
                    lambda g: g.action_decide("kept", "Fine."),
                ):
                    with self.assertRaises(AccessError):
                        read(seen)

    def test_decided_twice(self):
        """R055: the second decision finds it closed."""
        gift = self._declared()
        self.as_(self.leader, gift).action_decide("handed_over")
        with self.assertRaisesRegex(UserError, "this needs: Declared"):
            self.as_(self.manager, gift).action_decide("kept", "No.")

    def test_forged_declarations(self):
        """R055: neither a state nor a day of declaring of one's own choice, by values or the context."""
        for values in ({"state": "kept"}, {"declared_on": "2026-03-01"}, {"decided_by_id": self.leader.user_id.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._declared(**values)
        forged = self.as_(self.rep, self.Gift).with_context(default_state="kept", default_declared_on="2026-03-01")
        gift = forged.create({"partner_id": self.customer.id, "description": "Tea", "value": 8, "date": "2026-03-01"})
        self.assertEqual((gift.state, gift.is_late), ("declared", True))
