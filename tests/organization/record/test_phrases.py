from odoo.addons.sales_office_policy.models.organization.record.phrases import (
    count_days,
    count_minutes,
    count_months,
    count_points,
    join_names,
)

from ...common import SalesOfficeCommon


class TestPhrases(SalesOfficeCommon):
    def test_names(self):
        """R133: names are divided as the reader's language divides what it lists."""
        self.env["res.lang"]._activate_lang("zh_CN")
        names = ["Ann", False, "Ben", 3]
        self.assertEqual(join_names(self.env(context={"lang": "en_US"}), names), "Ann, Ben, 3")
        self.assertEqual(join_names(self.env(context={"lang": "zh_CN"}), names), "Ann、Ben、3")
        self.assertEqual(join_names(self.env, []), "")

    def test_one_and_more(self):
        """R138: one is not written as many are, in English; in Chinese both are."""
        self.env["res.lang"]._activate_lang("zh_CN")
        for count, one, many, yi in (
            (count_days, "1 day", "2 days", "1 天"),
            (count_minutes, "1 minute", "2 minutes", "1 分钟"),
            (count_months, "1 month", "2 months", "1 个月"),
            (count_points, "1 point", "2 points", "1 分"),
        ):
            with self.subTest(count.__name__):
                self.assertEqual([count(self.env, number) for number in (1, 2)], [one, many])
                self.assertEqual(count(self.env(context={"lang": "zh_CN"}), 1), yi)
        self.assertEqual(count_days(self.env, "1"), "1 day")
