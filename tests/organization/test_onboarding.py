"""The tours that show somebody around who is new on a post."""

from ..browser import BrowserCase
from ..common import SalesOfficeCommon

TOUR = "sales_office_onboarding_"
#: whose tour is whose
POSTS = {
    "rep": "representative",
    "leader": "team_leader",
    "manager": "manager",
    "director": "director",
    "clerk": "clerk",
    "relations": "customer_relations",
    "finance": "finance",
    "policy_admin": "policy_admin",
}


class TestOffer(SalesOfficeCommon):
    def _tours(self, employee):
        return self.as_(employee, self.env["web_tour.tour"])

    def test_each_post_has_its_tour(self):
        """R138: who is new is offered the tour of their post."""
        for name, post in POSTS.items():
            self.assertEqual(self._tours(getattr(self, name))._get_sales_office_tour(), TOUR + post)

    def test_once(self):
        """R138: a tour that somebody has gone through, or does not want, is not offered to them again."""
        self.assertFalse(self._tours(self.rep).consume(TOUR + "representative"))
        self.assertEqual(self._tours(self.rep)._get_sales_office_tour(), "")
        self.assertTrue(self._tours(self.colleague)._get_sales_office_tour())

    def test_odoo_begins_none_by_itself(self):
        """R138: Odoo's own tours neither follow on ours nor are ours among them."""
        self.rep.user_id.tour_enabled = True
        own = self.env["web_tour.tour"].search([("custom", "=", False)])
        own.user_consumed_ids = self.rep.user_id
        self.assertFalse(self._tours(self.rep).get_current_tour())
        self._tours(self.rep).consume(TOUR + "representative")
        self.assertFalse(self.rep.user_id.tour_enabled)

    def test_nobody_from_outside(self):
        """R138: nothing is offered to who is in no sales office."""
        self.assertEqual(self._tours(self.outsider)._get_sales_office_tour(), "")


class TestOnboarding(BrowserCase):
    browser_size = "1920x1080"

    def test_tours(self):
        """R138: the tour of each post leads through screens that its owner has."""
        for name, post in POSTS.items():
            with self.subTest(post=post):
                self.assertTrue(self.env["web_tour.tour"].search([("name", "=", TOUR + post)]))
                self.tour(TOUR + post, getattr(self, name))


class TestOnboardingOnPhone(BrowserCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_tours(self):
        """R138: on a phone the tour of each post goes by the page of all screens."""
        for name, post in POSTS.items():
            with self.subTest(post=post):
                self.tour(TOUR + post, getattr(self, name))
                self.assertTrue(self.as_(getattr(self, name), self.env["web_tour.tour"])._get_sales_office_tour())
