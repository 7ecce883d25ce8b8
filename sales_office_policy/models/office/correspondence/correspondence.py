from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...organization.posts.title import join_title
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import core_door, rpc

#: what a proofreader and a reviewer read
CONTENT = ("name", "body", "kind", "partner_id", "correspondent", "attachment_ids")
#: states in which a letter stands as it is
LOCKED = ("sent", "handled", "void")


class SalesOfficeCorrespondence(models.Model):
    """A letter, fax, e-mail or parcel that came in or goes out (R032, R038).

    Numbered without gaps per office, direction and year, and therefore never deleted: an entry
    made by mistake is void, with a reason::

        in:  received --handler--> assigned --handle--> handled --file--> a controlled document
        out: draft --submit, proofread--> proofread --review--> reviewed --send--> sent --file--> ...
               ^                              |                     |
               +---- text changed, sent back--+---------------------+

    Who reads an outgoing letter before it is sent: see ``proof``.
    """

    _name = "sales.office.correspondence"
    _description = "Letter"
    _inherit = "sales.office.register.mixin"
    _order = "date desc, id desc"
    _rec_names_search = ["number", "name", "tracking_number"]
    _register_date_field = "date"

    number = fields.Char(readonly=True, copy=False, index="trigram")
    year = fields.Integer(readonly=True, copy=False)
    direction = fields.Selection([("in", "Incoming"), ("out", "Outgoing")], required=True, default="in")
    kind = fields.Selection(
        [("letter", "Letter"), ("fax", "Fax"), ("email", "E-mail"), ("parcel", "Parcel")],
        required=True,
        default="letter",
        tracking=True,
    )
    name = fields.Char(string="Subject", required=True, tracking=True)
    body = fields.Text(string="Text", help="The text of the letter, or what it says.")
    partner_id = fields.Many2one(string="Sender or Recipient", tracking=True)
    correspondent = fields.Char(string="Person or Office", help="Who wrote it or is to read it, if no contact is kept.")
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    carrier = fields.Char(help="Post, courier or messenger.")
    tracking_number = fields.Char(index="btree_not_null", copy=False)
    employee_id = fields.Many2one(
        string="Handler",
        default=lambda self: self._default_employee_id(),
        help="Answers an incoming letter by its deadline; the author of an outgoing one.",
    )
    deadline = fields.Date(
        compute="_compute_deadline", store=True, precompute=True, readonly=False, tracking=True, index="btree_not_null"
    )
    deadline_reason = fields.Char(string="Time to Handle", compute="_compute_deadline_reason", compute_sudo=True)
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    confidential = fields.Boolean(
        string="Confidential Letter",
        tracking=True,
        help="What it says leaves this register in no message, and only leaders and the clerk proofread and review it.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Pages and Enclosures", copy=False, bypass_search_access=True
    )
    written_by_id = fields.Many2one("res.users", readonly=True, copy=False, help="Who changed the text last.")
    digest = fields.Char(readonly=True, copy=False, help="Fingerprint of the text as it was proofread.")
    finished_by_id = fields.Many2one("res.users", string="Sent or Handled By", readonly=True, copy=False)
    finished_at = fields.Datetime(string="Sent or Handled", readonly=True, copy=False)
    void_reason = fields.Char(readonly=True, copy=False)
    document_id = fields.Many2one(
        "sales.office.document",
        string="Filed As",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_locked = fields.Boolean(compute="_compute_is_locked", store=True, precompute=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proofread", "Proofread"),
            ("reviewed", "Reviewed"),
            ("sent", "Sent"),
            ("received", "Received"),
            ("assigned", "Assigned"),
            ("handled", "Handled"),
            ("void", "Void"),
        ],
        compute="_compute_state",
        store=True,
        precompute=True,
        copy=False,
        index=True,
        tracking=True,
    )

    _number_uniq = models.Constraint(
        "UNIQUE (office_id, company_id, number)", "Another letter of this office has the number."
    )

    @api.model
    def _default_employee_id(self):
        """Return the user's own employee, unless they are a clerk: they register the letters of everybody."""
        is_clerk = self.env.user.has_group("sales_office_policy.group_clerk")
        return False if self.env.su or is_clerk else self.env.user.employee_id

    @api.depends("number", "name", "confidential")
    def _compute_display_name(self):
        """A confidential letter is named by its number: names go into links, activities and notes."""
        for letter in self:
            subject = letter.name if not (letter.confidential and letter.number) else False
            letter.display_name = " ".join(filter(None, (letter.number, subject)))

    @api.depends("date", "direction", "department_id")
    def _compute_deadline(self):
        for letter in self:
            if letter.direction == "in" and letter.date and letter.department_id and not letter._origin:
                letter.deadline = letter.department_id._get_sales_office_deadline(letter.date, letter.company_id).day
            else:
                letter.deadline = letter.deadline

    @api.depends("deadline", "date", "direction", "department_id", "company_id.sales_office_letter_days")
    @api.depends_context("lang")
    def _compute_deadline_reason(self):
        """Say how the deadline was counted, unless somebody chose another day."""
        clock = self.env["sales.office.deadline.mixin"]
        for letter in self:
            letter.deadline_reason = False
            if letter.direction == "in" and letter.date and letter.department_id and letter.deadline:
                counted = letter.department_id._get_sales_office_deadline(letter.date, letter.company_id)
                if counted.day == letter.deadline:
                    letter.deadline_reason = clock._explain_deadline(counted.to_json())

    @api.depends("deadline", "state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for letter in self:
            letter.is_overdue = bool(letter.deadline) and letter.deadline < today and letter.state not in LOCKED

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("deadline", "<", fields.Date.context_today(self)), ("state", "not in", LOCKED)]

    @api.depends("state")
    def _compute_is_locked(self):
        for letter in self:
            letter.is_locked = letter.state in LOCKED

    @api.depends("direction", "employee_id")
    def _compute_state(self):
        for letter in self:
            if letter.direction == "out":
                letter.state = letter.state if letter._origin else "draft"
            elif not letter._origin or letter.state in ("received", "assigned"):
                letter.state = "assigned" if letter.employee_id else "received"
            else:
                letter.state = letter.state

    @api.onchange("direction")
    def _onchange_direction(self):
        if self.direction == "out" and not self.employee_id:
            self.employee_id = self.env.user.employee_id

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Register letters: they get their numbers, keep their pages and go to their handlers."""
        letters = super().create(vals_list)
        letters._number_off()
        letters._keep_pages()
        letters.filtered("employee_id")._ask_handler()
        return letters

    @core_door
    def write(self, vals):
        """Change letters; what is rewritten is read and approved anew, another handler or day asks anew.

        :raises UserError: its entry stands as it is, or office, direction or year of a numbered letter would change
        """
        if not self.env.su:
            self.check_access("read")
            self._check_not_locked()  # in words of its own, before the record rules refuse it in none
        before = {letter: letter._get_digest() for letter in self} if not set(CONTENT).isdisjoint(vals) else {}
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._keep_pages()
        if rewritten := [letter.id for letter, digest in before.items() if letter._get_digest() != digest]:
            self.browse(rewritten)._rewritten()
        if not {"employee_id", "deadline"}.isdisjoint(vals):
            self._ask_handler()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        if self:
            raise UserError(
                self.env._("A numbered letter is not deleted, or the register would have a gap. Make it void instead.")
            )

    @rpc
    def action_submit(self):
        """Give drafts to their proofreaders.

        :raises UserError: nobody is asked to proofread or to review
        """
        self._check_handler()
        self._lock()
        self._check_state("draft")
        for letter in self:
            if not letter.proofreader_id or not letter.reviewer_id:
                raise UserError(self.env._("Choose who proofreads and who reviews the letter."))
        for letter in self.sudo():  # sudo: written by these methods only, and asked of somebody else
            letter.write({"submitted_at": fields.Datetime.now(), "digest": letter._get_digest()})
        self._ask_reader(
            "proofreader_user_id",
            lambda letter: letter.env._("Proofread letter %(number)s", number=letter.number),
        )

    @rpc
    def action_proofread(self):
        """Note that the current user has proofread these letters.

        :raises AccessError: they are its author or were not asked
        :raises UserError: the author has not given them to proofread yet
        """
        self._lock()
        self._check_state("draft")
        if not all(letter.submitted_at for letter in self):
            raise UserError(self.env._("The author still writes this letter."))
        self._check_reader("can_proofread")
        self._check_unchanged()
        read = {"proofread_by_id": self.env.uid, "proofread_at": fields.Datetime.now()}
        self.sudo().write({"state": "proofread", **read})  # sudo: written by these methods only
        self._ask_reader(
            "reviewer_user_id", lambda letter: letter.env._("Review letter %(number)s", number=letter.number)
        )

    @rpc
    def action_review(self):
        """Release these letters to be sent.

        :raises AccessError: the user is their author or proofreader, or neither a leader who was asked nor theirs
        :raises UserError: not proofread, or changed since
        """
        self._lock()
        self._check_state("proofread")
        self._check_reader("can_review")
        self._check_unchanged()
        read = {"reviewed_by_id": self.env.uid, "reviewed_at": fields.Datetime.now()}
        self.sudo().write({"state": "reviewed", **read})  # sudo: written by these methods only
        self._ask_reader("user_id", lambda letter: letter.env._("Send letter %(number)s", number=letter.number))

    @rpc
    def action_send_back(self, reason: str):
        """Make drafts of letters again: who reads them just now, or the author themselves.

        :param str reason: kept in the chatter and told to the author
        :raises AccessError: neither the author nor the clerk nor who reads it now
        :raises UserError: numbered already, or no reason given
        """
        reason = self._check_reason(reason)
        self._lock()
        self._check_state("draft", "proofread", "reviewed")
        for letter in self:
            if not (letter.can_handle or letter.can_proofread or letter.can_review) and not self.env.su:
                raise AccessError(self.env._("Only the author, the clerk and who reads the letter now can do this."))
        self._make_draft()
        for letter in self.sudo():  # sudo: the reader tells the author
            letter._message_log(body=self.env._("Sent back: %(reason)s", reason=reason))
        self._notify_users(
            "user_id",
            lambda letter: letter.env._(
                "Letter %(number)s was sent back: %(reason)s", number=letter.number, reason=reason
            ),
        )

    @rpc
    def action_handle(self):
        """Note that these incoming letters are handled; from then on they stand as they are.

        :raises AccessError: neither the clerk nor the handler
        :raises UserError: not waiting to be handled
        """
        self._check_handler()
        self._lock()
        self._check_state("assigned")
        self._finish("handled")

    @rpc
    def action_send(self):
        """Note that these letters have left the house; from then on they stand as they are.

        A parcel needs neither proofreader nor reviewer.

        :raises UserError: not reviewed, or changed since it was
        """
        self._check_handler()
        self._lock()
        parcels = self.filtered(lambda letter: letter.kind == "parcel")
        parcels._check_state("draft", "proofread", "reviewed")
        (self - parcels)._check_state("reviewed")
        (self - parcels)._check_unchanged()
        for letter in self:
            if letter.direction != "out":
                raise UserError(self.env._("%(letter)s came in: there is nothing to send.", letter=letter.number))
        self._finish("sent")

    @rpc
    def action_void(self, reason: str):
        """Take entries made by mistake out of use; number and reason stay in the register.

        :param str reason: kept with the entry
        :raises UserError: sent or handled already
        """
        self._check_handler()
        reason = self._check_reason(reason)
        self._lock()
        self._check_state("draft", "proofread", "reviewed", "received", "assigned")
        letters = self.sudo()  # sudo: written by these methods only
        letters.write({"state": "void", "void_reason": reason})
        letters._end_activities()

    @rpc
    def action_file(self, category: Record("sales.office.document.category") = None):
        """File letters that are sent or handled: each becomes a controlled document of the clerk's (R032).

        :param category: ``sales.office.document.category`` record; correspondence when not given
        :return: the action that opens the document, or the documents
        :raises AccessError: the user does not keep the office's documents
        :raises UserError: not finished, or filed already
        """
        self._check_handler()
        self._lock()
        self._check_state("sent", "handled")
        category = category or self.env.ref("sales_office_policy.document_category_correspondence")
        for letter in self:
            if letter.document_id:
                raise UserError(
                    self.env._(
                        "%(letter)s is filed already as %(document)s.",
                        letter=letter.number,
                        document=letter.sudo().document_id.reference,  # sudo: the number is no secret, the title is
                    )
                )
            # as the user: the register of documents checks whether they keep it
            document = self.env["sales.office.document"].create(letter._prepare_document_vals(category))
            letter.sudo().document_id = document  # sudo: written by this method only
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_document_action")
        documents = self.document_id
        if len(documents) == 1:
            return action | {"res_id": documents.id, "view_mode": "form", "views": [(False, "form")]}
        return action | {"domain": [("id", "in", documents.ids)], "context": {}}

    @rpc(one=True)
    def action_open_document(self):
        """Open the document the letter was filed as."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_document_action")
        return action | {"res_id": self.document_id.id, "view_mode": "form", "views": [(False, "form")]}

    def _check_not_locked(self):
        for letter in self.filtered("is_locked"):
            raise UserError(
                self.env._(
                    "%(letter)s is %(state)s: its entry in the register stands as it is.",
                    letter=letter.number,
                    state=dict(self._fields["state"]._description_selection(self.env))[letter.state].lower(),
                )
            )

    def _check_editable(self, vals):
        """Refuse what would give these letters another number."""
        for letter in self:
            moved = "direction" in vals and vals["direction"] != letter.direction
            year = fields.Date.to_date(vals["date"]).year if vals.get("date") else letter.year
            office = self.env["hr.department"].browse(vals.get("department_id")).sudo().sales_office_id
            if moved or year != letter.year or office and office != letter.office_id:
                raise UserError(
                    self.env._(
                        "%(letter)s has its number: office, direction and year stay. "
                        "Make the entry void and register the letter again.",
                        letter=letter.number,
                    )
                )

    def _number_off(self):
        """Give these new letters their numbers, in the order in which they were entered."""
        counters = self.env["sales.office.correspondence.counter"].sudo()  # sudo: the software's own list
        letters = self.sudo()
        prefixes = {"in": "IN", "out": "OUT"}
        for key, group in letters.grouped(lambda r: (r.office_id, r.company_id, r.direction, r.date.year)).items():
            _office, _company, direction, year = key
            first = counters._draw(*key, count=len(group))
            for number, letter in enumerate(group, first):
                letter.write(
                    {
                        "number": f"{prefixes[direction]}-{year}-{number:04}",
                        "year": year,
                        "written_by_id": self.env.uid,
                    }
                )

    def _keep_pages(self):
        """Have the pages uploaded with a letter seen by whoever may see the letter."""
        for letter in self:
            # sudo: a page uploaded into a new form belongs to nothing yet; only the user's own are taken
            pages = letter.sudo().attachment_ids.filtered(lambda page: not page.res_id)
            if any(page.create_uid != self.env.user for page in pages) and not self.env.su:
                raise AccessError(self.env._("Only files you uploaded yourself can be added."))
            pages.write({"res_model": self._name, "res_id": letter.id})

    def _get_digest(self):
        """Return the fingerprint of what is proofread: the text, to whom it goes, and its pages."""
        self.ensure_one()
        letter = self.sudo()  # sudo: the same for whoever asks
        pages = sorted(letter.attachment_ids.mapped(lambda page: f"{page.name}:{page.checksum}"))
        parts = [letter.name, letter.body, letter.kind, letter.partner_id.id, letter.correspondent, *pages]
        return sha256(repr(parts).encode()).hexdigest()

    def _ask_handler(self):
        """Give the handler of each incoming letter an activity until its deadline."""
        assigned = self.sudo().filtered(lambda letter: letter.state == "assigned")  # sudo: asked of somebody else
        assigned._ask(
            "user_id",
            lambda letter: letter.env._("Handle letter %(number)s", number=letter.number),
            lambda letter: letter.deadline or letter.date,
        )

    def _finish(self, state):
        letters = self.sudo()  # sudo: state, time and user are written by these methods only
        letters.write({"state": state, "finished_at": fields.Datetime.now(), "finished_by_id": self.env.uid})
        letters._end_activities()

    def _prepare_document_vals(self, category):
        self.ensure_one()
        return {
            "name": self.display_name,
            "category_id": category.id,
            "department_id": self.department_id.id,
            "partner_id": self.partner_id.id,
            **({"confidentiality": "secret"} if self.confidential else {}),
        }

    def _get_entry_title(self):
        self.ensure_one()
        title = self.env._("Letter %(number)s of %(date)s", number=self.number, date=format_date(self.env, self.date))
        return title if self.confidential else join_title(title, self.name, by=": ")

    def _get_entry_text(self):
        self.ensure_one()
        return self.env._("Confidential: read it in the register.") if self.confidential else self.body or self.name
