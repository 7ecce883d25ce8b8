from datetime import date, timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...books import receivables
from ...organization.local_time import get_local_day, get_utc_time, get_zone
from ...organization.posts.title import join_title
from ...organization.record.one_of import one_of
from ...organization.record.protected_mixin import Reason
from ...organization.record.row_lock import lock_rows
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc

#: how old a debt is: code, label, since how many days it is due
AGES = [
    ("a_not_due", "Not Due"),
    ("b_1_30", "1 to 30 Days"),
    ("c_31_60", "31 to 60 Days"),
    ("d_61_90", "61 to 90 Days"),
    ("e_over_90", "Over 90 Days"),
    ("f_unmatched", "Not Matched Yet"),
]
#: what is asked of the current step of each kind
STEPS = {
    "promised": ("id", "promised_on", "amount", "settled_before"),
    "disputed": ("id", "owner_id", "text"),
    "handed_over": ("id",),
    "reminded": ("done_at",),
}
#: that the next who opens the list need do nothing about
RESTING = ("promised", "disputed", "handed_over")


class SalesOfficeReceivable(models.Model):
    """An open instalment of a customer's invoice, with what was done about it (R119).

    Read straight from the books, so nothing is stored twice and nothing ever lags behind a payment. Credit notes and
    payments that are matched with nothing yet are rows of their own, with negative amounts: a customer's rows add up to
    what they owe. Somebody who sold is followed, where whoever leads them said so, by somebody else who collects
    (``account.move.sales_office_collector_id``); both read the row, and commission stays with who sold.

    An id is that of the journal item. What was done about it is in ``sales.office.receivable.step``.
    """

    _name = "sales.office.receivable"
    _description = "Receivable"
    _inherit = ["sales.office.seller.mixin", "sales.office.protected.mixin"]
    _auto = False
    _order = "date_due, id"
    _depends = {
        **receivables.DEPENDS,
        "account.move": [*receivables.DEPENDS["account.move"], "sales_office_collector_id"],
        "sales.office.receivable.step": [
            *("amount", "done_at", "is_current", "kind", "move_line_id", "owner_id", "promised_on", "settled_before")
        ],
    }

    kind = fields.Selection(
        [("instalment", "Instalment"), ("credit", "Credit Note"), ("payment", "Customer Payment")],
        string="Type",
        readonly=True,
    )
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one("res.users", string="Collected by", readonly=True)
    seller_id = fields.Many2one("res.users", string="Sold by", readonly=True)
    is_taken_over = fields.Boolean(string="Sold by Somebody Else", readonly=True)
    team_id = fields.Many2one("crm.team", readonly=True)
    invoiced_on = fields.Date(readonly=True)
    date_due = fields.Date(string="Due", readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max", help="Negative: this many days are left.")
    age = fields.Selection(AGES, readonly=True)
    residual = fields.Monetary(
        string="Still Due",
        currency_field="company_currency_id",
        readonly=True,
        help="In the company's currency. Money and credit notes that are matched with nothing yet are negative.",
    )
    amount = fields.Monetary(
        string="Instalment Amount", currency_field="company_currency_id", readonly=True, aggregator="sum"
    )
    residual_currency = fields.Monetary(string="Still Due in Its Currency", readonly=True, aggregator=None)
    settled = fields.Monetary(
        string="Settled in Its Currency", readonly=True, aggregator=None, help="By money, credit notes or write-offs."
    )
    status = fields.Selection(
        [
            ("todo", "Open Receivable"),
            ("broken", "Not Paid as Promised"),
            ("promised", "Promised"),
            ("disputed", "Disputed"),
            ("handed_over", "With Finance"),
        ],
        readonly=True,
        help="What is promised, disputed or with finance need not be chased. A promise is broken when its day has "
        "passed and less was paid since.",
    )
    promised_on = fields.Date(readonly=True)
    last_step_at = fields.Datetime(string="Last Step", readonly=True)
    reminded_at = fields.Datetime(string="Last Reminder", readonly=True)
    owner_id = fields.Many2one(
        "res.users",
        string="To Be Settled by",
        readonly=True,
        help="Who clears up a dispute, or finds out what money is for.",
    )
    question = fields.Text(
        string="What Is Asked", readonly=True, help="What the customer objects to, or what is asked about their money."
    )
    unmatched = fields.Monetary(
        string="Paid, Not Matched",
        currency_field="company_currency_id",
        compute="_compute_unmatched",
        compute_sudo=True,
        help="Payments and credit notes of the customer that are matched with nothing yet: look at them before you "
        "chase the customer.",
    )
    may_collect = fields.Boolean(compute="_compute_may_collect")
    may_settle = fields.Boolean(compute="_compute_may_collect")
    may_assign = fields.Boolean(compute="_compute_may_collect")
    step_ids = fields.Many2many("sales.office.receivable.step", compute="_compute_step_ids", string="What Was Done")

    @property
    def _table_query(self):
        """PostgreSQL leaves out the joins of which nothing is asked, as each finds one row at most.

        Who counts all that is open anyway says so in the context: it is found first then, and all steps of an item at
        once, so that there are few orders of joins to weigh up.
        """
        today = fields.Date.context_today(self)
        at_once = self.env.context.get("sales_office_all_open")
        columns, joins = self._join_steps_at_once() if at_once else self._join_steps()
        return SQL(
            """
            SELECT item.id, item.move_id, item.company_id, item.partner_id, item.currency_id, item.kind, item.user_id,
                   item.seller_id, item.team_id, item.invoiced_on, item.date_due, item.amount, item.residual,
                   item.user_id IS DISTINCT FROM item.seller_id AS is_taken_over,
                   item.residual_currency, item.settled,
                   CASE item.kind WHEN 'instalment' THEN %(late)s END AS days_overdue,
                   CASE WHEN item.kind != 'instalment' THEN 'f_unmatched' WHEN %(late)s < 1 THEN 'a_not_due'
                        WHEN %(late)s <= 30 THEN 'b_1_30' WHEN %(late)s <= 60 THEN 'c_31_60'
                        WHEN %(late)s <= 90 THEN 'd_61_90' ELSE 'e_over_90' END AS age,
                   CASE WHEN item.kind != 'instalment' THEN NULL WHEN %(handed_over_id)s IS NOT NULL THEN 'handed_over'
                        WHEN %(disputed_id)s IS NOT NULL THEN 'disputed' WHEN %(promised_id)s IS NULL THEN 'todo'
                        WHEN item.settled - %(promised_settled_before)s >= %(promised_amount)s THEN 'todo'
                        WHEN %(promised_promised_on)s >= %(today)s THEN 'promised' ELSE 'broken' END AS status,
                   %(promised_promised_on)s AS promised_on, %(reminded_done_at)s AS reminded_at,
                   %(disputed_owner_id)s AS owner_id, %(disputed_text)s AS question, last.done_at AS last_step_at
              FROM (%(items)s %(fence)s) item
              %(joins)s
            """,
            late=SQL("%s::date - item.date_due", today),
            today=today,
            items=receivables.open_items(self._get_company_ids(), SQL.identifier("move", "sales_office_collector_id")),
            fence=SQL("OFFSET 0") if at_once else SQL(),
            joins=joins,
            **columns,
        )

    @api.model
    def _join_steps(self):
        """Return columns of the current steps, and the joins that have them: one for each kind, and of the last."""
        current = "LEFT JOIN sales_office_receivable_step {0} ON {0}.move_line_id = item.id AND {0}.is_current"
        current += " AND {0}.kind = '{0}'"
        last = """LEFT JOIN (SELECT move_line_id, MAX(done_at) AS done_at FROM sales_office_receivable_step
                           GROUP BY move_line_id) last ON last.move_line_id = item.id"""
        joins = SQL(" ").join([*(SQL(current.format(kind)) for kind in STEPS), SQL(last)])
        return {f"{kind}_{name}": SQL.identifier(kind, name) for kind, names in STEPS.items() for name in names}, joins

    @api.model
    def _join_steps_at_once(self):
        """Return columns of the current steps, and one join of all steps: of each kind there is one current at most."""
        named = [(f"{kind}_{name}", kind, name) for kind, names in STEPS.items() for name in names]
        current = "MAX({name}) FILTER (WHERE is_current AND kind = '{kind}') AS {column}"
        values = [SQL(current.format(name=name, kind=kind, column=column)) for column, kind, name in named]
        joins = SQL(
            """LEFT JOIN (SELECT move_line_id, MAX(done_at) AS done_at, %s FROM sales_office_receivable_step
                        GROUP BY move_line_id) last ON last.move_line_id = item.id""",
            SQL(", ").join(values),
        )
        return {column: SQL.identifier("last", column) for column, _kind, _name in named}, joins

    @api.model
    def _select_own(self):
        """Return whether there is an open invoice that the user has to collect, or something for them to clear up."""
        for model, names in self._depends.items():
            self.env[model].flush_model(names)
        return SQL(
            """(EXISTS (SELECT FROM account_move_line item JOIN account_move move ON move.id = item.move_id
                         WHERE %(open)s AND COALESCE(move.sales_office_collector_id, move.invoice_user_id) = %(user)s)
                OR EXISTS (SELECT FROM sales_office_receivable_step WHERE owner_id = %(user)s AND is_current))""",
            open=receivables.OPEN,
            user=self.env.uid,
        )

    @api.model
    @tools.ormcache()
    def _get_company_ids(self):
        """Return the ids of the companies that have switched the room on."""
        return tuple(self.env["res.company"].sudo().search([("sales_office_room_ids.code", "=", "order")]).ids)

    @api.depends("move_id", "date_due")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for item in self:
            number = item.sudo().move_id.name  # sudo: finance reads no entry of a payment without a number
            item.display_name = join_title(number, item.date_due and format_date(self.env, item.date_due))

    @api.depends("company_id", "partner_id")
    def _compute_unmatched(self):
        asked = {item: (item.company_id.id, item.partner_id.id) for item in self}
        unmatched = receivables.get_unmatched(self.env, asked.values())
        for item, pair in asked.items():
            item.unmatched = unmatched.get(pair, 0)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_may_collect(self):
        overseen = self._filter_overseen()
        for item in self:
            item.may_assign = item in overseen
            item.may_settle = item in overseen or self.env.user in (item.user_id, item.owner_id)
            item.may_collect = item.kind == "instalment" and (item in overseen or item.user_id == self.env.user)

    def _compute_step_ids(self):
        steps = self.env["sales.office.receivable.step"].search([("move_line_id", "in", self._ids)])
        by_line = steps.grouped(lambda step: step.move_line_id.id)
        for item in self:
            item.step_ids = by_line.get(item.id, steps.browse())

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "contact": Reason(
                self.env._("Customer Contacted"),
                self.env._("Whom did you reach, and what did they say?"),
                placeholder=self.env._("e.g. Ms Chen: the invoice waits for her director's signature"),
            ),
            "withdraw": Reason(
                self.env._("Withdraw the Promise"),
                self.env._("It counts neither as kept nor as broken. Say why."),
                shown=("promised_on",),
            ),
            "settle": Reason(
                self.env._("Cleared Up"),
                self.env._("Say what was agreed, or what the money is for. A dispute that is settled is chased again."),
                shown=("question",),
            ),
            "hand_over": Reason(
                self.env._("Hand to Finance"),
                self.env._("Finance goes on with it, and you need not chase it any more. Say what has been tried."),
            ),
            "take_back": Reason(
                self.env._("Give Back"), self.env._("The salesperson collects again. Say what came of it.")
            ),
        }

    @rpc
    def action_contact(self, text: str):
        """Record that the customer was asked for the money.

        :raises UserError: no words
        """
        text = self._check_reason(text, self.env._("Say whom you reached and what they said."))
        self._chase()._take_step("contacted", text)

    @rpc
    def action_promise(self, promised_on: date, amount: float = 0):
        """Record until when the customer promised to pay; the books say whether they did.

        :param float amount: in the currency of the invoice, of one instalment; all that is due, if left out
        :raises UserError: a day that has passed, or more than is due
        """
        items = self._chase()
        if promised_on < fields.Date.context_today(self):
            raise UserError(self.env._("A promise is about today or a later day."))
        if amount and len(self) > 1:
            raise UserError(self.env._("For several instalments, the promise is about all that is due."))
        values = {}
        for item in items:
            promised = item.currency_id.round(amount) if amount else item.residual_currency
            if promised <= 0 or item.currency_id.compare_amounts(promised, item.residual_currency) > 0:
                raise UserError(self.env._("Promise more than nothing, and at most what is still due."))
            values[item] = {
                "promised_on": promised_on,
                "amount": promised,
                "settled_before": item.settled,
            }
        items._take_step("promised", "", values)

    @rpc
    def action_withdraw(self, reason: str):
        """Withdraw a promise, by whoever collects: it is neither kept nor broken.

        :raises UserError: nothing was promised, or its day has passed already
        """
        reason = self._check_reason(reason)
        steps = self._chase()._get_current("promised")
        today = fields.Date.context_today(self)
        if any(step.promised_on < today for step in steps):
            raise UserError(self.env._("Its day has passed: the books say what became of it."))
        self._end_steps(steps, reason)

    @rpc
    def action_dispute(self, owner: Record("res.users"), reason: str):
        """Record what the customer objects to, and who clears it up; until then nobody chases them for it.

        A dispute by who sold or collects it lifts no hold of credit; whoever leads them, or finance, may take it over.
        Of money and credit notes that are matched with nothing, finance asks what they are for.

        :raises UserError: disputed already, no words, or an owner who is no member of the sales office
        """
        reason = self._check_reason(reason, self.env._("Say what the customer objects to, or what is to be found out."))
        items = self._chase(any_kind=True)
        self._check_member(owner)
        disputed = items._find_current("disputed")
        own = disputed.filtered(lambda step: step.author_id in (step.user_id, step.move_id.invoice_user_id))
        if disputed and (items - self._filter_overseen() or disputed - own):
            raise UserError(self.env._("Somebody is asked about it already."))
        steps = items._take_step("disputed", reason, dict.fromkeys(items, {"owner_id": owner.id}))
        steps._notify(owner, lambda env: env._("To be cleared up by you: %(reason)s", reason=reason))

    @rpc
    def action_settle(self, reason: str):
        """Record that a dispute is settled, by its owner or whoever collects.

        :raises AccessError: neither its owner nor who collects
        :raises UserError: not disputed, or no words
        """
        reason = self._check_reason(reason)
        items = self._chase(lambda item: item.owner_id == self.env.user, any_kind=True)
        steps = items._get_current("disputed")
        self._end_steps(steps, reason)
        for author, theirs in steps.grouped("author_id").items():
            theirs._notify(author, lambda env: env._("Cleared up: %(reason)s", reason=reason))

    @rpc
    def action_hand_over(self, reason: str):
        """Hand what cannot be collected to finance; promises and disputes stay as they are.

        :raises UserError: not overdue, with finance already, or no words
        """
        reason = self._check_reason(reason, self.env._("Say what has been tried."))
        items = self._chase()
        if any(item.days_overdue < 1 for item in items):
            raise UserError(self.env._("Only what is overdue is handed to finance."))
        if items._find_current("handed_over"):
            raise UserError(self.env._("Finance has it already."))
        items._take_step("handed_over", reason)

    @rpc
    def action_take_back(self, reason: str):
        """Give it back to whoever collected, by finance or a director.

        :raises AccessError: neither finance nor a director
        """
        reason = self._check_reason(reason)
        if not self.env.su and not self._is_post_held("finance", "director"):
            raise AccessError(self.env._("Only finance or a director gives it back."))
        self._end_steps(self._chase()._get_current("handed_over"), reason)

    @rpc
    def action_assign(self, user: Record("res.users")):
        """Let somebody else collect the invoices, by who leads those who do now; commission stays with who sold.

        :raises AccessError: not leading them, or giving it to somebody they do not lead
        :raises UserError: no member of the sales office
        """
        items = self._chase()
        if items - self._filter_overseen():
            raise AccessError(
                self.env._("Who collects is decided by who leads the salespeople, finance or a director.")
            )
        self._check_member(user)
        led = user == self.env.user or user.sudo().with_user(self.env.user).in_office_scope
        if not self.env.su and not led and not self._is_post_held("finance", "director"):
            raise AccessError(self.env._("Give it to somebody you lead, or to yourself."))
        items._assign(user)

    @rpc(one=True)
    def action_open_invoice(self):
        """Open the invoice, or the entry of a payment."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    @rpc
    def action_schedule(self):
        """Open the dialog that plans activities on the invoices, as from the invoices themselves."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Schedule Activity"),
            "res_model": "mail.activity.schedule",
            "views": [(False, "form")],
            "target": "new",
            "context": {"active_model": "account.move", "active_ids": self.move_id.ids},
        }

    @rpc
    def action_open_dialog(self):
        """Open the dialog for a promise, a dispute or somebody else who collects, as the key ``operation`` says.

        :raises UserError: when there is nothing of that name to fill in
        """
        operation = self.env.context.get("operation")
        labels = dict(self.env["sales.office.receivable.dialog"]._fields["operation"]._description_selection(self.env))
        if operation not in labels:
            raise UserError(self.env._("There is nothing here to fill in. Open it from the record again."))
        return {
            "type": "ir.actions.act_window",
            "name": labels[operation],
            "res_model": "sales.office.receivable.dialog",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "dialog_size": "medium",
                "default_operation": operation,
                "default_receivable_ids": self.ids,
            },
        }

    # ------------------------------------------------------------
    # Who may, and what is done
    # ------------------------------------------------------------

    def _filter_overseen(self):
        """Return those whose collectors the current user leads, or that are finance's or a director's business."""
        if self.env.su:
            return self
        return self.filtered("in_office_scope") | self._where_post("finance", "director")

    def _chase(self, or_who=lambda item: False, any_kind=False):
        """Return these instalments, locked, once it is sure that the current user collects them.

        :param or_who: who else may, by instalment
        :param any_kind: money and credit notes as well
        """
        if self.exists() != self:
            raise UserError(self.env._("Some of this is paid or matched already. Load the page again."))
        if not any_kind and any(item.kind != "instalment" for item in self):
            raise UserError(self.env._("Money and credit notes are matched by finance; only instalments are chased."))
        overseen = self._filter_overseen()
        refused = (self - overseen).filtered(lambda item: item.user_id != self.env.user and not or_who(item))
        if refused:
            raise AccessError(self.env._("Only who collects this, or leads them, can do this."))
        lock_rows(self.sudo().move_id)
        return self

    @api.model
    def _check_member(self, user):
        """Raise a ``UserError`` unless the user can be asked to do something about a receivable of these."""
        user = user.sudo()  # sudo: whether somebody is a member is no secret
        if not user.active or not user.has_group("sales_office_policy.group_member"):
            raise UserError(self.env._("%(name)s belongs to no sales office.", name=user.name))
        if self.company_id - user.company_ids:
            raise UserError(self.env._("%(name)s does not work for that company.", name=user.name))

    def _take_step(self, kind, text, values_by_item=None):
        """Record a step about each of these; return the steps (sudo)."""
        Step = self.env["sales.office.receivable.step"].sudo()  # sudo: nobody writes them by hand
        self._find_current(kind).is_current = False
        Step.flush_model(["is_current"])
        steps = Step.create(
            [
                {
                    "move_id": item.move_id.id,
                    "move_line_id": item.id,
                    "partner_id": item.partner_id.id,
                    "company_id": item.company_id.id,
                    "currency_id": item.currency_id.id,
                    "kind": kind,
                    "text": text,
                    "is_current": True,
                    **(values_by_item or {}).get(item, {}),
                }
                for item in self
            ]
        )
        self.invalidate_model()
        return steps

    def _end_steps(self, steps, text):
        steps._end(text)
        self.env["sales.office.check"]._trigger()
        self.invalidate_model()

    def _find_current(self, kind):
        """Return the current steps of that kind (sudo)."""
        Step = self.env["sales.office.receivable.step"].sudo()
        return Step.search([("move_line_id", "in", self.ids), ("kind", "=", kind), ("is_current", "=", True)])

    def _get_current(self, kind):
        """Return :meth:`_find_current`, one of each, or raise a ``UserError``."""
        steps = self._find_current(kind)
        if len(steps) != len(self):
            raise UserError(self.env._("There is nothing of that kind any more. Load the page again."))
        return steps

    def _assign(self, user):
        """Let ``user`` collect the invoices from now on, and write down that it was given to them."""
        moves = self.sudo().move_id
        self._take_step("reassigned", "", dict.fromkeys(self, {"assignee_id": user.id}))
        moves.sales_office_collector_id = user
        self.env.flush_all()
        self.invalidate_model()

    @api.model
    def _get_chased_domain(self):
        """Return what is overdue and neither promised, disputed nor with finance."""
        return Domain("days_overdue", ">", 0) & Domain("status", "not in", RESTING)

    @api.model
    def _get_idle_domain(self, days):
        """Return what is chased and nobody did anything about for so many days."""
        since = get_utc_time(fields.Date.context_today(self) - timedelta(days=days), 0, self.env.tz)
        untouched = Domain("last_step_at", "=", False) | Domain("last_step_at", "<", since)
        return self._get_chased_domain() & Domain("days_overdue", ">", days) & untouched

    @api.model
    def _get_collected_domain(self, users):
        """Return what these users collect for the current company."""
        return one_of("user_id", users.ids) & Domain("company_id", "=", self.env.company.id)

    def _filter_broken_left(self):
        """Return those of these broken promises about which nobody did anything by the end of the next day.

        Money of the customer that is matched with nothing yet and would keep the promise is enough to wait.
        """
        last = fields.Date.context_today(self) - timedelta(days=2)
        late = self.filtered(lambda item: item._get_touched_on() <= item.promised_on <= last)
        return late - late._get_covered()

    def _get_touched_on(self):
        """Return the day of the last step, where who collects works, or on which it was due."""
        if not self.last_step_at:
            return self.date_due
        return get_local_day(self.last_step_at, get_zone(self.sudo().user_id.tz))  # sudo: the clocks of a colleague
