from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..organization.rpc.rpc import rpc
from .policy import ADMIN


class SalesOfficePolicy(models.Model):
    _inherit = "sales.office.policy"

    supersedes_id = fields.Many2one("sales.office.policy", readonly=True, copy=False, index="btree_not_null")
    parent_id = fields.Many2one(
        "sales.office.policy",
        string="Supplement To",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",  # reached at uninstall only: a draft can be deleted, and has no supplement
    )
    supplement_number = fields.Integer(readonly=True, copy=False, aggregator=None)
    supplement_ids = fields.One2many("sales.office.policy", "parent_id", string="Supplements")
    history_ids = fields.Many2many("sales.office.policy", compute="_compute_history_ids", string="Version History")

    _version_uniq = models.UniqueIndex(
        "(company_id, code, version, supplement_number)",
        "This version of the policy exists already. Choose another code, or open the existing version.",
    )
    _in_force_uniq = models.UniqueIndex(
        "(company_id, code) WHERE state = 'in_force' AND parent_id IS NULL",
        "Only one version of a policy can be in force.",
    )

    @api.depends("name", "version", "supplement_number")
    def _compute_display_name(self):
        for policy in self:
            values = {"name": policy.name, "version": policy.version, "number": policy.supplement_number}
            if not policy.name:
                policy.display_name = False
            elif policy.supplement_number:
                policy.display_name = self.env._("%(name)s, version %(version)s, supplement %(number)s", **values)
            else:
                policy.display_name = self.env._("%(name)s, version %(version)s", **values)

    @api.depends("code", "company_id")
    @api.depends_context("uid")
    def _compute_history_ids(self):
        versions = self.search([("code", "in", self.mapped("code")), ("company_id", "in", self.company_id.ids)])
        versions = versions.grouped(lambda policy: (policy.code, policy.company_id))
        for policy in self:
            policy.history_ids = versions.get((policy.code, policy.company_id), self.browse())

    @api.constrains("code", "company_id", "supersedes_id", "parent_id")
    def _check_line(self):
        """A version keeps the code and the company of the version it comes from."""
        for policy in self:
            for origin in policy.supersedes_id | policy.parent_id:
                if (origin.code, origin.company_id) != (policy.code, policy.company_id):
                    raise ValidationError(
                        self.env._("A version and its supplements keep the code and the company of the policy.")
                    )

    @rpc(one=True)
    def action_new_version(self):
        """Open the draft of the next version, made with the clauses of this one. Policy administrator only.

        Clauses of supplements in force follow as chapters of their own. A next version
        that is being worked on already is opened instead of making another.

        :raises AccessError: not a policy administrator
        :raises UserError: never in force
        """
        self._check_post(ADMIN)
        self._check_state("in_force", "superseded")
        base = self.parent_id or self
        latest = self.sudo().search(
            base._get_line_domain() + [("parent_id", "=", False)], order="version desc", limit=1
        )
        if latest.state in ("in_force", "superseded"):
            # sudo: version and link are closed to ordinary writes
            number = {"version": latest.version + 1}
            latest = base.sudo()._copy_as_version({"code": base.code, "drafted_by_id": self.env.uid, **number})
            latest._take_in_supplements(base)
        return latest.sudo(self.env.su)._get_form_action()

    @rpc(one=True)
    def action_supplement(self):
        """Open the draft of a supplement to the version in force. Policy administrator only (R101).

        :raises AccessError: not a policy administrator
        :raises UserError: not in force
        """
        self._check_post(ADMIN)
        base = self.parent_id or self
        base._check_state("in_force")
        numbers = base.sudo().supplement_ids.mapped("supplement_number")
        # sudo: version and link are closed to ordinary writes
        supplement = self.sudo().create(
            {
                "name": base.name,
                "code": base.code,
                "company_id": base.company_id.id,
                "department_ids": [Command.set(base.department_ids.ids)],
                "version": base.version,
                "parent_id": base.id,
                "supplement_number": max(numbers, default=0) + 1,
                "drafted_by_id": self.env.uid,
            }
        )
        return supplement.sudo(self.env.su)._get_form_action()

    @rpc(one=True)
    def action_compare(self):
        """Open the comparison with the version before this one, where another can be chosen.

        :raises UserError: there is no other version
        """
        others = self.history_ids - self
        other = (
            self.supersedes_id & others
            or others.filtered(lambda policy: policy.version < self.version)[:1]
            or others[:1]
        )
        if not other:
            raise UserError(self.env._("There is no other version to compare with."))
        comparison = self.env["sales.office.policy.compare"].create({"policy_id": self.id, "other_id": other.id})
        return {
            "type": "ir.actions.act_window",
            "name": comparison.display_name,
            "res_model": comparison._name,
            "res_id": comparison.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _get_version_in_force(self):
        return self.search(self._get_line_domain() + [("parent_id", "=", False), ("state", "=", "in_force")], limit=1)

    def _get_line_domain(self):
        return [("code", "=", self.code), ("company_id", "=", self.company_id.id)]

    def _take_in_supplements(self, base):
        """Append the clauses of the supplements of ``base`` in force as further chapters."""
        for supplement in base.supplement_ids.filtered(lambda policy: policy.state == "in_force").sorted(
            "supplement_number"
        ):
            last = max(self.clause_ids.mapped("chapter_number"), default=0)
            for clause in supplement.clause_ids:
                chapter, dot, rest = clause.number.partition(".")
                clause.copy({"policy_id": self.id, "number": f"{last + int(chapter)}{dot}{rest}"})

    def _get_form_action(self):
        """Return the window action that opens this version."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_policy_action")
        return action | {"res_id": self.id, "view_mode": "form", "views": [(False, "form")]}
