from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

from ...meeting.day_text import format_day
from ...organization.deadline.deadline import Term
from ...organization.local_time import get_local_day, get_zone
from ...organization.record.phrases import join_names
from ...organization.rpc.rpc import rpc


class SalesOfficeRegisterMixin(models.AbstractModel):
    """An entry in one of the clerk's registers: a visitor, a letter, a telephone call (R029).

    It concerns one employee (host, handler, addressee), who handles it as the clerk of the
    office does; those who lead its department read it, and nobody else. What becomes of it: a lead, or a complaint
    that is passed on at once (R038). Printed it makes a page for each office and month.
    """

    _name = "sales.office.register.mixin"
    _description = "Sales Office Register Mixin"
    _inherit = [
        "sales.office.department.mixin",
        "sales.office.unfollowed.mixin",
        "mail.activity.mixin",
    ]
    _check_company_auto = True
    _mail_post_access = "read"

    #: the field that says in which month an entry is printed
    _register_date_field = None

    employee_id = fields.Many2one(
        "hr.employee", check_company=True, index="btree_not_null", ondelete="restrict", tracking=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Employee's User",
        related="employee_id.user_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    department_id = fields.Many2one(
        compute="_compute_department_id",
        store=True,
        precompute=True,
        readonly=False,
        default=None,
        help="The employee's, if they are of this office. Whoever leads it sees the entry.",
    )
    office_id = fields.Many2one(
        "hr.department",
        compute="_compute_office_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one("res.partner", string="Customer", check_company=True, index="btree_not_null")
    lead_ids = fields.Many2many("crm.lead", string="Leads", copy=False, readonly=True)
    has_lead = fields.Boolean(compute="_compute_has_lead", compute_sudo=True)
    complaint_at = fields.Datetime(string="Complaint Passed On", copy=False, readonly=True)
    complaint_user_id = fields.Many2one(
        "res.users", string="Complaint Looked After By", copy=False, readonly=True, ondelete="set null"
    )
    is_own = fields.Boolean(compute="_compute_can", help="The current user is the employee it concerns.")
    can_handle = fields.Boolean(
        string="Can Be Handled", compute="_compute_can", help="The current user is the employee, or keeps the register."
    )

    @api.depends("employee_id")
    def _compute_department_id(self):
        for entry in self:
            own = entry.employee_id.sudo().department_id  # sudo: HR-only
            office = entry._origin.office_id  # once registered an entry stays with its office
            if own.sales_office_id and office in (office.browse(), own.sales_office_id):
                entry.department_id = own
            else:
                entry.department_id = entry.department_id or entry._default_department_id()

    @api.depends("department_id")
    def _compute_office_id(self):
        for entry in self:
            entry.office_id = entry.sudo().department_id.sales_office_id

    @api.depends("lead_ids")
    def _compute_has_lead(self):
        for entry in self:
            entry.has_lead = bool(entry.lead_ids)

    @api.depends("user_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        kept = self._where_post("clerk")
        for entry in self:
            entry.is_own = bool(entry.user_id) and entry.user_id == self.env.user
            entry.can_handle = entry.is_own or entry in kept and entry.in_same_office

    @rpc(one=True)
    def action_make_lead(self, again: bool = False):
        """Make a lead of this entry for the customer's salesperson, and open it.

        :param bool again: although there is one already
        :raises UserError: there is one already
        """
        self._lock()
        entry = self.sudo()  # sudo: the salesperson is often somebody else, whose leads the clerk cannot write
        if entry.lead_ids and not again:
            if known := entry.lead_ids.sudo(False)._filtered_access("read"):
                names = join_names(self.env, known.mapped("name"))
                raise UserError(self.env._("A lead was made of this already: %(leads)s.", leads=names))
            raise UserError(self.env._("A lead was made of this already. Ask its salesperson."))
        lead = entry.env["crm.lead"].with_company(entry.company_id).create(entry._prepare_lead_vals())
        lead._message_log(body=Markup("%s %s") % (self.env._("Made from the register:"), entry._get_html_link()))
        entry.lead_ids = [Command.link(lead.id)]
        return self._open_leads(lead)

    @rpc
    def action_make_another_lead(self):
        """Make one more lead of the same entry."""
        return self.action_make_lead(again=True)

    @rpc
    def action_open_leads(self):
        """Open the leads made of this entry, as far as the current user may see them."""
        return self._open_leads(self.sudo().lead_ids)  # sudo: filtered by what the user may see

    @rpc(one=True)
    def action_make_complaint(self, again: bool = False):
        """Pass what is said on as a complaint: a note and an activity on the customer (R038).

        It goes to somebody of customer relations of this office, else to the customer's
        salesperson, else to who leads the department.

        :param bool again: although it was passed on already
        :raises UserError: no customer is named, or it was passed on already
        """
        self._lock()
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer first: the complaint is noted with them."))
        if self.complaint_at and not again:
            raise UserError(
                self.env._("This complaint was passed on already: %(name)s has it.", name=self.complaint_user_id.name)
            )
        entry = self.sudo()  # sudo: the note and the activity are for somebody else
        user = entry._get_complaint_user()
        told = entry.with_context(lang=user.lang)
        text = told._get_entry_text()
        told.partner_id.activity_schedule(
            "sales_office_policy.mail_activity_type_complaint",
            date_deadline=entry._get_complaint_deadline(user),
            note=plaintext2html(text),
            user_id=user.id,
        )
        told.partner_id.message_post(
            body=Markup("%s %s%s") % (told.env._("Complaint, from"), told._get_html_link(), plaintext2html(text)),
            subtype_xmlid="mail.mt_note",
            partner_ids=(user.partner_id - self.env.user.partner_id).ids,
        )
        entry.write({"complaint_at": fields.Datetime.now(), "complaint_user_id": user.id})
        message = self.env._("Passed on to %(name)s.", name=user.name)
        return self._notify_user(message)

    def _check_handler(self):
        """Raise an ``AccessError`` unless the current user is the employee of each entry, or keeps the register."""
        self.check_access("read")
        if not self.env.su and not all(entry.can_handle for entry in self):
            raise AccessError(self.env._("Only the clerk of the office and the employee it concerns can do this."))

    def _ask(self, who, build_summary, deadline, **options):
        """Give somebody something to do about each entry, and take away what was asked before (sudo)."""
        self._end_activities()
        self._give_activities(who, build_summary, deadline, mailed=True, **options)

    def _get_salesperson(self):
        """Return who follows a lead of this entry (sudo): the customer's salesperson, else an employee who sells."""
        salesperson = self.partner_id.user_id or self.partner_id.commercial_partner_id.user_id or self.user_id
        sells = salesperson.active and salesperson.has_group("sales_team.group_sale_salesman")
        return salesperson if sells and self.company_id in salesperson.company_ids else salesperson.browse()

    def _prepare_lead_vals(self):
        """Return the values of a lead (sudo); each register adds what it knows."""
        salesperson = self._get_salesperson()
        leads = self.env["crm.lead"].with_context(allowed_company_ids=self.company_id.ids)
        team = leads.env["crm.team"]._get_default_team_id(user_id=salesperson.id) if salesperson else None
        text = "\n".join(filter(None, (self._get_entry_title(), self._get_entry_text())))
        return {
            "name": self._get_entry_title(),
            "type": "lead" if self.env.user.has_group("crm.group_use_lead") else "opportunity",
            "partner_id": self.partner_id.id,
            "user_id": salesperson.id,
            "team_id": team.id if team else False,
            "company_id": self.company_id.id,
            "description": plaintext2html(text),
        }

    def _get_complaint_user(self):
        """Return who looks after a complaint (sudo)."""
        group = self.env.ref("sales_office_policy.group_customer_relations")
        members = self.env["hr.employee"].search(
            [
                ("department_id.sales_office_id", "=", self.office_id.id),
                ("company_id", "=", self.company_id.id),
                ("user_id", "in", group.all_user_ids.filtered("active").ids),
            ],
            order="id",
            limit=1,
        )
        leader = self.department_id.manager_id.user_id
        return members.user_id or self._get_salesperson() or leader or self.env.user

    def _get_complaint_deadline(self, user):
        """Return the last of the working days the company gives to whoever looks after a complaint (sudo)."""
        days, employee = self.company_id.sales_office_complaint_days, user.employee_id
        term = Term(days, fields.Datetime.now(), employee, self.department_id, self.company_id)
        return self.env["hr.employee"]._count_sales_office_deadlines([term])[0].day

    def _get_entry_title(self):
        """Return in a few words what the entry is, also for people who may not read it."""
        return self.display_name

    def _get_entry_text(self):
        """Return what was said, for the lead or the complaint made of it."""
        raise NotImplementedError

    def _open_leads(self, leads):
        visible = leads.sudo(False)._filtered_access("read")
        if not visible:
            salesperson = leads.user_id[:1]
            if salesperson:
                return self._notify_user(self.env._("%(name)s has the lead.", name=salesperson.name))
            return self._notify_user(self.env._("The lead waits for a salesperson."))
        action = self.env["ir.actions.actions"]._for_xml_id("crm.crm_lead_all_leads")
        if len(visible) == 1:
            return action | {"res_id": visible.id, "view_mode": "form", "views": [(False, "form")]}
        return action | {"domain": [("id", "in", visible.ids)], "context": {}}

    def _notify_user(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _get_register_pages(self):
        """Return for each office and month: company, office, month, time zone (``tz``) and entries in order."""
        pages = self.grouped(
            lambda entry: (entry.company_id, entry.office_id, entry._get_register_day().replace(day=1))
        )
        return [
            {
                "company": company,
                "office": office.sudo().name,  # sudo: the name of an office is no secret
                "month": format_day(self.env, month, "yMMMM"),
                "tz": office._get_sales_office_tz(company),
                "entries": entries.sorted(lambda entry: (entry[self._register_date_field], entry.id)),
            }
            for (company, office, month), entries in sorted(
                pages.items(), key=lambda page: (page[0][2], page[0][0].id, page[0][1].id)
            )
        ]

    def _get_register_day(self):
        """Return the day of this entry on the clocks of its office."""
        self.ensure_one()
        value = self[self._register_date_field]
        if self._fields[self._register_date_field].type == "date":
            return value
        return get_local_day(value, get_zone(self.office_id._get_sales_office_tz(self.company_id)))
