from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .complaint import OPEN, SEVERITIES

#: what somebody who took it down may still put right
TAKEN_DOWN = frozenset({"subject", "text", "wish", "contact_name", "email_from", "phone", "partner_id", "channel"})
#: further links they may add
TAKEN_DOWN_LINKS = frozenset({"order_id", "invoice_id", "product_id"})
#: what is done so that it does not happen again may be known once it is closed only
LATER = frozenset({"action_ids"})


class SalesOfficeComplaint(models.Model):
    """Who may do what with a complaint: who took it down completes it, who looks after it does the rest, and who stands
    above them hands it on or says that it is less severe (R051, R114). Whom it is about may do nothing.
    """

    _inherit = "sales.office.complaint"

    can_handle = fields.Boolean(
        compute="_compute_can", help="The current user looks after it, leads who does, or is customer relations."
    )
    can_assign = fields.Boolean(compute="_compute_can", help="The current user may give it to somebody else.")
    can_blame = fields.Boolean(
        compute="_compute_can", help="The current user leads whom it is about and may write a case."
    )
    can_open_case = fields.Boolean(compute="_compute_can", help="A case was written, and the current user reads it.")

    @api.depends("state", "user_id", "department_id", "about_id", "violation_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        above = self._has_authority() | self._where_post("customer_relations", "director")
        for complaint in self:
            saved = complaint.sudo()  # sudo: whether there is a case already
            is_about = complaint.about_user_id == self.env.user
            complaint.can_handle = not is_about and (complaint.is_own or complaint in above)
            complaint.can_assign = not is_about and complaint in above
            complaint.can_blame = bool(complaint.about_id) and not is_about and not saved.violation_id
            case = saved.violation_id.sudo(False)
            complaint.can_open_case = bool(case) and case.has_access("read")
        blamed = self.filtered("can_blame")
        (blamed - blamed._filter_leads_blamed()).can_blame = False

    def _check_handler(self):
        """Raise an ``AccessError`` unless these are the current user's to look after."""
        self.check_access("read")
        if not self.env.su and self.filtered(lambda complaint: not complaint.can_handle):
            raise AccessError(
                self.env._("Only who looks after the complaint, leads them, or is customer relations can do this.")
            )

    def _check_editable(self, vals):
        if not vals.keys() <= LATER:
            self._check_state(*OPEN, "answered")
        mine = TAKEN_DOWN | TAKEN_DOWN_LINKS
        others = self.filtered(lambda complaint: not complaint.can_handle)
        if others and (not vals.keys() <= mine or any(c.state != "received" for c in others)):
            raise AccessError(
                self.env._(
                    "Who took it down may complete it until it is acknowledged; then it is up to who looks after it."
                )
            )
        below = self.filtered(lambda complaint: not complaint.can_assign)
        if "employee_id" in vals:
            if below:
                raise AccessError(
                    self.env._("A complaint is given to somebody by customer relations, or who leads them.")
                )
            given = self.env["hr.employee"].browse(vals["employee_id"]).sudo()  # sudo: the company only
            if given.company_id != self.company_id:
                raise UserError(self.env._("A complaint stays in its company: choose somebody who works there."))
        ranks = [code for code, _label in SEVERITIES]
        if vals.get("severity") in ranks and any(
            ranks.index(vals["severity"]) < ranks.index(c.severity) for c in below
        ):
            raise AccessError(self.env._("Who stands above you says that it is less severe."))
