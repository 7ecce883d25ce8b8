from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.posts.title import join_sentences, join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import core_door, rpc

#: what the inspector writes
MARK_FIELDS = {"result", "remark", "photo"}


class SalesOfficeInspectionLine(models.Model):
    """One item looked at with one person."""

    _name = "sales.office.inspection.line"
    _description = "Inspection Line"
    _inherit = "sales.office.member.mixin"
    _order = "date desc, inspection_id, employee_id, sequence, id"
    _member_date_field = "date"

    inspection_id = fields.Many2one(
        "sales.office.inspection", required=True, readonly=True, index=True, ondelete="cascade"
    )
    employee_id = fields.Many2one(string="Inspected", readonly=True, default=False)
    company_id = fields.Many2one(related="inspection_id.company_id")
    date = fields.Date(related="inspection_id.date", store=True, precompute=True, index=True)
    item_id = fields.Many2one("sales.office.inspection.item", required=True, readonly=True, ondelete="restrict")
    sequence = fields.Integer(related="item_id.sequence", store=True)
    category = fields.Selection(related="item_id.category", store=True)
    violation_type_id = fields.Many2one(
        "sales.office.violation.type",
        string="Violation",
        compute="_compute_violation_type_id",
        store=True,
        precompute=True,
        ondelete="restrict",
    )
    result = fields.Selection(
        [("ok", "In Order"), ("finding", "Problem Found")], required=True, default="ok", index=True
    )
    remark = fields.Char(help="What was found.")
    photo = fields.Image(max_width=1920, max_height=1920)
    inspection_state = fields.Selection(related="inspection_id.state", string="Inspection Status")
    is_inspector = fields.Boolean(related="inspection_id.is_inspector")
    can_withdraw = fields.Boolean(compute="_compute_can_withdraw")
    withdrawn_at = fields.Datetime(string="Withdrawn on", readonly=True)
    withdrawn_by_id = fields.Many2one("res.users", string="Withdrawn by", readonly=True)
    withdrawal_reason = fields.Char(string="Withdrawn Because", readonly=True)

    @api.depends("employee_id.name", "item_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = join_title(line.employee_id.name, line.sudo().item_id.name, by=": ") or ""  # sudo: name

    @api.depends("item_id")
    def _compute_violation_type_id(self):
        for line in self:
            line.violation_type_id = line._get_violation_type()

    @api.depends("result", "withdrawn_at", "employee_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_withdraw(self):
        led = self._has_authority()
        for line in self:
            standing = line.inspection_id.sudo().state == "done" and line.result == "finding" and not line.withdrawn_at
            line.can_withdraw = standing and line in led

    @core_door
    def write(self, vals):
        """Mark what is not in order: the inspector, until the inspection is done.

        :raises AccessError: anything else than marks, or of themselves
        :raises UserError: the inspection is done
        """
        if vals.get("result") == "ok" and not self.env.su:
            vals = {**vals, **dict.fromkeys(self._get_mark_fields() - {"result"}, False)}
        return super().write(vals)

    def _check_editable(self, vals):
        inspections = self.inspection_id
        inspections._lock()
        inspections._check_not_done()
        if any(line.is_own for line in self):
            raise AccessError(self.env._("Nobody inspects themselves."))

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "withdraw": Reason(
                self.env._("Withdraw"),
                self.env._("Say why “%(finding)s” is taken back.", finding=self.display_name or ""),
                shown=("remark",),
                placeholder=self.env._("e.g. The files belonged to the neighbouring desk"),
            ),
        }

    @rpc
    def action_finding(self):
        """Mark as not in order; what was found can be added."""
        self.write({"result": "finding"})

    @rpc
    def action_in_order(self):
        """Mark as in order again; remark and photo go."""
        self.write({"result": "ok"})

    @rpc(one=True)
    def action_another(self):
        """Add another finding of the same kind, for example a second document; return its form.

        :raises UserError: the inspection is done
        """
        self.check_access("write")
        self.inspection_id._lock()
        self.inspection_id._check_not_done()
        vals = {"inspection_id": self.inspection_id.id, "employee_id": self.employee_id.id, "item_id": self.item_id.id}
        line = self.sudo().create({**vals, "result": "finding"}).sudo(False)  # sudo: nobody creates lines by hand
        return line.action_details()

    @rpc(one=True)
    def action_details(self):
        """Open what was found, in a dialog."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_office_policy.sales_office_inspection_line_action_details"
        )
        return action | {"res_id": self.id}

    @rpc
    def action_withdraw(self, reason: str):
        """Take wrong findings back: what was suspected of them withdraws itself.

        :param str reason: kept on the line
        :raises AccessError: the user does not stand above who was inspected
        """
        self._check_authority()
        self._check_reason(reason, self.env._("Say why the finding is taken back: the reason is kept with it."))
        if any(line.result != "finding" or line.withdrawn_at for line in self):
            raise UserError(self.env._("There is no finding to take back."))
        if any(line.inspection_id.sudo().state != "done" for line in self):  # sudo: they may not see the inspection
            raise UserError(self.env._("The inspection is still in progress: its inspector can change the mark."))
        # sudo: locked to ordinary writing; authority was checked
        self.sudo().write(
            {
                "withdrawn_at": fields.Datetime.now(),
                "withdrawn_by_id": self.env.uid,
                "withdrawal_reason": reason,
            }
        )
        self.env["sales.office.check"]._trigger()

    @api.model
    def _get_standing_domain(self):
        """Return the findings that were not taken back."""
        return Domain("result", "=", "finding") & Domain("withdrawn_at", "=", False)

    @api.model
    def _get_mark_fields(self):
        """Return the names of what the inspector writes; rooms that add something extend it."""
        return MARK_FIELDS

    def _get_violation_type(self):
        """Return what the inspected person is suspected of when the item is not in order."""
        self.ensure_one()
        return self.item_id.violation_type_id

    def _get_breach_text(self):
        """Return in words what was found."""
        self.ensure_one()
        return join_sentences(self._get_item_text(), self.remark)

    def _get_item_text(self):
        """Return which item was not in order; rooms that know more about it add to it."""
        return self.env._("Inspection, not in order: %(item)s.", item=self.item_id.name)
