from contextlib import closing, contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...organization.posts.title import join_title
from ...organization.record.phrases import count_months, count_points
from .violation_step import STEP, WHOLE


class SalesOfficeViolationType(models.Model):
    """What a kind of violation costs, as one thing that is changed, kept and approved as a whole (R136)."""

    _inherit = "sales.office.violation.type"

    change_ids = fields.One2many(
        "sales.office.penalty.change",
        "type_id",
        string="Changes",
        readonly=True,
        groups="sales_office_policy.group_manager,sales_office_policy.group_policy_admin",
    )
    waiting_change_id = fields.Many2one(
        "sales.office.penalty.change",
        compute="_compute_waiting_change_id",
        groups="sales_office_policy.group_manager,sales_office_policy.group_policy_admin",
    )

    @api.depends("change_ids.state")
    def _compute_waiting_change_id(self):
        changes = self.env["sales.office.penalty.change"].search(
            [("type_id", "in", self.ids), ("state", "=", "proposed")]
        )
        waiting = {change.type_id: change for change in changes}
        for violation_type in self:
            violation_type.waiting_change_id = waiting.get(violation_type._origin)

    def _get_tariff(self, without=()):
        """Return what this costs, as JSON keeps it.

        :param without: steps that are left out
        """
        self.ensure_one()
        steps = self.step_ids.sorted("occurrence")
        return {
            "active": self.active,
            "company": self.company_id.id,
            "currency": self.currency_id.name,
            "window_months": self.window_months,
            "steps": [[step[name] for name in STEP] for step in steps if step not in without],
        }

    def _describe_tariff(self, tariff):
        """Return a tariff in words of the environment's language, a line for each step."""
        if not tariff:
            return ""
        labels = dict(self.env["sales.office.violation.step"]._fields["sanction"]._description_selection(self.env))
        currency = self.env.company.currency_id
        if currency.name != tariff["currency"]:
            currencies = currency.with_context(active_test=False)
            currency = currencies.search([("name", "=", tariff["currency"])], limit=1)
        lines = []
        for occurrence, sanction, fine, points in tariff["steps"]:
            words = self.env._("From %(occurrence)s: %(sanction)s", occurrence=occurrence, sanction=labels[sanction])
            amount = fine and currency.format(fine)
            scored = points and count_points(self.env, points)
            lines.append(join_title(words, amount, scored))
        months = tariff["window_months"]
        lines.append(
            self.env._("Counted over %(months)s", months=count_months(self.env, months))
            if months
            else self.env._("Counted for ever")
        )
        if not tariff["active"]:
            lines.append(self.env._("Archived"))
        return "\n".join(lines)

    @contextmanager
    def _changing_tariff(self):
        """Keep what becomes of the penalties of these kinds within, as a change that counts."""
        before = {violation_type: violation_type._get_tariff() for violation_type in self}
        yield
        changes = self.env["sales.office.penalty.change"].sudo()  # sudo: nobody writes the history by hand
        for violation_type in self.exists():
            after = violation_type._get_tariff()
            if after != before[violation_type]:
                changes._log(violation_type, before[violation_type], after, "counts")

    def _log_added(self, steps):
        """Keep that single steps were added, or refuse it where a change is approved."""
        self._check_changed_whole()
        changes = self.env["sales.office.penalty.change"].sudo()  # sudo: as above
        for violation_type in self:
            before = violation_type._get_tariff(without=steps)
            changes._log(violation_type, before, violation_type._get_tariff(), "counts")

    def _log_new(self):
        """Keep that these kinds are new; where a change is approved, they are archived until then."""
        waiting = self._get_to_approve()
        changes = self.env["sales.office.penalty.change"].sudo()  # sudo: as above
        for violation_type in self:
            state = "proposed" if violation_type in waiting else "counts"
            changes._log(violation_type, False, violation_type._get_tariff(), state)
        waiting.with_context(sales_office_tariff=WHOLE).active = False

    def _propose_tariff(self, change):
        """Keep what ``change()`` would make of the penalties as changes that wait for approval, and leave them."""
        before = {violation_type: violation_type._get_tariff() for violation_type in self}
        with closing(self.env.cr.savepoint()):  # undone in any case: it only says what would be
            change()
            self.env.flush_all()
            after = {violation_type.id: violation_type._get_tariff() for violation_type in self}
        changes = self.env["sales.office.penalty.change"].sudo()  # sudo: as above
        for violation_type in self:
            if after[violation_type.id] != before[violation_type]:
                changes._log(violation_type, before[violation_type], after[violation_type.id], "proposed")

    def _apply_tariff(self, tariff):
        """Make a tariff that was approved what counts (sudo): steps that stay are changed, not made anew."""
        known = {step.occurrence: step for step in self.step_ids}
        commands = []
        for row in tariff["steps"]:
            vals = dict(zip(STEP, row, strict=True))
            step = known.pop(vals["occurrence"], None)
            commands.append(Command.update(step.id, vals) if step else Command.create(vals))
        commands += [Command.delete(step.id) for step in known.values()]
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", tariff["currency"])])
        self.with_context(sales_office_tariff=WHOLE).write(
            {
                "step_ids": commands,
                "window_months": tariff["window_months"],
                "currency_id": currency[:1].id or self.currency_id.id,
                "active": tariff["active"],
                "company_id": tariff["company"],
            }
        )

    def _get_to_approve(self, vals=None):
        """Return those of which a change waits for a director; what every company uses, where one of them wants it.

        :param dict vals: the change: what it takes to another company is asked about there as well
        """
        wanting = self._get_wanting()

        def waits(company_id):
            return company_id in wanting.ids if company_id else bool(wanting)

        if vals and "company_id" in vals and waits(vals["company_id"]):
            return self
        return self.filtered(lambda kind: waits(kind.company_id.id))

    @api.model
    def _get_wanting(self):
        """Return the companies (sudo) that want changed penalties to be approved."""
        # sudo: what a company wants is no secret; whoever changes penalties may switch the room off, and on again
        return self.env["res.company"].sudo().search([("sales_office_penalty_approval", "=", True)])

    def _is_whole(self):
        """Return whether these are written with their whole ladder, by a method of this model."""
        return self.env.context.get("sales_office_tariff") is WHOLE

    def _check_changed_whole(self):
        """Refuse to change single steps of a ladder whose changes are approved."""
        if not self.env.su and (waiting := self._get_to_approve()):
            raise UserError(
                self.env._(
                    "A director approves the penalties of %(type)s: change its ladder as a whole, on its form.",
                    type=waiting[0].name,
                )
            )
