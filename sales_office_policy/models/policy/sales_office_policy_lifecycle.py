import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .sales_office_policy import ADMIN_GROUP, DIRECTOR_GROUP


class SalesOfficePolicy(models.Model):
    _inherit = "sales.office.policy"

    def action_submit(self):
        """Hand drafts to the director. Policy administrator or drafter only, else ``AccessError``."""
        for policy in self:
            if self.env.user != policy.drafted_by_id:
                self._check_group(ADMIN_GROUP)
            policy._check_state("draft")
            if not policy.clause_ids:
                raise UserError(self.env._("%(policy)s has no clause yet.", policy=policy.display_name))
        today = fields.Date.context_today(self)
        # sudo: the state is closed to ordinary writes, the right was checked above
        self.sudo().write({"state": "review", "submitted_by_id": self.env.uid, "submitted_on": today})
        self.sudo().filtered(lambda policy: not policy.drafted_by_id).drafted_by_id = self.env.user
        return True

    def action_approve(self):
        """Approve versions in review. A director who neither drafted nor submitted it, else ``AccessError`` (R061)."""
        self._check_group(DIRECTOR_GROUP)
        for policy in self:
            policy._check_state("review")
            if self.env.user in policy.drafted_by_id | policy.submitted_by_id:
                raise AccessError(
                    self.env._("You drafted %(policy)s. Another director has to approve it.", policy=policy.display_name)
                )
        # sudo: a director approves the text and cannot edit it
        self.sudo().write(
            {"state": "approved", "approved_by_id": self.env.uid, "approved_on": fields.Date.context_today(self)}
        )
        return True

    def action_send_back(self, reason=None):
        """Return versions to draft with a reason in the chatter; a director, or the administrator while in review."""
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why it is sent back, so that the drafter knows what to change."))
        for policy in self:
            policy._check_state("review", "approved")
            self._check_group(DIRECTOR_GROUP, *([ADMIN_GROUP] if policy.state == "review" else []))
        policies = self.sudo()  # sudo: a director sends the text back and cannot edit it
        policies.write(
            {
                "state": "draft",
                "submitted_by_id": False,
                "submitted_on": False,
                "approved_by_id": False,
                "approved_on": False,
            }
        )
        for policy in policies:
            policy.message_post(
                body=self.env._("Sent back: %(reason)s", reason=reason),
                partner_ids=policy.drafted_by_id.partner_id.ids,
                author_id=self.env.user.partner_id.id,
            )
        return True

    def action_put_in_force(self):
        """Put approved versions in force and archive the ones they supersede, in one transaction.

        Policy administrator or director. Refused before the effective date (``UserError``);
        without one it becomes today. The supplements go with the version they belong to.
        """
        self._check_group(ADMIN_GROUP, DIRECTOR_GROUP)
        for policy in self.sorted("version"):
            policy._check_state("approved")
            policy.sudo()._put_in_force()  # sudo: the state is closed to ordinary writes, the right was checked above
        self.sudo()._sync_acknowledgements()
        return True

    def action_new_version(self):
        """Open the draft of the next version, made with the clauses of this one. Policy administrator only.

        Clauses of supplements in force follow as chapters of their own. A next version
        that is being worked on already is opened instead of making another.
        """
        self.ensure_one()
        self._check_group(ADMIN_GROUP)
        self._check_state("in_force", "superseded")
        base = self.parent_id or self
        latest = self.sudo().search(base._get_line_domain() + [("parent_id", "=", False)], order="version desc", limit=1)
        if latest.state in ("in_force", "superseded"):
            # sudo: version and link are closed to ordinary writes
            latest = base.sudo().copy(
                {"code": base.code, "version": latest.version + 1, "supersedes_id": base.id, "drafted_by_id": self.env.uid}
            )
            latest._take_in_supplements(base)
        return latest.sudo(self.env.su)._get_form_action()

    def action_supplement(self):
        """Open the draft of a supplement to the version in force. Policy administrator only (R101)."""
        self.ensure_one()
        self._check_group(ADMIN_GROUP)
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

    def action_copy_to_company(self, company_id):
        """Return a draft of this policy for another company, audience left open. Policy administrator only."""
        self.ensure_one()
        self._check_group(ADMIN_GROUP)
        return self.copy({"code": self.code, "company_id": int(company_id)})

    def action_compare(self):
        """Open the comparison with the version before this one, where another can be chosen."""
        self.ensure_one()
        others = self.history_ids - self
        other = self.supersedes_id & others or others.filtered(lambda policy: policy.version < self.version)[:1] or others[:1]
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

    def action_print(self):
        """Print the versions as PDF."""
        return self.env.ref("sales_office_policy.report_policy_action").report_action(self)

    @api.model
    def _cron_put_in_force(self):
        """Put approved versions in force on their date, by the clock of each company."""
        approved = self.search([("state", "=", "approved"), ("effective_date", "!=", False)], order="version, id")
        due = approved.filtered(
            lambda policy: policy.company_id._sales_office_uses("policy")
            and policy.effective_date <= policy._get_company_today()
            and not policy._get_obstacle()
        )
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for policy in due:
            policy.action_put_in_force()
            self.env["ir.cron"]._commit_progress(1)

    def _put_in_force(self):
        self.ensure_one()
        today = self._get_company_today()
        if obstacle := self._get_obstacle():
            raise UserError(obstacle)
        if self.effective_date and self.effective_date > today:
            raise UserError(
                self.env._(
                    "%(policy)s comes into force on %(date)s. Until then the present rules apply.",
                    policy=self.display_name,
                    date=fields.Date.to_string(self.effective_date),
                )
            )
        vals = {"state": "in_force", "in_force_on": today, "effective_date": self.effective_date or today}
        if not self.parent_id:
            previous = self._get_version_in_force()
            archived = previous | previous.supplement_ids.filtered(lambda policy: policy.state == "in_force")
            archived.write({"state": "superseded", "superseded_on": today})
            archived.flush_recordset(["state"])  # the unique index allows one version in force at any moment
            archived._close_activities()
            vals["supersedes_id"] = previous.id or self.supersedes_id.id
        self.write(vals)

    def _get_obstacle(self):
        """Return why this version can never come into force as things stand, or an empty string."""
        self.ensure_one()
        if self.parent_id and self.parent_id.state != "in_force":
            return self.env._("%(policy)s is not in force, so nothing can be added to it.", policy=self.parent_id.display_name)
        previous = self.browse() if self.parent_id else self._get_version_in_force()
        if previous.version > self.version:
            return self.env._("A later version is in force already: %(policy)s.", policy=previous.display_name)
        return ""

    def _get_version_in_force(self):
        return self.search(self._get_line_domain() + [("parent_id", "=", False), ("state", "=", "in_force")], limit=1)

    def _get_line_domain(self):
        return [("code", "=", self.code), ("company_id", "=", self.company_id.id)]

    def _get_company_today(self):
        """Return today's date by the clock of the company's working schedule."""
        zone = pytz.timezone(self.company_id.resource_calendar_id.tz or "UTC")
        return pytz.utc.localize(fields.Datetime.now()).astimezone(zone).date()

    def _take_in_supplements(self, base):
        """Append the clauses of the supplements of ``base`` in force as further chapters."""
        for supplement in base.supplement_ids.filtered(lambda policy: policy.state == "in_force").sorted("supplement_number"):
            last = max(self.clause_ids.mapped("chapter_number"), default=0)
            for clause in supplement.clause_ids:
                chapter, dot, rest = clause.number.partition(".")
                clause.copy({"policy_id": self.id, "number": f"{last + int(chapter)}{dot}{rest}"})

    def _check_group(self, *groups):
        """Raise an ``AccessError`` unless the user is in one of the groups."""
        if self.env.su or any(self.env.user.has_group(group) for group in groups):
            return
        names = self.env["res.groups"].sudo().browse([self.env.ref(group).id for group in groups]).mapped("name")
        raise AccessError(self.env._("Only a %(roles)s can do this.", roles=" / ".join(names)))

    def _check_state(self, *states):
        """Raise a ``UserError`` unless every version is in one of ``states``."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for policy in self:
            if policy.state not in states:
                raise UserError(
                    self.env._(
                        "%(policy)s is in state “%(state)s”; this is possible in “%(expected)s” only.",
                        policy=policy.display_name,
                        state=labels[policy.state],
                        expected="”, “".join(labels[state] for state in states),
                    )
                )

    def _get_form_action(self):
        """Return the window action that opens this version."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_policy_action")
        return action | {"res_id": self.id, "view_mode": "form", "views": [(False, "form")]}
