from odoo import fields, models

from ..organization.rpc.rpc import core_door


class CrmStage(models.Model):
    _inherit = "crm.stage"

    sales_office_stale_days = fields.Integer(
        string="Days without Contact",
        groups="sales_office_policy.group_customer",
        help="After this many days without contact an opportunity in this stage counts as left alone. 0: as many as "
        "the sales office's settings give.",
    )

    _sales_office_stale_days = models.Constraint(
        "CHECK (sales_office_stale_days IS NULL OR sales_office_stale_days BETWEEN 0 AND 3650)",
        "Days without contact are 0 to 3650.",
    )

    @core_door
    def unlink(self):
        """Delete stages, and what they ask for."""
        # sudo: criteria mean nothing without their stage, whoever deletes it
        criteria = self.env["sales.office.stage.criterion"].sudo()
        criteria.search([("stage_id", "in", self.ids)]).unlink()
        return super().unlink()
