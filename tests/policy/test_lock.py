from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import PolicyCommon

LOCKED_STATES = ("review", "approved", "in_force", "superseded")


class TestPolicyLock(PolicyCommon):
    """R061: the text is closed from review on, through every door."""

    def setUp(self):
        super().setUp()
        self.admin = self.as_(self.policy_admin, self.policy)
        self.clause = self.admin.clause_ids[0]

    def assertLocked(self, function, *args, **kwargs):
        with self.assertRaisesRegex(UserError, "Send it back to draft"), self.env.cr.savepoint():
            function(*args, **kwargs)
        self.env.invalidate_all()
        self.assertEqual(self.policy.clause_ids.mapped("text")[0], "Everybody is on time.")
        self.assertEqual(len(self.policy.clause_ids), 3)

    def test_locked_in_every_state_but_draft(self):
        """R061: policy and clauses refuse write, create and unlink."""
        values = {"policy_id": self.policy.id, "number": "9.1", "name": "New", "text": "New."}
        for state in LOCKED_STATES:
            self.policy.sudo().state = state
            with self.subTest(state):
                self.assertLocked(self.admin.write, {"name": "Other Rules"})
                self.assertLocked(self.admin.write, {"effective_date": "2030-01-01"})
                self.assertLocked(self.admin.write, {"department_ids": [Command.link(self.north.id)]})
                self.assertLocked(self.admin.unlink)
                self.assertLocked(self.clause.write, {"text": "Some are on time."})
                self.assertLocked(self.clause.unlink)
                self.assertLocked(self.clause.create, values)
                self.assertLocked(self.clause.sudo().write, {"text": "Not even for the system."})

    def test_locked_against_commands(self):
        """R061: changes hidden in commands to the clauses are refused."""
        self.policy.sudo().state = "approved"
        for command in (
            Command.update(self.clause.id, {"text": "Changed."}),
            Command.delete(self.clause.id),
            Command.create({"number": "9.1", "name": "New", "text": "New."}),
            Command.clear(),
        ):
            self.assertLocked(self.admin.write, {"clause_ids": [command]})

    def test_clauses_do_not_move_in_or_out(self):
        """R061: neither out of a locked version nor into one."""
        other = self.as_(self.policy_admin, self._create_policy(code="OTHER"))
        self.policy.sudo().state = "approved"
        self.assertLocked(self.clause.write, {"policy_id": other.id})
        self.assertLocked(other.clause_ids[0].write, {"policy_id": self.policy.id, "number": "9.1"})

    def test_locked_against_import(self):
        """R061: a file that names the clause is refused."""
        self.policy.sudo().state = "approved"
        xmlid = self.clause.sudo()._export_rows([["id"]])[0][0]
        Clause = self.clause.browse()
        result = Clause.load(["id", "text"], [[xmlid, "Imported."]])
        self.assertFalse(result["ids"])
        self.assertIn("is locked", result["messages"][0]["message"])
        self.env.invalidate_all()
        self.assertEqual(self.clause.text, "Everybody is on time.")

    def test_locked_against_translations(self):
        """R061: translations bypass write() in core and are locked all the same."""
        self.policy.sudo().state = "in_force"
        self.assertLocked(self.clause.update_field_translations, "text", {"en_US": "Translated."})
        self.assertLocked(self.admin.update_field_translations, "name", {"en_US": "Translated."})

    def test_state_is_not_written_by_hand(self):
        """R061: state, people and dates come from the actions alone."""
        for values in (
            {"state": "approved"},
            {"state": "in_force", "effective_date": "2020-01-01"},
            {"approved_by_id": self.director.user_id.id},
            {"drafted_by_id": self.rep.user_id.id},
            {"version": 7},
            {"supersedes_id": False},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                self.admin.write(values)
        base = {"name": "Rules", "code": "FORGED"}
        for values in ({"state": "in_force"}, {"version": 4}, {"parent_id": self.policy.id}):
            with self.subTest(values), self.assertRaises(AccessError):
                self.admin.create({**base, **values})

    def test_defaults_of_the_caller(self):
        """R061: a context or a saved default is no way around it."""
        Policy = self.admin.with_context(default_state="in_force", default_version=4, default_parent_id=self.policy.id)
        self.env["ir.default"].set("sales.office.policy", "approved_by_id", self.director.user_id.id)
        forged = Policy.create({"name": "Rules", "code": "FORGED"})
        self.assertEqual((forged.state, forged.version), ("draft", 1))
        self.assertFalse(forged.parent_id)
        self.assertFalse(forged.approved_by_id)
        self.policy.sudo().state = "in_force"
        self.assertLocked(
            self.clause.with_context(default_policy_id=self.policy.id).create,
            {"number": "9.1", "name": "New", "text": "New."},
        )

    def test_state_is_not_imported(self):
        """R061: nor by a file."""
        result = self.admin.browse().load(["name", "code", "state"], [["Rules", "FORGED", "in_force"]])
        self.assertFalse(result["ids"])
        self.assertFalse(self.policy.search([("code", "=", "FORGED")]))

    def test_draft_is_open_to_the_administrator_only(self):
        """R061: director and manager read a draft, the representative does not know it."""
        self.clause.text = "Everybody is on time, always."
        for employee in (self.director, self.manager):
            self.assertEqual(self.as_(employee, self.clause).text, "Everybody is on time, always.")
            with self.assertRaises(AccessError):
                self.as_(employee, self.clause).write({"text": "No."})
        for employee in (self.leader, self.rep, self.clerk):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.clause).read(["text"])

    def test_draft_can_be_deleted(self):
        self.admin.unlink()
        self.assertFalse(self.policy.exists())
