from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_date

from ...models.organization.posts.title import join_title
from ...models.organization.rpc.rpc import rpc

#: breaches of one employee that a line tells in words
TOLD = 5


class SalesOfficeCheckPreview(models.TransientModel):
    """Runs checks about days of one's choice, after showing what they would find and make of it."""

    _name = "sales.office.check.preview"
    _description = "Check Now"
    _inherit = "sales.office.preview.mixin"

    _asked_fields = frozenset({"check_ids", "date_from", "date_to"})

    check_ids = fields.Many2many(
        "sales.office.check",
        string="Checks",
        default=lambda self: self._default_check_ids(),
        help="Leave empty for all that are switched on.",
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: fields.Date.context_today(self) - timedelta(days=7)
    )
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    line_ids = fields.One2many("sales.office.check.preview.line", "preview_id", string="Preview", readonly=True)
    new_count = fields.Integer(compute="_compute_counts")
    suspicion_count = fields.Integer(compute="_compute_counts")
    withdrawn_count = fields.Integer(compute="_compute_counts")
    is_settled = fields.Boolean(compute="_compute_counts", help="Nothing would change.")
    names_shown = fields.Boolean(compute="_compute_names_shown")

    @api.model
    def _default_check_ids(self):
        if self.env.context.get("active_model") != "sales.office.check":
            return False
        return [Command.set(self.env.context.get("active_ids") or [])]

    @api.depends("line_ids")
    def _compute_counts(self):
        for preview in self:
            preview.new_count = sum(preview.line_ids.mapped("new_count"))
            preview.suspicion_count = sum(preview.line_ids.mapped("suspicion_count"))
            preview.withdrawn_count = sum(preview.line_ids.mapped("withdrawn_count"))
            preview.is_settled = not (preview.new_count or preview.suspicion_count or preview.withdrawn_count)

    @api.depends_context("uid")
    def _compute_names_shown(self):
        self.names_shown = self.env.company.id in self.env.user._get_sales_office_companies("director")

    def _prepare_shown(self):
        """Return what the checks would find in the current company, by check and employee."""
        looks = self.check_ids._preview(self.date_from, self.date_to)
        return [vals for check, look in looks for vals in self._prepare_line_vals(check, look)]

    @rpc(one=True)
    def action_confirm(self):
        """Run the checks as previewed and open what they found; show again what has changed since.

        :raises UserError: when there was no preview
        """
        if changed := self._show_changed():
            return changed
        self.check_ids.with_context(allowed_company_ids=self.env.company.ids).run(self.date_from, self.date_to)
        if not self.names_shown:
            return self._notify_done()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_finding_action")
        domain = [("date", ">=", self.date_from), ("date", "<=", self.date_to)]
        if self.check_ids:
            domain.append(("check_id", "in", self.check_ids.ids))
        return action | {"domain": domain}

    def _notify_done(self):
        """Tell who may not see findings what has been done; a list of them would look empty to them."""
        message = self.env._(
            "%(new)s found, %(withdrawn)s withdrawn. Those who lead the employees see them.",
            new=self.new_count,
            withdrawn=self.withdrawn_count,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}},
        }

    def _prepare_line_vals(self, check, look):
        """Return values of lines by employee; one for all together when the user may not see who it is."""
        names = self.names_shown
        groups = defaultdict(lambda: ([], [], [], []))
        for kind, breaches in enumerate(look):
            for employee_id, date, reason in breaches:
                groups[names and employee_id][kind].append((date, reason))
        return [
            {
                "check_id": check.id,
                "employee_id": employee_id,
                "employee_count": 1 if names else len({id_ for breaches in look for id_, *_facts in breaches}),
                "new_count": len(new),
                "known_count": len(known),
                "suspicion_count": len(suspected),
                "withdrawn_count": len(gone),
                "facts": names and self._describe_breaches(sorted(new)),
            }
            for employee_id, (new, known, gone, suspected) in sorted(groups.items())
        ]

    def _describe_breaches(self, breaches):
        """Return days and reasons of the first breaches, a line each."""
        lines = [join_title(format_date(self.env, day), reason, by=": ") for day, reason in breaches[:TOLD]]
        if len(breaches) > TOLD:
            lines.append(self.env._("and %(count)s more", count=len(breaches) - TOLD))
        return "\n".join(lines)

    def _get_title(self):
        return self.env._("Check Now")
