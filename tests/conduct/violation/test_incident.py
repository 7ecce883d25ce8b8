"""Report an incident: several at once, in confidence, with evidence, not twice by mistake."""

from base64 import b64encode

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from ..common import ConductCommon

#: the same day in Shanghai and in UTC
NOON = "2026-03-02 04:00:00"


class IncidentCommon(ConductCommon):
    def _dialog(self, reporter, *employees, **values):
        return self.as_(reporter, self.env["sales.office.incident.report"]).create(
            {
                "employee_ids": [employee.id for employee in employees],
                "type_id": self.type.id,
                "description": "Asleep in the store room.",
                **values,
            }
        )

    def _photo(self, reporter):
        return self.as_(reporter, self.env["ir.attachment"]).create({"name": "photo.txt", "datas": b64encode(b"zzz")})

    def _cases(self, *employees):
        ids = [employee.id for employee in employees]
        return self.Violation.search([("employee_id", "in", ids)], order="employee_id")


class TestIncident(IncidentCommon):
    def test_several_at_once(self):
        """R046: one dialog, one case each, the same facts and photo, all told at once."""
        photo = self._photo(self.leader)
        self._dialog(self.leader, self.rep, self.colleague, attachment_ids=photo.ids).action_report()
        cases = self._cases(self.rep, self.colleague)
        self.assertEqual(cases.mapped("state"), ["reported"] * 2)
        self.assertEqual(cases.reporter_id, self.leader.user_id)
        self.assertEqual(len(set(cases.mapped("incident"))), 1)
        for case in cases:
            domain = [("res_model", "=", case._name), ("res_id", "=", case.id)]
            self.assertEqual(self.env["ir.attachment"].search(domain).raw, b"zzz")
        self.assertEqual(self.as_(self.leader, cases[0]).incident_count, 1)
        self.assertEqual(self.as_(self.rep, cases[0]).incident_count, 0)
        action = self.as_(self.leader, cases[0]).action_open_incident()
        self.assertEqual(self.as_(self.leader, self.Violation).search(action["domain"]), cases)

    def test_kept_as_draft(self):
        self._dialog(self.leader, self.rep).action_keep()
        self.assertEqual(self._cases(self.rep).mapped("state"), ["suspected"])

    def test_clerk_in_his_own_office(self):
        """R060: the clerk reports about their office at once, and is out of it then."""
        self._dialog(self.clerk, self.rep).action_report()
        case = self._cases(self.rep)
        self.assertEqual((case.state, case.reporter_id), ("reported", self.clerk.user_id))
        self.assertFalse(self.as_(self.clerk, case).has_access("read"))

    @freeze_time(NOON)
    def test_form(self):
        """R046: what people see while they fill it in."""
        self._reported()
        with Form(self.as_(self.leader, self.env["sales.office.incident.report"])) as form:
            form.employee_ids.add(self.env["hr.employee.public"].browse(self.rep.id))
            form.type_id = self.type
            form.description = "Again."
            self.assertFalse(form.in_confidence)
            self.assertIn("Napping: Rob", form.duplicates)
        with self.assertRaisesRegex(UserError, "This is on record already:\nNapping: Rob"):
            form.record.action_report()
        form.record.ignore_duplicates = True
        form.record.action_report()
        cases = self._cases(self.rep)
        self.assertEqual(cases.mapped("state"), ["reported"] * 2)
        self.assertEqual(self.as_(self.manager, cases[0]).duplicate_count, 1)

    def test_not_oneself(self):
        with self.assertRaisesRegex(UserError, "You cannot report yourself"):
            self._dialog(self.leader, self.leader, self.rep).action_report()
        self.assertFalse(self._cases(self.rep))

    def test_party_does_not_judge(self):
        """R046: who is named in the same incident does not decide about the others."""
        self._dialog(self.director, self.manager, self.rep).action_report()
        case = self._cases(self.rep)
        case.reporter_id = self.clerk.user_id
        self.as_(self.rep, case).action_answer("Max said so.")
        self.assertFalse(self.as_(self.manager, case).can_decide)
        with self.assertRaisesRegex(AccessError, "You told of this incident or had a part in it"):
            self.as_(self.manager, case).action_decide("warning")
        self.as_(self.director, case).action_decide("warning")

    def test_dialog_is_its_makers(self):
        dialog = self._dialog(self.leader, self.rep)
        with self.assertRaises(AccessError):
            self.as_(self.colleague, dialog).read(["description"])


class TestProposals(IncidentCommon):
    """What one tap chooses, and how the facts begin."""

    def _propose(self, employee):
        """Return the names that are proposed to somebody: people, kinds."""
        proposed = self.as_(employee, self.env["sales.office.incident.report"]).new({}).proposals
        return [[chip["name"] for chip in proposed[name]] for name in ("employee_ids", "type_id")]

    def test_people_of_each_post(self):
        """R046: leaders tell of whom they lead, nearest first, the clerk of their office, others of who is near."""
        expected = {
            self.rep: ["Ann", "Lea"],
            self.leader: ["Ann", "Rob"],
            self.manager: ["Ann", "Lea", "Leo", "Ray", "Rob"],
            self.director: ["Cleo", "Cora", "Fay", "Max", "Paula", "Ann", "Lea", "Leo", "Ray", "Rob"],
            self.clerk: ["Ann", "Cora", "Diane", "Fay", "Lea", "Leo", "Max", "Paula", "Ray", "Rob"],
            self.finance: ["Cleo", "Cora", "Diane", "Max", "Paula"],
        }
        for employee, names in expected.items():
            with self.subTest(employee.name):
                self.assertEqual(self._propose(employee)[0], names)

    def test_usual_kinds(self):
        """R046: what was reported most comes first, of what the user may read; nobody learns of others' cases by it."""
        _people, before = self._propose(self.colleague)
        for employee in (self.rep, self.colleague):
            self._reported(employee, date=fields.Date.today())
        self.assertEqual(self._propose(self.leader)[1][0], "Napping")
        self.assertEqual(self._propose(self.colleague)[1], before)
        self.assertEqual(self._propose(self.leader_south)[1], before)
        self.assertEqual(len(before), 8)
        watched = self.env["sales.office.check"].search([]).violation_type_id.mapped("name")
        self.assertFalse(set(before) & set(watched), "what a check finds by itself")

    def test_kinds_that_are_gone(self):
        """R046: an archived kind is not proposed."""
        self._close_past(self.rep, fields.Date.today())
        self.assertIn("Napping", self._propose(self.leader)[1])
        self.type.active = False
        self.assertNotIn("Napping", self._propose(self.leader)[1])

    def _fill_in(self, reporter):
        form = Form(self.as_(reporter, self.env["sales.office.incident.report"]))
        form.employee_ids.add(self.env["hr.employee.public"].browse(self.rep.id))
        form.type_id = self.type
        return form

    @freeze_time(NOON)
    def test_facts_begin_with_the_time(self):
        """R046: what, and when by the clock of who tells, or on which day; what somebody typed stays."""
        self.leader.user_id.tz = "Asia/Shanghai"
        form = self._fill_in(self.leader)
        self.assertRegex(form.description, r"^Napping, seen at 12:00\s?PM\.$")
        form.date = fields.Date.to_date("2026-02-27")
        self.assertEqual(form.description, "Napping, on 02/27/2026.")
        form.description = "Asleep in the store room."
        form.date = fields.Date.today()
        self.assertEqual(form.description, "Asleep in the store room.")
        form.save().action_report()
        self.assertEqual(self._cases(self.rep).description, "Asleep in the store room.")

    def test_in_confidence_in_ones_own_words(self):
        """R046: what is told in confidence says nothing that nobody wrote, such as when somebody was there."""
        form = self._fill_in(self.colleague)
        self.assertFalse(form.description)
        with self.assertRaisesRegex(AssertionError, "description is a required field"):
            form.save()


class TestInConfidence(IncidentCommon):
    def _tell(self, informant=None, about=None, **values):
        dialog = self._dialog(informant or self.colleague, about or self.rep, **values)
        self.assertTrue(dialog.in_confidence)
        dialog.action_report()
        return self._cases(about or self.rep)

    def test_becomes_a_suspicion(self):
        """R046: what a colleague tells is a suspicion, which the leader takes up."""
        case = self._tell()
        self.assertEqual((case.state, case.reporter_id.id), ("suspected", False))
        self.as_(self.leader, case).action_report()
        self.assertEqual((case.state, case.reporter_id), ("reported", self.leader.user_id))

    def test_no_door_to_the_informant(self):
        """R046: neither the employee nor the leader learns who told, through any field, message or file."""
        photo = self._photo(self.colleague)
        case = self._tell(attachment_ids=photo.ids)
        self.as_(self.leader, case).action_report()
        informant = self.colleague.user_id
        for reader in (self.rep, self.leader):
            seen = self.as_(reader, case)
            values = seen.read()[0]
            self.assertNotIn("informant_id", values)
            self.assertNotIn(informant.name, str(values))
            for name in ("informant_id",):
                with self.assertRaises(AccessError):
                    seen.read([name])
                with self.assertRaises(AccessError):
                    seen.search([(name, "=", informant.id)])
                with self.assertRaises(AccessError):
                    seen._read_group([], [name])
                with self.assertRaisesRegex(UserError, "You don't have the rights to export data"):
                    seen.export_data([name])
        self.assertNotIn(informant.partner_id, case.message_ids.author_id)
        domain = [("res_model", "=", case._name), ("res_id", "=", case.id)]
        files = self.env["ir.attachment"].search(domain)
        self.assertTrue(files)
        self.assertNotIn(informant, files.create_uid | case.create_uid | case.write_uid)

    def test_the_judge_learns_it(self):
        """R046: who judges has to know who told."""
        case = self._tell()
        self.assertEqual(self.as_(self.manager, case).informant_name, "Ann")
        self.assertFalse(self.as_(self.leader, case).informant_name)

    @freeze_time(NOON)
    def test_the_informant_does_not_judge(self):
        """R046: a manager who told of somebody else's employee keeps off the case."""
        case = self._tell(self.leader_south, self.rep)
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.manager.id,
                "deputy_id": self.leader_south.id,
                "date_from": fields.Date.today(),
                "date_to": fields.Date.today(),
            }
        )
        self.as_(self.leader, case).action_report()
        self.as_(self.rep, case).action_answer("No.")
        with self.assertRaisesRegex(AccessError, "You told of this incident or had a part in it"):
            self.as_(self.leader_south, case).action_decide("warning")

    def test_the_informant_sees_nothing(self):
        """R135: telling opens no door: neither the case nor what is on record already."""
        self._reported(date=fields.Date.today())
        dialog = self._dialog(self.colleague, self.rep)
        self.assertFalse(dialog.duplicates)
        dialog.action_report()
        self.assertFalse(self.as_(self.colleague, self.Violation).search([("employee_id", "=", self.rep.id)]))

    def test_no_draft(self):
        with self.assertRaisesRegex(UserError, "What you tell in confidence is passed on at once"):
            self._dialog(self.colleague, self.rep).action_keep()

    def test_no_defaults_of_ones_own(self):
        """R046: what comes hidden in the context of who tells is no decision, nor opens their photo to the world."""
        photo = self._photo(self.colleague)
        dialog = self._dialog(self.colleague, self.rep, attachment_ids=photo.ids)
        forged = {"default_state": "closed", "default_sanction": "dismissal", "default_statement": "I did it."}
        dialog.with_context(
            default_decided_by_id=self.director.user_id.id, default_public=True, **forged
        ).action_report()
        case = self._cases(self.rep)
        self.assertEqual(
            (case.state, case.sanction, case.response, case.decided_by_id.id), ("suspected", False, False, False)
        )
        domain = [("res_model", "=", case._name), ("res_id", "=", case.id)]
        self.assertEqual(self.env["ir.attachment"].search(domain).mapped("public"), [False])

    def test_another_company(self):
        """R135: nobody tells of people of a company they do not work in."""
        with self.assertRaises(AccessError):
            self._dialog(self.colleague, self.rep_valley).action_report()
        self.assertFalse(self._cases(self.rep_valley))


class TestEvidence(IncidentCommon):
    def test_needed(self):
        """R042: a kind that needs evidence is not reported without."""
        self.type.evidence_required = True
        message = "Attach what proves it before you report “Napping”"
        with self.assertRaisesRegex(UserError, message):
            self._dialog(self.leader, self.rep).action_report()
        case = self._create_case(self.rep, self.leader)
        with self.assertRaisesRegex(UserError, message):
            self.as_(self.leader, case).action_report()
        self.as_(self.leader, self.env["ir.attachment"]).create(
            {"name": "photo.txt", "raw": b"zzz", "res_model": case._name, "res_id": case.id}
        )
        self.as_(self.leader, case).action_report()
        self.assertEqual(case.state, "reported")

    def test_stays(self):
        """R046: nobody deletes or exchanges evidence of a reported case, nor who attached it."""
        photo = self._photo(self.leader)
        self._dialog(self.leader, self.rep, attachment_ids=photo.ids).action_report()
        case = self._cases(self.rep)
        file = self.env["ir.attachment"].search([("res_model", "=", case._name), ("res_id", "=", case.id)])
        message = "This file belongs to a reported case and stays as it is."
        for env in (file.sudo(), self.as_(self.director, file)):
            for change in (lambda f: f.unlink(), lambda f: f.write({"raw": b"x"}), lambda f: f.write({"res_id": 0})):
                with (
                    self.assertRaisesRegex(
                        UserError, "This file belongs to a reported case|not allowed to access this document"
                    ) as refused,
                    self.env.cr.savepoint(),
                ):
                    change(env)
                if env.env.su:
                    self.assertEqual(str(refused.exception), message)
        self.assertEqual(file.raw, b"zzz")

    def test_storage_moves(self):
        """An administrator moves all files to another storage; evidence goes along as it is."""
        case = self._reported()
        file = self.env["ir.attachment"].create(
            {"name": "photo.txt", "raw": b"zzz", "res_model": case._name, "res_id": case.id}
        )
        file._migrate()
        self.assertEqual(file.raw, b"zzz")

    def test_messages_stay(self):
        """R046: what was said about a reported case is not edited by who said it."""
        case = self._reported()
        note = self.as_(self.rep, case).message_post(body="I was there.", message_type="comment")
        with self.assertRaisesRegex(UserError, "Messages about a reported case stay as they were written."):
            note.with_user(self.rep.user_id).write({"body": "I was not."})
        for name, value in (("date", "2020-01-01 00:00:00"), ("email_from", "max@example.com"), ("is_internal", True)):
            with self.assertRaisesRegex(UserError, "Messages about a reported case stay as they were written."):
                note.with_user(self.rep.user_id).write({name: value})
        with self.assertRaisesRegex(UserError, "Messages about a reported case stay as they were written."):
            self.as_(self.rep, case)._message_update_content(note, body="I was not.")

    def test_draft_is_open(self):
        case = self._create_case(self.rep, self.leader)
        file = self.as_(self.leader, self.env["ir.attachment"]).create(
            {"name": "photo.txt", "raw": b"zzz", "res_model": case._name, "res_id": case.id}
        )
        file.write({"raw": b"yyy"})
        self.assertEqual(file.raw, b"yyy")
        file.unlink()
        self.assertFalse(file.exists())

    def test_type_with_open_cases(self):
        """R136: a type is not archived while cases of it take their course."""
        case = self._answered()
        with self.assertRaisesRegex(
            ValidationError, "“Napping” still has open cases \\(1\\). Archive it when they are closed"
        ):
            self.as_(self.policy_admin, self.type).action_archive()
        self.as_(self.manager, case).action_dismiss("No.")
        self.as_(self.policy_admin, self.type).action_archive()
        self.assertFalse(self.type.active)
