from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ...books import receivables
from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc


class SalesOfficeReceivablePromise(models.Model):
    """A customer's promise to pay so much of an instalment by a day (R119).

    Whether it was kept is no state that somebody or a job sets: the books say what the instalment was matched with by
    that day, beyond what was settled when it was given. Money that is matched late and came in time keeps it after all.
    """

    _name = "sales.office.receivable.promise"
    _description = "Promise to Pay"
    _inherit = ["sales.office.seller.mixin", "sales.office.reader.mixin"]
    _auto = False
    _order = "promised_on desc, id desc"
    _depends = {
        "account.move.line": ["date", "parent_state"],
        "account.partial.reconcile": ["credit_move_id", "debit_amount_currency", "debit_move_id"],
        "sales.office.receivable.step": [
            *("amount", "author_id", "company_id", "currency_id", "done_at", "ended_at", "kind", "move_id"),
            *("move_line_id", "partner_id", "promised_on", "settled_before", "team_id", "user_id"),
        ],
    }

    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    move_line_id = fields.Many2one("account.move.line", string="Instalment", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one("res.users", string="Collected by", readonly=True)
    team_id = fields.Many2one("crm.team", readonly=True)
    author_id = fields.Many2one("res.users", string="Recorded By", readonly=True)
    done_at = fields.Datetime(string="Given on", readonly=True)
    promised_on = fields.Date(readonly=True)
    amount = fields.Monetary(string="Promised Amount", readonly=True, aggregator=None)
    paid = fields.Monetary(
        string="Paid by Then",
        readonly=True,
        aggregator=None,
        help="Matched with the instalment, of what came by that day.",
    )
    state = fields.Selection(
        [
            ("open", "Promise Open"),
            ("kept", "Paid as Promised"),
            ("broken", "Not Paid as Promised"),
            ("withdrawn", "Withdrawn"),
        ],
        readonly=True,
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT step.id, step.move_id, step.move_line_id, step.partner_id, step.company_id, step.currency_id,
                   step.user_id, step.team_id, step.author_id, step.done_at, step.promised_on, step.amount,
                   GREATEST(paid.amount - step.settled_before, 0) AS paid,
                   CASE WHEN step.ended_at IS NOT NULL OR step.move_line_id IS NULL THEN 'withdrawn'
                        WHEN paid.amount - step.settled_before >= step.amount THEN 'kept'
                        WHEN step.promised_on >= %(today)s THEN 'open' ELSE 'broken' END AS state
              FROM sales_office_receivable_step step
              JOIN LATERAL (SELECT COALESCE(SUM(part.amount), 0) AS amount FROM (%(settled)s) part
                             WHERE part.item_id = step.move_line_id AND part.day <= step.promised_on) paid ON TRUE
             WHERE step.kind = 'promised' AND step.company_id = ANY(%(companies)s)
            """,
            today=fields.Date.context_today(self),
            settled=receivables.settled(),
            companies=list(self.env["sales.office.receivable"]._get_company_ids()),
        )

    @api.depends("move_id", "promised_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for promise in self:
            day = promise.promised_on and format_date(self.env, promise.promised_on)
            promise.display_name = join_title(promise.sudo().move_id.name, day)  # sudo: who collects reads no invoice

    @rpc(one=True)
    def action_open_invoice(self):
        """Open the invoice that the promise is about."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }
