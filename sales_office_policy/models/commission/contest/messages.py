from odoo import models


class SalesOfficeContest(models.Model):
    """What the participants are told, each in his language."""

    _inherit = "sales.office.contest"

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
