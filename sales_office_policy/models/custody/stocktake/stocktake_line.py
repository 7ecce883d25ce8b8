from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc

#: results somebody has to do something about before the count is closed
TO_SETTLE = ("unseen", "misplaced", "lent_here", "missing_here")


class SalesOfficeDocumentStocktakeLine(models.Model):
    """One paper of a stock-take: expected, seen, or both, and how a difference was settled."""

    _name = "sales.office.document.stocktake.line"
    _description = "Paper in a Stock-take"
    _inherit = "sales.office.protected.mixin"
    _order = "settled, result desc, id"

    stocktake_id = fields.Many2one(
        "sales.office.document.stocktake", string="Stock-take", required=True, index=True, ondelete="cascade"
    )
    document_id = fields.Many2one("sales.office.document", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        related="stocktake_id.company_id", store=True, precompute=True, index=True, required=True
    )
    reference = fields.Char(related="document_id.reference")
    name = fields.Char(related="document_id.name", string="Title")
    home_location = fields.Char(related="document_id.home_location")
    holder_id = fields.Many2one(related="document_id.holder_id")
    stocktake_state = fields.Selection(related="stocktake_id.state", string="Status")
    can_handle = fields.Boolean(related="stocktake_id.can_handle")
    result = fields.Selection(
        [
            ("unseen", "Not Seen Yet"),
            ("found", "Found in Place"),
            ("misplaced", "Misplaced"),
            ("lent_here", "Lent, but Here"),
            ("missing_here", "Missing, but Here"),
            ("on_loan", "On Loan"),
            ("known_missing", "Known to Be Missing"),
        ],
        required=True,
        readonly=True,
        default="unseen",
        index=True,
    )
    seen_at = fields.Datetime(readonly=True)
    seen_by_id = fields.Many2one("res.users", string="Counted by", readonly=True)
    settlement = fields.Selection(
        [
            ("missing", "Reported Missing"),
            ("moved", "Moved Here"),
            ("put_back", "Put Back"),
            ("taken_back", "Taken Back from Loan"),
            ("found_again", "Found Again"),
        ],
        readonly=True,
    )
    settled_at = fields.Datetime(readonly=True)
    settled_by_id = fields.Many2one("res.users", readonly=True)
    settled = fields.Boolean(compute="_compute_settled", store=True, help="Nothing is left to do about it.")

    _document_uniq = models.Constraint(
        "UNIQUE (stocktake_id, document_id)", "The document is in this stock-take already."
    )

    @api.depends("document_id.display_name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.document_id.display_name

    @api.depends("result", "settlement")
    def _compute_settled(self):
        for line in self:
            line.settled = bool(line.settlement) or line.result not in TO_SETTLE

    @rpc
    def action_found(self):
        """Record papers as seen whose label cannot be read.

        :raises AccessError: not the clerk of the office
        :raises UserError: the stock-take is closed, or this is not open about them
        """
        self._check_settleable("unseen")
        self.sudo()._see()  # sudo: nobody has the right to write lines

    @rpc
    def action_move_here(self):
        """Make the place of the count the home of these papers.

        :raises AccessError: not the clerk of the office
        :raises UserError: the stock-take is closed, or this is not open about them
        """
        self._check_settleable("misplaced")
        for stocktake, lines in self.grouped("stocktake_id").items():
            lines.document_id.write({"home_location": stocktake.location})
        self._settle("moved")

    @rpc
    def action_put_back(self):
        """Record that these papers were carried to where they belong.

        :raises AccessError: not the clerk of the office
        :raises UserError: the stock-take is closed, or this is not open about them
        """
        self._check_settleable("misplaced")
        self._settle("put_back")

    @rpc
    def action_report_missing(self):
        """Report papers missing that were looked for in vain.

        :raises AccessError: not the clerk of the office
        :raises UserError: the stock-take is closed
        """
        self.stocktake_id._check_open()
        self.stocktake_id._follow_loans()
        lines = self.filtered(lambda line: line.result == "unseen" and not line.settlement)
        for stocktake, missing in lines.grouped("stocktake_id").items():
            missing.document_id.action_report_missing(
                self.env._("Not found at the stock-take of %(place)s.", place=stocktake.location)
            )
        lines._settle("missing")

    @rpc
    def action_take_back(self):
        """End the loans of papers that lay here all the same.

        :raises AccessError: not the clerk of the office
        :raises UserError: the stock-take is closed, or this is not open about them
        """
        self._check_settleable("lent_here")
        # given back at the desk meanwhile, there is nothing to end
        lent = self.document_id.filtered(lambda document: document.state == "on_loan")
        if lent:
            lent.action_take_back(self.env._("Found at a stock-take"))
        self._settle("taken_back")

    @rpc
    def action_report_found(self):
        """End the search for papers that were reported missing and are here.

        :raises AccessError: not the clerk of the office
        :raises UserError: the stock-take is closed, or this is not open about them
        """
        self._check_settleable("missing_here")
        missing = self.document_id.filtered(lambda document: document.state == "missing")
        for stocktake, lines in self.grouped("stocktake_id").items():
            (lines.document_id & missing).action_report_found(
                self.env._("Found at the stock-take of %(place)s.", place=stocktake.location)
            )
        self._settle("found_again")

    def _check_settleable(self, result):
        """Raise unless the counts are open, the user's, and each line still waits for this to be done."""
        self.stocktake_id._check_open()
        if any(line.result != result or line.settlement for line in self):
            raise UserError(self.env._("This is not open about the chosen papers: it was settled already."))

    def _settle(self, settlement):
        # sudo: nobody has the right to write lines
        self.sudo().write(
            {"settlement": settlement, "settled_at": fields.Datetime.now(), "settled_by_id": self.env.uid}
        )

    def _see(self):
        """Record (sudo) that the paper is here; return what to tell the clerk."""
        answer = {}
        for line in self:
            repeated = bool(line.seen_at)
            if not repeated:
                seen = {"seen_at": fields.Datetime.now(), "seen_by_id": self.env.uid}
                line.write({**seen, "result": line._get_result_seen(), "settlement": False})
            answer = line._prepare_answer(line.result, repeated)
        return answer

    def _get_result_seen(self):
        """Return what seeing the paper here means, by what the books say of it now."""
        if self.document_id.state == "on_loan":
            return "lent_here"
        if self.document_id.state == "missing":
            return "missing_here"
        is_home = self.document_id.home_location == self.stocktake_id.location
        return "found" if is_home or self.result != "misplaced" else "misplaced"

    def _prepare_answer(self, result, repeated):
        """Return the ``level`` and ``text`` the scanning screen shows."""
        values = {
            "document": self.document_id.display_name,
            "place": self.document_id.home_location or self.env._("no place"),
            "name": self.document_id.holder_id.name,
        }
        if repeated:
            return {"level": "info", "text": self.env._("%(document)s was scanned already.", **values)}
        match result:
            case "found":
                return {"level": "success", "text": self.env._("%(document)s is where it belongs.", **values)}
            case "misplaced":
                text = self.env._("%(document)s does not belong here. Its place: %(place)s.", **values)
            case "lent_here":
                text = self.env._("%(document)s is here, but on loan to %(name)s.", **values)
            case "missing_here":
                text = self.env._("%(document)s is here. It was reported missing.", **values)
        return {"level": "warning", "text": text}
