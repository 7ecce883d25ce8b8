from odoo import api, fields, models

from ...organization.record.phrases import join_names

#: what can be done about money that is due
KINDS = [
    ("contacted", "Customer Contacted"),
    ("reminded", "Reminded by E-mail"),
    ("promised", "Payment Promised"),
    ("disputed", "Disputed"),
    ("handed_over", "Handed to Finance"),
    ("reassigned", "Given to a Colleague"),
]


class SalesOfficeReceivableStep(models.Model):
    """What was done about an instalment of an invoice, by whom and when (R119).

    Nobody writes them: the actions of ``sales.office.receivable`` do. The latest of a kind is *current*; a promise that
    was withdrawn, a dispute that was settled and what finance gave back are not any more. They stay readable to whoever
    collects the invoice now.
    """

    _name = "sales.office.receivable.step"
    _description = "Step of Collecting"
    _inherit = ["sales.office.seller.mixin", "sales.office.reader.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    move_id = fields.Many2one("account.move", string="Invoice", required=True, index=True, ondelete="cascade")
    move_line_id = fields.Many2one(
        "account.move.line", string="Instalment", index="btree_not_null", ondelete="set null"
    )
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(KINDS, required=True)
    done_at = fields.Datetime(string="When", required=True, default=lambda self: fields.Datetime.now())
    author_id = fields.Many2one("res.users", string="Taken by", required=True, default=lambda self: self.env.user)
    text = fields.Text(string="Words")
    is_current = fields.Boolean(help="The latest of its kind, and not ended.")
    ended_at = fields.Datetime(help="A promise withdrawn, a dispute settled, given back by finance.")
    ended_by_id = fields.Many2one("res.users", string="Ended by")
    end_text = fields.Text(string="How It Ended")
    currency_id = fields.Many2one("res.currency")
    promised_on = fields.Date()
    amount = fields.Monetary(string="Promised Amount")
    settled_before = fields.Monetary(help="Of the instalment, when the promise was given.")
    owner_id = fields.Many2one(
        "res.users", string="To Be Settled by", index="btree_not_null", help="Who clears up a dispute."
    )
    assignee_id = fields.Many2one("res.users", string="Given To")
    # whose the invoice is now, so that what was done goes with it
    user_id = fields.Many2one("res.users", string="Collected by", compute="_compute_user_id", store=True, index=True)
    team_id = fields.Many2one("crm.team", compute="_compute_user_id", store=True)

    _current_uniq = models.UniqueIndex(
        "(move_line_id, kind) WHERE is_current",
        "Somebody else has done this just now. Load the page again.",
    )
    _disputed_idx = models.Index("(owner_id) WHERE kind = 'disputed' AND is_current")

    @api.depends("move_id.sales_office_collector_id", "move_id.invoice_user_id", "move_id.team_id")
    def _compute_user_id(self):
        for step in self:
            step.user_id = step.move_id._get_collector()
            step.team_id = step.move_id.team_id

    def _end(self, text=""):
        """End promises, disputes and what is with finance (sudo)."""
        self.write(
            {
                "is_current": False,
                "ended_at": fields.Datetime.now(),
                "ended_by_id": self.env.uid,
                "end_text": text,
            }
        )

    def _notify(self, user, get_text):
        """Send a message about these steps (sudo) to somebody else, in their language.

        :param get_text: of the environment of the reader
        """
        if user == self.env.user:
            return
        env = self.with_context(lang=user.sudo().lang).env
        subject = join_names(env, dict.fromkeys(self.partner_id.mapped("display_name")))
        self.env["mail.thread"].sudo().message_notify(  # sudo: whoever is told need not be known to the teller
            partner_ids=user.sudo().partner_id.ids,
            subject=subject,
            body=get_text(env),
            author_id=self.env.user.partner_id.id,
        )
