"""Who sees a case, and through which doors they do not."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase

from .common import ConductCommon


class TestAccess(ConductCommon):
    def test_who_sees_a_case(self):
        """R135: the employee and those who lead them; no colleague, no other leader, nobody from another company."""
        case = self._decided(reporter=self.clerk)
        seeing = self.rep, self.leader, self.manager, self.director
        blind = (
            self.colleague,
            self.leader_south,
            self.rep_south,
            self.clerk,
            self.relations,
            self.finance,
            self.policy_admin,
            self.outsider,
            self.director_valley,
        )
        for employee in seeing:
            with self.subTest(employee=employee.name):
                self.assertEqual(self.as_(employee, case).read(["response"])[0]["response"], "I was thinking.")
        for employee in blind:
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(employee, case).read(["display_name"])

    def test_no_door_for_colleagues(self):
        """R135: a colleague finds nothing by search, grouping, count, export, messages, activities or papers."""
        case = self._reported()
        message = case.message_post(body="He snored.")
        paper = self.env["ir.attachment"].create(
            {"name": "photo.txt", "raw": b"zzz", "res_model": case._name, "res_id": case.id}
        )
        self.env.ref("base.group_allow_export").user_ids |= self.colleague.user_id
        self.env.flush_all()
        seen = self.as_(self.colleague, self.Violation)
        domain = [("id", "=", case.id)]
        self.assertFalse(seen.search(domain))
        self.assertFalse(seen.search_read(domain, ["description"]))
        self.assertEqual(seen.search_count(domain), 0)
        self.assertFalse(seen._read_group(domain, ["employee_id"], ["fine_amount:sum"]))
        self.assertFalse(seen.formatted_read_group(domain, ["type_id"], ["__count"]))
        self.assertFalse(seen.name_search("Napping"))
        with self.assertRaises(AccessError):
            seen.browse(case.id).export_data(["description"])
        for hidden in (message, case.message_ids, paper, case.activity_ids):
            self.assertTrue(hidden)
            own = self.as_(self.colleague, hidden)
            self.assertFalse(own.search([("id", "in", hidden.ids)]))
            with self.assertRaises(AccessError):
                own.check_access("read")
        self.assertFalse(seen.env["mail.tracking.value"].has_access("read"))

    def test_evidence_follows_the_case(self):
        """R046: the employee may see what the case rests on; nobody takes it away once it is reported."""
        case = self._create_case(self.rep, self.leader)
        paper = self.as_(self.leader, self.env["ir.attachment"]).create(
            {"name": "photo.txt", "raw": b"zzz", "res_model": case._name, "res_id": case.id}
        )
        self.as_(self.leader, case).action_report()
        self.assertEqual(self.as_(self.rep, paper).raw, b"zzz")
        for employee in (self.rep, self.leader, self.manager, self.director):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(employee, paper).unlink()
            with (
                self.subTest(employee=employee.name),
                self.assertRaisesRegex(UserError, "This file belongs to a reported case"),
            ):
                self.as_(employee, paper).write({"datas": base64.b64encode(b"!")})

    def test_employee_may_add_a_message(self):
        case = self._reported()
        self.as_(self.rep, case).message_post(body="My doctor's note.", message_type="comment")
        with self.assertRaises(AccessError):
            self.as_(self.colleague, case).message_post(body="Ha.", message_type="comment")

    def test_clerk_hands_over(self):
        """R135: the clerk writes about the office, sees their draft, and neither the case nor its messages later."""
        draft = self._create_case(self.rep, self.clerk)
        mine = self.as_(self.clerk, draft)
        mine.write({"description": "Asleep at noon."})
        mine.message_post(body="Seen by two.", message_type="comment", subtype_xmlid="mail.mt_comment")
        action = mine.action_report()
        self.assertEqual(action["res_model"], "sales.office.violation")
        self.assertFalse(mine.has_access("read"))
        self.as_(self.rep, draft).message_post(body="A fever.", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertNotIn(self.clerk.user_id.partner_id, draft.message_ids.notified_partner_ids)

    def test_followers_tell_nothing(self):
        """R135: everybody may read who follows what, so that nobody follows a case; its parties are told directly."""
        case = self._decided(decider=self.manager)
        comment = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        for writer, told in ((self.manager, self.rep), (self.rep, self.manager)):
            message = self.as_(writer, case).message_post(body="A word.", **comment)
            self.assertIn(told.user_id.partner_id, message.sudo().notified_partner_ids)
            self.assertNotIn(self.clerk.user_id.partner_id, message.sudo().notified_partner_ids)
        self.assertFalse(self.env["mail.followers"].search([("res_model", "=", case._name), ("res_id", "=", case.id)]))

    def test_a_draft_tells_nothing_of_earlier_cases(self):
        """R135: a clerk does not learn from a draft how often it happened before."""
        self._close_past(self.rep, self._days_ago(3), self._days_ago(2))
        draft = self.as_(self.clerk, self._create_case(self.rep, self.clerk))
        self.assertEqual((draft.occurrence, draft.proposed_sanction, draft.proposed_points), (0, False, 0))

    def test_wizard_is_no_door(self):
        """R135: the dialog for a decision on somebody else's case shows nothing of it."""
        case = self._reported()
        wizard = self.as_(self._second_manager(), self.env["sales.office.violation.decide"])
        with self.assertRaises(AccessError):
            wizard.create({"violation_id": case.id, "sanction": "warning"})
        self.env.invalidate_all()  # what is in the cache is not asked for
        spec = {"violation_id": {"fields": {"display_name": {}}}, "description": {}}
        with self.assertRaises(AccessError):
            wizard.onchange({"violation_id": case.id}, ["violation_id"], spec)

    def _second_manager(self):
        """Return the manager of a department beside Retail."""
        manager = self._create_member("Mia", "manager_banquets", self.sales, "manager")
        self._create_department("Banquets", parent_id=self.sales.id, manager_id=manager.id)
        return manager

    def test_a_manager_elsewhere_sees_nothing(self):
        case = self._answered()
        with self.assertRaises(AccessError):
            self.as_(self._second_manager(), case).action_decide("warning")

    # ------------------------------------------------------------------ writing

    def test_who_writes_a_case_up(self):
        """R046: leaders about people they lead, the clerk about the office, nobody about themselves or a superior."""
        allowed = {
            (self.leader, self.rep),
            (self.manager, self.rep_south),
            (self.director, self.manager),
            (self.clerk, self.rep),
            (self.clerk, self.director),
        }
        refused = {
            (self.leader, self.leader),
            (self.leader, self.manager),
            (self.leader, self.rep_south),
            (self.manager, self.director),
            (self.director, self.director),
            (self.director, self.rep_valley),
            (self.clerk, self.clerk),
            (self.clerk, self.rep_valley),
            (self.rep, self.colleague),
            (self.finance, self.rep),
            (self.policy_admin, self.rep),
        }
        for writer, subject in sorted(allowed | refused, key=lambda pair: (pair[0].id, pair[1].id)):
            values = {"employee_id": subject.id, "type_id": self.type.id, "description": "Asleep."}
            with self.subTest(writer=writer.name, subject=subject.name):
                model = self.as_(writer, self.Violation)
                if (writer, subject) in allowed:
                    self.assertEqual(model.create(values).reporter_id, writer.user_id)
                else:
                    with self.assertRaises(AccessError):
                        model.create(values)

    def test_a_case_begins_suspected(self):
        """Nobody brings a decided case into being, in the values or hidden in the context."""
        values = {"employee_id": self.rep.id, "type_id": self.type.id, "description": "Asleep."}
        model = self.as_(self.leader, self.Violation)
        for extra in (
            {"state": "closed"},
            {"fine_amount": 900},
            {"sanction": "dismissal"},
            {"reporter_id": self.clerk.user_id.id},
            {"response": "I confess."},
            {"answer_deadline": "2020-01-01"},
            {"res_model": "res.users"},
            {"department_id": self.south.id},
            {"user_id": self.colleague.user_id.id},
            {"occurrence": 9},
        ):
            with self.subTest(extra=extra), self.assertRaises(AccessError):
                model.create(values | extra)
        case = model.with_context(
            default_state="closed",
            default_fine_amount=900,
            default_decided_by_id=self.manager.user_id.id,
            default_reporter_id=self.clerk.user_id.id,
            default_department_id=self.south.id,
        ).create(values)
        self.assertEqual(
            (case.state, case.fine_amount, case.decided_by_id.id, case.reporter_id, case.department_id),
            ("suspected", 0, False, self.leader.user_id, self.north),
        )

    def test_nobody_drags_a_case_into_his_scope(self):
        """R135: a leader does not write up another team's member under their own department."""
        model = self.as_(self.leader, self.Violation).with_context(default_department_id=self.north.id)
        values = {"employee_id": self.rep_south.id, "type_id": self.type.id, "description": "Asleep."}
        for extra in ({}, {"department_id": self.north.id}):
            with self.subTest(extra=extra), self.assertRaises(AccessError):
                model.create(values | extra)

    def test_nothing_but_facts_is_written_on_a_draft(self):
        draft = self.as_(self.leader, self._create_case(self.rep, self.leader))
        draft.write({"description": "Asleep at noon.", "date": self._days_ago(1)})
        for values in ({"state": "closed"}, {"reporter_id": self.clerk.user_id.id}, {"response": "Yes."}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                draft.write(values)
        with self.assertRaisesRegex(UserError, "A case stays with its employee"):
            draft.employee_id = self.colleague

    def test_locked_from_the_report_on(self):
        """Decided is decided: nobody writes a reported, decided or closed case by hand, whatever they lead."""
        for case in (self._reported(), self._decided(), self._closed()):
            for employee in (self.rep, self.leader, self.manager, self.director):
                for values in ({"description": "Nothing."}, {"fine_amount": 0}, {"state": "dismissed"}):
                    with self.subTest(state=case.state, employee=employee.name), self.assertRaises(AccessError):
                        self.as_(employee, case).write(values)

    def test_load_is_no_door(self):
        """Import meets the same locks."""
        case = self._closed()
        case.env["ir.model.data"].create(
            {"name": "imported_case", "module": "__import__", "model": case._name, "res_id": case.id}
        )
        result = self.as_(self.director, self.Violation).load(
            ["id", "description"], [["__import__.imported_case", "x"]]
        )
        self.assertFalse(result["ids"])
        self.assertEqual(case.description, "Asleep at the desk.")

    def test_who_deletes(self):
        """Only a draft, and only its writer; everything else stays on record."""
        mine, others = self._create_case(self.rep, self.leader), self._create_case(self.rep, self.clerk)
        reported = self._reported()
        for case in (others, reported):
            for employee in (self.leader, self.manager, self.director, self.rep):
                with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                    self.as_(employee, case).unlink()
        self.as_(self.leader, mine).unlink()
        self.assertFalse(mine.exists())

    def test_types_are_the_administrators(self):
        """R136: everybody reads the ladders, the policy administrator alone edits them."""
        for employee in (self.rep, self.leader, self.manager, self.director, self.clerk, self.finance):
            own = self.as_(employee, self.type)
            self.assertEqual(own.step_ids.mapped("occurrence"), [1, 2, 4])
            for records in (own, own.step_ids):
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(records.has_access(operation))
            with self.assertRaises(AccessError):
                own.write({"step_ids": [Command.clear()]})

    def test_count_on_the_employee(self):
        """R099: the button on the employee counts and opens what the reader may see, no more."""
        self._reported()
        self._closed()
        self.leader_south.user_id.group_ids |= self.env.ref("hr.group_hr_user")
        self.manager.user_id.group_ids |= self.env.ref("hr.group_hr_user")
        self.assertEqual(self.as_(self.manager, self.rep).sales_office_violation_count, 2)
        self.assertEqual(self.as_(self.leader_south, self.rep).sales_office_violation_count, 0)
        action = self.as_(self.manager, self.rep).action_open_sales_office_violations()
        self.assertEqual(action["domain"], [("employee_id", "=", self.rep.id)])
        self.outsider.user_id.group_ids |= self.env.ref("hr.group_hr_user")
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.rep).read(["sales_office_violation_count"])


class TestAccessHttp(ConductCommon, HttpCase):
    def test_notice_and_paper(self):
        """R135: neither the printed letter nor a paper opens for a colleague; the employee reads both."""
        case = self._decided()
        paper = self.env["ir.attachment"].create(
            {"name": "photo.txt", "raw": b"zzz", "res_model": case._name, "res_id": case.id}
        )
        addresses = (
            f"/report/html/sales_office_policy.report_violation_decision/{case.id}",
            f"/web/content/{paper.id}",
        )
        self.authenticate("rep", "rep")
        for address in addresses:
            self.assertEqual(self.url_open(address).status_code, 200)
        self.authenticate("colleague", "colleague")
        for address in addresses:
            response = self.url_open(address)
            self.assertNotEqual(response.status_code, 200)
            self.assertNotIn("Asleep", response.text)
