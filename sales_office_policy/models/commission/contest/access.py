from odoo import api, fields, models
from odoo.fields import Domain


class SalesOfficeContest(models.Model):
    """Whom a contest concerns; the record rules are made of these flags."""

    _inherit = "sales.office.contest"

    is_participant = fields.Boolean(
        string="Is Contestant", compute="_compute_is_participant", search="_search_is_participant"
    )
    is_involved = fields.Boolean(
        compute="_compute_is_involved",
        search="_search_is_involved",
        help="The current user or somebody he leads takes part.",
    )
    can_organize = fields.Boolean(compute="_compute_can_organize")

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_is_participant(self):
        joined = self.filtered_domain([("id", "in", self._search_participations([("user_id", "=", self.env.uid)]))])
        for contest in self:
            contest.is_participant = contest in joined

    def _search_is_participant(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("participant_ids", "any!", [("user_id", "=", self.env.uid)])

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("state")
    def _compute_is_involved(self):
        mine = self._get_involved_domain()
        involved = self.filtered_domain([("id", "in", self._search_participations(mine))])
        for contest in self:
            contest.is_involved = contest in involved

    def _search_is_involved(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("participant_ids", "any!", self._get_involved_domain())

    def _get_involved_domain(self):
        return Domain("user_id", "=", self.env.uid) | Domain("in_office_scope", "=", True)

    def _search_participations(self, domain):
        """Return the ids of these contests that have such participants.

        Asked of the rows and not of ``participant_ids``: a record rule reads this in sudo, and would
        leave all participants in the cache of somebody who sees his own row only.
        """
        rows = self.env["sales.office.contest.participant"].sudo()
        return rows.search(Domain("contest_id", "in", self.ids) & Domain(domain)).contest_id.ids

    @api.depends("department_id", "state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_organize(self):
        led = self._where_post("manager").filtered("in_office_scope") | self._where_post("director")
        able = led.filtered(lambda contest: not contest.is_participant)
        for contest in self:
            contest.can_organize = contest in able
