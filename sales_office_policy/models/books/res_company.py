from odoo import fields, models
from odoo.tools import ormcache


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_received_account_ids = fields.Many2many(
        "account.account",
        "sales_office_received_account_rel",
        "company_id",
        "account_id",
        string="Also Received",
        help="Accounts on which money counts as received although it is in no bank or cash journal: customer advances "
        "that are booked before the invoice, bills accepted, bank charges borne by us, tax withheld for us.",
    )
    sales_office_new_customer_months = fields.Integer(
        string="New Customers for (Months)",
        default=12,
        help="So long from the first invoice on a customer counts as new, where amounts invoiced to new customers are "
        "asked for.",
    )

    _sales_office_new_customer_months_range = models.Constraint(
        "CHECK (sales_office_new_customer_months > 0)", "A customer is new for one month at least."
    )

    @ormcache("self.id")  # a new or archived company clears it, and none moves to another place
    def _get_sales_office_branch_ids(self):
        """Return the ids of the branches below this company, those of one level before those below them."""
        # sudo: whichever the reader works in, the same for everybody
        branches = below = self.sudo().with_context(active_test=True)
        while below := below.child_ids - branches:
            branches |= below
        return branches.ids[1:]
