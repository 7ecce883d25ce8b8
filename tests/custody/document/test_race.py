from threading import Thread

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestRace(RaceCase):
    """Two people at two screens: real connections and real commits, cleaned up by hand.

    Racer 1 and Racer 2 work in an office with one record book; who calls without ``user`` is the clerk.
    """

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            department = env["hr.department"].create({"name": "Race office", "is_sales_office": True})
            users = env["res.users"].create([self._prepare_user_vals(env, number) for number in (1, 2)])
            employees = env["hr.employee"].create(
                [
                    {
                        "name": user.name,
                        "user_id": user.id,
                        "department_id": department.id,
                        "sales_office_role_ids": [Command.set(env.ref("sales_office_policy.role_representative").ids)],
                    }
                    for user in users
                ]
            )
            category = env.ref("sales_office_policy.document_category_record_book")
            document = env["sales.office.document"].create(
                {"name": "Race book", "category_id": category.id, "department_id": department.id}
            )
            self.department_id, self.document_id, self.employee_ids = department.id, document.id, employees.ids
            self.user_ids = users.ids
        self.addCleanup(self._clean_up)

    def _prepare_user_vals(self, env, number):
        return {
            "name": f"Racer {number}",
            "login": f"racer_{number}",
            "notification_type": "inbox",
            "group_ids": [Command.set(env.ref("base.group_user").ids)],
        }

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            document = env["sales.office.document"].browse(self.document_id)
            document.event_ids.unlink()
            document.loan_ids.unlink()
            document.state = "available"
            document.unlink()
            employees = env["hr.employee"].browse(self.employee_ids)
            users = env["res.users"].browse(self.user_ids)
            partners = employees.work_contact_id | users.partner_id
            employees.unlink()
            users.unlink()
            partners.unlink()
            env["hr.department"].browse(self.department_id).unlink()

    def _document(self, env, user=None):
        env = env(user=self.user_ids[user - 1]) if user else env
        return env["sales.office.document"].browse(self.document_id)

    def _hand_out(self, env, number):
        self._document(env).action_hand_out(self.employee_ids[number - 1])

    def _take_back(self, env, loan_id):
        env["sales.office.document.loan"].browse(loan_id).action_take_back("Complete")

    def _accept(self, env):
        self._document(env, 2).action_accept_transfer()

    def _ask(self, env, number):
        self._document(env, number).action_request()

    def _together(self, first, second):
        """Run ``first`` and, before it commits, ``second``; each is a function and its arguments.

        :return: what the second was told, or None if it went through
        """
        (one, *arguments), (other, *others) = first, second
        return self._second_waits(lambda env: one(env, *arguments), lambda env: other(env, *others)) or None

    def _look(self, name):
        """Return the names behind a field path of the document, as they are in the database now."""
        with self.registry.cursor() as cr:
            return self._document(self._env(cr)).mapped(name)

    def _prepare_offer(self):
        """Lend the book to Racer 1, who offers it to Racer 2; return the loan's id."""
        self._request(self._hand_out, 1)
        self._request(lambda env: self._document(env, 1).action_transfer(self.employee_ids[1]) and None)
        with self.registry.cursor() as cr:
            return self._document(self._env(cr)).loan_ids.id

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_clerks_at_once(self):
        """R015: precisely one hands the document out, the other reads who has it."""
        told = self._together((self._hand_out, 1), (self._hand_out, 2))
        self.assertIn("on loan to Racer 1", told)
        self.assertEqual(self._look("loan_ids.employee_id.name"), ["Racer 1"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_label_scanned_twice(self):
        """R015: the second scan says that they hold it already."""
        told = self._together((self._hand_out, 1), (self._hand_out, 1))
        self.assertIn("Racer 1 holds", told)
        self.assertEqual(self._look("loan_ids.employee_id.name"), ["Racer 1"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_return_after_acceptance(self):
        """R015: the clerk who takes back what was handed on meanwhile reads who holds it now."""
        loan_id = self._prepare_offer()
        told = self._together((self._accept,), (self._take_back, loan_id))
        self.assertIn("Racer 2 holds it", told)
        self.assertEqual(self._look("holder_id.name"), ["Racer 2"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_acceptance_after_return(self):
        """R015: nobody takes over what was returned meanwhile."""
        loan_id = self._prepare_offer()
        told = self._together((self._take_back, loan_id), (self._accept,))
        self.assertIn("not offered to you any more: it is available", told)
        self.assertFalse(self._look("holder_id.name"))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_ask_at_once(self):
        """R015: one gets their turn, the other the place after them."""
        self.assertIsNone(self._together((self._ask, 1), (self._ask, 2)))
        self.assertEqual(self._look("kept_for_id.name"), ["Racer 1"])
        self.assertEqual(self._look("hold_ids.employee_id.name"), ["Racer 2"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_asks_twice_at_once(self):
        """R015: a double click is one place in line."""
        self._request(self._hand_out, 1)
        self.assertIsNone(self._together((self._ask, 2), (self._ask, 2)))
        self.assertEqual(self._look("hold_ids.employee_id.name"), ["Racer 2"])

    def _guess(self, code):
        """Try a code at the desk as a request of its own does, and keep the answer."""
        try:
            self._request(lambda env: self._document(env).loan_ids.action_confirm_at_desk(code))
        except UserError as refused:
            self.answers.append(str(refused))

    @mute_logger("odoo.addons.sales_office_policy.models.custody.loan.returning")
    def test_guessing_side_by_side(self):
        """R015: twenty sessions at once guess no more often than one, although each error undoes the rest."""
        self._request(self._hand_out, 1)
        self.answers = []
        threads = [Thread(target=self._guess, args=(f"{number:04}",)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(self.answers), 20)
        self.assertEqual(sum("neither the PIN" in answer for answer in self.answers), 5)
        self.assertEqual(sum("Too many wrong codes" in answer for answer in self.answers), 15)

    def _keep(self):
        """Make Racer 2 the clerk of the office, for its desk and stock-takes."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            clerk = env["hr.employee"].browse(self.employee_ids[1])
            clerk.sales_office_role_ids |= env.ref("sales_office_policy.role_clerk")
            clerk.department_id.sales_office_clerk_id = clerk
        self.addCleanup(self._keep_no_longer)
        self.answers = []

    def _keep_no_longer(self):
        with self.registry.cursor() as cr:
            department = self._document(self._env(cr)).department_id
            department.sales_office_clerk_id = False
            department.env["sales.office.document.stocktake"].search([("department_id", "=", department.id)]).unlink()

    def _scan_at_desk(self, env):
        document = self._document(env, 2)
        answer = document.env["sales.office.document.desk"].scan(document.reference, self.employee_ids[0])
        self.answers.append(answer["text"])

    def _count(self, env):
        document = self._document(env, 2)
        stocktake = document.env["sales.office.document.stocktake"].search([("location", "=", "Race shelf")])
        self.answers.append(stocktake.action_scan(document.reference)["text"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_screens_of_the_desk(self):
        """R015: the label read at two screens at once is handed out once; the second reads to whom."""
        self._keep()
        self._together((self._scan_at_desk,), (self._scan_at_desk,))
        self.assertIn("goes to Racer 1", self.answers[0])
        self.assertIn("went to Racer 1 just now", self.answers[1])
        self.assertEqual(self._look("loan_ids.employee_id.name"), ["Racer 1"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_count_the_same_paper(self):
        """R016: a paper scanned by two at once is one line of the stock-take."""
        self._keep()
        with self.registry.cursor() as cr:
            department = self._document(self._env(cr)).department_id
            department.env["sales.office.document.stocktake"].create(
                {"location": "Race shelf", "department_id": department.id}
            )
        self.assertIsNone(self._together((self._count,), (self._count,)))
        self.assertIn("does not belong here", self.answers[0])
        self.assertIn("was scanned already", self.answers[1])
