from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.organization.rpc.rpc import rpc


class SalesOfficeSetup(models.TransientModel):
    """The getting-started assistant: from the departments there are to a sales office at work.

    Nothing changes before the last step, which says in words what is about to. It starts from
    the present state, so that it can be run again; for what is already set up it suggests nothing.
    Works on the current company only.
    """

    _name = "sales.office.setup"
    _description = "Sales Office Getting Started"
    _inherit = "sales.office.reader.mixin"
    _transient_max_hours = 24

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    step = fields.Selection(
        [
            ("departments", "Departments"),
            ("leaders", "Leaders"),
            ("people", "People"),
            ("rooms", "Rooms"),
            ("preview", "Preview"),
        ],
        default="departments",
        required=True,
        readonly=True,
    )
    office_ids = fields.Many2many(
        "hr.department",
        string="Sales Offices",
        default=lambda self: self._get_present_offices(),
        domain="[('company_id', 'in', [company_id, False])]",
        help="Each of these departments, with everything below it, is one sales office.",
    )
    new_office_name = fields.Char(
        string="New Department", help="Fill this in to create a department that is a sales office."
    )
    department_line_ids = fields.One2many("sales.office.setup.department", "setup_id", string="Department Leaders")
    person_line_ids = fields.One2many("sales.office.setup.person", "setup_id", string="People")
    room_ids = fields.Many2many(
        "sales.office.room", string="Rooms in Use", default=lambda self: self.env.company.sudo().sales_office_room_ids
    )
    room_help = fields.Html(compute="_compute_room_help")
    preview = fields.Html(compute="_compute_preview")
    has_changes = fields.Boolean(compute="_compute_preview")
    warning = fields.Text(string="Worth a Look", compute="_compute_warning")

    @api.depends("step")
    def _compute_display_name(self):
        self.display_name = self.env._("Getting Started")

    def _compute_room_help(self):
        self.room_help = self.env["sales.office.room"].search([])._get_help()

    @api.depends("step", "room_ids", "department_line_ids", "person_line_ids")
    def _compute_preview(self):
        for setup in self:
            sections = setup._describe_changes() if setup.step == "preview" else []
            setup.has_changes = bool(sections)
            setup.preview = Markup().join(
                Markup("<h4>%s</h4><ul>%s</ul>")
                % (title, Markup().join(Markup("<li>%s</li>") % sentence for sentence in sentences))
                for title, sentences in sections
            )

    @api.depends("step", "person_line_ids.role_ids", "person_line_ids.department_line_id")
    def _compute_warning(self):
        for setup in self:
            asked = setup.step in ("people", "rooms", "preview")
            setup.warning = "\n".join(setup.person_line_ids._describe_doubles()) if asked else False

    @rpc(one=True)
    def action_next(self):
        """Go to the next step, made ready from what was chosen so far.

        :raises AccessError: not a policy administrator
        :raises UserError: no department, or started for another company
        :raises ValidationError: people are missing, twice, or no internal users of the company
        """
        self._check_setup()
        if self.step == "departments":
            if not self.office_ids and not self.new_office_name and not self._get_present_offices():
                raise UserError(self.env._("Choose at least one department, or name a new one."))
            self.department_line_ids._refresh(self)
        elif self.step == "leaders":
            self.person_line_ids._refresh(self)
        elif self.step == "people":
            self.person_line_ids._check_people()
        self._move(1)

    @rpc(one=True)
    def action_back(self):
        """Go to the step before; what was chosen stays.

        :raises AccessError: not a policy administrator
        :raises UserError: started for another company
        """
        self._check_setup()
        self._move(-1)

    @rpc(one=True)
    def action_use_suggestions(self):
        """Give everybody in the list who has no role yet the one that is suggested.

        :raises AccessError: not a policy administrator
        :raises UserError: started for another company
        """
        self._check_setup()
        for line in self.person_line_ids.filtered(lambda line: not line.role_ids):
            line.role_ids = line.suggested_role_ids

    @rpc(one=True)
    def action_apply(self):
        """Do what the preview says, and open the Today page; with nothing to change, say so.

        :raises AccessError: not a policy administrator
        :raises UserError: started for another company
        :raises ValidationError: people are missing, twice, or no internal users of the company
        """
        self._check_setup()
        self.person_line_ids._check_people()
        message = self.env._("Everything is as chosen already: nothing was changed.")
        if self._describe_changes():
            self._apply()
            message = self.env._("Your sales office is set up. You can run this assistant again at any time.")
            if self.env["sales.office.appointment"]._get_waiting():
                message += " " + self.env._("What waits for a second person is under Appointments.")
            # sudo: whether there are any; whoever sets up the office may be no member of it
            if self.env["sales.office.first.step"].sudo()._get_open(self.env.company):
                message += " " + self.env._("Today says what comes next.")
        today = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_today_action")
        menus = {
            "type": "ir.actions.client",
            "tag": "sales_office_policy_reload_menus",  # those of the rooms that are on by now
            "params": {"next": today | {"target": "main"}},
        }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "success", "next": menus},
        }

    def _apply(self):
        self.department_line_ids._apply()
        # sudo: a policy administrator is neither an HR officer nor a system administrator
        self._get_given_up_offices().sudo().is_sales_office = False
        if self.room_ids != self.company_id.sudo().sales_office_room_ids:
            self.company_id.sudo().sales_office_room_ids = self.room_ids  # sudo: as above
        self.person_line_ids._apply()  # last: it may take the right to go on from whoever runs this

    def _check_setup(self):
        """Raise unless a policy administrator goes on with the assistant of the company they work in."""
        self.ensure_one()
        if not self.env.su and not self._is_post_held("policy_admin"):
            raise AccessError(self.env._("Only a policy administrator sets up the sales office."))
        if self.company_id != self.env.company:
            raise UserError(
                self.env._(
                    "This assistant was started for %(company)s. Switch back to it, or start again.",
                    company=self.company_id.name,
                )
            )

    def _move(self, direction):
        steps = [value for value, _label in self._fields["step"].selection]
        position = steps.index(self.step) + direction
        self.step = steps[min(max(position, 0), len(steps) - 1)]

    def _get_present_offices(self):
        return self.env["hr.department"].search(
            [("is_sales_office", "=", True), ("company_id", "in", [self.env.company.id, False])]
        )

    def _get_given_up_offices(self):
        """Return the departments that are sales offices now, are not chosen any more and are not in the list."""
        return self._get_present_offices() - self.office_ids - self.department_line_ids.department_id

    def _describe_changes(self):
        """Return ``[(title, [sentences])]`` of all that applying would change, without what stays as it is."""
        sections = [
            (self.env._("Departments"), self._describe_offices() + self.department_line_ids._describe_changes()),
            (self.env._("Sales teams"), self.department_line_ids._describe_team_changes()),
            (self.env._("People and roles"), self.person_line_ids._describe_changes()),
            (self.env._("Rooms"), self._describe_rooms()),
            (
                self.env._("Proposed only, until a director or who manages access rights confirms it"),
                self.department_line_ids._describe_proposals() + self.person_line_ids._describe_proposals(),
            ),
        ]
        return [(title, sentences) for title, sentences in sections if sentences]

    def _describe_offices(self):
        return [
            self.env._("%(department)s is no longer a sales office.", department=office.display_name)
            for office in self._get_given_up_offices()
        ]

    def _describe_rooms(self):
        present = self.company_id.sudo().sales_office_room_ids  # sudo: rooms are not secret
        on = [
            self.env._("%(room)s is switched on. %(description)s", room=room.name, description=room.description or "")
            for room in self.room_ids - present
        ]
        off = [self.env._("%(room)s is switched off.", room=room.name) for room in present - self.room_ids]
        return on + off
