from collections import defaultdict

from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.image import base64_to_image

from ..organization.record.row_lock import claim_rows
from ..organization.rpc.argument_types import File
from ..organization.rpc.rpc import rpc
from ..organization.searching import lasting
from .policy import ADMIN


def _is_picture(content):
    """Return whether a content in base64 is a picture that can be shown; the field keeps other things as well."""
    try:
        base64_to_image(content).verify()
    except (UserError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


class SalesOfficePolicy(models.Model):
    _inherit = "sales.office.policy"

    acknowledgement_ids = fields.One2many("sales.office.policy.acknowledgement", "policy_id", string="Acknowledgements")
    asked_count = fields.Integer(compute="_compute_progress", help="People of the audience asked to read this version.")
    acknowledged_count = fields.Integer(compute="_compute_progress", help="Those of them who have read it.")
    acknowledged_percent = fields.Float(compute="_compute_progress", help="Share of the audience that has read it.")
    in_audience = fields.Boolean(
        compute="_compute_in_audience",
        search="_search_in_audience",
        help="Applies to the current user or somebody they lead, or they were asked to read it.",
    )
    to_acknowledge = fields.Boolean(compute="_compute_my_acknowledgement", search="_search_to_acknowledge")
    asks_signature = fields.Boolean(related="company_id.sales_office_policy_signature", string="Signed by Readers")
    my_acknowledged_at = fields.Datetime(compute="_compute_my_acknowledgement", string="I Read It At")

    @api.depends("acknowledgement_ids.state")
    @api.depends_context("uid")
    def _compute_progress(self):
        Acknowledgement = self.env["sales.office.policy.acknowledgement"]
        if self._is_post_held(ADMIN):
            # sudo: the administrator sees figures; the names stay with those who lead
            Acknowledgement = Acknowledgement.sudo()
        groups = Acknowledgement._read_group([("policy_id", "in", self.ids)], ["policy_id", "state"], ["__count"])
        counts = defaultdict(dict)
        for policy, state, count in groups:
            counts[policy.id][state] = count
        for policy in self:
            count = counts[policy.id]
            policy.acknowledged_count = count.get("acknowledged", 0)
            policy.asked_count = sum(count.values())
            policy.acknowledged_percent = (
                100 * policy.acknowledged_count / policy.asked_count if policy.asked_count else 0
            )

    @api.depends("department_ids", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_audience(self):
        mine = self.filtered_domain(self._search_in_audience("in", [True]))
        for policy in self:
            policy.in_audience = policy in mine

    @lasting
    def _search_in_audience(self, operator, value):
        if operator != "in":
            return NotImplemented
        around, companies = self.env.user._get_sales_office_audience()
        return (
            Domain("department_ids", "in", around)
            | Domain("department_ids", "=", False) & Domain("company_id", "in", companies)
            | Domain("acknowledgement_ids.user_id", "=", self.env.uid)
        )

    @api.depends("state", "acknowledgement_ids.state")
    @api.depends_context("uid")
    def _compute_my_acknowledgement(self):
        mine = self.env["sales.office.policy.acknowledgement"].search(
            [("policy_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        )
        mine = mine.grouped("policy_id")
        for policy in self:
            acknowledgement = mine.get(policy, self.env["sales.office.policy.acknowledgement"])[:1]
            policy.to_acknowledge = policy.state == "in_force" and acknowledgement.state == "asked"
            policy.my_acknowledged_at = acknowledgement.acknowledged_at

    def _search_to_acknowledge(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "in_force") & Domain(
            "acknowledgement_ids", "any", [("user_id", "=", self.env.uid), ("state", "=", "asked")]
        )

    @rpc
    def action_acknowledge(self, signature: File() = False):
        """Record that the current user has read the versions in force; once, a second call changes nothing (R111).

        :param signature: a picture in base64; needed where the company has what was read signed
        :raises UserError: not in force, not for the user, or not signed
        """
        # sudo: a member cannot read hr.employee, and nobody writes acknowledgements by hand
        employees = self.env.user.sudo().employee_ids.filtered("active").grouped("company_id")
        Acknowledgement = self.env["sales.office.policy.acknowledgement"].sudo()
        asked = Acknowledgement.search([("policy_id", "in", self.ids), ("employee_id.user_id", "=", self.env.uid)])
        for policy in self:
            policy.check_access("read")
            employee = employees.get(policy.company_id, self.env["hr.employee"].sudo())
            mine = asked.filtered(lambda ask, p=policy, e=employee: (ask.policy_id, ask.employee_id) == (p, e))
            if mine.state == "acknowledged":
                continue
            if not mine:
                claim_rows(employee)  # they may confirm it twice at once
            if not mine and employee not in policy.sudo()._get_audience(employee)[policy]:
                raise UserError(
                    self.env._(
                        "%(policy)s does not apply to you, so there is nothing to confirm.", policy=policy.display_name
                    )
                )
            policy._check_state("in_force")
            signs = policy.asks_signature
            if signs and not signature:
                raise UserError(self.env._("Sign that you have read %(policy)s.", policy=policy.display_name))
            if signs and not _is_picture(signature):
                raise UserError(self.env._("This is no image of a signature: sign in the box, or choose one."))
            (mine or Acknowledgement._ask([(policy, employee)]))._acknowledge(signs and signature)
        return True

    @rpc(one=True)
    def action_sign(self):
        """Open the dialog in which the reader signs.

        :raises UserError: nothing is to be signed
        """
        if not self.to_acknowledge or not self.asks_signature:
            raise UserError(self.env._("There is nothing here that you are asked to sign."))
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_policy_sign_action")
        return action | {"context": {"default_policy_id": self.id, "dialog_size": "medium"}}

    @rpc(one=True)
    def action_view_acknowledgements(self):
        """Return the list of who was asked, limited by record rules to the people the user leads."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_office_policy.sales_office_policy_acknowledgement_action"
        )
        waiting = self.acknowledged_count < self.asked_count
        return action | {
            "domain": [("policy_id", "=", self.id)],
            "context": {"search_default_asked": 1} if waiting else {},
        }

    @api.model
    def _cron_ask_and_remind(self):
        """Ask whoever joined an audience, drop whoever left it and remind the others; safe to run twice."""
        policies = self.search([("state", "=", "in_force")])
        Acknowledgement = self.env["sales.office.policy.acknowledgement"]
        self.env["ir.cron"]._commit_progress(remaining=len(policies))
        for policy in policies:
            policy._sync_acknowledgements()
            self.env["ir.cron"]._commit_progress(1)
        Acknowledgement._remind()

    def _sync_acknowledgements(self, employees=None):
        """Bring who is asked in line with the audiences of the versions in force.

        With ``employees``, only for these. What is acknowledged stays. A constant number
        of queries, however many people and policies.
        """
        policies = self.filtered(
            lambda policy: policy.state == "in_force" and policy.company_id._sales_office_uses("policy")
        )
        if not policies:
            return
        domain = Domain("policy_id", "in", policies.ids)
        if employees is not None:
            domain &= Domain("employee_id", "in", employees.ids)
        Acknowledgement = self.env["sales.office.policy.acknowledgement"]
        existing = Acknowledgement.search(domain)
        audience = policies._get_audience(employees)
        wanted = {(policy, employee) for policy in policies for employee in audience[policy]}
        known = {(record.policy_id, record.employee_id) for record in existing}
        asked = existing.filtered(lambda record: record.state == "asked")
        asked.filtered(lambda record: (record.policy_id, record.employee_id) not in wanted).unlink()
        asked.exists()._follow_users()
        Acknowledgement._ask(wanted - known)

    def _get_audience(self, employees=None):
        """Return ``{policy: employees}``: people at work with a user, in or below the audience (R043)."""
        domain = Domain("company_id", "in", self.company_id.ids) & Domain("user_id.active", "=", True)
        domain &= Domain("department_id", "!=", False)
        if employees is not None:
            domain &= Domain("id", "in", employees.ids)
        candidates = self.env["hr.employee"].with_context(active_test=True).search(domain)
        above = {department: set(department._get_sales_office_line()) for department in candidates.department_id}

        def belongs(policy, employee):
            if employee.company_id != policy.company_id:
                return False
            if policy.department_ids:
                return not above[employee.department_id].isdisjoint(policy.department_ids.ids)
            return bool(employee.department_id.sales_office_id)

        return {
            policy: candidates.filtered(lambda employee, policy=policy: belongs(policy, employee)) for policy in self
        }

    def _close_activities(self):
        """Take back the activities of a version nobody needs to read any more; who never read it stays on record."""
        self.acknowledgement_ids.activity_ids.unlink()
