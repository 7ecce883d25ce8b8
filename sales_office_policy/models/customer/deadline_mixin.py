from odoo import api, models


class SalesOfficeDeadlineMixin(models.AbstractModel):
    """Who is on leave has as much more time to answer a lead (R074)."""

    _inherit = "sales.office.deadline.mixin"

    @api.model
    def _days_changed(self, employees):
        result = super()._days_changed(employees)
        if employees:
            # sudo: what waits follows from leave, whoever validates it
            self.env["sales.office.lead.response"].sudo()._wait_for_leave(employees)
        return result
