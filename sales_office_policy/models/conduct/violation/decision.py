import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ...organization.posts.title import join_title
from ...organization.record.phrases import count_points, join_names
from ..penalty.violation_step import SANCTIONS
from .violation import GRAVE

#: similar cases that a decider is shown
SHOWN = 6


class SalesOfficeViolation(models.Model):
    """What a decision takes: the same as for equal cases (R046), authority, and for a grave sanction a second person.

    Who decides sees what became of similar cases, and of nobody's.

    A grave sanction needs two persons (R060), but for the one whom the company named: they decide alone, or there
    would be nobody left to hear the appeal.

    The first decision waits in closed fields, so that the employee and whoever may not judge the
    case learn nothing of it. A second person with authority takes the same decision, which makes it
    one, or another. An answer that comes in between is heard: the first decision is gone then.
    """

    _inherit = "sales.office.violation"

    first_decision = fields.Json("First Decision Taken", readonly=True, copy=False, groups=fields.NO_ACCESS)
    first_decided_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null", groups=fields.NO_ACCESS
    )
    awaits_second = fields.Boolean(
        string="Waits for a Second Person",
        compute="_compute_awaits_second",
        search="_search_awaits_second",
        help="Somebody has decided on a suspension or dismissal, which a second person has to confirm.",
    )
    first_decision_text = fields.Text(string="First Decision", compute="_compute_awaits_second")
    confirmed_by_id = fields.Many2one("res.users", string="Second Decision by", readonly=True, copy=False)

    @api.depends("state", "first_decision", "first_decided_by_id")
    @api.depends_context("uid", "allowed_company_ids", "lang", "tz")
    def _compute_awaits_second(self):
        judged = self.filtered_domain(self._get_judge_domain())
        for case in self:
            first = case in judged and case.sudo().first_decision  # sudo: shown to those who may judge only
            case.awaits_second = bool(first)
            case.first_decision_text = case._describe_first_decision(first) if first else False

    def _search_awaits_second(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_judge_domain() & self._get_first_decided_domain()

    @api.model
    def _get_first_decided_domain(self, user=None):
        """Return the cases that somebody, or just ``user``, decided and nobody confirmed yet."""
        leaf = ("first_decided_by_id", "=", user.id) if user else ("first_decided_by_id", "!=", False)
        # sudo: the field is closed; the callers narrow this down to what the user may judge
        return Domain("id", "in", self.sudo()._search([leaf, ("state", "=", "reported")]))

    def _describe_first_decision(self, first):
        """Return a first decision in words: sanction, fine, points, who took it and when, and why."""
        decided_by = self.sudo().first_decided_by_id  # sudo: see `_compute_awaits_second`
        fine = first["fine_amount"] and self.currency_id.format(first["fine_amount"])
        taken = join_title(
            dict(self._fields["sanction"]._description_selection(self.env))[first["sanction"]],
            fine and self.env._("fine %(fine)s", fine=fine),
            first["points"] and count_points(self.env, first["points"]),
        )
        moment = format_datetime(self.env, fields.Datetime.to_datetime(first["decided_at"]), dt_format="short")
        text = self.env._("%(name)s, %(moment)s: %(taken)s", name=decided_by.name, moment=moment, taken=taken)
        return "\n".join(filter(None, (text, first["reason"])))

    def _get_first_decision(self):
        """Return the first decision (sudo) that waits for a second person, ``{}`` when none does."""
        self.ensure_one()
        return self.first_decision or {}

    def _is_confirming(self, vals):
        """Return whether the current user confirms, with ``vals``, what somebody else decided first (sudo)."""
        first = self._get_first_decision()
        return (
            bool(first)
            and self.first_decided_by_id != self.env.user
            and (first["sanction"], first["points"]) == (vals["sanction"], vals["points"])
            and not self.currency_id.compare_amounts(first["fine_amount"], vals["fine_amount"])
        )

    def _keep_first_decision(self, vals, reason):
        """Let a grave decision wait for a second person (sudo). What waited before is replaced."""
        first = {**vals, "reason": reason or "", "decided_at": fields.Datetime.to_string(fields.Datetime.now())}
        self.flush_recordset()
        # not by `write`, which would put the decider's name and the time where the employee reads them
        self.env.execute_query(
            SQL(
                "UPDATE %s SET first_decision = %s, first_decided_by_id = %s WHERE id = %s RETURNING id",
                SQL.identifier(self._table),
                json.dumps(first),
                self.env.uid,
                self.id,
            )
        )
        names = ["first_decision", "first_decided_by_id"]
        self.invalidate_recordset(names, flush=False)
        self.modified(names)

    def _check_imposable(self, sanction, fine_amount):
        """Refuse a sanction that neither the current user nor, with a grave one, their partner may impose.

        Whoever decides first on a grave sanction may lack the authority for it: then the second must have it.
        """
        if sanction not in dict(SANCTIONS):
            raise UserError(self.env._("Choose a sanction."))
        Limit = self.env["sales.office.sanction.limit"]
        for company, cases in self.sudo().grouped("company_id").items():  # sudo: the first decision is closed
            lines = Limit._get_lines(company)
            for case in cases:
                posts = lines._get_entitled(case, sanction, fine_amount)
                if not self.env.su and not case._is_imposable(sanction, fine_amount, posts):
                    raise UserError(self._explain_limit(posts, sanction))

    def _is_imposable(self, sanction, fine_amount, posts):
        """Return whether the current user may impose this, alone or, if not one of ``posts``, with a second (sudo)."""
        named = self._is_named(self.env.user)
        if self._holds_post(self.env.user, posts) or (named and "director" in posts):
            return True
        first = self._get_first_decision()
        vals = {"sanction": sanction, "fine_amount": fine_amount}
        if first and self._is_confirming({**vals, "points": first["points"]}):
            return self._holds_post(self.first_decided_by_id, posts)
        if self.state == "appealed":  # nobody comes after them; what two persons decided they may uphold
            dearer = self.currency_id.compare_amounts(fine_amount, self.fine_amount) > 0
            return sanction == self.sanction and sanction in GRAVE and not dearer
        return sanction in GRAVE and not named

    def _is_named(self, user):
        """Return whether ``user`` decides this case because the company named them; they impose what a director may."""
        return self.with_user(user).sudo().is_for_judge  # sudo: they need not see it for the question

    def _holds_post(self, user, posts):
        """Return whether ``user`` holds one of ``posts`` in the company of this case."""
        return self.company_id.id in user._get_sales_office_companies(*posts)

    def _explain_limit(self, posts, sanction):
        labels = dict(self.env["sales.office.sanction.limit"]._fields["post"]._description_selection(self.env))
        return self.env._(
            "“%(sanction)s” with this fine is more than you may impose. It is for: %(posts)s. "
            "The authority table in the settings says so.",
            sanction=dict(self._fields["sanction"]._description_selection(self.env))[sanction],
            posts=join_names(self.env, (label for post, label in labels.items() if post in posts))
            or self.env._("nobody"),
        )

    def _get_second_person_action(self):
        """Tell the first decider that nothing is decided yet."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "Kept. A suspension or dismissal needs a second person, who finds it under “Cases to decide”. "
                    "The employee has not been told."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_precedents(self):
        """Return what became of the last closed cases of this kind in the company, the same occurrence first.

        :return: list of dicts of texts in the user's language: month, occurrence, sanction, fine, points, appeal;
            empty for anybody who may not judge the case
        """
        if not self or not self.filtered_domain(self._get_judge_domain()):
            return []
        alike = Domain("type_id", "=", self.type_id.id) & Domain("company_id", "=", self.company_id.id)
        domain = alike & Domain("state", "=", "closed") & Domain("id", "!=", self.id)
        # sudo: cases of other departments count as well; neither name nor day leaves, but what was decided
        cases = self.sudo().search(domain, order="date desc, id desc", limit=10 * SHOWN)
        cases = cases.sorted(lambda case: abs(case.occurrence - self.occurrence))[:SHOWN]
        return [case._describe_precedent() for case in cases]

    def _describe_precedent(self):
        labels = {
            name: dict(self._fields[name]._description_selection(self.env)) for name in ("sanction", "appeal_outcome")
        }
        return {
            "month": self.date.strftime("%Y-%m"),
            "occurrence": self.occurrence,
            "sanction": labels["sanction"].get(self.sanction, ""),
            "fine": self.currency_id.format(self.fine_amount) if self.fine_amount else "",
            "points": self.points,
            "appeal": labels["appeal_outcome"].get(self.appeal_outcome, ""),
        }
