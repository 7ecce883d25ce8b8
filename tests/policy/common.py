from odoo.fields import Command

from ..common import SalesOfficeCommon


class PolicyCommon(SalesOfficeCommon):
    """A draft of "House Rules" (code HOUSE) for the whole Harbour Hotel office, drafted by Paula."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Acknowledgement = cls.env["sales.office.policy.acknowledgement"]
        cls.policy = cls._create_policy()

    @classmethod
    def _create_policy(cls, **values):
        admin = cls.policy_admin
        Policy = cls.env["sales.office.policy"].with_user(admin.user_id)
        policy = Policy.with_context(allowed_company_ids=cls.company.ids).create(
            {
                "name": "House Rules",
                "code": "HOUSE",
                "clause_ids": [
                    Command.create(
                        {"number": "1.1", "chapter": "The Day", "name": "Punctuality", "text": "Everybody is on time."}
                    ),
                    Command.create({"number": "1.2", "name": "Greeting", "text": "We greet every guest."}),
                    Command.create(
                        {"number": "2.1", "chapter": "The Office", "name": "Desk", "text": "Desks are kept tidy."}
                    ),
                ],
                **values,
            }
        )
        return policy.with_env(cls.env)

    def approve(self, policy):
        self.as_(self.policy_admin, policy).action_submit()
        self.as_(self.director, policy).action_approve()
        return policy

    def put_in_force(self, policy):
        self.as_(self.policy_admin, self.approve(policy)).action_put_in_force()
        return policy

    def new_version(self, policy):
        action = self.as_(self.policy_admin, policy).action_new_version()
        return policy.browse(action["res_id"])

    def supplement(self, policy):
        """Return the draft of a supplement with one clause."""
        supplement = policy.browse(self.as_(self.policy_admin, policy).action_supplement()["res_id"])
        supplement.clause_ids = [
            Command.create(
                {"number": "1.1", "chapter": "Bicycles", "name": "Yard", "text": "Bicycles stay in the yard."}
            )
        ]
        return supplement

    def asked(self, policy, state="asked"):
        """Return the names of the employees asked to read, in alphabetical order."""
        self.env.flush_all()
        acknowledgements = self.Acknowledgement.search([("policy_id", "=", policy.id), ("state", "=", state)])
        return sorted(acknowledgements.employee_id.mapped("name"))
