"""What a saved quotation says about its prices with each value that is typed in its lines, judged once. R053."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.sales_office_policy.models.order.price.priced_order import SalesOfficePricedOrder

from ..common import PriceCommon

BEYOND = "3 points over; Team Leader up to 10 %"


class TestPriceTyping(PriceCommon):
    def _edit(self, *lines):
        """Return the form of a saved quotation as its salesperson has it open."""
        return Form(self.as_(self.rep, self.quote(*lines)))

    def _type(self, form, index, **values):
        with form.order_line.edit(index) as line:
            for name, value in values.items():
                setattr(line, name, value)

    def _notes(self, form):
        """Return what the form shows of each line."""
        return [vals["sales_office_price_note"] or "" for vals in form.order_line._records]

    def test_typed_and_taken_back(self):
        """R053: the line and the quotation say at once what is beyond a limit, and nothing any more when it is not."""
        form = self._edit((self.night, 10, 0), (self.hall, 1, 0))
        self._type(form, 0, discount=8)
        self.assertEqual(form.sales_office_price_state, "beyond")
        self.assertIn("3 points over your 5 %", form.sales_office_price_text)
        self.assertEqual(self._notes(form), [BEYOND, ""])
        self._type(form, 1, discount=8)
        self.assertEqual(self._notes(form), [BEYOND, BEYOND])
        self._type(form, 0, discount=3)
        self.assertEqual(self._notes(form), ["", BEYOND])
        self._type(form, 1, discount=3)
        self.assertEqual((form.sales_office_price_state, form.sales_office_price_text), ("within", False))
        self.assertEqual(self._notes(form), ["", ""])

    def test_saved_beyond(self):
        """R053: a quotation saved beyond a limit says nothing any more of the line that is brought back."""
        form = self._edit((self.night, 10, 8), (self.hall, 1, 0))
        self.assertEqual(self._notes(form), [BEYOND, ""])
        self._type(form, 0, discount=3)
        self.assertEqual(self._notes(form), ["", ""])
        self.assertEqual(form.save().sales_office_price_state, "within")

    def test_same_product(self):
        """R053: lines of a product are judged together, so one that is typed changes what the other says."""
        form = self._edit((self.night, 10, 8), (self.night, 10, 0), (self.hall, 1, 0))
        self.assertEqual(self._notes(form), ["", "", ""])
        self._type(form, 1, discount=8)
        self.assertEqual(self._notes(form), [BEYOND, BEYOND, ""])
        self._type(form, 1, product_id=self.hall, discount=0)
        self.assertEqual(self._notes(form), [BEYOND, "", ""])

    def test_line_taken_out(self):
        """R053: a line that is taken out changes what is said of the others of its product."""
        form = self._edit((self.night, 10, 8), (self.night, 90, 0))
        self.assertEqual(self._notes(form), ["", ""])
        form.order_line.remove(1)
        self.assertEqual(self._notes(form), [BEYOND])

    def test_new_line(self):
        """R053: a line that is added to a saved quotation says it, too."""
        form = self._edit((self.night, 10, 0))
        with form.order_line.new() as line:
            line.product_id = self.hall
            line.discount = 8
        self.assertEqual(self._notes(form), ["", BEYOND])

    def test_off_the_whole(self):
        """R053: a line that takes something off the whole changes what is said of all."""
        off = {"product_id": self._create_product("Goodwill", 0, 0).id, "price_unit": -10}
        form = self._edit((self.night, 10, 0), (self.hall, 2, 0), off)
        self.assertEqual(self._notes(form), ["", "", ""])
        self._type(form, 2, price_unit=-160)
        self.assertEqual(self._notes(form), [BEYOND, BEYOND, ""])
        form.order_line.remove(2)
        self.assertEqual(self._notes(form), ["", ""])

    def test_judged_once(self):
        """R053: with one value typed in a line the quotation is judged once."""
        form, judge = self._edit((self.night, 10, 0), (self.hall, 1, 0)), SalesOfficePricedOrder._judge_price
        with patch.object(SalesOfficePricedOrder, "_judge_price", autospec=True, side_effect=judge) as judged:
            self._type(form, 0, discount=8)
        self.assertEqual(judged.call_count, 1)

    def test_remembered_by_caller(self):
        """R053: what a caller claims to be remembered of list prices decides nothing."""
        order = self.as_(self.rep, self.quote((self.night, 10, 0)))
        spec = {
            "sales_office_price_state": {},
            "order_line": {"fields": {"discount": {}, "sales_office_price_note": {}}},
        }
        command = Command.update(order.order_line.id, {"discount": 8})
        claimed = order.with_context(sales_office_remembered={"units": {}})
        result = claimed.onchange({"order_line": [command]}, ["order_line"], spec)
        self.assertEqual(result["value"]["sales_office_price_state"], "beyond")
        self.assertEqual(claimed.with_context(sales_office_remembered="all").sales_office_price_state, "within")

    def test_not_saved_yet(self):
        """R053: a quotation that was never saved says it line by line, too, and is judged once."""
        form = Form(self.as_(self.rep, self.env["sale.order"]))
        form.partner_id = self.customer
        for product in (self.night, self.hall):
            with form.order_line.new() as line:
                line.product_id = product
        self._type(form, 0, discount=8)
        self.assertEqual(self._notes(form), [BEYOND, ""])
        self._type(form, 1, discount=8)
        self.assertEqual(self._notes(form), [BEYOND, BEYOND])
        self._type(form, 0, discount=3)
        self.assertEqual((form.sales_office_price_state, self._notes(form)), ("beyond", ["", BEYOND]))
