from datetime import timedelta

from odoo import api, fields, models

from .log_writing import write_log

#: minutes in which the same is logged once
QUIET_MINUTES = 10


class SalesOfficeDocumentAccess(models.Model):
    """Who opened a secret document, when and how; nobody writes or deletes it, the director reads it (R022)."""

    _name = "sales.office.document.access"
    _description = "Secret Document Opened"
    _inherit = "sales.office.reader.mixin"
    _order = "opened_at desc, id desc"
    _rec_name = "document_name"

    document_id = fields.Many2one("sales.office.document", readonly=True, index=True, ondelete="set null")
    document_name = fields.Char(string="Title Then", readonly=True, help="What the document was called at the time.")
    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="restrict")
    opened_at = fields.Datetime(required=True, readonly=True, index=True)
    kind = fields.Selection(
        [
            ("record", "Record"),
            ("attachment", "Attachment"),
            ("print", "Printout"),
            ("export", "Export"),
            ("copy", "Duplicate"),
            ("search", "Search by Content"),
        ],
        string="Opened",
        required=True,
        readonly=True,
    )
    attachment_name = fields.Char(string="Attachment", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")

    @api.model
    def _log(self, documents, kind, attachment_name=False):
        """Record that the current user opened the secret ones of these documents.

        The same within :data:`QUIET_MINUTES` is one entry, so that a form that is read again does not flood the log.
        What is asked here comes into no cache: the user need not be able to read it (their are a loan, an event).
        """
        user = self.env.user
        if user._is_superuser() or not documents:
            return
        # sudo: what is asked here is for the log only
        named = documents.sudo()._read_group(
            [("id", "in", documents.ids), ("confidentiality", "=", "secret")], ["id", "reference", "name", "company_id"]
        )
        values = [
            {
                "document_id": document.id,
                "document_name": document._build_title(reference, name),
                "company_id": company.id,
                "user_id": user.id,
                "opened_at": fields.Datetime.now(),
                "kind": kind,
                "attachment_name": attachment_name,
            }
            for document, reference, name, company in named
        ]
        if values:
            write_log(self, lambda log: log._add(values))

    def _add(self, values):
        """Create the entries that are not repetitions of what the user did a moment ago."""
        keys = ("document_id", "kind", "attachment_name")
        recent = self.search_read(
            [
                ("document_id", "in", [vals["document_id"] for vals in values]),
                ("user_id", "=", self.env.uid),
                ("opened_at", ">", fields.Datetime.now() - timedelta(minutes=QUIET_MINUTES)),
            ],
            keys,
            load=None,
        )
        known = {tuple(entry[key] for key in keys) for entry in recent}
        self.create([vals for vals in values if tuple(vals[key] for key in keys) not in known])
