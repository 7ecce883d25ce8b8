"""What stands between the parts of a title."""

from odoo.tests import BaseCase, tagged

from odoo.addons.sales_office_policy.models.organization.posts.title import join_sentences, join_title, leave_out_said


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

    def test_what_a_line_says_already(self):
        """R137: beside a line that names a record, only what the line does not say is left of the name."""
        self.assertEqual(leave_out_said("OUT-2026-0003 未付发票催款函", "审核信函 OUT-2026-0003"), "未付发票催款函")
        self.assertEqual(leave_out_said("INS/0002 May we give 10 %?", "Ann asks: May we give 10 %?"), "INS/0002")
        self.assertEqual(leave_out_said("Ann, March", "Confirm your statement"), "Ann, March")
        self.assertEqual(
            (leave_out_said("Ann", "Visit Ann"), leave_out_said("Annual dinner", "Annual dinner")), ("Ann", "")
        )

    def test_sentences(self):
        """R137: one sentence follows another, without a blank after a wide mark."""
        self.assertEqual(join_sentences("Late.", "", None, "Seen at nine."), "Late. Seen at nine.")
        self.assertEqual(join_sentences("截至 18:00 未完成。", "未勾选：空调。"), "截至 18:00 未完成。未勾选：空调。")
