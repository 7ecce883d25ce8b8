from odoo import models

from ...organization.rpc.rpc import core_door


class HrDepartment(models.Model):
    _inherit = "hr.department"

    @core_door
    def write(self, vals):
        """Look at the days of those who come to a sales office with their department, or leave it."""
        if {"is_sales_office", "parent_id"}.isdisjoint(vals):
            return super().write(vals)
        companies = self.sudo().company_id or self.env["res.company"].sudo().search([])  # sudo: they only tell who
        members = self.env["hr.employee"]._get_workday_members(companies=companies)
        result = super().write(vals)
        members |= self.env["hr.employee"]._get_workday_members(companies=companies)
        self.env["sales.office.day.task"]._enqueue_members(members)
        return result
