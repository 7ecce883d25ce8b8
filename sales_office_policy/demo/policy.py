from datetime import timedelta

from odoo import models
from odoo.fields import Command

STILL_TO_READ = ("rep3", "rep6", "relations")


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _load_policy_room(self, dice):
        policy = self._load_policy()
        self._load_acknowledgements(policy, dice)
        self._load_supplement(policy)

    def _load_policy(self):
        """The shipped rule book, adopted by the hotel at the beginning of last month.

        It is the shipped record itself rather than a copy, so that it has its translations.
        """
        first, _last = self._last_month()
        policy = self.env.ref("sales_office_policy.policy_sales_office").with_env(self.env)
        policy.write(
            {
                "company_id": self.env.company.id,
                "drafted_by_id": self._user("policy").id,
                "effective_date": first,
            }
        )
        policy.with_user(self._user("policy")).action_submit()
        policy.with_user(self._user("director")).action_approve()
        policy.with_user(self._user("director")).action_put_in_force()
        policy.write(dict.fromkeys(("drafted_on", "submitted_on", "approved_on", "in_force_on"), first))
        return policy

    def _load_acknowledgements(self, policy, dice):
        first, _last = self._last_month()
        waiting = {self._user(login) for login in STILL_TO_READ}
        for acknowledgement in policy.acknowledgement_ids:
            acknowledgement.asked_on = first
            if acknowledgement.user_id not in waiting:
                policy.with_user(acknowledgement.user_id).action_acknowledge()
                acknowledgement.acknowledged_at = self._at(first + timedelta(days=dice.randint(1, 6)), 9)

    def _load_supplement(self, policy):
        """Waits for the director's approval."""
        supplement = self.env["sales.office.policy"].browse(
            policy.with_user(self._user("policy")).action_supplement()["res_id"]
        )
        supplement.write(
            {
                "name": "Winter Season",
                "clause_ids": [
                    Command.create(
                        {
                            "number": "1.1",
                            "chapter": "Winter Season",
                            "name": "Fair Duty",
                            "text": "During the wedding fair in December two representatives of each team stay "
                            "on duty at the stand until it closes, and start at ten the next morning.",
                        }
                    )
                ],
            }
        )
        supplement.with_user(self._user("policy")).action_submit()
