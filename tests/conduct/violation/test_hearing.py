"""From when on somebody reads what there is against them: found by a check at once, told by a person once reported."""

from odoo.exceptions import AccessError, UserError

from ..common import ConductCommon


class TestHearing(ConductCommon):
    def setUp(self):
        super().setUp()
        facts = {"type_id": self.type.id, "date": self._days_ago(0), "description": "Asleep in the store room."}
        told = self.as_(self.colleague, self.Violation)
        self.told = told._write_up_in_confidence(self.rep, facts, [("photo.txt", b"zzz")]).with_env(self.env)
        self.draft = self._create_case(self.rep, self.clerk)
        self.cases = self.told | self.draft

    def _own(self, cases=None):
        """Return what Rob finds of these cases by the door that all others go through."""
        domain = [("id", "in", (cases or self.cases).ids)]
        return self.as_(self.rep, self.Violation).search(domain).with_env(self.env)

    def test_no_door(self):
        """R046: what is only suspected shows to the accused by no search, number, group, name, export or metadata."""
        self.env.ref("base.group_allow_export").user_ids |= self.rep.user_id
        seen, domain = self.as_(self.rep, self.Violation), [("id", "in", self.cases.ids)]
        self.assertFalse(seen.search(domain) or seen.search_count(domain) or seen.search_read(domain))
        self.assertFalse(seen._read_group(domain, ["type_id"], ["__count"]))
        self.assertFalse(seen.formatted_read_group(domain, ["type_id"], ["__count"]))
        self.assertFalse(seen.name_search("Napping", domain))
        for case in self.as_(self.rep, self.cases):
            for look in (
                lambda case: case.read(["description"]),
                lambda case: case.web_read({"display_name": {}}),
                lambda case: case.export_data(["description"]),
                lambda case: case.get_metadata(),
                lambda case: case.action_answer("What?"),
                lambda case: case.message_post(body="What?", message_type="comment"),
            ):
                with self.assertRaises(AccessError):
                    look(case)

    def test_nothing_beside_it(self):
        """R046: nor do the count on the employee, files, messages, activities and Today say that there is something."""
        self.rep.user_id.group_ids |= self.env.ref("hr.group_hr_user")
        self.assertEqual(self.as_(self.rep, self.rep).sales_office_violation_count, 0)
        note = self.as_(self.leader, self.told).message_post(
            body="Who saw it?", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertNotIn(self.rep.user_id.partner_id, note.notified_partner_ids)
        files = self.env["ir.attachment"].search([("res_model", "=", self.told._name), ("res_id", "=", self.told.id)])
        for hidden in (files, self.told.message_ids):
            self.assertTrue(hidden)
            self.assertFalse(self.as_(self.rep, hidden).search([("id", "in", hidden.ids)]))
        self.draft.message_subscribe(self.rep.user_id.partner_id.ids)
        self.assertFalse(self.cases.message_follower_ids)
        with self.assertRaisesRegex(UserError, "may not read this case"):
            self.as_(self.leader, self.told).activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.rep.user_id.id
            )
        lines = self.as_(self.rep, self.env["sales.office.today"]).get_lines()
        self.assertFalse([line for line in lines if line["key"].startswith("conduct")])

    def test_from_the_report_on(self):
        """R046: reported, it is the accused's to read and to answer, with the files, whatever becomes of it."""
        self.as_(self.leader, self.told).action_report()
        self.as_(self.clerk, self.draft).action_report()
        self.assertEqual(self._own(), self.cases)
        self.as_(self.rep, self.draft).action_answer("I was thinking.")
        self.as_(self.manager, self.cases).action_dismiss("Nothing in it.")
        self.assertEqual(self._own(), self.cases)

    def test_never_reported(self):
        """R046: what was dismissed without a hearing is never shown to whom it was about."""
        self.as_(self.manager, self.cases).action_dismiss("Gossip.")
        self.assertEqual(set(self.cases.mapped("state")), {"dismissed"})
        self.assertFalse(self._own())

    def test_found_by_a_check(self):
        """R046: what a check found shows at once, so that the employee can explain it, and stays when it ends."""
        found = self._create_case(self.rep, check_id=self.env.ref("sales_office_policy.check_late_arrival").id)
        self.assertEqual(self._own(found), found)
        self.as_(self.manager, found).action_dismiss("Explained.")
        self.assertEqual(self._own(found), found)
