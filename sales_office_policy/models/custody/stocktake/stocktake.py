from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ...organization.posts.title import join_title
from ...organization.record.row_lock import claim_rows
from ...organization.rpc.rpc import core_door, rpc


class SalesOfficeDocumentStocktake(models.Model):
    """One count of the papers at one place: what should be there, what is, and what became of the rest (R016).

    Nobody writes a stock-take or its lines by hand, though the form needs a clerk's right to write.
    The actions do it, and check that the user keeps the office's documents.
    """

    _name = "sales.office.document.stocktake"
    _description = "Stock-take of Documents"
    _inherit = ["sales.office.department.mixin", "sales.office.typing.mixin", "mail.thread"]
    _order = "opened_at desc, id desc"
    _rec_name = "location"

    office_id = fields.Many2one(related="department_id.sales_office_id", string="Office", store=True, index=True)
    location = fields.Char(required=True, help="Papers of the department kept here are expected.")
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    opened_at = fields.Datetime(
        string="Counting Since", readonly=True, copy=False, default=lambda self: fields.Datetime.now()
    )
    opened_by_id = fields.Many2one("res.users", readonly=True, copy=False, default=lambda self: self.env.user)
    closed_at = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    line_ids = fields.One2many(
        "sales.office.document.stocktake.line", "stocktake_id", string="Documents Counted", readonly=True, copy=False
    )
    expected_count = fields.Integer(string="Expected Papers", compute="_compute_counts")
    found_count = fields.Integer(string="Papers Found", compute="_compute_counts")
    unsettled_count = fields.Integer(string="To Settle", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="Share of the expected papers that were found, in percent.")
    can_handle = fields.Boolean(compute="_compute_can_handle")

    _open_uniq = models.UniqueIndex(
        "(office_id, location) WHERE state = 'open'", "This place is being counted already: go on with that stock-take."
    )

    @api.depends("location", "opened_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for stocktake in self:
            day = stocktake.opened_at and fields.Datetime.context_timestamp(self, stocktake.opened_at).date()
            stocktake.display_name = join_title(stocktake.location, format_date(self.env, day), by=" ")

    @api.depends("line_ids.result", "line_ids.settled")
    def _compute_counts(self):
        groups = self.env["sales.office.document.stocktake.line"]._read_group(
            [("stocktake_id", "in", self.ids)], ["stocktake_id", "result", "settled"], ["__count"]
        )
        for stocktake in self:
            rows = [row for record, *row in groups if record == stocktake]
            found, unseen = (
                sum(count for result, _settled, count in rows if result == wanted) for wanted in ("found", "unseen")
            )
            stocktake.found_count = found
            stocktake.expected_count = found + unseen
            stocktake.progress = 100 * found / (found + unseen) if found + unseen else 100
            stocktake.unsettled_count = sum(count for _result, settled, count in rows if not settled)

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_handle(self):
        kept = self._where_post("clerk")
        for stocktake in self:
            keeper = stocktake.sudo().department_id.sales_office_id.sales_office_clerk_id
            stocktake.can_handle = stocktake in kept and stocktake.in_same_office or keeper.user_id == self.env.user

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Open the stock-takes and list what is expected at each place.

        :raises AccessError: not the clerk of the office, or results are given by hand
        """
        vals_list = [{**vals, "location": (vals.get("location") or "").strip()} for vals in vals_list]
        stocktakes = super().create(vals_list)
        stocktakes._check_handler()
        stocktakes._expect()
        return stocktakes

    def _check_editable(self, vals):
        raise AccessError(self.env._("A stock-take is not changed by hand: scan what is there and settle the rest."))

    @rpc
    @api.model
    @api.readonly
    def get_locations(self):
        """Return the places where papers the user may see are kept, the fullest first."""
        groups = self.env["sales.office.document"]._read_group(
            [("home_location", "!=", False), ("state", "!=", "destroyed")],
            ["home_location"],
            order="__count desc",
            limit=200,
        )
        return [location for (location,) in groups]

    @rpc(one=True)
    def action_scan(self, code: str):
        """Record that the document with this label is here.

        :param str code: as scanned or typed
        :return: dict ``level`` (success, info, warning) and ``text``
        :raises UserError: unknown or foreign code, a destroyed document, or a closed stock-take
        """
        self._check_open()
        document = self.env["sales.office.document"]._get_by_code((code or "").strip())
        if not document:
            raise UserError(self.env._("No document here has the code %(code)s.", code=code))
        if document.state == "destroyed":
            raise UserError(self.env._("%(document)s was destroyed.", document=document.display_name))
        self._lock()
        return self._find_line(document)._see()

    @rpc
    def action_report_missing(self):
        """Report everything missing that was expected and not seen.

        :raises AccessError: not the clerk of the office
        :raises UserError: the stock-take is closed
        """
        self._check_open()
        self._lock()
        self.line_ids.filtered(lambda line: line.result == "unseen").action_report_missing()

    @rpc
    def action_close(self):
        """Close the count for good.

        :raises UserError: something is left to settle
        """
        self._check_open()
        self._lock()
        self._follow_loans()
        for stocktake in self:
            if stocktake.unsettled_count:
                raise UserError(
                    self.env._(
                        "Papers still to settle at %(place)s: %(count)s.",
                        count=stocktake.unsettled_count,
                        place=stocktake.location,
                    )
                )
        self._end("closed")

    @rpc
    def action_cancel(self):
        """Give the count up; what was settled by it stays settled.

        :raises AccessError: not the clerk of the office
        :raises UserError: the stock-take is closed
        """
        self._check_open()
        self._lock()
        self._end("cancelled")

    @rpc(one=True)
    def action_view_lines(self):
        """Open the papers of this count."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_office_policy.sales_office_document_stocktake_line_action"
        )
        return action | {"domain": [("stocktake_id", "=", self.id)]}

    def _check_handler(self):
        if not self.env.su and not all(stocktake.can_handle for stocktake in self):
            raise AccessError(self.env._("Only the clerk of the office counts its documents."))

    def _check_open(self):
        self._check_handler()
        if any(stocktake.state != "open" for stocktake in self):
            raise UserError(self.env._("This stock-take is closed: open a new one."))

    def _end(self, state):
        # sudo: nobody has the right to write stock-takes
        self.sudo().write({"state": state, "closed_at": fields.Datetime.now(), "closed_by_id": self.env.uid})
        self.flush_recordset(["state"])  # or the next count of the place would come too early

    def _lock(self):
        """Wait for whoever is counting at the same place, which changes lines only."""
        claim_rows(self)

    def _find_line(self, document):
        """Return the line (sudo) of a document, made now if it was not expected here."""
        Line = self.env["sales.office.document.stocktake.line"].sudo()  # sudo: nobody has the right to write lines
        line = Line.search([("stocktake_id", "=", self.id), ("document_id", "=", document.id)])
        return line or Line.create({"stocktake_id": self.id, "document_id": document.id, "result": "misplaced"})

    def _expect(self):
        """List every document kept at the place, in one statement for all of them."""
        self.flush_recordset()
        self.env["sales.office.document"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO sales_office_document_stocktake_line
                    (stocktake_id, document_id, company_id, result, settled,
                     create_uid, write_uid, create_date, write_date)
                SELECT stocktake.id, document.id, stocktake.company_id,
                    CASE document.state
                        WHEN 'on_loan' THEN 'on_loan' WHEN 'missing' THEN 'known_missing' ELSE 'unseen'
                    END,
                    document.state != 'available',
                    %(user)s, %(user)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                FROM sales_office_document_stocktake stocktake
                JOIN hr_department owner ON owner.id = stocktake.department_id
                JOIN hr_department department ON department.parent_path LIKE owner.parent_path || '%%'
                JOIN sales_office_document document
                    ON document.department_id = department.id AND document.home_location = stocktake.location
                WHERE stocktake.id IN %(stocktakes)s AND document.state != 'destroyed'
                    AND document.company_id = stocktake.company_id
                    AND department.sales_office_id = stocktake.office_id
                """,
                user=self.env.uid,
                stocktakes=tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset()
        self.env["sales.office.document.stocktake.line"].invalidate_model()

    def _follow_loans(self):
        """Papers handed out or reported missing while counting went on are no longer looked for."""
        # sudo: nobody has the right to write lines
        unseen = self.sudo().line_ids.filtered(lambda line: line.result == "unseen")
        for state, result in (("on_loan", "on_loan"), ("missing", "known_missing"), ("destroyed", "known_missing")):
            unseen.filtered(lambda line, state=state: line.document_id.state == state).write({"result": result})
