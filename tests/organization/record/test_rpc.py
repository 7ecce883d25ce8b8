"""Public methods answer with a sentence, whatever they are called with over RPC."""

import inspect

from odoo.exceptions import MissingError, UserError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from ...common import SalesOfficeCommon

ODD = (None, True, "1", 1.0, 0, -1, 2**31, 2**63, [], {}, [[1]], "x" * 100_000)


class TestRpc(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        values = {"name": "Pencil", "department_id": cls.sales.id}
        cls.pencil = cls.as_(cls, cls.clerk, cls.env["sales.office.supply"].create(values))
        cls.meeting = cls.env["sales.office.meeting"].create(
            {"department_id": cls.north.id, "start": "2026-03-04 00:15:00"}
        )

    def _call(self, records, name, *args, kwargs=None):
        """Call a method of records by their ids, as the web client does."""
        return call_kw(records.browse(), name, [records.ids, *args], kwargs or {})

    def _assert_refused(self, text, records, name, *args, kwargs=None):
        with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
            self._call(records, name, *args, kwargs=kwargs)

    def test_wrong_number_of_arguments_is_answered_with_the_list_of_them(self):
        """R135: too few, too many and unknown arguments are answered with what the method takes."""
        for args, kwargs in (
            ((), {}),
            ((1, 2, 3), {}),
            ((), {"amount": 3}),
            ((1,), {"quantity": 1}),
            ((), {"self": 1}),
        ):
            with self.subTest(args=args, kwargs=kwargs):
                text = (
                    r"action_request takes these arguments:\n- quantity: a number\n- reason: a text .* may be left out"
                )
                self._assert_refused(text, self.pencil, "action_request", *args, kwargs=kwargs)
        self._assert_refused("action_open takes no arguments", self.meeting, "action_open", 1)

    def test_numbers_are_numbers_of_this_world(self):
        """R135: no text, truth value, infinity or number beyond all money is taken for a number."""
        for value in (None, "3", True, float("nan"), float("inf"), 1e300, 10**400, [3], {"a": 3}):
            with self.subTest(value=value):
                self._assert_refused(
                    "action_request: “quantity” has to be a number", self.pencil, "action_request", value
                )
        self.assertTrue(self._call(self.pencil, "action_request", 3))

    def test_texts_can_be_kept(self):
        """R135: what PostgreSQL cannot store, or nobody ever writes, is refused as a text."""
        for value in (5, True, ["a"], {}, "a\0b", "\ud800", "x" * 100_000):
            with self.subTest(value=str(type(value))):
                self._assert_refused("“reason” has to be a text", self.pencil, "action_request", 1, value)

    def test_days_and_times_are_read_from_text(self):
        """R135: a day or time is an ISO text of these centuries, and anything else is refused."""
        schedule = self.env["sales.office.meeting.schedule"].create({"department_id": self.north.id})
        for value in (None, 5, "", "tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", ["2026-01-01"]):
            with self.subTest(value=value):
                text = "plan_meetings: “date_from” has to be a day such as 2026-03-31"
                self._assert_refused(text, schedule, "plan_meetings", value, "2026-03-31")
        self.assertTrue(self._call(schedule, "plan_meetings", "2026-03-02", "2026-03-03"))
        visitor = self.env["sales.office.visitor"].create({"name": "Wang Fang", "employee_id": self.rep.id})
        for value in ("now", "2026-03-31 25:00:00", "9999-12-31 23:59:59"):
            with self.subTest(value=value):
                self._assert_refused(
                    "“left_at” has to be a date and time", visitor, "action_sign_out_at", value, "Late"
                )
        self._assert_refused(
            "between the time in and now", visitor, "action_sign_out_at", "2199-03-31T14:00:00+08:00", "Late"
        )

    def test_an_id_is_a_number_of_a_record_that_exists(self):
        """R135: an id that is none, too large or of no record is refused; true is not the record number 1."""
        for value in (*ODD, self.rep.ids * 2 + [True], 2**31 - 1):
            with self.subTest(value=str(value)[:20]):
                self._assert_refused("“employee” has to be the number", self.pencil, "action_issue", value, 1)

    def test_records_it_is_called_on_exist(self):
        """R135: a method called on ids that are none is refused before it begins."""
        for ids in ("abc", [True], [None], ["1"], [1.0], [[1]], [0], [-1], [2**31], {"a": 1}, [self.meeting.id, 1.5]):
            with self.subTest(ids=ids), self.assertRaisesRegex(UserError, "with the numbers .ids. of records"):
                call_kw(self.env["sales.office.meeting"], "action_open", [ids], {})
        with self.assertRaisesRegex(MissingError, "does not exist any more, or never did"):
            call_kw(self.env["sales.office.meeting"], "action_open", [[2**31 - 1]], {})

    def test_a_method_about_one_record_is_refused_for_several(self):
        """R135: instead of an error, none or two records are answered with a sentence."""
        two = self.meeting | self.meeting.create({"department_id": self.north.id, "start": "2026-03-05 00:15:00"})
        for meetings in (two, two.browse()):
            self._assert_refused("get_roll_call is called for one record at a time", meetings, "get_roll_call")

    def test_a_choice_is_one_of_the_list(self):
        """R135: a value that the list does not have is answered with the list."""
        row = self.meeting.attendance_ids[:1]
        self._assert_refused("“state” has to be one of: expected, present", row, "action_mark", "asleep")

    def test_a_table_is_read_as_json_writes_it(self):
        """R135: ids that JSON made texts of are found, others refused."""
        customer = self.env["res.partner"].create({"name": "Lotus Travel"})
        order = self.env["sale.order"].create({"partner_id": customer.id, "user_id": self.rep.user_id.id})
        for shares in ([1], {"a": 1}, {"-5": 1}, {"²": 1}, {str(2**40): 1}, {str(self.rep.id): "all"}):
            with self.subTest(shares=shares):
                self._assert_refused("“shares” has to be a number for each id", order, "action_split_credit", shares)
        self._call(order, "action_split_credit", {str(self.rep.id): 60, str(self.leader.id): 40})
        self.assertEqual(order.sales_office_split_ids.employee_id, self.rep | self.leader)

    def test_false_stands_for_what_is_left_out(self):
        """R135: web clients send false for an empty field; it means the same as not sending it."""
        self.assertTrue(self._call(self.pencil, "action_request", 1, False))
        self.assertTrue(self._call(self.pencil, "action_request", 1, None))

    def test_the_sentence_is_in_the_readers_language(self):
        """R135: somebody who reads Chinese is told in Chinese."""
        pencil = self.pencil.with_context(lang="zh_CN")
        for args in ((), ("3",), (3, 4)):
            with self.subTest(args=args):
                self._assert_refused(
                    "[\u4e00-\u9fff]{4}", pencil, "action_request", *args, kwargs={"context": {"lang": "zh_CN"}}
                )

    def test_json_passes_what_does_not_fit_on(self):
        """R135: ``/json/2`` asks the signature first; the sentence is ours."""
        signature = inspect.signature(type(self.pencil).action_request)
        self.assertEqual(list(signature.parameters), ["self", "quantity", "reason"])
        signature.bind(self.pencil, nonsense=1)

    def test_odoos_doors_name_the_field(self):
        """R135: a value or field that is wrong in ``create`` or ``write`` is named instead of a traceback."""
        Document = self.as_(self.clerk, self.env["sales.office.document"])
        category = self.env.ref("sales_office_policy.document_category_record_book")
        good = {"name": "Record book", "category_id": category.id, "department_id": self.north.id}
        for name, value in (
            ("category_id", "abc"),
            ("name", "a\0b"),
            ("hold_ids", [[0, 0, {"sequence": "a"}]]),
        ):
            with self.subTest(field=name, value=value):
                self._assert_misfits("does not take this value", Document, {**good, name: value})
        for vals in ("abc", 5, [5], None):
            with self.subTest(vals=vals):
                self._assert_misfits("create: “vals_list” has to be values by field", Document, vals)
        self._assert_misfits("has no field “colour”", Document, {**good, "colour": 1})

    def _assert_misfits(self, text, model, vals):
        with self.assertRaisesRegex(UserError, text), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            call_kw(model, "create", [vals], {})
