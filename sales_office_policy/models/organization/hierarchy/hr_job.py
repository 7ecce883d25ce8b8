from odoo import fields, models


class HrJob(models.Model):
    _inherit = "hr.job"

    sales_office_duties = fields.Html(
        string="Duties of the Post",
        translate=True,
        help="What somebody on this post answers for. Shown to the employee.",
    )
    sales_office_skills = fields.Html(
        string="Skills Required",
        translate=True,
        help="What somebody on this post has to know and be able to do. Shown to the employee.",
    )
