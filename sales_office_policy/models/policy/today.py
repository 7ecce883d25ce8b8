from odoo import api, models
from odoo.tools import format_date

from ..organization.asking import Search
from ..organization.record.phrases import join_names
from .policy import ADMIN, DIRECTOR

ACTION = "sales_office_policy.sales_office_policy_action"


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_questions(self):
        asked = [self._get_policy_reading_lines(), self._get_policy_work_lines()]
        return super()._get_questions() | {"policy": asked}

    def _get_policy_reading_lines(self):
        """What the user is asked to read."""
        if not self.env["sales.office.policy"].has_access("read"):
            return []
        waiting = yield Search(
            self.env["sales.office.policy.acknowledgement"],
            [("user_id", "=", self.env.uid), ("state", "=", "asked"), ("policy_id.state", "=", "in_force")],
            reads=("policy_id",),
        )
        if not waiting:
            return []
        names = join_names(self.env, waiting.policy_id.mapped("display_name"))
        return [
            self._prepare_line(
                "policy",
                "policy_acknowledge",
                self.env._("Read and confirm: %(policies)s", policies=names),
                self._prepare_action(ACTION, waiting.policy_id),
                detail=self.env._("Asked since %(date)s", date=format_date(self.env, min(waiting.mapped("asked_on")))),
                count=len(waiting),
                urgent=any(waiting.mapped("reminder_count")),
                icon="fa-book",
            )
        ]

    def _get_policy_work_lines(self):
        """What waits for the director or the policy administrator."""
        user = self.env.user
        is_director, is_admin = user._get_sales_office_companies(DIRECTOR), user._get_sales_office_companies(ADMIN)
        if not is_director and not is_admin:
            return []
        open_policies = yield Search(self.env["sales.office.policy"], [("state", "in", ("review", "approved"))])
        in_review = open_policies.filtered(lambda policy: policy.state == "review")
        to_approve = in_review.filtered("can_approve")
        ready = open_policies.filtered(
            lambda policy: (
                policy.state == "approved"
                and (not policy.effective_date or policy.effective_date <= policy.company_id._get_sales_office_today())
            )
        )
        in_review = in_review - to_approve if is_admin else in_review.browse()
        found = [
            ("policy_approve", to_approve, "fa-check-square-o"),
            ("policy_in_review", in_review, "fa-hourglass-half"),
            ("policy_put_in_force", ready, "fa-gavel"),
        ]
        return [line for key, policies, icon in found for line in self._prepare_policy_lines(key, policies, icon)]

    def _prepare_policy_lines(self, key, policies, icon):
        # apart from the list above, whose keys Odoo's export would take for words to translate
        titles = {
            "policy_approve": self.env._("Policies waiting for your approval"),
            "policy_in_review": self.env._("Policies in review with the director"),
            "policy_put_in_force": self.env._("Approved policies to put in force"),
        }
        # opened first: nobody approves a rule book unread
        prepare = self._prepare_decisions if key == "policy_approve" else self._prepare_lines_of
        group = "know" if key == "policy_in_review" else "decide"
        return prepare("policy", key, titles[key], ACTION, policies, icon=icon, group=group)
