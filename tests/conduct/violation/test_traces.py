"""Who told in confidence, and who decided first on a grave sanction, show nowhere, to the end of their requests."""

from base64 import b64encode

from odoo.tests import tagged

from ...access.catalogue import MODULE
from ...traces import TracesCase
from ..common import ConductCommon

#: where somebody would be told of something
TOLD = ("bus_bus", "mail_message", "mail_notification", "mail_activity", "mail_mail", "mail_followers")
#: dialogs of their own, which nobody else may read
DIALOGS = {"sales_office_incident_report", "sales_office_violation_decide"}
#: the only place of each name
CLOSED = {("sales_office_violation", "informant_id"), ("sales_office_violation", "first_decided_by_id")}
#: closed because the software alone writes them; read elsewhere by whom they concern
NO_SECRET = {("account_move", "sales_office_collector_id"), ("sales_office_price_approval", "customer_id")}


@tagged("post_install", "-at_install", "standard")
class TestTraces(ConductCommon, TracesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.teller = cls._create_member("Quirina", "quirina", cls.north, "representative")
        cls.judge = cls._create_member("Zebulon", "zebulon", cls.sales, "manager")
        # so that exporting is no further lock
        (cls.rep | cls.leader | cls.colleague).user_id.group_ids |= cls.env.ref("base.group_allow_export")
        cls.env.flush_all()

    def tell(self, about=None, **values):
        """Let the informant tell over JSON-RPC, as the dialog does; return the cases."""
        before = self.Violation.search([])
        people = about or self.rep
        dialog = {
            "employee_ids": [[6, 0, people.ids]],
            "type_id": self.type.id,
            "description": "Asleep in the store room.",
            **values,
        }
        context = {"default_reporter_id": self.teller.user_id.id, "default_res_model": "res.partner"}
        [dialog_id] = self.call(self.teller, "sales.office.incident.report", "create", [dialog])
        self.call(self.teller, "sales.office.incident.report", "action_report", [dialog_id], context=context)
        self.env.invalidate_all()
        return self.Violation.search([]) - before

    def assert_nothing_new(self, employee, before):
        """Only closed fields, and dialogs that only they may read, name the employee where nothing did before."""
        new = {(table, column) for table, column, _row in self.find_traces(employee) - before}
        self.assertFalse({(table, column) for table, column in new if table not in DIALOGS} - CLOSED)

    def test_the_informant_leaves_no_trace(self):
        """R046: no column of any table but the closed one names whoever told in confidence, nor is anybody told."""
        before, told = self.find_traces(self.teller), self.count_rows(*TOLD)
        cases = self.tell(self.rep | self.colleague)
        self.assertEqual(cases.mapped("state"), ["suspected"] * 2)
        self.assertEqual(cases.informant_id, self.teller.user_id)
        self.assert_nothing_new(self.teller, before)
        self.assertEqual(self.count_rows(*TOLD), told)

    def test_his_files_do_not_either(self):
        """R046: what they uploaded for it is kept with the case as the software's, and nowhere as theirs."""
        before = self.find_traces(self.teller)
        file = {"name": "photo.txt", "datas": b64encode(b"zzz").decode()}
        [file_id] = self.call(self.teller, "ir.attachment", "create", [file])
        case = self.tell(attachment_ids=[[6, 0, [file_id]]])
        files = self.env["ir.attachment"].search([("res_model", "=", case._name), ("res_id", "=", case.id)])
        self.assertEqual((files.raw, files.create_uid), (b"zzz", self.env.ref("base.user_root")))
        self.assertFalse(self.env["ir.attachment"].browse(file_id).exists())
        self.assert_nothing_new(self.teller, before)

    def test_his_dialog_forgets(self):
        """R046: the dialog in which they told says afterwards neither about whom nor what."""
        self.tell()
        dialog = self.env["sales.office.incident.report"].search([("create_uid", "=", self.teller.user_id.id)])
        self.assertFalse(dialog.employee_ids)
        self.assertEqual(dialog.description, "-")

    def test_nobody_learns_him_by_any_door(self):
        """R046: neither the employee, nor their leader, nor colleagues find the informant by reading, metadata,
        grouping, searching or exporting.
        """
        case = self.tell()
        self.call(self.leader, case._name, "action_report", case.ids)
        informant = self.teller.user_id
        for reader in (self.rep, self.leader, self.colleague):
            with self.subTest(login=reader.user_id.login):
                answers = self.ask_every_way(reader, case)
                self.assertNotIn(informant.name, str(answers))
                self.assertNotIn(f"({informant.id},", str(answers))

    def ask_every_way(self, reader, case):
        name, uid = case._name, self.teller.user_id.id
        answers = [
            self.call(reader, name, "search_count", ["|", ["create_uid", "=", uid], ["write_uid", "=", uid]])
            and "Quirina"
        ]
        for field in ("create_uid", "write_uid"):
            answers.append(self.call(reader, name, "formatted_read_group", [], [field], ["__count"]))
        if not self.call(reader, name, "search", [["id", "=", case.id]]):
            return answers
        fields = [field for field in self.call(reader, name, "fields_get") if field != "informant_name"]
        answers.append(self.call(reader, name, "read", case.ids, fields))
        answers.append(self.call(reader, name, "get_metadata", case.ids))
        answers.append(self.call(reader, name, "export_data", case.ids, ["create_uid/name", "write_uid/name"]))
        for model in ("mail.message", "mail.activity", "ir.attachment", "mail.followers"):
            domain = [["res_model" if model != "mail.message" else "model", "=", name], ["res_id", "=", case.id]]
            ids = self.call(reader, model, "search", domain)
            answers.append(self.call(reader, model, "get_metadata", ids) if model != "mail.followers" else ids)
        return answers

    def test_the_first_decider_leaves_no_trace(self):
        """R060: while a suspension waits for the second person, no column but the closed one names the first, the
        case shows no change, and nobody is told; even where it had to be counted again.
        """
        case = self._answered()
        self.sales.manager_id = self.judge
        self._close_past(self.rep, self._days_ago(20))  # so that this is the second, which nobody has counted yet
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(case.occurrence, 1)
        before, told = self.find_traces(self.judge), self.count_rows(*TOLD)
        self.call(self.judge, case._name, "action_decide", case.ids, "suspension", 0, "Again and again.")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.occurrence), ("reported", 2))
        self.assertEqual(case.first_decided_by_id, self.judge.user_id)
        self.assert_nothing_new(self.judge, before)
        self.assertEqual(self.count_rows(*TOLD), told)

    def test_the_first_decider_through_his_dialog(self):
        """R060: nor does the dialog, which Odoo saves before the button is pressed."""
        case = self._answered()
        self.sales.manager_id = self.judge
        self.env.flush_all()
        before = self.find_traces(self.judge)
        values = {"violation_id": case.id, "sanction": "dismissal", "reason": "Enough."}
        [dialog] = self.call(self.judge, "sales.office.violation.decide", "create", [values])
        self.call(self.judge, "sales.office.violation.decide", "action_confirm", [dialog])
        self.env.invalidate_all()
        self.assertEqual(case.first_decided_by_id, self.judge.user_id)
        self.assert_nothing_new(self.judge, before)

    def test_every_closed_name_is_watched(self):
        """R046: a new field that nobody may read, with somebody's name in it, has to be acted out here as well."""
        closed = {
            (self.env[model]._table, field.name)
            for model in self.env.registry
            for field in self.env[model]._fields.values()
            if field.groups == "." and getattr(field, "comodel_name", "") in ("res.users", "res.partner", "hr.employee")
            if field._module == MODULE
        }
        self.assertEqual(closed - NO_SECRET, CLOSED)

    def test_dialogs_are_their_makers(self):
        """R046: the dialogs left out above are read by nobody but who made them."""
        for table in DIALOGS:
            model = self.env[table.replace("_", ".")]
            rules = self.env["ir.rule"].search([("model_id.model", "=", model._name), ("groups", "=", False)])
            self.assertIn("[('create_uid', '=', user.id)]", rules.mapped("domain_force"))
