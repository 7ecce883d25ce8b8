"""Who sees the overview, and of whom. Whatever is asked for over RPC is asked for access first."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import CONTEXT, NOW, FilledCommon, RoomOn

DAYS = {"date_from": "2026-03-01", "date_to": "2026-03-31"}
#: the room that each block belongs to
ROOMS = {
    "receivables": "order",
    "attendance": "workday",
    "conduct": "conduct",
    "commission": "commission",
}


@freeze_time(NOW)
class TestWhoSees(FilledCommon):
    def test_only_who_leads(self):
        """R135: posts that lead nobody see nothing, whatever they ask for."""
        for employee in (self.rep, self.clerk, self.relations, self.finance, self.policy_admin, self.outsider):
            self.assertEqual(self.look(employee), {"companies": [], "blocks": []}, employee.name)
            with self.assertRaisesRegex(AccessError, "You lead nobody in this company"):
                self.look(employee, company_id=self.company.id)
            with self.assertRaisesRegex(AccessError, "You do not lead this department"):
                self.look(employee, department_id=self.north.id)

    def test_own_team(self):
        """R135: a leader sees the own team only, in each block."""
        overview = self.look(self.leader)
        self.assertEqual([department["id"] for department in overview["departments"]], [self.north.id])
        blocks = {block["key"]: block for block in overview["blocks"]}
        self.assertEqual(list(self.rows(blocks["teams"])), ["North"])
        self.assertEqual({label.split(". ")[1] for label in self.rows(blocks["ranking"])}, {"Rob", "Ann", "Lea"})
        self.assertEqual(self.rows(blocks["pipeline"])["All Together"]["count"], 2)
        self.assertEqual(sum(of["found"] for of in self.rows(blocks["conduct"]).values() if "found" in of), 2)

    def test_chosen_team(self):
        """R135: a director who chooses a team sees what its leader sees of leads, cases and people."""
        chosen, own = self.blocks(self.director, department_id=self.north.id), self.blocks(self.leader)
        for key in ("teams", "ranking", "pipeline", "conduct", "attendance"):
            self.assertEqual(self.rows(chosen[key]), self.rows(own[key]), key)

    def test_a_deputy(self):
        """R047: who stands in for a leader sees the team, and nothing of the leader."""
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.leader.id,
                "deputy_id": self.rep.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
            }
        )
        self.invoice(self.leader, "2026-03-02", 5)
        ranking = self.rows(self.blocks(self.rep)["ranking"])
        self.assertEqual({label.split(". ")[1] for label in ranking}, {"Rob", "Ann"})

    def test_departments_of_others(self):
        """R135: a department that the user does not lead is refused, and so is one that does not exist."""
        for employee, department in ((self.leader, self.south.id), (self.manager, self.sales.id), (self.leader, 2**30)):
            with self.assertRaisesRegex(AccessError, "You do not lead this department"):
                self.look(employee, department_id=department)
        with self.assertRaisesRegex(AccessError, "You do not lead this department"):
            self.look(self.director, department_id=self.sales_valley.id)

    def test_companies_of_others(self):
        """R135: so is a company that the user does not work in, or leads nobody in."""
        with self.assertRaisesRegex(AccessError, "You lead nobody in this company"):
            self.look(self.director, company_id=self.company_valley.id)
        self.director.user_id.company_ids |= self.company_valley
        with self.assertRaisesRegex(AccessError, "You lead nobody in this company"):
            self.look(self.director, self.company | self.company_valley, company_id=self.company_valley.id)

    def test_companies_one_by_one(self):
        """R135: who leads in two companies sees one at a time, in its currency."""
        # the post is given by hand, so it is one in each company
        self.director_valley.user_id.sales_office_granted_group_ids = False
        self.director_valley.user_id.company_ids |= self.company
        both = self.company_valley | self.company
        self.company_valley.currency_id = self.env.ref("base.EUR")
        here = self.look(self.director_valley, both)
        self.assertEqual((here["company"]["id"], here["currency"]["name"]), (self.company_valley.id, "EUR"))
        self.assertEqual(len(here["companies"]), 2)
        there = self.look(self.director_valley, both, company_id=self.company.id)
        self.assertEqual((there["company"]["id"], there["currency"]["name"]), (self.company.id, "CNY"))
        self.assertTrue(there["blocks"])
        self.assertFalse(here["blocks"])

    def test_nonsense(self):
        """R135: what cannot be asked for is refused in a sentence."""
        for asked, words in (
            ({"period_type": "week"}, "a month, a quarter or a year"),
            ({"period_type": "'; DROP"}, "a month, a quarter or a year"),
            ({"metric": "margin"}, "invoiced, ordered or collected"),
            ({"metric": "nonsense"}, "has to be one of"),
            ({"day": "yesterday"}, "has to be a day"),
            ({"day": "0001-01-01"}, "has to be a day"),
            ({"department_id": "1"}, "has to be a whole number"),
            ({"company_id": [1]}, "has to be a whole number"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.look(self.director, **asked)

    def test_forged_parts(self):
        """R135: what a figure is made of is asked for with a context, and who asks has to lead those it is about."""
        parts = self.env["sales.office.overview.sale"]
        for employee, question, error, words in (
            (self.leader, {"employee_id": self.rep_south.id}, AccessError, "You do not lead this employee"),
            (self.leader, {"department_id": self.south.id}, AccessError, "You do not lead this department"),
            (self.leader, {"employee_id": self.manager.id}, AccessError, "You do not lead this employee"),
            (self.director, {"company_id": self.company_valley.id}, AccessError, "You lead nobody"),
            (self.director, {"metric": "margin"}, UserError, "invoiced, ordered or collected"),
            (self.director, {"date_from": "2020-01-01"}, UserError, "Choose days of one year"),
            (self.director, {"date_from": "2026-04-01"}, UserError, "Choose days of one year"),
            (self.director, {"date_from": None}, UserError, "has to be a day"),
            (self.director, {"sudo": True}, UserError, "takes these arguments"),
        ):
            forged = self.as_(employee, parts).with_context(**{CONTEXT: {**DAYS, **question}})
            with self.assertRaisesRegex(error, words):
                forged.search([])
        for context in ("everything", ["date_from"], 7, None):
            self.assertFalse(self.as_(self.director, parts).with_context(**{CONTEXT: context}).search([]))
        with self.assertRaises(AccessError):
            self.as_(self.rep, parts).with_context(**{CONTEXT: DAYS}).search([])

    def test_nobody_changes_parts(self):
        """R135: what a figure is made of is read only."""
        part = (
            self.as_(self.director, self.env["sales.office.overview.sale"]).with_context(**{CONTEXT: DAYS}).search([])
        )
        with self.assertRaises(AccessError):
            part[:1].write({"amount": 1})
        with self.assertRaises(AccessError):
            part[:1].unlink()

    def test_on_a_replica(self):
        """R137: the overview is answered without writing, so that a replica can serve it."""
        self.assertTrue(self.env.registry["sales.office.overview"].get_overview._readonly)


@freeze_time(NOW)
class TestRoomsOff(FilledCommon):
    def _without(self, *codes):
        rooms = self.env["sales.office.room"].search([("code", "in", codes)])
        self.company.sales_office_room_ids -= rooms

    def test_blocks_of_rooms_that_are_off(self):
        """R138: a block is there only while its room is switched on."""
        self.assertLessEqual(set(ROOMS), set(self.blocks(self.director)))
        for key, code in ROOMS.items():
            self._without(code)
            self.assertNotIn(key, self.blocks(self.director))

    def test_no_targets_without_planning(self):
        """R138: without the room Planning there is what was sold, and nothing to compare it with."""
        self._without("planning")
        teams = self.rows(self.blocks(self.manager)["teams"])
        self.assertEqual(set(teams["North"]), {"sold", "forecast"})

    def test_switched_off(self):
        """R138: switched off, it shows nothing to anybody and no figure opens."""
        self._without("reporting")
        self.assertEqual(self.look(self.director), {"companies": [], "blocks": []})
        parts = self.as_(self.director, self.env["sales.office.overview.sale"])
        with self.assertRaisesRegex(AccessError, "You lead nobody in this company"):
            parts.with_context(**{CONTEXT: DAYS}).search([])


class TestEntry(RoomOn):
    def test_one_click(self):
        """R137: a director and a manager have the overview in the bar, the second entry, others do not."""
        entry = self.env.ref("sales_office_policy.menu_reporting").id
        root = self.env.ref("sales_office_policy.menu_root").id
        for employee, place in ((self.director, 1), (self.manager, 1), (self.leader, None), (self.rep, None)):
            bar = self.as_(employee, self.env["ir.ui.menu"]).load_web_menus(False)[root]["children"]
            self.assertEqual(bar.index(entry) if entry in bar else None, place, employee.name)
