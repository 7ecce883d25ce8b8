from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class SalesOfficeCorrespondence(models.Model):
    """Who reads an outgoing letter before it is sent (R032).

    - Proofread: whom the author asked, or the clerk, or who leads the department.
    - Reviewed: whom the author asked, if they are a leader, or who leads the department.

    Neither is the author, who is the handler and whoever wrote the text last, and they are two
    people. What they read is what is sent: a letter whose text changes is a draft again.
    """

    _inherit = "sales.office.correspondence"

    proofreader_id = fields.Many2one(
        "hr.employee",
        compute="_compute_readers",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
        help="Asked to proofread; the clerk of the office when nobody else is chosen.",
    )
    proofreader_user_id = fields.Many2one(
        related="proofreader_id.user_id", string="Proofreader's User", store=True, index="btree_not_null"
    )
    reviewer_id = fields.Many2one(
        "hr.employee",
        compute="_compute_readers",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
        help="Asked to review; the next leader above the author when nobody else is chosen.",
    )
    reviewer_user_id = fields.Many2one(
        related="reviewer_id.user_id", string="Reviewer's User", store=True, index="btree_not_null"
    )
    submitted_at = fields.Datetime(string="Given to Proofread", readonly=True, copy=False)
    proofread_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    proofread_at = fields.Datetime(readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reviewed_at = fields.Datetime(readonly=True, copy=False)
    can_proofread = fields.Boolean(string="Can Be Proofread", compute="_compute_can_proofread")
    can_review = fields.Boolean(string="Can Be Reviewed", compute="_compute_can_proofread")

    @api.depends("direction", "employee_id", "department_id")
    def _compute_readers(self):
        for letter in self:
            office, author = letter.sudo().department_id.sales_office_id, letter.employee_id
            if letter.direction != "out" or not author:
                letter.proofreader_id, letter.reviewer_id = letter.proofreader_id, letter.reviewer_id
                continue
            clerk, leader = office.sales_office_clerk_id, letter._get_leader_above(author.sudo())
            proofreader = letter.proofreader_id or clerk
            letter.proofreader_id = False if proofreader in (author, leader) else proofreader
            letter.reviewer_id = leader if letter.reviewer_id in (author.browse(), author) else letter.reviewer_id

    @api.depends("state", "submitted_at", "user_id", "written_by_id", "proofread_by_id", "reviewer_user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_proofread(self):
        led, directed = self._where_post("team_leader"), self._where_post("director")
        for letter in self:
            strange = self.env.user not in letter.user_id | letter.written_by_id
            leads = letter in directed or letter.in_office_scope
            asked = letter.proofreader_user_id == self.env.user or letter.can_handle or leads
            letter.can_proofread = strange and asked and letter.state == "draft" and bool(letter.submitted_at)
            entitled = leads or letter in led and letter.reviewer_user_id == self.env.user
            second = letter.proofread_by_id != self.env.user
            letter.can_review = strange and entitled and second and letter.state == "proofread"

    @api.constrains("proofreader_id", "reviewer_id", "employee_id", "confidential", "department_id")
    def _check_readers(self):
        for letter in self.sudo().filtered(lambda r: r.direction == "out"):  # sudo: posts of others are asked
            people = (letter.employee_id, letter.proofreader_id, letter.reviewer_id)
            chosen = [person for person in people if person]
            if len(set(chosen)) < len(chosen):
                raise ValidationError(self.env._("Author, proofreader and reviewer are three different people."))
            if letter.reviewer_id and not letter._is_leader(letter.reviewer_id):
                raise ValidationError(
                    self.env._("%(name)s is no leader and cannot review letters.", name=letter.reviewer_id.name)
                )
            clerk = letter.office_id.sales_office_clerk_id
            reader = letter.proofreader_id
            if letter.confidential and reader and reader != clerk and not letter._is_leader(reader):
                raise ValidationError(
                    self.env._(
                        "A confidential letter is proofread by the clerk or a leader, which %(name)s is not.",
                        name=reader.name,
                    )
                )

    def _rewritten(self):
        """Remember who wrote these letters last; those that somebody has read are drafts again."""
        letters = self.sudo()  # sudo: written by these methods only
        letters.write({"written_by_id": self.env.uid})
        read = letters.filtered(lambda letter: letter.submitted_at and not letter.is_locked)
        read._make_draft()
        for letter in read:
            letter._message_log(body=self.env._("The text was changed: it is to be proofread and reviewed again."))

    def _make_draft(self):
        letters = self.sudo()  # sudo: written by these methods only
        empty = dict.fromkeys(
            ("submitted_at", "digest", "proofread_by_id", "proofread_at", "reviewed_by_id", "reviewed_at"), False
        )
        letters.write({**empty, "state": "draft"})
        letters._end_activities()

    def _check_reader(self, name):
        """Raise an ``AccessError`` unless the flag ``name`` says that the current user reads these letters now."""
        if not self.env.su and not all(letter[name] for letter in self):
            raise AccessError(
                self.env._(
                    "A letter is read by two others than its author: first by the proofreader or the clerk, "
                    "then by a leader who was asked or leads the department."
                )
            )

    def _check_unchanged(self):
        """Raise a ``UserError`` unless these letters are what was given to proofread, their pages included."""
        for letter in self:
            if letter.digest != letter._get_digest():
                raise UserError(
                    self.env._(
                        "%(letter)s is not what was given to proofread any more. Send it back to the author.",
                        letter=letter.number,
                    )
                )

    def _get_leader_above(self, employee):
        """Return the manager of the nearest department in whose line ``employee`` stands, not themselves (sudo)."""
        department = employee.department_id or self.sudo().department_id
        managers = department._get_sales_office_managers().get(department, employee.browse()) - employee
        return managers[:1].filtered(lambda leader: leader.company_id == employee.company_id)

    def _is_leader(self, employee):
        """Return whether ``employee`` leads a team, or this letter's department (sudo)."""
        user = employee.user_id
        return bool(user) and (
            self.company_id.id in user._get_sales_office_companies("team_leader")
            or self.department_id.id in user._get_sales_office_scope().department_ids
        )

    def _ask_reader(self, who, build_summary):
        self._ask(who, build_summary, "deadline")
