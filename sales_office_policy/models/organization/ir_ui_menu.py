from odoo import api, models

from .rpc.rpc import core_door

#: the entries of the bar, in their order; what is on it for somebody, their posts say
ORDER = (
    *("today", "reporting", "approvals", "document_desk", "roll_call", "day_my", "day", "meeting_meeting"),
    *("work_report_my", "work_report_team", "document", "visitor", "correspondence", "call", "supply_supply"),
    *("violation", "complaint", "customer_file"),
    *("contract", "receivable", "plan", "target_my", "target", "statement_own", "statement", "untaken", "check"),
    *("violation_type", "commission_plan_configuration", "policy_book", "settings"),
)
EVERYBODY = frozenset({"today", "policy_book"})
TEAM_LEADER = frozenset(
    {
        *("approvals", "contract", "day", "document", "meeting_meeting", "receivable", "statement", "target"),
        *("violation", "work_report_team"),
    }
)
#: what is used daily by each post of the ladder, of which the highest counts, and by those beside it
DAILY_ON_LADDER = {
    "director": frozenset(
        {"approvals", "contract", "day", "receivable", "reporting", "statement", "target", "violation"},
    ),
    # papers are borrowed from the contract or the customer they belong to
    "manager": TEAM_LEADER - {"document"} | {"reporting"},
    "team_leader": TEAM_LEADER,
    "representative": frozenset(
        {
            *("contract", "day_my", "document", "meeting_meeting", "receivable", "statement_own", "target_my"),
            "work_report_my",
        }
    ),
}
DAILY_BESIDE = {
    "clerk": frozenset(
        {"call", "correspondence", "document", "document_desk", "roll_call", "supply_supply", "visitor"}
    ),
    "customer_relations": frozenset({"call", "complaint", "correspondence", "customer_file"}),
    "finance": frozenset({"approvals", "contract", "receivable", "statement", "untaken"}),
    "policy_admin": frozenset({"check", "commission_plan_configuration", "settings", "violation_type"}),
}


class IrUiMenu(models.Model):
    """Shows in the bar what somebody's posts use daily; all other screens are on one page, opened from Today.

    Nothing of a room that is switched off is in either: neither its menu, nor its part of the configuration,
    nor what it adds to the reporting of another app.
    """

    _inherit = "ir.ui.menu"

    @core_door
    def load_web_menus(self, debug):
        """Return the menus: the bar of ours has what is used daily, and the whole tree is in ``salesOfficeScreens``."""
        menus = super().load_web_menus(debug)
        app = menus.get(self.env["ir.model.data"]._xmlid_to_res_id("sales_office_policy.menu_root"))
        if app:
            app["salesOfficeScreens"] = app["children"]
            app["children"] = [id_ for id_ in self._get_sales_office_daily() if id_ in menus]
        return menus

    def _load_menus_blacklist(self):
        return super()._load_menus_blacklist() + self._get_sales_office_unused().ids

    @api.model
    def _get_sales_office_daily(self):
        """Return the ids of the entries that the posts of the current user use daily, in their order."""
        has_post = {
            post: self.env.user.has_group(f"sales_office_policy.group_{post}")
            for post in (*DAILY_ON_LADDER, *DAILY_BESIDE)
        }
        highest = next((names for post, names in DAILY_ON_LADDER.items() if has_post[post]), frozenset())
        beside = (names for post, names in DAILY_BESIDE.items() if has_post[post])
        daily = EVERYBODY.union(highest, *beside)
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        return [get_id(f"sales_office_policy.menu_{name}") for name in ORDER if name in daily]

    @api.model
    def _get_sales_office_unused(self):
        """Return the menus of the rooms that no company of the current user works with.

        Of all their companies, because the menu is loaded once and stands while they go from one to another. A room's
        are called after its code.
        """
        used = frozenset().union(*(company._get_sales_office_room_codes() for company in self.env.user.company_ids))
        rooms = self.env["sales.office.room"].sudo().search([])  # sudo: rooms are not secret
        names = (
            f"menu_{part}{code}"
            for code in rooms.mapped("code")
            for part in ("", "configuration_", "reporting_")
            if code not in used
        )
        menus = (self.env.ref(f"sales_office_policy.{name}", raise_if_not_found=False) for name in names)
        return self.browse().union(*filter(None, menus))
