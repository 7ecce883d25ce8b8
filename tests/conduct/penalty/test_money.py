"""What a decision may deduct: the authority table whatever the sanction is called, and the currency of the tables."""

from types import SimpleNamespace

from psycopg2.errors import NotNullViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.sales_office_policy.models.conduct.penalty.ladder import find_milder
from odoo.addons.sales_office_policy.models.conduct.penalty.violation_step import RANK

from ..common import ConductCommon


class TestBounds(ConductCommon):
    def _line(self, post, sanction):
        return self.env.ref(f"sales_office_policy.sanction_limit_{post}_{sanction}")

    def test_money_by_another_name(self):
        """R060: a warning takes no fine where the ladder has none beside it, neither a manager's nor a director's."""
        case = self._answered()
        message = "The ladder of “Napping” has no fine beside “Warning”: leave the fine at 0, or choose “Fine”."
        self._line("director", "warning").is_unlimited = True
        with self.assertRaisesRegex(UserError, message):
            self.as_(self.director, case).action_decide("warning", 5000, "Much.")
        self._line("manager", "warning").is_unlimited = True
        with self.assertRaisesRegex(UserError, message):
            self.as_(self.manager, case).action_decide("warning", 400, "Much.")
        self.assertEqual(case.state, "reported")

    def test_bound_of_the_post(self):
        """R060: the line for a fine bounds what a post deducts with any sanction, though that one is unlimited."""
        kind = self._create_type("Dozing", (1, "warning", 5000, 1))
        self._line("manager", "warning").is_unlimited = True
        case = self._answered(type_id=kind.id)
        with self.assertRaisesRegex(UserError, "“Warning” with this fine is more than you may impose."):
            self.as_(self.manager, case).action_decide("warning", 5000)
        self.as_(self.manager, case).action_decide("warning", 500, "Half a month.")
        self.assertEqual((case.state, case.fine_amount), ("decided", 500))

    def test_bound_of_the_sanction(self):
        """R060: a sanction's own line bounds as well: the shipped warning deducts nothing."""
        case = self._answered(type_id=self._create_type("Dozing", (1, "warning", 20, 1)).id)
        for decider in (self.manager, self.director):
            with self.assertRaisesRegex(UserError, "is more than you may impose"):
                self.as_(decider, case).action_decide("warning", 20)
        self.as_(self.manager, case).action_decide("warning", 0, "No money.")
        self.assertEqual(case.state, "decided")

    def test_no_line_for_a_fine(self):
        """R060: a post without a line for a fine deducts nothing with anything."""
        self._line("manager", "fine").unlink()
        case = self._answered(type_id=self._create_type("Dozing", (1, "written_warning", 20, 1)).id)
        with self.assertRaisesRegex(UserError, "It is for: Director."):
            self.as_(self.manager, case).action_decide("written_warning", 20)
        self.as_(self.manager, case).action_decide("written_warning", 0, "No money.")

    def test_zero_is_nothing(self):
        """R060: a limit of 0 lets nobody fine; any amount is a tick of its own."""
        line = self._line("manager", "fine")
        line.fine_limit = 0
        case = self._answered()
        with self.assertRaisesRegex(UserError, "It is for: Director."):
            self.as_(self.manager, case).action_decide("fine", 1, "A little.")
        line.is_unlimited = True
        self.as_(self.manager, case).action_decide("fine", 9000, "Much.")
        self.assertEqual(case.fine_amount, 9000)

    def test_forged(self):
        """R135: nobody but the policy administrator ticks any amount, changes a currency, or decides by values."""
        line, case = self._line("manager", "fine"), self._answered()
        for person in (self.rep, self.leader, self.manager, self.director, self.finance):
            for values in ({"is_unlimited": True}, {"currency_id": self.env.ref("base.USD").id}):
                with self.assertRaises(AccessError):
                    self.as_(person, line).write(values)
            with self.assertRaises(AccessError):
                self.as_(person, self.type).write({"currency_id": self.env.ref("base.USD").id})
            with self.assertRaises(AccessError):
                self.as_(person, case).write({"sanction": "warning", "fine_amount": 5000})
        with self.assertRaises(AccessError):
            self.as_(self.manager, self.Violation).create(
                {"employee_id": self.rep.id, "type_id": self.type.id, "description": "?", "fine_amount": 5000}
            )

    def test_upheld_as_it_was(self):
        """R046: an appeal may uphold a fine beside a sanction whose ladder has lost it since; no more than that."""
        kind = self._create_type("Dozing", (1, "written_warning", 20, 1))
        case = self._answered(type_id=kind.id)
        self.as_(self.manager, case).action_decide("written_warning", 20)
        self.as_(self.rep, case).action_appeal("No.")
        kind.step_ids.fine_amount = 0
        with self.assertRaisesRegex(UserError, "has no fine beside “Written Warning”"):
            self.as_(self.director, case).action_decide("written_warning", 30, "More.")
        self.as_(self.director, case).action_decide("written_warning", 20, "Yes.")
        self.assertEqual((case.appeal_outcome, case.fine_amount), ("upheld", 20))

    def test_dialog(self):
        """R060: the dialog shows the fine with what takes one, and forgets an amount that it does not show any more."""
        case = self._answered()
        dialog = self.as_(self.manager, self.env["sales.office.violation.decide"]).with_context(active_id=case.id)
        with Form(dialog) as form:
            self.assertFalse(form.takes_fine)
            form.sanction = "fine"
            self.assertTrue(form.takes_fine)
            form.fine_amount = 30
            form.sanction = "warning"
            self.assertFalse(form.takes_fine)
        form.record.action_confirm()
        self.assertEqual((case.sanction, case.fine_amount), ("warning", 0))


class TestMilder(ConductCommon):
    def _milder(self, *steps):
        names = ("occurrence", "sanction", "fine_amount", "points")
        found = find_milder([SimpleNamespace(**dict(zip(names, step, strict=True))) for step in steps], RANK)
        return found and (found[0].occurrence, found[1].occurrence)

    def test_milder(self):
        """R060: a lower sanction without more money or points, or the same with less."""
        for steps, expected in (
            ([(1, "fine", 50, 1), (2, "warning", 0, 1)], (1, 2)),
            ([(2, "warning", 0, 1), (1, "fine", 50, 1)], (1, 2)),
            ([(1, "fine", 50, 1), (2, "fine", 40, 3)], (1, 2)),
            ([(1, "warning", 0, 2), (2, "warning", 0, 1)], (1, 2)),
            ([(1, "fine", 50, 1), (2, "suspension", 0, 2), (3, "fine", 40, 1)], (1, 3)),
            ([(1, "fine", 50, 1), (3, "written_warning", 100, 3)], None),
            ([(1, "fine", 50, 1), (3, "written_warning", 50, 3)], None),
            ([(1, "warning", 0, 0), (2, "warning", 0, 0)], None),
            ([(1, "fine", 500, 9), (2, "suspension", 0, 0)], None),
            ([], None),
        ):
            with self.subTest(steps=steps):
                self.assertEqual(self._milder(*steps), expected)

    def test_warns_and_does_not_block(self):
        """R136: who edits the ladder is told of a step that is milder, and may save it."""
        self.assertFalse(self.type.ladder_warning)
        with Form(self.as_(self.policy_admin, self.type)) as form, form.step_ids.edit(2) as step:
            step.sanction = "warning"
            step.fine_amount = 0
            step.points = 0
        self.assertEqual(self.type.ladder_warning, "From occurrence 4 the ladder is milder than from occurrence 1.")

    def test_shipped_ladders_rise(self):
        """R060: none of the shipped ladders becomes milder."""
        names = self.env["ir.model.data"].search(
            [("module", "=", "sales_office_policy"), ("model", "=", "sales.office.violation.type")]
        )
        shipped = self.env["sales.office.violation.type"].browse(names.mapped("res_id"))
        self.assertFalse([kind.name for kind in shipped if kind.ladder_warning])


class TestCurrencies(ConductCommon):
    """A type that every company uses, in CNY; the valley counts in USD, 1 of which is 8 CNY, or 5 last month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dollar = cls.env.ref("base.USD")
        cls.dollar.active = True
        cls.env["res.currency.rate"].search([]).unlink()
        yuan = cls.company.currency_id
        for days, rate in ((60, 5), (20, 8)):
            day = fields.Date.subtract(fields.Date.today(), days=days)
            for company in (cls.company, cls.company_valley):
                # in USD's terms, whatever the company's own currency
                for currency, value in ((yuan, rate), (cls.dollar, 1)):
                    cls.env["res.currency.rate"].create(
                        {"name": day, "currency_id": currency.id, "company_id": company.id, "rate": value}
                    )
        cls.company_valley.currency_id = cls.dollar

    def _valley(self, **values):
        return self._answered(employee=self.rep_valley, reporter=self.director_valley, **values)

    def test_amount_at_the_day_of_the_case(self):
        """R060: a shared type's fine is worth the same everywhere, at the day of the case."""
        self.assertFalse(self.type.company_id)
        kind = self._create_type("Dozing", (1, "fine", 80, 1))
        self.assertEqual(self._answered(type_id=kind.id).proposed_fine_amount, 80)
        self.assertEqual(self._valley(type_id=kind.id).proposed_fine_amount, 10)
        self.assertEqual(self._valley(type_id=kind.id, date=self._days_ago(40)).proposed_fine_amount, 16)

    def test_decided_without_reasons(self):
        """R060: what the ladder proposes, converted, needs no reasons; the fine is in the company's currency."""
        boss = self._boss()
        case = self._valley(type_id=self._create_type("Dozing", (1, "fine", 80, 1)).id)
        self.as_(boss, case).action_decide("fine", 10)
        self.assertEqual((case.fine_amount, case.currency_id), (10, self.dollar))

    def test_limit_is_converted(self):
        """R060: the shared limit of 500 CNY is 62.50 USD in the valley; a line of its own is in its own currency."""
        self.assertEqual(self.env.ref("sales_office_policy.sanction_limit_manager_fine").fine_limit, 500)
        boss = self._boss(role="manager")
        case = self._valley()
        with self.assertRaisesRegex(UserError, "more than you may impose"):
            self.as_(boss, case).action_decide("fine", 62.51, "Much.")
        self.env["sales.office.sanction.limit"].create(
            {
                "company_id": self.company_valley.id,
                "post": "manager",
                "sanction": "fine",
                "fine_limit": 40,
                "currency_id": self.dollar.id,
            }
        )
        with self.assertRaisesRegex(UserError, "more than you may impose"):
            self.as_(boss, case).action_decide("fine", 40.01, "Much.")
        self.as_(boss, case).action_decide("fine", 40, "Much.")
        self.assertEqual(case.fine_amount, 40)

    def test_statement_deducts_in_its_own_currency(self):
        """R134: the fine that a statement deducts is the converted one."""
        kind = self._create_type("Dozing", (1, "fine", 80, 1))
        case = self._valley(type_id=kind.id)
        self.as_(self._boss(), case).action_decide("fine", 10)
        self.as_(self.rep_valley, case).action_accept()
        self.assertEqual((case.fine_open, case.currency_id), (10, self.dollar))

    def test_currency_of_a_new_type(self):
        """R136: the company's; another is chosen, never none."""
        self.assertEqual(self.type.currency_id, self.company.currency_id)
        admin = self.as_(self.policy_admin, self.env["sales.office.violation.type"])
        self.assertEqual(admin.default_get(["currency_id"]), {"currency_id": self.company.currency_id.id})
        with mute_logger("odoo.sql_db"), self.assertRaises(NotNullViolation):
            self.type.currency_id = False
            self.env.flush_all()

    def test_the_first_company_at_work(self):
        """R136: what every company shares is meant in the currency of the first that works with cases."""
        rooms = self.company.sales_office_room_ids
        self.env["res.company"].search([]).sales_office_room_ids = False
        self.company_valley.sales_office_room_ids = rooms
        self.assertEqual((self.type.currency_id, self.type.step_ids[1].fine_amount), (self.dollar, 50))
        self.company.sales_office_room_ids = rooms
        self.assertEqual(self.type.currency_id, self.dollar)

    def test_a_company_changes_its_currency(self):
        """R136: its tables go with it, numbers unchanged; shared ones stay while another company has that currency."""
        own = self._create_type("Dozing", (1, "fine", 80, 1), company_id=self.company.id)
        known = self.env["sales.office.penalty.change"].search([])
        self.company.currency_id = self.env.ref("base.EUR")
        self.assertEqual((own.currency_id, own.step_ids.fine_amount), (self.env.ref("base.EUR"), 80))
        others = self.env["res.company"].search([("currency_id", "=", self.env.ref("base.CNY").id)])
        self.assertEqual(self.type.currency_id == self.env.ref("base.CNY"), bool(others))
        self.assertEqual(self.env["sales.office.penalty.change"].search([]), known, "nobody changed a penalty")

    def _boss(self, role="director"):
        """Return somebody of the valley's who may decide what its director reported."""
        boss = self._create_member("Bob", "boss_valley", self.sales_valley, role)
        self.env["hr.department"].create({"name": "Top", "company_id": self.company_valley.id, "manager_id": boss.id})
        self.sales_valley.parent_id = self.env["hr.department"].search([("name", "=", "Top")])
        return boss
