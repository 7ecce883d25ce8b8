"""What stands between the parts of a title."""

from odoo.tests import BaseCase, tagged

from odoo.addons.sales_office_policy.models.organization.posts.title import join_title


@tagged("post_install", "-at_install", "standard")
class TestTitle(BaseCase):
    def test_marks_of_the_script(self):
        """R135: commas and colons are wide between Chinese words, whatever numbers and codes stand beside them."""
        self.assertEqual(join_title("S00074", "枫叶软件"), "S00074，枫叶软件")
        self.assertEqual(join_title("发放", "笔记本（A5）", by=": "), "发放：笔记本（A5）")
        self.assertEqual(join_title("Gift Received", "蓝鹤教育", "2026-11-29"), "Gift Received, 蓝鹤教育, 2026-11-29")
        self.assertEqual(join_title("服务", "响应慢", by=" / "), "服务 / 响应慢")

    def test_missing_parts(self):
        """R135: what is not filled in yet leaves no mark behind."""
        self.assertEqual(join_title("Ann", False, "March"), "Ann, March")
        self.assertFalse(join_title(False, None))
