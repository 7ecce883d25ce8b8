from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...organization.record.protected_mixin import Reason
from ...organization.record.reference import join_reference, split_reference
from ...organization.rpc.argument_types import Choice, Records, Reference
from ...organization.rpc.rpc import core_door, rpc

#: what an instruction can be about
REFERENCES = [
    ("res.partner", "Customer"),
    ("crm.lead", "Opportunity"),
    ("sale.order", "Sales Order"),
    ("sales.office.document", "Document"),
]
#: by which it is known what kinds of records are disputed
DISPUTES = frozenset({"is_disputed", "reference", "res_model"})
#: still to be decided, or to be carried out and reported
OPEN = ("asked", "in_progress", "decided")


class SalesOfficeInstruction(models.Model):
    """A question to one's superior and their decision (请示), or a task they gave (R030, R039, R040, R041).

    Both are the same conversation between the same two people: somebody above decides, somebody
    below carries it out, reports back, and the superior takes note. A task (``kind`` order) merely
    starts at the decision, so it needs no model of its own: its due date, reminder and follow-up,
    the activity, the report and the Today lines are those of a decided question::

        draft --ask--> asked --decide--> decided --(report)--> close --> closed
          |              |                  ^                    ^
          +-----act------+-> in_progress ---+-----(report)-------+
                                                          assign --> decided

    - Ask, act, report, withdraw: its author. Act: emergencies only, before anybody decided (R040).
    - Decide, send back, take note: who stands above them and was not passed over, never themselves (R046).
    - Close: a normal one by either side; one that needs a report only by the superior, who takes note of it.

    Whom it goes to and who is told is in ``superior``, what a disputed matter stops in ``block``.
    """

    _name = "sales.office.instruction"
    _description = "Instruction Request"
    _inherit = [
        "sales.office.member.mixin",
        "sales.office.unfollowed.mixin",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _mail_post_access = "read"  # the superior writes nothing here, but may ask back

    number = fields.Char(readonly=True, copy=False, index="trigram")
    kind = fields.Selection(
        [("request", "Question"), ("order", "Assigned Task")],
        required=True,
        default="request",
        readonly=True,
        copy=False,
    )
    name = fields.Char(string="Subject", required=True)
    question = fields.Text(required=True, help="What should be decided, or done.")
    background = fields.Text(help="What led to it, what has been tried, what you propose.")
    employee_id = fields.Many2one(string="Asked by")
    urgency = fields.Selection(
        [("normal", "Normal"), ("urgent", "Urgent"), ("emergency", "Emergency")],
        required=True,
        default="normal",
        index=True,
        help="Urgent: the superior is told at once and wants a report afterwards. "
        "Emergency: you act first and report afterwards.",
    )
    is_disputed = fields.Boolean(
        string="In Dispute", help="What it is about stands still until the decision: order, opportunity or document."
    )
    res_model = fields.Selection(REFERENCES, string="About a")
    res_id = fields.Many2oneReference(model_field="res_model", string="Record ID")
    reference = fields.Reference(REFERENCES, string="About", compute="_compute_reference", readonly=False)
    deadline = fields.Date(string="Needed by", copy=False, help="Until when an answer is needed, or the task done.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("asked", "Waiting for Instruction"),
            ("in_progress", "Acting"),
            ("decided", "Instructed"),
            ("closed", "Completed"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    needs_report = fields.Boolean(
        compute="_compute_needs_report", store=True, help="Closed only after a report the superior took note of."
    )
    level = fields.Integer(readonly=True, copy=False, help="How often it was raised to the next superior.")
    superior_id = fields.Many2one(
        "hr.employee",
        string="Goes to",
        compute="_compute_superior_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="The nearest manager above; who stands in for them may decide too, and everybody above.",
    )
    asked_at = fields.Datetime(string="Requested on", readonly=True, copy=False)
    acted_at = fields.Datetime(string="Acted on", readonly=True, copy=False)
    outcome = fields.Selection(
        [("agreed", "Agreed"), ("refused", "Not Agreed"), ("instructed", "Do as Follows")],
        string="Answer",
        readonly=True,
        copy=False,
    )
    decision = fields.Text(string="Instruction", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Instructed by", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Instructed on", readonly=True, copy=False)
    report_due_at = fields.Datetime(string="Report Due", readonly=True, copy=False, index=True)
    report = fields.Text(string="Report Afterwards", readonly=True, copy=False)
    reported_at = fields.Datetime(string="Reported Back on", readonly=True, copy=False)
    noted_by_id = fields.Many2one("res.users", string="Taken Note by", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    reminded = fields.Boolean(readonly=True, copy=False, help="Somebody was reminded that it is late.")
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    log_ids = fields.One2many("sales.office.instruction.log", "instruction_id", string="Decision Log", readonly=True)

    _reference_disputed = models.Index("(res_model, res_id) WHERE is_disputed")
    _number_uniq = models.UniqueIndex("(company_id, number) WHERE number IS NOT NULL")

    @api.depends("number", "name")
    def _compute_display_name(self):
        for instruction in self:
            instruction.display_name = " ".join(filter(None, (instruction.number, instruction.name)))

    @api.depends("res_model", "res_id")
    def _compute_reference(self):
        for instruction in self:
            instruction.reference = join_reference(instruction)

    @api.depends("kind", "urgency")
    def _compute_needs_report(self):
        for instruction in self:
            instruction.needs_report = instruction.kind == "order" or instruction.urgency != "normal"

    @api.depends("state", "deadline", "report_due_at", "report")
    def _compute_is_overdue(self):
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        for instruction in self:
            late_answer = instruction.state == "asked" and instruction.deadline and instruction.deadline < today
            late_report = (
                instruction.state in ("decided", "in_progress")
                and not instruction.report
                and instruction.report_due_at
                and instruction.report_due_at < now
            )
            instruction.is_overdue = bool(late_answer or late_report)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        answer = Domain("state", "=", "asked") & Domain("deadline", "<", fields.Date.context_today(self))
        report = (
            Domain("state", "in", ("decided", "in_progress"))
            & Domain("report", "=", False)
            & Domain("report_due_at", "<", fields.Datetime.now())
        )
        return answer | report

    @api.constrains("res_model", "res_id")
    def _check_reference(self):
        for instruction in self.filtered("res_model"):
            about = instruction.env[instruction.res_model].browse(instruction.res_id or 0).sudo(False)
            if not about.sudo().exists():
                raise UserError(self.env._("What the instruction is about does not exist."))
            about.check_access("read")

    @api.constrains("is_disputed", "res_model")
    def _check_disputed(self):
        if any(instruction.is_disputed and not instruction.res_model for instruction in self):
            raise UserError(self.env._("Choose the order, opportunity, document or customer that is disputed."))

    @core_door
    @api.model
    def default_get(self, fields_list):
        """Refer to the record whose button "Ask for Instruction" was pressed."""
        values = super().default_get(fields_list)
        model = self.env.context.get("active_model")
        if self.env.context.get("ask_about_active") and model in dict(REFERENCES):
            values |= {"reference": f"{model},{self.env.context['active_id']}"}
        return values

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Draft questions; what is decided about them begins empty, whatever a context says.

        :raises AccessError: state, decision or superior is given by hand
        """
        instructions = super().create([split_reference(vals) for vals in vals_list])
        instructions._note_disputed()
        return instructions

    @core_door
    def write(self, vals):
        """Change one's own drafts.

        :raises AccessError: somebody else's, or state, decision or superior is given by hand
        :raises UserError: asked already
        """
        result = super().write(split_reference(vals))
        if not DISPUTES.isdisjoint(vals):
            self._note_disputed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if not self.env.su:
            self._check_own()
            self._check_draft()

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "act": Reason(
                self.env._("I Act Now"),
                self.env._("Your superior is told at once. Report afterwards what was done and what came of it."),
                is_optional=True,
            ),
            "raise": Reason(
                self.env._("Raise"),
                self.env._("The next superior is told, and the present one no longer decides. Say why."),
            ),
            "report": Reason(
                self.env._("Report Back"),
                self.env._("Report what was done and what came of it. Your superior takes note of it."),
                shown=("decision",),
            ),
            "send_back": Reason(
                self.env._("Send Back"),
                self.env._("Say what is missing. The first report stays in the log."),
                shown=("report",),
            ),
            "withdraw": Reason(
                self.env._("Withdraw"),
                self.env._("Nobody decides or does anything about it any more. You may say why."),
                is_optional=True,
            ),
        }

    @rpc
    def action_ask(self):
        """Hand one's own questions to the superior, who is told at once when it is urgent.

        :raises UserError: asked already, or nobody stands above the author
        """
        instructions = self._begin("draft")
        self._check_own()
        instructions._submit("asked")
        instructions._log("asked")
        instructions._notify_superiors()

    @rpc
    def action_act(self, text: str = ""):
        """Act before asking, in an emergency; the superior is told at once, the report is due soon (R040).

        :param str text: what is being done
        :raises UserError: no emergency, or decided already
        """
        instructions = self._begin("draft", "asked")
        self._check_own()
        if any(instruction.urgency != "emergency" for instruction in self):
            raise UserError(self.env._("Only in an emergency does somebody act before they ask."))
        instructions._submit("in_progress", acted_at=fields.Datetime.now())
        instructions._set_report_due()
        instructions._log("acted", text)
        instructions._notify_superiors()

    @rpc
    def action_raise(self, reason: str):
        """Pass questions on to the next superior, by the author or who would decide; who is passed over no longer may.

        :param str reason: why it is passed on, kept in the log
        :raises UserError: nobody stands above the present superior
        """
        instructions = self._begin("asked")
        self.filtered(lambda instruction: not instruction.is_own)._check_decider()
        reason = self._check_reason(reason, self.env._("Say why it is raised."))
        chains = instructions._get_superiors()
        if any(len(chains[instruction]) <= instruction.level + 1 for instruction in instructions):
            raise UserError(self.env._("Nobody stands above the present superior: it cannot be raised further."))
        for instruction in instructions:
            instruction.level += 1
        instructions._log("raised", reason)
        instructions._notify_superiors()

    @rpc
    def action_decide(self, outcome: Choice("outcome"), text: str):
        """Decide questions, or say what to do in an emergency (R039, R041).

        :param str outcome: ``agreed``, ``refused`` or ``instructed``
        :param str text: the decision in words, kept in the log
        :raises AccessError: no authority, about oneself, or raised past the user
        """
        self._check_decider()
        instructions = self._begin("asked", "in_progress")
        text = self._check_reason(text, self.env._("Write the decision in words."))
        instructions.write(
            {
                "state": "decided",
                "outcome": outcome,
                "decision": text,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "reminded": False,
            }
        )
        instructions.filtered(lambda i: i.needs_report and not i.report_due_at)._set_report_due()
        instructions._log("decided", text)
        instructions._notify_authors(lambda told: told.env._("Instruction: %(text)s", text=text))

    @rpc
    def action_report(self, text: str):
        """Report what came of it, by the author; the superior is to take note (R040, R030).

        :param str text: what came of it
        :raises UserError: nothing to report, or the report is there already
        """
        instructions = self._begin("decided", "in_progress")
        self._check_own()
        text = self._check_reason(text, self.env._("Write what was done and what came of it."))
        if any(instruction.report for instruction in instructions):
            raise UserError(self.env._("The report is there already. Add what is missing in a message."))
        instructions.write({"report": text, "reported_at": fields.Datetime.now(), "reminded": False})
        instructions._log("reported", text)
        instructions._notify_superiors()

    @rpc
    def action_send_back(self, reason: str):
        """Ask for another report, by the superior; the first stays in the log.

        :raises AccessError: not the superior who decides
        :raises UserError: no report yet, or no reason given
        """
        self._check_decider()
        instructions = self._begin("decided", "in_progress")
        reason = self._check_reason(reason, self.env._("Say what is missing."))
        if not all(instruction.report for instruction in instructions):
            raise UserError(self.env._("There is no report yet."))
        instructions.write({"report": False, "reported_at": False, "reminded": False})
        instructions._log("sent_back", reason)
        instructions._notify_authors(lambda told: told.env._("Your report was sent back: %(reason)s", reason=reason))

    @rpc
    def action_close(self):
        """Close what is settled; where a report is needed the superior thereby takes note of it.

        :raises UserError: the report is missing
        """
        instructions = self._begin("decided", "in_progress")
        if not all(instruction.report for instruction in instructions.filtered("needs_report")):
            raise UserError(self.env._("This is closed only after the report on what was done."))
        settled = self.filtered(lambda instruction: instruction.is_own and not instruction.needs_report)
        noted = self - settled
        noted._check_decider()
        noted.sudo().noted_by_id = self.env.uid  # sudo: closed to ordinary writing; checked above
        instructions._end("closed")

    @rpc
    def action_withdraw(self, reason: str = ""):
        """Take one's own questions back before they are decided, or tasks one assigned before they are reported.

        :param str reason: told to whom a task was assigned
        :raises AccessError: neither one's own nor assigned by oneself
        :raises UserError: decided or reported already
        """
        orders = self.filtered(lambda instruction: instruction.kind == "order")
        orders._check_decider()
        (self - orders)._check_own()
        instructions = self._begin("asked", "decided")
        if any(i.state == "decided" and (i.kind != "order" or i.report) for i in instructions):
            raise UserError(self.env._("This was decided already and cannot be withdrawn. Close it instead."))
        instructions._end("withdrawn", reason)
        orders._notify_authors(lambda told: told.env._("The task was withdrawn. %(reason)s", reason=reason or ""))

    @rpc
    @api.model
    def action_assign(
        self,
        employees: Records("hr.employee"),
        name: str,
        text: str,
        deadline: date,
        urgency: Choice("urgency") = "normal",
        background: str = "",
        reference: Reference("reference") = None,
    ):
        """Give each of ``employees`` a task of their own; they report back, and who assigned it takes note.

        :param employees: ``hr.employee`` records; the user has to stand above each of them
        :param str name: subject
        :param str text: what is to be done
        :param deadline: day until the end of which, at the employee's place, the report is due
        :param reference: the record it is about
        :return: the instructions
        :raises AccessError: the user does not stand above one of them
        """
        name = self._check_reason(name, self.env._("Give the task a subject."))
        text = self._check_reason(text, self.env._("Write what is to be done."))
        self._check_assignable(employees, deadline)
        values = {"name": name, "question": text, "deadline": deadline, "urgency": urgency}
        about = f"{reference._name},{reference.id}" if reference else False
        values |= {"background": background, "reference": about}
        orders = self.sudo().create([{**values, "employee_id": e.id} for e in employees])  # sudo: about others
        orders.sudo(self.env.su)._check_authority()
        orders._give_out()
        return orders.sudo(self.env.su)

    @api.model
    def _cron_remind(self, batch=200):
        """Tell once of what is late: the superior of an answer, both of a report; safe to run twice."""
        domain = (
            Domain("reminded", "=", False)
            & self._search_is_overdue("in", [True])
            & Domain("company_id.sales_office_room_ids.code", "=", "office")
        )
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(domain))
        while late := self.search(domain, limit=batch, order="id"):
            late._remind()
            if not self.env["ir.cron"]._commit_progress(len(late)):
                return

    def _check_editable(self, vals):
        self._check_own()
        self._check_draft()

    def _check_draft(self):
        if any(instruction.state != "draft" for instruction in self):
            raise UserError(
                self.env._(
                    "This was asked already and stands as it is. Add what is missing in a message below it, "
                    "or withdraw it and ask anew."
                )
            )

    def _submit(self, state, **values):
        """Give drafts their number and superior, and move to ``state``."""
        drafts = self.filtered(lambda instruction: instruction.state == "draft")
        drafts._compute_superior_id()
        if not all(instruction.superior_id for instruction in self):
            raise UserError(self.env._("Nobody stands above you in the departments, so there is nobody to ask."))
        for instruction in drafts:
            instruction.number = self.env["ir.sequence"].next_by_code("sales.office.instruction")
        drafts.asked_at = fields.Datetime.now()
        self.write({**values, "state": state})

    def _set_report_due(self):
        """The report is due so many hours from now as the company says."""
        now = fields.Datetime.now()
        for company, instructions in self.grouped("company_id").items():
            instructions.report_due_at = now + timedelta(hours=company.sales_office_report_hours)

    def _end(self, state, text=""):
        self.write({"state": state, "closed_at": fields.Datetime.now()})
        self._log(state, text)
        self._end_activities()

    def _log(self, event, text=""):
        self.env["sales.office.instruction.log"].sudo().create(  # sudo: written by the actions only
            [{"instruction_id": i.id, "event": event, "text": text or False, "user_id": self.env.uid} for i in self]
        )
