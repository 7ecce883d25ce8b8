from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_response_hours = fields.Float(
        string="Hours to Answer a Lead by Default",
        default=4,
        help="Whoever is given a lead is to call, write to or meet the customer within so many of their own working "
        "hours. 0: no clock.",
    )
    sales_office_stale_days = fields.Integer(
        string="Days without Contact by Default",
        default=30,
        help="After so many days without contact an open lead counts as left alone, whatever its stage. 0: never.",
    )
    sales_office_channel_mode = fields.Selection(
        [("off", "Not Asked For"), ("notify", "Shown on the Opportunity"), ("require", "Needed to Go On")],
        string="Channel of an Opportunity",
        default="off",
        required=True,
        help="How the customer came to us, Odoo's source and medium. Needed to Go On: an opportunity does not leave "
        "the first stage by hand without them; made, imported, merged, converted or lost it may.",
    )

    _sales_office_response_hours = models.Constraint(
        "CHECK (sales_office_response_hours BETWEEN 0 AND 200 AND sales_office_stale_days BETWEEN 0 AND 3650)",
        "A lead is answered within 0 to 200 hours, and left alone after 0 to 3650 days.",
    )
