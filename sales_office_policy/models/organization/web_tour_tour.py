from odoo import api, models

from .rpc.rpc import core_door

#: the posts whose tours are offered, the first that somebody holds
POSTS = (
    *("director", "manager", "team_leader", "representative"),
    *("policy_admin", "finance", "customer_relations", "clerk"),
)
PREFIX = "sales_office_onboarding_"


class WebTour(models.Model):
    """Tours of our app: the Today page offers each user the one of their post, once (R138)."""

    _inherit = "web_tour.tour"

    @core_door
    @api.model
    def consume(self, tourName: str):
        """Remember that the user has gone through a tour or does not want it; of ours nothing follows by itself."""
        following = super().consume(tourName)
        if not str(tourName).startswith(PREFIX) or self.env.user._is_admin():
            return following
        # sudo: Odoo lets nobody begin a tour without switching on all of them; ours was the one that was asked for
        self.env.user.sudo().tour_enabled = False
        return False

    @api.model
    def _get_sales_office_tour(self):
        """Return the name of the tour of the current user's post, "" once they have gone through it."""
        has_group = self.env.user.has_group
        post = next((post for post in POSTS if has_group(f"sales_office_policy.group_{post}")), "")
        # sudo: whether they themselves have seen it
        tour = self.sudo().search(
            [("name", "=", PREFIX + post), ("user_consumed_ids", "not in", self.env.uid)], limit=1
        )
        return tour.name or ""
