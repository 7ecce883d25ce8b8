from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.sales_office_policy.models.policy.text_diff import compare_words, match_clauses

from .common import PolicyCommon

CONDUCT_CLAUSES = """
    sign_in punctuality morning_meeting meeting_preparation meeting_absence closing_office paper_use food
    private_business document_drawing document_left document_return desk desk_secret outsiders civil_language abuse
    secrets customer_rewards dress posture knock greeting reports price contract service gifts privacy image
    illegal_sale false_information tasks honesty violation_procedure commission
"""


class TestShippedPolicy(PolicyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipped = cls.env.ref("sales_office_policy.policy_sales_office")

    def test_clauses_that_others_point_to(self):
        """R108: every clause that violation types and checks name is there."""
        for name in CONDUCT_CLAUSES.split():
            with self.subTest(name):
                self.assertEqual(self.env.ref(f"sales_office_policy.clause_{name}").policy_id, self.shipped)

    def test_it_is_a_draft_to_review(self):
        """R138: installing puts nothing in force."""
        data = self.env["ir.model.data"].search([("module", "=", "sales_office_policy")])
        data = data.filtered(lambda row: row.model in ("sales.office.policy", "sales.office.policy.clause"))
        self.assertTrue(data)
        self.assertTrue(all(data.mapped("noupdate")))
        self.assertEqual(self.shipped.company_id, self.env.ref("base.main_company"))

    def test_numbers(self):
        """R108: chapters and clauses are numbered without a gap, and each chapter has one title."""
        for count, (number, title, clauses) in enumerate(self.shipped._get_chapters(), 1):
            self.assertEqual(number, count)
            self.assertEqual(set(clauses.mapped("chapter")), {title})
            self.assertEqual(clauses.mapped("number"), [f"{count}.{place}" for place in range(1, len(clauses) + 1)])
        self.assertGreaterEqual(count, 12)

    def test_what_it_says(self):
        """R110 R111 R081: honesty, fairness and openness, and obeying law and rules, are part of it."""
        texts = " ".join(self.shipped.clause_ids.mapped("text"))
        for word in ("honestly", "professionally", "fairly", "openly", "law", "ethics", "all rules of the company"):
            self.assertIn(word, texts)


class TestClause(PolicyCommon):
    def test_order_follows_the_numbers(self):
        """R108: 10.1 comes after 9.1, and 1.1.2 between 1.1 and 1.2."""
        for number in ("10.1", "9.1", "1.1.2"):
            self.policy.clause_ids = [Command.create({"number": number, "name": number, "text": "Text."})]
        self.env.invalidate_all()
        self.assertEqual(self.policy.clause_ids.mapped("number"), ["1.1", "1.1.2", "1.2", "2.1", "9.1", "10.1"])
        self.assertEqual([number for number, _title, _clauses in self.policy._get_chapters()], [1, 2, 9, 10])

    def test_numbers_are_numbers(self):
        for number in ("one", "1.", "1..2", "1.2.3.4.5", "1.a"):
            with self.subTest(number), self.assertRaisesRegex(ValidationError, "is not a clause number"):
                self.policy.clause_ids[0].number = number

    def test_renumbering_in_one_go(self):
        """R108: numbers can be swapped, and a clause put in between, in one save."""
        first, second, third = self.policy.clause_ids
        self.as_(self.policy_admin, self.policy).write(
            {
                "clause_ids": [
                    Command.update(first.id, {"number": "1.2"}),
                    Command.update(second.id, {"number": "1.1"}),
                    Command.create({"number": "2.1", "name": "Lamps", "text": "Lamps go out."}),
                    Command.update(third.id, {"number": "2.2"}),
                ]
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.policy.clause_ids.mapped("name"), ["Greeting", "Punctuality", "Lamps", "Desk"])
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            first.number = "2.2"
            self.env.flush_all()

    def test_chapter_has_one_title(self):
        """R108: a clause takes its chapter's title, and renaming one renames the chapter."""
        first, second, other = self.policy.clause_ids
        self.assertEqual(second.chapter, "The Day")
        second.chapter = "Working Hours"
        self.assertEqual(first.chapter, "Working Hours")
        self.assertEqual(other.chapter, "The Office")
        self.policy.clause_ids = [
            Command.create({"number": "2.2", "chapter": "Our Office", "name": "Lamps", "text": "Lamps go out."})
        ]
        self.assertEqual(other.chapter, "Our Office")

    def test_current_wording(self):
        """R108: a rule that names a clause of the first version finds its wording of today."""
        clause = self.policy.clause_ids[0]
        self.assertFalse(clause._get_in_force(self.company))
        self.put_in_force(self.policy)
        self.assertEqual(clause._get_in_force(self.company), clause)
        second = self.new_version(self.policy)
        second.clause_ids[0].text = "Everybody is early."
        self.put_in_force(second)
        self.assertEqual(clause._get_in_force(self.company).text, "Everybody is early.")
        third = self.put_in_force(self.new_version(second))
        self.assertEqual(clause._get_in_force(self.company).policy_id, third)
        self.assertFalse(clause._get_in_force(self.company_valley))

    def test_text_is_escaped(self):
        self.policy.clause_ids[0].text = "<script>alert(1)</script>"
        self.assertIn("&lt;script&gt;", self.policy.body_html)
        self.assertNotIn("<script>", self.policy.body_html)


class TestComparison(PolicyCommon):
    def compare(self, policy, employee=None, **values):
        seen = self.as_(employee or self.policy_admin, policy)
        comparison = seen.env["sales.office.policy.compare"].browse(seen.action_compare()["res_id"])
        comparison.write(values)
        return comparison

    def test_versions(self):
        """R061: what was changed, added and removed since the version before."""
        self.put_in_force(self.policy)
        second = self.new_version(self.policy)
        punctuality, greeting, desk = second.clause_ids
        punctuality.text = "Everybody is early & awake."
        greeting.unlink()
        desk.number = "3.1"
        second.clause_ids = [Command.create({"number": "2.1", "name": "Lamps", "text": "Lamps go out."})]
        comparison = self.compare(second)
        self.assertEqual(comparison.other_id, self.policy)
        counts = (comparison.changed_count, comparison.added_count, comparison.removed_count)
        self.assertEqual(counts, (2, 1, 1))
        html = comparison.diff_html
        self.assertRegex(html, r"Everybody is <del[^>]*>on</del><ins[^>]*>early</ins> ")
        self.assertIn("&amp;", html)
        self.assertRegex(html, r"<del[^>]*>We greet every guest\.</del>")
        self.assertRegex(html, r"<ins[^>]*>Lamps go out\.</ins>")
        self.assertLess(html.index("We greet"), html.index("Lamps go out"), "removed clauses stay where they were")

    def test_unchanged_clauses_on_demand(self):
        self.put_in_force(self.policy)
        comparison = self.compare(self.new_version(self.policy))
        self.assertIn("have the same clauses", comparison.diff_html)
        comparison.show_unchanged = True
        self.assertIn("We greet every guest.", comparison.diff_html)

    def test_choice_of_the_other_version(self):
        """R061: any two versions can be compared."""
        self.put_in_force(self.policy)
        second = self.new_version(self.policy)
        second.clause_ids[0].text = "Everybody is early."
        self.put_in_force(second)
        third = self.put_in_force(self.new_version(second))
        comparison = self.compare(third)
        self.assertEqual((comparison.other_id, comparison.changed_count), (second, 0))
        with Form(comparison) as form:
            form.other_id = self.policy
            self.assertEqual(form.changed_count, 1)

    def test_nothing_to_compare(self):
        with self.assertRaisesRegex(UserError, "There is no other version to compare with"):
            self.as_(self.policy_admin, self.policy).action_compare()

    def test_a_reader_compares_what_he_may_read(self):
        """R061: members compare versions in force; a draft stays hidden, named by hand too."""
        self.put_in_force(self.policy)
        second = self.put_in_force(self.new_version(self.policy))
        self.assertEqual(self.compare(second, self.rep).other_id, self.policy)
        draft = self.new_version(second)
        with self.assertRaises(AccessError):
            self.as_(self.rep, draft).action_compare()
        for values in (
            {"policy_id": draft.id, "other_id": self.policy.id},
            {"policy_id": self.policy.id, "other_id": draft.id},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                self.as_(self.rep, self.env["sales.office.policy.compare"]).create(values)

    def test_words(self):
        """R061: words, and Chinese characters, are compared; markup is escaped."""
        self.assertEqual(str(compare_words("a b", "a b")), "a b")
        self.assertRegex(compare_words("a <b>", "a c"), r"^a <del[^>]*>&lt;b&gt;</del><ins[^>]*>c</ins>$")
        self.assertRegex(compare_words("不得迟到", "不得早退"), r"^不得<del[^>]*>迟到</del><ins[^>]*>早退</ins>$")
        self.assertEqual(str(compare_words("", None)), "")

    def test_matching(self):
        """R061: descent first, then the number."""
        old = [(1, "1.1", "a"), (2, "1.2", "b"), (3, "1.3", "c")]
        new = [(2, "1.1", "B"), (9, "1.3", "N"), (8, "1.4", "M")]
        self.assertEqual(match_clauses(old, new), [("a", None), ("b", "B"), ("c", "N"), (None, "M")])
        self.assertEqual(match_clauses([], [(1, "1.1", "a")]), [(None, "a")])
        self.assertEqual(match_clauses(old[:2], []), [("a", None), ("b", None)])


class TestPrintedPolicy(PolicyCommon):
    def render(self, policy, employee):
        report = self.as_(employee, self.env["ir.actions.report"])
        html, kind = report._render_qweb_html("sales_office_policy.report_policy", policy.ids)
        self.assertEqual(kind, "html")
        return html.decode()

    @freeze_time("2025-03-03 02:00:00")
    def test_cover_clauses_approval_and_history(self):
        """R061: the print carries title, version, date, company, approval, text and history."""
        self.policy.department_ids = self.retail
        self.put_in_force(self.policy)
        second = self.new_version(self.policy)
        second.change_note = "Shorter."
        self.put_in_force(second)
        html = self.render(second, self.rep)
        for text in (
            "House Rules",
            "Harbour Hotel",
            "03/03/2025",
            "Sales / Retail",
            "Paula",
            "Diane",
            "The Office",
            "Desks are kept tidy.",
            "Version History",
            "Shorter.",
        ):
            self.assertIn(text, html)

    def test_draft_says_so(self):
        self.assertIn("Not approved yet", self.render(self.policy, self.policy_admin))

    def test_nobody_prints_what_he_may_not_read(self):
        """R061: a draft is no more printed than read."""
        with self.assertRaises(AccessError):
            self.render(self.policy, self.rep)


class TestPolicyToday(PolicyCommon):
    def lines(self, employee):
        self.env.invalidate_all()
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "policy"}

    def test_reader(self):
        """R111: a policy to read stands on the Today page until it is confirmed, in red once reminded."""
        self.assertFalse(self.lines(self.rep))
        self.put_in_force(self.policy)
        line = self.lines(self.rep)["policy_acknowledge"]
        self.assertEqual((line["count"], line["urgent"], line["action"]["res_id"]), (1, False, self.policy.id))
        self.policy.acknowledgement_ids.reminder_count = 1
        self.assertTrue(self.lines(self.rep)["policy_acknowledge"]["urgent"])
        self.as_(self.rep, self.policy).action_acknowledge()
        self.assertFalse(self.lines(self.rep))

    def test_director_and_administrator(self):
        """R061: who has to act on a version sees it."""
        self.assertFalse(self.lines(self.director))
        self.as_(self.policy_admin, self.policy).action_submit()
        self.assertEqual(set(self.lines(self.director)), {"policy_approve"})
        self.assertEqual(set(self.lines(self.policy_admin)), {"policy_in_review"})
        self.assertFalse(self.lines(self.manager))
        self.as_(self.director, self.policy).action_approve()
        self.assertEqual(set(self.lines(self.policy_admin)), {"policy_put_in_force"})
        self.assertEqual(set(self.lines(self.director)), {"policy_put_in_force"})

    def test_settings(self):
        """R111: the days before a reminder are the administrator's to set, and not negative."""
        Settings = self.as_(self.policy_admin, self.env["sales.office.settings"])
        with Form(Settings) as form:
            form.sales_office_policy_reminder_days = 10
        self.assertEqual(self.company.sales_office_policy_reminder_days, 10)
