"""The letters about a case: what they say, to whom, in which language, and who can print them."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase

from ..common import ConductCommon

NOTICE, DECISION, APPEAL = (
    f"sales_office_policy.report_violation_{stage}" for stage in ("notice", "decision", "appeal")
)


class LetterCommon(ConductCommon):
    def _print(self, employee, case, report):
        html, _kind = self.as_(employee, self.env["ir.actions.report"])._render_qweb_html(report, case.ids)
        return html.decode()

    def _appealed(self, **values):
        case = self._decided(**values)
        self.as_(self.rep, case).action_appeal("It was my lunch break.")
        return case


class TestLetters(LetterCommon):
    def test_notice(self):
        """R060: clause with number, text and version, facts, the right to answer and until when."""
        case = self._reported()
        html = self._print(self.rep, case, NOTICE)
        policy = self.clause.policy_id
        for expected in (
            f"{self.clause.number} · {self.clause.name}",
            self.clause.text.split(".")[0],
            f"{policy.name}, version {policy.version}",
            "Asleep at the desk.",
            "You may answer until",
            "Dear Rob",
            "<p>A case about you",
        ):
            self.assertIn(expected, html)
        self.assertNotIn("Sanction", html)

    def test_decision(self):
        """R060: answer, sanction, reasons, who decided, and to whom the appeal goes."""
        case = self._decided(sanction="fine", fine_amount=80, reason="In front of guests.")
        for employee in (self.rep, self.leader, self.manager):
            html = self._print(employee, case, DECISION)
            for expected in ("I was thinking.", "80.00", "In front of guests.", "Decided by", "Max", "appeal once"):
                self.assertIn(expected, html)
            self.assertIn("Diane", html, "the appeal goes to the next manager above who decided")

    def test_appeal(self):
        case = self._appealed()
        self.as_(self.director, case).action_decide("warning", 0, "It was not.")
        html = self._print(self.rep, case, APPEAL)
        for expected in ("It was my lunch break.", "Decision Upheld", "It was not.", "Diane", "decided for good"):
            self.assertIn(expected, html)
        for report in (NOTICE, DECISION):
            with self.assertRaisesRegex(UserError, "come further since. Print “Decision on the Appeal” instead"):
                self._print(self.rep, case, report)

    def test_dismissal(self):
        case = self._answered()
        self.as_(self.manager, case).action_dismiss("No.")
        self.assertIn("The case is dismissed", self._print(self.rep, case, DECISION))

    def test_no_letter_of_what_has_not_happened(self):
        """R046: nothing of a suspicion, nor of a decision that is not taken, can be printed."""
        suspected = self._create_case(self.rep, self.leader)
        self.as_(self.manager, suspected).action_dismiss("Nothing in it.")
        for case, report in (
            (self._create_case(self.rep, self.leader), NOTICE),
            (suspected, NOTICE),
            (suspected, DECISION),
            (self._answered(), DECISION),
            (self._decided(), APPEAL),
            (self._appealed(), APPEAL),
        ):
            with (
                self.subTest(state=case.state, report=report),
                self.assertRaisesRegex(UserError, "There is no such letter yet"),
            ):
                self._print(self.manager, case, report)

    def test_only_who_reads_the_case_prints_it(self):
        """R135: a colleague, another team's leader and the clerk who reported it get nothing, from any letter."""
        case = self._decided(reporter=self.clerk)
        for stranger in (self.colleague, self.leader_south, self.clerk, self.finance, self.director_valley):
            for report in (NOTICE, DECISION):
                with self.subTest(stranger=stranger.name, report=report), self.assertRaises(AccessError):
                    self._print(stranger, case, report)
            with self.assertRaises(AccessError):
                self.as_(stranger, case).action_print_notice()
            with self.assertRaises(AccessError):
                self.as_(stranger, case).action_send_notice()

    def test_the_reporter_is_not_named(self):
        """R046: who reported stays out of every letter."""
        for case, report in (
            (self._reported(reporter=self.clerk), NOTICE),
            (self._decided(reporter=self.clerk), DECISION),
        ):
            self.assertNotIn("Cleo", self._print(self.rep, case, report))

    def test_in_the_language_of_the_employee(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["sales_office_policy"], ["zh_CN"])
        self.rep.user_id.lang = "zh_CN"
        case = self._reported()
        html = self._print(self.manager, case, NOTICE)
        self.assertIn("您的权利", html)
        self.assertNotIn("Your Rights", html)
        self.assertNotIn("Dear", html)
        self.assertRegex(html, r"\d{4}年\d{1,2}月\d{1,2}日")

    def test_the_button_prints_the_latest(self):
        case = self._reported()
        names = [self.as_(self.rep, case).action_print_notice()["report_name"]]
        self.as_(self.rep, case).action_answer("Yes.")
        self.as_(self.manager, case).action_decide("warning")
        names.append(self.as_(self.rep, case).action_print_notice()["report_name"])
        self.assertEqual(names, [NOTICE, DECISION])
        with self.assertRaisesRegex(UserError, "Choose reported cases that have come equally"):
            self.as_(self.manager, case | self._reported()).action_print_notice()
        with self.assertRaisesRegex(UserError, "Choose reported cases that have come equally"):
            self.as_(self.leader, self._create_case(self.rep, self.leader)).action_print_notice()

    # ------------------------------------------------------------------ the company's own text

    def test_text_of_the_company(self):
        """R060: a company's own letter takes the place of the shipped one; what must be in it stays."""
        own = self.env.ref("sales_office_policy.mail_template_violation_notice").copy(
            {"body_html": '<p>Listen, <t t-out="object.employee_id.name"/>!</p>'}
        )
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"]).create({})
        settings.sales_office_notice_template_id = own
        case = self._reported()
        html = self._print(self.rep, case, NOTICE)
        self.assertIn("Listen, Rob!", html)
        self.assertNotIn("Dear Rob", html)
        self.assertIn("You may answer until", html)
        self.assertIn("Listen, Rob!", self._print(self.manager, case, NOTICE))

    def test_a_letter_about_something_else_is_refused(self):
        foreign = self.env["mail.template"].create(
            {"name": "Offer", "model_id": self.env.ref("sales_office_policy.model_sales_office_check").id}
        )
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"]).create({})
        with self.assertRaisesRegex(ValidationError, "Choose a letter that is about cases"):
            settings.sales_office_notice_template_id = foreign

    def test_without_any_text(self):
        self.env.ref("sales_office_policy.mail_template_violation_notice").unlink()
        self.assertIn("You may answer until", self._print(self.rep, self._reported(), NOTICE))

    # ------------------------------------------------------------------ sending

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("sales_office_policy.ir_cron_send_notices").method_direct_trigger()
        self.env.invalidate_all()

    def test_sent_by_itself(self):
        """R060: what is reported and decided sends its letter with the PDF, to the employee alone."""
        self.company.sales_office_notice_automatic = True
        case = self._reported()
        self.assertEqual(case.notice_queued, "notice")
        self._run_cron()
        self.assertFalse(case.notice_queued)
        letter = case.message_ids.filtered("attachment_ids")
        self.assertEqual(letter.notified_partner_ids, self.rep.user_id.partner_id)
        self.assertTrue(letter.attachment_ids.name.startswith("Notice: Napping"))
        self.as_(self.rep, case).action_answer("Yes.")
        self.as_(self.manager, case).action_decide("warning")
        self.assertEqual(case.notice_queued, "decision")

    def test_not_sent_by_itself_unless_wanted(self):
        self.assertFalse(self._reported().notice_queued)

    def test_what_is_overtaken_is_not_sent(self):
        self.company.sales_office_notice_automatic = True
        case = self._decided()
        case.notice_queued = "notice"
        self._run_cron()
        self.assertFalse(case.message_ids.attachment_ids)

    def test_sent_by_hand(self):
        """R046: by who leads the employee, once there is something to send and somebody to send it to."""
        case = self._reported()
        self.as_(self.manager, case).action_send_notice()
        letter = case.message_ids.filtered("attachment_ids")
        self.assertEqual(letter.notified_partner_ids, self.rep.user_id.partner_id)
        with self.assertRaises(AccessError):
            self.as_(self.rep, case).action_send_notice()
        self.rep.user_id.active = False
        with self.assertRaisesRegex(UserError, "has no user to send it to"):
            self.as_(self.manager, case).action_send_notice()
        with self.assertRaisesRegex(UserError, "There is no such letter yet"):
            self.as_(self.manager, self._create_case(self.colleague)).action_send_notice()


class TestLetterAddress(LetterCommon, HttpCase):
    def test_by_its_address(self):
        """R135: the address of a PDF opens for who may read the case, and for nobody else."""
        case = self._decided()
        for employee, status in ((self.rep, 200), (self.manager, 200), (self.colleague, 403), (self.clerk, 403)):
            employee.user_id.password = employee.user_id.login + "-secret"
            self.authenticate(employee.user_id.login, employee.user_id.login + "-secret")
            for kind in ("html", "pdf"):
                with self.subTest(name=employee.name, kind=kind):
                    response = self.url_open(f"/report/{kind}/{DECISION}/{case.id}")
                    self.assertEqual(response.status_code == 200, status == 200)
                    self.assertEqual("Napping" in response.text, status == 200)  # a test gets a PDF as HTML
