from datetime import timedelta

from odoo import fields

from ..browser import BrowserCase


class TestClosingTour(BrowserCase):
    """The person on duty, with a phone in their hand."""

    browser_size = "375x667"
    touch_enabled = True

    def test_duty_person_closes(self):
        """R010: they tick the list on a phone, one item not applicable, and finish it."""
        template = self.env.ref("sales_office_policy.closing_template_daily")
        closings = self.env["sales.office.closing"]
        closing = closings.create(
            {
                "office_id": self.sales.id,
                "template_id": template.id,
                "date": fields.Date.context_today(closings.with_context(tz="Asia/Shanghai")),
                "deadline": fields.Datetime.now() + timedelta(hours=1),
                "employee_id": self.rep.id,
                "line_ids": closings._prepare_items(template),
            }
        )
        self.tour("sales_office_duty_person_closes_on_a_phone", self.rep)
        self.assertEqual((closing.state, closing.done_by_id), ("done", self.rep.user_id))
        self.assertEqual(closing.line_ids.mapped("state").count("done"), 5)
        self.assertEqual(closing.line_ids.filtered("remark").remark, "Being repaired")
