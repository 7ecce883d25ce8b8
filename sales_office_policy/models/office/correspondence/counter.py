from odoo import api, fields, models
from odoo.tools import SQL


class SalesOfficeCorrespondenceCounter(models.Model):
    """The last number of a register of letters: one per office, company, direction and year.

    A number is drawn in the transaction that registers the letter, so one that fails gives it
    back. Whoever draws at the same time waits; if the first one succeeds, PostgreSQL refuses
    the second, whom Odoo runs again, and they get the next number.
    """

    _name = "sales.office.correspondence.counter"
    _description = "Letter Numbering"
    _inherit = "sales.office.reader.mixin"

    office_id = fields.Many2one("hr.department", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    direction = fields.Char(required=True)
    year = fields.Integer(required=True)
    last_number = fields.Integer(required=True)

    _counter_uniq = models.Constraint(
        "UNIQUE (office_id, company_id, direction, year)", "There is one counter for each register and year."
    )

    @api.model
    def _draw(self, office, company, direction, year, count=1):
        """Return the first of ``count`` numbers in a row; there is a query, however many they are."""
        [[last]] = self.env.execute_query(
            SQL(
                """
                INSERT INTO sales_office_correspondence_counter AS counter
                            (office_id, company_id, direction, year, last_number)
                     VALUES (%(office)s, %(company)s, %(direction)s, %(year)s, %(count)s)
                ON CONFLICT (office_id, company_id, direction, year)
                  DO UPDATE SET last_number = counter.last_number + EXCLUDED.last_number
                  RETURNING last_number
                """,
                office=office.id,
                company=company.id,
                direction=direction,
                year=year,
                count=count,
            )
        )
        self.invalidate_model(["last_number"])
        return last - count + 1
