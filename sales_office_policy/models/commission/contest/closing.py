from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..settlement.arithmetic import decimal
from . import ranking as contest_ranking


class SalesOfficeContest(models.Model):
    """How a contest ends, the ranking frozen and the prizes given once and for good, and what participants are told.

    Each is told in the language of the reader.
    """

    _inherit = "sales.office.contest"

    @api.model
    def _cron_close(self):
        """Close the contests whose days to settle are over."""
        today = fields.Date.today()
        pending = self.search(
            Domain("state", "=", "running")
            & Domain("date_to", "<", today)
            & Domain("company_id.sales_office_room_ids.code", "=", "commission"),
            order="date_to, id",
        ).filtered(lambda contest: contest.date_to + timedelta(days=contest.settling_days) < today)
        self.env["ir.cron"]._commit_progress(remaining=len(pending))
        for contest in pending:
            if contest.try_lock_for_update(allow_referencing=True).filtered(lambda c: c.state == "running"):
                contest._close()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _close(self):
        participants = self._get_participants()
        self._give_prizes(participants, self._freeze(participants))
        self.write({"state": "closed", "closed_by_id": self.env.uid, "closed_at": fields.Datetime.now()})
        self._give_badges(participants)
        self._announce_result()

    def _freeze(self, participants):
        """Keep value, rank and reason of everybody; return ``{competitor: rank}`` of who won something to compare."""
        values = self._get_values(participants)
        exclusions = self._get_exclusions(participants)
        counted = participants.filtered(lambda p: p not in exclusions)
        ranks = self._rank(values, counted)
        for competitor, members in self._get_competitors(participants).items():
            for participant in members:
                rank = 0 if participant in exclusions else ranks.get(competitor, 0)
                exclusion = exclusions.get(participant, False)
                participant.write({"value": values[participant], "rank": rank, "exclusion": exclusion})
        # nobody wins with nothing
        totals = {key: sum(own.mapped("value")) for key, own in self._get_competitors(counted).items()}
        return {competitor: rank for competitor, rank in ranks.items() if totals[competitor] > 0}

    def _give_prizes(self, participants, ranks):
        """Write to each participant what they won; a team's money is shared equally by those who counted."""
        step = decimal(self.currency_id.rounding)
        money, others = {}, {}
        for prize in self.prize_ids:
            if prize.kind == "money":
                money[prize.place] = money.get(prize.place, 0) + decimal(prize.amount)
            else:
                others[prize.place] = others.get(prize.place, prize.browse()) | prize
        competitors = self._get_competitors(participants.filtered("rank"))
        for competitor, amount in contest_ranking.award(ranks, money, step, self.tie_mode == "share").items():
            winners = competitors[competitor]
            if prizes := others.get(ranks[competitor]):
                winners.prize_ids = prizes
            for winner, share in zip(winners, contest_ranking.share_equally(amount, len(winners), step), strict=True):
                winner.prize_amount = float(share)

    def _give_badges(self, participants):
        """Grant the badges won and tell their owners; who has no user any more goes without."""
        badges = self.env["gamification.badge.user"].create(
            [
                {
                    "user_id": participant.user_id.id,
                    "sender_id": self.env.uid,
                    "badge_id": prize.badge_id.id,
                    "comment": self.name,
                }
                for participant in participants
                if participant.user_id.active
                for prize in participant.prize_ids
                if prize.kind == "honour"
            ]
        )
        for badge in badges:
            badge._send_badge()

    def _announce_start(self, participants=None):
        for contest in self:
            contest._notify(
                participants,
                lambda c: (
                    c.env._("Contest: %(contest)s", contest=c.name),
                    c.env._(
                        "You take part in %(contest)s, from %(first)s to %(last)s. What counts: %(metric)s.",
                        contest=c.name,
                        first=c.env["ir.qweb.field.date"].value_to_html(c.date_from, {}),
                        last=c.env["ir.qweb.field.date"].value_to_html(c.date_to, {}),
                        metric=dict(c._fields["metric"]._description_selection(c.env))[c.metric],
                    ),
                ),
            )

    def _announce_result(self):
        for contest in self:
            contest._notify(
                None,
                lambda c: (
                    c.env._("Result of %(contest)s", contest=c.name),
                    c.env._("%(contest)s is closed. Won by: %(winners)s.", contest=c.name, winners=c.winners or "–"),
                ),
            )

    def _announce_withdrawal(self):
        for contest in self:
            contest._notify(
                None,
                lambda c: (
                    c.env._("Contest: %(contest)s", contest=c.name),
                    c.env._("%(contest)s does not take place.", contest=c.name),
                ),
            )

    def _notify(self, participants, get_texts):
        """Send subject and body, made in each language by ``get_texts(contest)``, to the participants (all if none)."""
        contest = self.sudo()  # sudo: to participants the organizer need not know one by one
        users = (participants or contest._get_participants()).user_id.filtered("active")
        for lang, readers in users.grouped("lang").items():
            subject, body = get_texts(contest.with_context(lang=lang))
            contest.with_context(lang=lang).message_notify(
                partner_ids=readers.partner_id.ids, subject=subject, body=body
            )
