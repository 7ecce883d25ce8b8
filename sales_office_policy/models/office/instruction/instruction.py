from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.record.reference import join_reference, split_reference
from ...organization.rpc.rpc import core_door

#: what an instruction can be about
REFERENCES = [
    ("res.partner", "Customer"),
    ("crm.lead", "Opportunity"),
    ("sale.order", "Sales Order"),
    ("sales.office.document", "Document"),
]
#: all that somebody writes himself, until he asks
TEXTS = {
    "employee_id",
    "name",
    "question",
    "background",
    "reference",
    "res_model",
    "res_id",
    "urgency",
    "is_disputed",
    "deadline",
}
#: still to be decided, or to be carried out and reported
OPEN = ("asked", "acting", "decided")


class SalesOfficeInstruction(models.Model):
    """A question to one's superior and his decision (请示), or a task he gave (R030, R039, R040, R041).

    Both are the same conversation between the same two people: somebody above decides, somebody
    below carries it out, reports back, and the superior takes note. A task (``kind`` order) merely
    starts at the decision, so it needs no model of its own: its due date, reminder and follow-up,
    the activity, the report and the Today lines are those of a decided question.

    How it moves is in the file ``_flow``, whom it goes to in ``_superior``, what a disputed matter
    stops in ``_block``.
    """

    _name = "sales.office.instruction"
    _description = "Instruction Request"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin", "mail.activity.mixin"]
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
            ("acting", "Acting"),
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
    level = fields.Integer(readonly=True, copy=False, help="How often it was raised to the next superior.")
    superior_id = fields.Many2one(
        "hr.employee",
        string="Goes to",
        compute="_compute_superior_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="The nearest manager above; who stands in for him may decide too, and everybody above.",
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
        vals_list = [split_reference(vals) for vals in vals_list]
        if not self.env.su:
            self.check_access("create")
            for vals in vals_list:
                self._check_texts(vals)
            # explicit values, so that no default hidden in the context stands for them
            vals_list = [{**self._get_closed_values(), **vals} for vals in vals_list]
        return super().create(vals_list)

    @core_door
    def write(self, vals):
        vals = split_reference(vals)
        if not self.env.su:
            self.check_access("write")
            self._check_texts(vals)
            self._check_own()
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if not self.env.su:
            self._check_own()
            self._check_draft()

    @api.model
    def _get_closed_values(self):
        """Return what a new draft starts from in the stored fields that only the actions change."""
        closed = dict.fromkeys(self._get_action_fields(), False)
        return closed | {"state": "draft", "kind": "request", "level": 0}

    @api.model
    def _check_texts(self, vals):
        """Refuse anything but the author's own texts."""
        if refused := vals.keys() - TEXTS:
            names = [self._fields[name]._description_string(self.env) for name in refused if name in self._fields]
            raise AccessError(
                self.env._(
                    "%(names)s: not entered by hand. Use the buttons of the instruction.",
                    names=", ".join(filter(None, names)),
                )
            )

    def _check_draft(self):
        if any(instruction.state != "draft" for instruction in self):
            raise UserError(
                self.env._(
                    "This was asked already and stands as it is. Add what is missing in a message below it, "
                    "or withdraw it and ask anew."
                )
            )
