"""What people read or write by doors of the web client that no screen of theirs opens. R135.

Groups, progress bars, exports, filters on what is hidden, defaults of a context, another company.
"""

import inspect

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime

from .common import PriceCommon
from .receivable.common import TODAY, ReceivableCommon


def peep(model, name):
    """Yield ``(door, error, act)`` for each door by which somebody may learn of a number of a model."""
    yield "filter", AccessError, lambda: model.search_count([(name, "!=", False)])
    yield "filter by size", AccessError, lambda: model.search([(name, ">", 1)])
    yield "order", AccessError, lambda: model.search([], order=f"{name} desc")
    yield "export", AccessError, lambda: model.search([]).export_data([name])
    yield "sum", AccessError, lambda: model.formatted_read_group([], [], [f"{name}:sum"])
    yield "read", AccessError, lambda: model.search([]).web_read({name: {}})
    # Odoo groups by no number at all
    yield "group", Exception, lambda: model.formatted_read_group([], [name], ["__count"])
    yield "sets", Exception, lambda: model.formatted_read_grouping_sets([], [[name]], ["__count"])
    yield "web group", Exception, lambda: model.web_read_group([], [name], ["__count"])


class TestForgedPrice(PriceCommon):
    def setUp(self):
        super().setUp()
        self.env.ref("base.group_allow_export").user_ids |= self.rep.user_id | self.leader_south.user_id
        self.rep_limit.write({"has_floor": True, "min_margin": 30})
        self.order = self.quote((self.night, 10, 8))
        self.approval = self.ask(self.order)

    def test_what_is_hidden_is_told_by_no_door(self):
        """R053 R135: neither a floor nor the margin of what was asked for is filtered by, added up or exported."""
        for model, name in ((self.approvals, "margin"), (self.limits, "min_margin")):
            for door, error, act in peep(self.as_(self.rep, model), name):
                with self.subTest(f"{name} by {door}"), self.assertRaises(error):
                    act()

    def test_nor_by_way_of_the_quotation(self):
        """R053 R135: nor through a record that refers to it."""
        self.company.sales_office_hide_margin = True
        orders, lines = (self.as_(self.rep, self.env[name]) for name in ("sale.order", "sale.order.line"))
        for act in (
            lambda: orders.search_count([("sales_office_price_approval_ids.margin", ">", 1)]),
            lambda: lines.search_count([("order_id.sales_office_price_approval_ids.margin", ">", 1)]),
            lambda: orders.search_count([("sales_office_price_asked", "=", True)]),
            lambda: orders.search_count([("sales_office_credit_hold_ids.amount", ">", 1)]),
            lambda: self.as_(self.rep, self.approvals).search([]).export_data(["order_id/sales_office_price_asked"]),
        ):
            self.env.flush_all()
            self.env.invalidate_all()  # each is a request of its own
            with self.subTest(inspect.getsource(act).strip()), self.assertRaises(AccessError):
                act()

    def test_another_teams_prices(self):
        """R053 R135: a leader learns nothing of what another team asked for, by groups or progress bars either."""
        theirs = self.as_(self.leader_south, self.approvals)
        self.assertFalse(theirs.formatted_read_group([], ["employee_id"], ["__count", "discount:avg"]))
        bar = {"field": "state", "colors": {"requested": "warning"}}
        self.assertFalse(theirs.read_progress_bar([], "employee_id", bar))
        self.assertEqual(theirs.search_count([("discount", ">", 1)]), 0)
        with self.assertRaises(AccessError):
            theirs.browse(self.approval.id).export_data(["discount"])

    def test_defaults(self):
        """R096: what is kept about a price comes from no default, of the context or of who makes the quotation."""
        forged = {"default_sales_office_price_given": "approved", "default_sales_office_price_discount": 1}
        values = {"partner_id": self.customer.id}
        orders = self.as_(self.rep, self.env["sale.order"])
        made = orders.with_context(**forged).create(values)
        self.assertEqual((made.sales_office_price_given, made.sales_office_price_discount), (False, 0))
        self.as_(self.rep, self.env["ir.default"]).set("sale.order", "sales_office_price_given", "approved", True)
        self.assertFalse(orders.create(values).sales_office_price_given)

    def test_confirmed_by_default(self):
        """R096: a quotation that a context confirms is judged like one that somebody does."""
        line = Command.create({"product_id": self.night.id, "product_uom_qty": 1, "discount": 50})
        orders = self.as_(self.rep, self.env["sale.order"])
        for state in ("sent", "sale"):
            with (
                self.subTest(state),
                self.assertRaisesRegex(UserError, "its price falls no further|once it is approved"),
            ):
                orders.with_context(default_state=state).create({"partner_id": self.customer.id, "order_line": [line]})

    def test_approval_by_default(self):
        """R053: nobody asks with an answer, or for somebody else, by a default."""
        forged = {"default_state": "approved", "default_valid_until": "2099-01-01", "default_kind": "own"}
        order = self.quote((self.hall, 1, 8))
        asking = self.as_(self.rep, self.approvals).with_context(**forged, default_decided_by_id=self.leader.user_id.id)
        approval = asking.action_request(self.as_(self.rep, order), "They ask")
        self.assertEqual((approval.state, approval.valid_until, approval.kind), ("requested", False, "asked"))

    def test_values_of_a_form(self):
        """R053: what a form claims to have been told of the price decides nothing, and is not kept."""
        claims = {"sales_office_price_state": "approved", "sales_office_price_given": "approved"}
        order = self.as_(self.rep, self.order)
        spec = dict.fromkeys(claims, {}) | {"sales_office_price_text": {}, "note": {}}
        told = order.onchange({**claims, "note": "x"}, ["note"], spec)["value"]
        self.assertNotIn(told.get("sales_office_price_state"), ("approved", "within"))
        order.web_save({"sales_office_price_state": "approved"}, {})
        self.env.invalidate_all()
        self.assertEqual(self.state(self.order), "requested")
        with self.assertRaisesRegex(UserError, "only once it is approved"):
            order.action_quotation_sent()

    def test_other_company(self):
        """R135: a director of another company decides nothing here, nor who works in both and here is none."""
        with self.assertRaises(AccessError):
            self.as_(self.director_valley, self.approval).action_approve()
        user = self.director_valley.user_id
        user.company_ids |= self.company
        both = self.approval.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        with self.assertRaises(AccessError):
            both.action_approve()
        self.assertEqual(self.approval.state, "requested")

    def test_who_left(self):
        """R053: who is no employee any more decides nothing; the next above does, and may be asked at once."""
        self.leader.user_id.active = False
        self.leader.active = False
        other = self.ask(self.quote((self.hall, 1, 8)))
        self.assertEqual(other.superior_id, self.manager)
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.approval).action_approve()
        self.as_(self.manager, self.approval).action_approve()
        self.assertEqual(self.approval.state, "approved")

    def test_quotation_of_who_left(self):
        """R053: the quotation of a rep who left is taken over, and judged by who sells it then."""
        self.rep.active = False
        self.as_(self.leader, self.order).user_id = self.colleague.user_id
        with self.assertRaisesRegex(UserError, "only once it is approved"):
            self.as_(self.colleague, self.order).action_quotation_sent()

    def test_day_of_an_order(self):
        """R066 R096: who sells dates no order: neither one that is confirmed, nor while it is, nor in a file."""
        mine = self.as_(self.rep, self.quote())
        words = "the day on which it is confirmed"
        with self.assertRaisesRegex(UserError, words):
            mine.write({"state": "sale", "date_order": "2020-01-01 02:00:00"})
        mine.date_order = "2020-01-01 02:00:00"  # of a quotation it says nothing
        with self.assertRaisesRegex(UserError, words):
            mine.write({"state": "sale"})
        mine.action_confirm()
        self.assertGreater(mine.date_order, Datetime.to_datetime("2020-01-02"))
        for employee in (self.rep, self.leader, self.clerk):
            with self.subTest(employee.name), self.assertRaisesRegex(UserError, words):
                self.as_(employee, mine).write({"date_order": "2020-01-01 02:00:00"})
        values = {"partner_id": self.customer.id, "state": "sale", "date_order": "2020-01-01 02:00:00"}
        with self.assertRaisesRegex(UserError, words):
            self.as_(self.rep, self.env["sale.order"]).create(values)
        mine.write({"date_order": mine.date_order, "state": "sale"})
        self.as_(self.manager, mine).date_order = "2026-01-01 02:00:00"


@freeze_time(TODAY)
class TestForgedReceivable(ReceivableCommon):
    def setUp(self):
        super().setUp()
        self.env.ref("base.group_allow_export").user_ids |= self.rep.user_id | self.leader_south.user_id
        self.customer.write({"use_partner_credit_limit": True, "credit_limit": 5000, "sales_office_overdue_days": 30})

    def test_credit_of_a_customer(self):
        """R119 R135: neither limit nor days of a customer are told a rep or leader, by any door."""
        for employee in (self.rep, self.leader_south):
            for name in ("credit_limit", "sales_office_overdue_days", "credit"):
                for door, error, act in peep(self.as_(employee, self.env["res.partner"]), name):
                    with self.subTest(f"{employee.name} {name} by {door}"), self.assertRaises(error):
                        act()

    def test_credit_by_way_of_a_receivable(self):
        """R119 R135: nor through what the customer owes them."""
        items = self.as_(self.rep, self.env["sales.office.receivable"])
        for act in (
            lambda: items.search_count([("partner_id.credit_limit", ">", 1)]),
            lambda: items.formatted_read_group([], ["partner_id.sales_office_overdue_days"], ["__count"]),
            lambda: items.search([]).export_data(["partner_id/credit_limit"]),
            lambda: items.search([]).web_read({"partner_id": {"fields": {"credit_limit": {}}}}),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_another_teams_receivables(self):
        """R119 R135: a leader's groups, progress bars and counts are made of their own team's rows."""
        self.env.flush_all()
        items = self.as_(self.leader_south, self.env["sales.office.receivable"])
        bar = {"field": "age", "colors": {"c_31_60": "warning", "d_61_90": "danger"}}
        self.assertEqual(
            items.read_progress_bar([], "partner_id", bar), {str(self.customer.id): {"c_31_60": 1, "d_61_90": 0}}
        )
        everybody = ["|", ("user_id", "!=", False), ("id", "!=", 0)]
        self.assertEqual(items.search_count(everybody), 1)
        for groupby in (["move_id.invoice_user_id"], ["partner_id"], ["date_due:month"], ["company_id"]):
            with self.subTest(groupby):
                groups = items.formatted_read_group(everybody, groupby, ["residual:sum", "residual:max", "__count"])
                found = [(group["residual:sum"], group["residual:max"], group["__count"]) for group in groups]
                self.assertEqual(found, [(700, 700, 1)])
        sets = items.formatted_read_grouping_sets(everybody, [["user_id"], []], ["residual:sum"])
        self.assertEqual([[group["residual:sum"] for group in groups] for groups in sets], [[700], [700]])

    def test_credit_limit_by_any_door(self):
        """R119: who sells sets no credit limit: written, made, imported, by a default or by a form."""
        partners = self.as_(self.rep, self.env["res.partner"])
        mine = partners.browse(self.customer.id)
        doors = {
            "write": lambda: mine.write({"credit_limit": 9}),
            "days": lambda: mine.write({"sales_office_overdue_days": 9}),
            "create": lambda: partners.create({"name": "New", "credit_limit": 9}),
            "web_save": lambda: mine.web_save({"credit_limit": 9}, {}),
        }
        for door, act in doors.items():
            with self.subTest(door), self.assertRaises(AccessError):
                act()
        names, row = ["name", "credit_limit"], ["Loaded", "9"]
        loaded = partners.load(names, [row])
        self.assertTrue(loaded["messages"] or not self.env["res.partner"].browse(loaded["ids"]).credit_limit)
        for name in ("credit_limit", "sales_office_overdue_days"):
            with self.assertRaisesRegex(AccessError, "enough rights to access the field"):
                partners.with_context(**{f"default_{name}": 9}).create({"name": "By default"})

    def test_collector_by_default(self):
        """R119: nor is an invoice made with somebody else to collect it than who sold it."""
        moves = self.as_(self.finance, self.env["account.move"])
        moves = moves.with_context(default_sales_office_collector_id=self.rep_south.user_id.id)
        with self.assertRaisesRegex(AccessError, "enough rights to access the field"):
            moves.create({"move_type": "out_invoice", "partner_id": self.customer.id})
