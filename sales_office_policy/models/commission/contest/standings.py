from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ...books.metrics import AMOUNTS
from ...organization.record.phrases import join_names
from ..settlement.arithmetic import decimal
from . import ranking as contest_ranking


class SalesOfficeContest(models.Model):
    """Where everybody stands: from the books while the contest runs, as frozen once it is closed.

    The page shows names, ranks and values and nothing else, since every participant reads it.
    """

    _inherit = "sales.office.contest"

    standings = fields.Html(compute="_compute_standings", sanitize=False)
    winners = fields.Char(compute="_compute_winners")
    has_difference = fields.Boolean(
        compute="_compute_has_difference", help="The books have changed since the close; told to who organizes."
    )

    @api.depends("state", "metric", "participant_ids.rank", "participant_ids.disqualified_at")
    @api.depends_context("uid", "lang")
    def _compute_standings(self):
        for contest in self:
            started = contest.state != "draft" and contest._origin
            contest.standings = started and self.env["ir.qweb"]._render(
                "sales_office_policy.contest_standings",
                # sudo: who may read the contest may read all names, ranks and values
                {"contest": contest, "rows": contest._origin.sudo()._get_standings()},
            )

    @api.depends("state", "participant_ids.rank")
    @api.depends_context("lang")
    def _compute_winners(self):
        rows = self.env["sales.office.contest.participant"].sudo()  # sudo: only names leave, as in the standings
        first = rows.search([("contest_id", "in", self.ids), ("rank", "=", 1), ("value", ">", 0)])
        by_contest = first.grouped("contest_id")
        for contest in self:
            best = contest.sudo()._get_competitors(by_contest.get(contest.sudo()._origin, rows))
            contest.winners = join_names(self.env, (contest._get_competitor_name(competitor) for competitor in best))

    @api.depends("state", "participant_ids.value")
    @api.depends_context("uid")
    def _compute_has_difference(self):
        for contest in self:
            asked = contest.state == "closed" and contest.can_organize
            contest.has_difference = asked and any(contest._get_participants().mapped("difference"))

    def _get_standings(self):
        """Return one dict per competitor, the best first; who is out comes last and without a rank."""
        everybody = self._get_participants()
        values = self._get_standing_values(everybody)
        own = everybody.filtered(lambda p: p.user_id == self.env.user)
        rows = []
        for competitor, participants in self._get_competitors(everybody).items():
            counted = participants.filtered(lambda p: not self._is_out(p))
            value = sum((values[participant] for participant in counted), 0)
            rows.append({"competitor": competitor, "value": value, "out": not counted, "own": bool(own & participants)})
        ranks = contest_ranking.rank({row["competitor"]: self._round(row["value"]) for row in rows if not row["out"]})
        best = max((row["value"] for row in rows), default=0)
        for row in rows:
            row["rank"] = ranks.get(row["competitor"], 0)
            row["name"] = self._get_competitor_name(row["competitor"])
            row["text"] = self._format_value(row["value"]) if not row["out"] else ""
            row["percent"] = max(0, round(100 * row["value"] / best)) if best > 0 else 0
        return sorted(rows, key=lambda row: (row["out"], row["rank"], row["name"]))

    def _is_out(self, participant):
        """Return whether they have no rank; while the contest runs, why it may be lost at the close is private."""
        return participant.exclusion if self.state == "closed" else participant.disqualified_at

    def _get_standing_values(self, participants):
        if self.state == "closed":
            return {participant: participant.value for participant in participants}
        return self._get_values(participants)

    def _get_values(self, participants):
        """Return ``{participant: value}`` of participants (sudo) from the books as they are now, in one query."""
        self.ensure_one()
        nowhere = self.env["hr.department"]
        questions = [(p.employee_id, nowhere, self.date_from, self.date_to) for p in participants]
        values = self.env["sales.office.books"]._get_values(self.company_id, self.metric, questions)
        return {p: float(self._round(value)) for p, value in zip(participants, values, strict=True)}

    def _rank_now(self, values):
        """Return ``{participant: rank}`` of these values without those who are out."""
        participants = self.env["sales.office.contest.participant"].concat(*values)
        counted = participants.sudo().filtered(lambda p: not self._is_out(p))
        ranks = self._rank(values, counted)
        return {p: rank for competitor, rank in ranks.items() for p in self._get_competitors(counted)[competitor]}

    def _rank(self, values, counted):
        """Return ``{competitor: rank}``; a team has what those of it who count have together."""
        competitors = self._get_competitors(counted)
        totals = {key: sum((values[p] for p in own), 0) for key, own in competitors.items()}
        return contest_ranking.rank({key: self._round(total) for key, total in totals.items()})

    def _round(self, value):
        """Return the value as it is shown and compared, so that what looks the same is a tie."""
        if self.metric in AMOUNTS:
            return decimal(self.currency_id.round(value))
        return round(decimal(value), 3)

    def _get_competitor_name(self, competitor):
        return competitor.sudo().name if self.mode == "team" else competitor.sudo().employee_id.name

    def _format_value(self, value):
        if self.metric in AMOUNTS:
            return formatLang(self.env, value, currency_obj=self.currency_id)
        digits = max(0, -decimal(value).normalize().as_tuple().exponent)
        return formatLang(self.env, value, digits=digits)
