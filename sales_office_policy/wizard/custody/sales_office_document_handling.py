from odoo import api, fields, models


class SalesOfficeDocumentHandling(models.TransientModel):
    """Asks for what a button cannot pass to the actions of documents and loans."""

    _name = "sales.office.document.handling"
    _description = "Handle Documents"

    operation = fields.Selection(
        [
            ("hand_out", "Hand Out"),
            ("take_back", "Take Back"),
            ("missing", "Report Missing"),
            ("found", "Report Found"),
            ("destroy", "Destroy"),
            ("refuse", "Refuse Requests"),
        ],
        required=True,
        readonly=True,
        default="hand_out",
    )
    document_ids = fields.Many2many(
        "sales.office.document", string="Documents", default=lambda self: self._default_records("sales.office.document")
    )
    loan_ids = fields.Many2many(
        "sales.office.document.loan",
        string="Requests",
        default=lambda self: self._default_records("sales.office.document.loan"),
    )
    borrower_id = fields.Many2one("hr.employee", domain="[('company_id', 'in', allowed_company_ids)]")
    due_at = fields.Datetime(string="Due Back", compute="_compute_due_at")
    condition = fields.Char(help="State of the document in words.")
    reason = fields.Char()

    @api.model
    def _default_records(self, model):
        records = self.env[model]
        return (
            records.browse(self.env.context["active_ids"]) if self.env.context.get("active_model") == model else records
        )

    @api.depends("borrower_id")
    def _compute_due_at(self):
        now = fields.Datetime.now()
        for handling in self:
            borrower = handling.borrower_id._origin
            handling.due_at = borrower._get_sales_office_due_at(now) if borrower else False

    def action_confirm(self):
        """Do it; each document action checks the right to."""
        documents = self.document_ids
        match self.operation:
            case "hand_out":
                documents.action_hand_out(self.borrower_id)
            case "take_back":
                documents.action_take_back(self.condition or "")
            case "missing":
                documents.action_report_missing(self.reason)
            case "found":
                documents.action_report_found(self.reason)
            case "destroy":
                documents.action_destroy(self.reason)
            case "refuse":
                self.loan_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
