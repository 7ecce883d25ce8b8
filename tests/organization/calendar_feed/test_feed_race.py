from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestFeedRace(RaceCase):
    """Two first clicks on what is made once: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            group = env.ref("sales_office_policy.group_member")
            user = env["res.users"].create(
                {"name": "Race Link", "login": "Race Link", "group_ids": [Command.link(group.id)]}
            )
            self.user_id, self.partner_id = user.id, user.partner_id.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["sales.office.punch.layout"].search([("name", "=", "Race")]).unlink()
            env["res.users"].browse(self.user_id).unlink()
            env["res.partner"].browse(self.partner_id).unlink()

    def _make_link(self, env):
        self.links.append(env["sales.office.calendar.feed"].with_user(self.user_id)._renew())

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_link(self):
        """R006: of two first links made at once nobody gets an error, and the later one holds."""
        self.links = []
        self.assertFalse(self._second_waits(self._make_link, self._make_link))
        with self.registry.cursor() as cr:
            feeds = self._env(cr)["sales.office.calendar.feed"]
            feed = feeds.search([("user_id", "=", self.user_id)])
            self.assertEqual(len(feed), 1)
            self.assertEqual(str(feed.id), self.links[-1].partition("-")[0])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_layout(self):
        """R001: two files of one kind that are brought at once are remembered once, by the later."""

        def bring(env):
            env["sales.office.punch.layout"]._remember(env.company, "Race", "UTC", {"A": "name"})

        self.assertFalse(self._second_waits(bring, bring))
        with self.registry.cursor() as cr:
            self.assertEqual(self._env(cr)["sales.office.punch.layout"].search_count([("name", "=", "Race")]), 1)
