from odoo import api, fields, models
from odoo.tools import SQL

from ...books.metrics import explained
from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc

#: key of the context with the figure whose parts are asked for
QUESTION = "sales_office_overview"


class SalesOfficeOverviewSale(models.Model):
    """What one figure of the overview about sales is made of: a row for each document, which add up to it.

    The figure comes with the context, and whether the user may see it is asked each time: a context can be forged.
    Without one there is nothing. An invoice that somebody sold alone is one row; of an order whose credit is shared,
    the parts are rows. An id is the number of the row, which stands as long as the books do.
    """

    _name = "sales.office.overview.sale"
    _description = "Part of a Figure about Sales"
    _inherit = "sales.office.reader.mixin"
    _auto = False
    _order = "day desc, id desc"

    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    order_id = fields.Many2one(
        "sale.order", string="Sales Order", readonly=True, help="The order, where orders count or its credit is shared."
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    employee_id = fields.Many2one("hr.employee", string="Sold by", readonly=True)
    day = fields.Date(string="Counts on", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(
        readonly=True,
        aggregator="sum",
        help=explained("In the company's currency, without taxes; of a share, its part."),
    )

    @property
    def _table_query(self):
        self.invalidate_model(flush=False)  # the rows of another question have the same numbers
        question = self.env.context.get(QUESTION)
        asked = isinstance(question, dict) and self._get_windows(question)
        if not asked or not asked[1]:
            return self._prepare_query(SQL("SELECT * FROM (VALUES (0, 0, 0, 0, NULL::date, 0)) nothing WHERE FALSE"))
        overview, windows = asked
        parts = self.env["sales.office.books"]._get_parts_query(overview.company, overview.metric, windows)
        return self._prepare_query(parts, overview)

    def _get_windows(self, question):
        """Return what is asked, and the windows of the books that answer it; raise unless the user may know."""
        overview, person = self.env["sales.office.overview"]._read_question(**question)
        nobody, nowhere = self.env["hr.employee"], self.env["hr.department"]
        days = (overview.first, overview.last)
        questions = [(person, nowhere, *days)] if person else [(nobody, top, *days) for top in overview.tops]
        return overview, self.env["sales.office.books"]._get_windows(overview.company, questions)

    def _prepare_query(self, parts, overview=None):
        """Return the SELECT of the rows.

        :param SQL parts: see ``_get_parts_query`` of the books
        """
        is_order = SQL("TRUE") if overview and overview.metric == "ordered" else SQL("FALSE")
        return SQL(
            """
            SELECT ROW_NUMBER() OVER (ORDER BY day, document_id, order_id, employee_id, amount) AS id,
                   CASE WHEN NOT %(is_order)s THEN document_id END AS move_id,
                   CASE WHEN %(is_order)s AND order_id IS NULL THEN document_id ELSE order_id END AS order_id,
                   partner_id, employee_id, day, amount, %(currency)s::int AS currency_id
              FROM (%(parts)s) part(document_id, order_id, partner_id, employee_id, day, amount)
            """,
            is_order=is_order,
            parts=parts,
            currency=overview.company.currency_id.id if overview else None,
        )

    @api.depends("move_id", "order_id", "partner_id")
    def _compute_display_name(self):
        for part in self:
            row = part.sudo() if part.id else part.browse()  # sudo: of a row, which the user sees; no form makes one
            part.display_name = join_title(row.move_id.name or row.order_id.name, row.partner_id.name)

    @rpc(one=True)
    def action_open_document(self):
        """Open the invoice or order, for those who may read it."""
        document = self.move_id or self.order_id
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
            "context": {"create": False},
        }
