"""Which posts job titles speak of."""

from odoo.tests import BaseCase, tagged

from odoo.addons.sales_office_policy.wizard.organization.job_title import guess_post

TITLES = {
    "director": ("Sales Director", "Head of Sales", "Vice President Sales", "销售总监", "总经理"),
    "manager": (
        "Sales Manager",
        "Assistant Sales Manager",
        "Deputy Director",
        "销售经理",
        "销售部副总监",
        "市场部部长",
    ),
    "team_leader": ("Sales Team Leader", "Sales Supervisor", "销售主管", "一组组长"),
    "clerk": ("Sales Office Clerk", "Assistant to the Manager", "销售内勤", "经理助理", "行政文员", "跟单员"),
    "customer_relations": ("Customer Relations Officer", "客服专员", "客户关系经理", "售后主管"),
    "finance": ("Sales Accountant", "Cashier", "财务经理", "销售会计"),
    "policy_admin": ("Compliance Officer", "Sales Administration Supervisor", "销售行政主管"),
    "representative": ("Sales Representative", "Key Account Manager", "销售代表", "大客户经理", "业务员", "置业顾问"),
    "": ("Cook", "厨师长", "Chambermaid", "", False),
}


@tagged("post_install", "-at_install", "standard")
class TestJobTitle(BaseCase):
    def test_titles_in_both_languages(self):
        """R080: the five posts and those beside them are told from what people are called."""
        for post, titles in TITLES.items():
            for title in titles:
                self.assertEqual(guess_post(title), post, title)
