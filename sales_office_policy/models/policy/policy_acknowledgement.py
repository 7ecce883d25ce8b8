from odoo import api, fields, models

from ..organization.posts.title import join_title
from ..organization.rpc.rpc import rpc


class SalesOfficePolicyAcknowledgement(models.Model):
    """Whether one employee has read one policy version. Written by the policy alone, never by hand."""

    _name = "sales.office.policy.acknowledgement"
    _description = "Policy Acknowledgement"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin", "mail.activity.mixin"]
    _order = "asked_on desc, id desc"
    _member_date_field = "asked_on"

    policy_id = fields.Many2one("sales.office.policy", required=True, index=True, ondelete="cascade", readonly=True)
    employee_id = fields.Many2one(readonly=True)
    policy_state = fields.Selection(related="policy_id.state", string="Policy State")
    state = fields.Selection(
        [("asked", "To Read"), ("acknowledged", "Read")], default="asked", required=True, readonly=True, index=True
    )
    asked_on = fields.Date(default=fields.Date.context_today, required=True, readonly=True)
    acknowledged_at = fields.Datetime(readonly=True)
    signature = fields.Image(
        max_width=1024,
        max_height=1024,
        attachment=True,
        readonly=True,
        copy=False,
        help="Where the company asks for it.",
    )
    remind_on = fields.Date(string="Next Reminder", readonly=True, help="Empty: no more reminder.")
    reminder_count = fields.Integer(string="Reminders", readonly=True)

    _employee_uniq = models.Constraint(
        "UNIQUE (policy_id, employee_id)", "Each employee is asked once to read a policy version."
    )
    _acknowledged_dated = models.Constraint(
        "CHECK ((state = 'acknowledged') = (acknowledged_at IS NOT NULL))",
        "An acknowledgement and its time belong together.",
    )

    @api.depends("policy_id.display_name", "employee_id.name")
    def _compute_display_name(self):
        for record in self:
            # sudo: whoever may see that somebody was asked may see what they were asked to read
            policy = record.policy_id.sudo().display_name
            record.display_name = (
                self.env._("%(policy)s: %(employee)s", policy=policy, employee=record.employee_id.name)
                if policy and record.employee_id
                else join_title(policy, record.employee_id.name)
            )

    @rpc(one=True)
    def action_open_policy(self):
        """Return the window action that opens the policy to read."""
        return self.policy_id._get_form_action()

    @api.model
    def _ask(self, pairs):
        """Ask each ``(policy, employee)`` to read, by an acknowledgement and an activity; return the records."""
        if not pairs:
            return self.browse()
        asked = self.with_context(mail_create_nolog=True).create(
            [{"policy_id": policy.id, "employee_id": employee.id} for policy, employee in pairs]
        )
        for company, records in asked.grouped("company_id").items():
            records.remind_on = company._get_next_policy_reminder()
        asked._schedule_activities()
        return asked

    def _acknowledge(self, signature=False):
        vals = {"state": "acknowledged", "acknowledged_at": fields.Datetime.now(), "remind_on": False}
        self.write(vals | {"signature": signature or False})
        self.activity_ids.unlink()

    @api.model
    def _remind(self, batch=500):
        """Remind everybody whose day has come, again each time as many days later; safe to run twice."""
        domain = [
            ("state", "=", "asked"),
            ("policy_id.state", "=", "in_force"),
            ("remind_on", "<=", fields.Date.context_today(self)),
            ("company_id.sales_office_policy_reminder_days", ">", 0),
            ("company_id.sales_office_room_ids.code", "=", "policy"),
        ]
        while pending := self.search(domain, limit=batch):
            for (company, count), records in pending.grouped(lambda r: (r.company_id, r.reminder_count)).items():
                records.write({"reminder_count": count + 1, "remind_on": company._get_next_policy_reminder()})
            pending.activity_ids.unlink()
            pending._schedule_activities()
            self.env["ir.cron"]._commit_progress(len(pending), remaining=self.search_count(domain))

    def _follow_users(self):
        """Hand the activities on to those who are the employees' users now."""
        moved = self.filtered(lambda record: record.activity_ids.user_id - record.user_id)
        moved.activity_ids.unlink()
        moved._schedule_activities()

    def _schedule_activities(self):
        """Give each person a to-do."""
        return self._give_activities(
            "user_id",
            lambda record: record._get_activity_summary(),
            lambda record: not record.reminder_count and record.remind_on,
        )

    def _get_activity_summary(self):
        if self.reminder_count:
            return self.env._("Reminder: read %(policy)s", policy=self.policy_id.display_name)
        return self.env._("Read %(policy)s", policy=self.policy_id.display_name)
