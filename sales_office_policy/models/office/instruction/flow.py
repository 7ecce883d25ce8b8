from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.record.row_lock import lock_rows
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import rpc


class SalesOfficeInstruction(models.Model):
    """How an instruction is asked, decided and reported.

    draft --ask--> asked --decide--> decided --(report)--> close --> closed
      |              |                  ^                    ^
      +-----act------+----> acting -----+-----(report)-------+
                                                      assign --> decided

    - Ask, act, report, withdraw: its author. Act: emergencies only, before anybody decided (R040).
    - Decide, send back, take note: who stands above him and was not passed over, never himself (R046).
    - Close: a normal one by either side; one that needs a report only by the superior, who takes note of it.
    """

    _inherit = "sales.office.instruction"

    needs_report = fields.Boolean(
        compute="_compute_needs_report", store=True, help="Closed only after a report the superior took note of."
    )

    @api.depends("kind", "urgency")
    def _compute_needs_report(self):
        for instruction in self:
            instruction.needs_report = instruction.kind == "order" or instruction.urgency != "normal"

    @rpc
    def action_ask(self):
        """Hand one's own questions to the superior, who is told at once when it is urgent.

        :raise UserError: asked already, or nobody stands above the author
        """
        instructions = self._begin("draft")
        self._check_own()
        instructions._submit("asked")
        instructions._log("asked")
        instructions._tell_superiors()

    @rpc
    def action_act(self, text: str = ""):
        """Act before asking, in an emergency; the superior is told at once, the report is due soon (R040).

        :param str text: what is being done
        :raise UserError: no emergency, or decided already
        """
        instructions = self._begin("draft", "asked")
        self._check_own()
        if any(instruction.urgency != "emergency" for instruction in self):
            raise UserError(self.env._("Only in an emergency does somebody act before he asks."))
        instructions._submit("acting", acted_at=fields.Datetime.now())
        instructions._set_report_due()
        instructions._log("acted", text)
        instructions._tell_superiors()

    @rpc
    def action_raise(self, reason: str):
        """Pass questions on to the next superior, by the author or who would decide; who is passed over no longer may.

        :raise UserError: nobody stands above the present superior
        """
        instructions = self._begin("asked")
        self.filtered(lambda instruction: not instruction.is_own)._check_decider()
        reason = self._check_text(reason, self.env._("Say why it is raised."))
        chains = instructions._get_superiors()
        if any(len(chains[instruction]) <= instruction.level + 1 for instruction in instructions):
            raise UserError(self.env._("Nobody stands above the present superior: it cannot be raised further."))
        for instruction in instructions:
            instruction.level += 1
        instructions._log("raised", reason)
        instructions._tell_superiors()

    @rpc
    def action_decide(self, outcome: Choice("outcome"), text: str):
        """Decide questions, or say what to do in an emergency (R039, R041).

        :param str outcome: ``agreed``, ``refused`` or ``instructed``
        :param str text: the decision in words, kept in the log
        :raise AccessError: no authority, about oneself, or raised past the user
        """
        self._check_decider()
        instructions = self._begin("asked", "acting")
        text = self._check_text(text, self.env._("Write the decision in words."))
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
        instructions._tell_authors(lambda env: env._("Instruction: %(text)s", text=text))

    @rpc
    def action_report(self, text: str):
        """Report what came of it, by the author; the superior is to take note (R040, R030).

        :raise UserError: nothing to report, or the report is there already
        """
        instructions = self._begin("decided", "acting")
        self._check_own()
        text = self._check_text(text, self.env._("Write what was done and what came of it."))
        if any(instruction.report for instruction in instructions):
            raise UserError(self.env._("The report is there already. Add what is missing in a message."))
        instructions.write({"report": text, "reported_at": fields.Datetime.now(), "reminded": False})
        instructions._log("reported", text)
        instructions._tell_superiors()

    @rpc
    def action_send_back(self, reason: str):
        """Ask for another report, by the superior; the first stays in the log."""
        self._check_decider()
        instructions = self._begin("decided", "acting")
        reason = self._check_text(reason, self.env._("Say what is missing."))
        if not all(instruction.report for instruction in instructions):
            raise UserError(self.env._("There is no report yet."))
        instructions.write({"report": False, "reported_at": False, "reminded": False})
        instructions._log("sent_back", reason)
        instructions._tell_authors(lambda env: env._("Your report was sent back: %(reason)s", reason=reason))

    @rpc
    def action_close(self):
        """Close what is settled; where a report is needed the superior thereby takes note of it.

        :raise UserError: the report is missing
        """
        instructions = self._begin("decided", "acting")
        if not all(instruction.report for instruction in instructions.filtered("needs_report")):
            raise UserError(self.env._("This is closed only after the report on what was done."))
        settled = self.filtered(lambda instruction: instruction.is_own and not instruction.needs_report)
        noted = self - settled
        noted._check_decider()
        noted.sudo().noted_by_id = self.env.uid  # sudo: closed to ordinary writing; checked above
        instructions._end("closed")

    @rpc
    def action_withdraw(self, reason: str = ""):
        """Take one's own questions back before they are decided, or tasks one assigned before they are reported."""
        orders = self.filtered(lambda instruction: instruction.kind == "order")
        orders._check_decider()
        (self - orders)._check_own()
        instructions = self._begin("asked", "decided")
        if any(i.state == "decided" and (i.kind != "order" or i.report) for i in instructions):
            raise UserError(self.env._("This was decided already and cannot be withdrawn. Close it instead."))
        instructions._end("withdrawn", reason)
        orders._tell_authors(lambda env: env._("The task was withdrawn. %(reason)s", reason=reason or ""))

    def _begin(self, *states):
        """Return these records (sudo), locked, or raise unless all are in one of ``states`` and may be read."""
        self.check_access("read")
        instructions = self.sudo()  # sudo: what the actions change is closed to ordinary writing
        lock_rows(instructions)
        labels = dict(self._fields["state"]._description_selection(self.env))
        for instruction in instructions:
            if instruction.state not in states:
                raise UserError(
                    self.env._(
                        "This cannot be done with %(instruction)s now: it is %(state)s.",
                        instruction=instruction.display_name,
                        state=labels[instruction.state].lower(),
                    )
                )
        return instructions

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
        self.activity_ids.filtered("automated").unlink()

    def _log(self, event, text=""):
        self.env["sales.office.instruction.log"].sudo().create(  # sudo: written by the actions only
            [{"instruction_id": i.id, "event": event, "text": text or False, "user_id": self.env.uid} for i in self]
        )

    def _check_text(self, text, message):
        """Return the text without blanks around it, or raise the message when nothing is left."""
        text = (text or "").strip()
        if not text:
            raise UserError(message)
        return text
