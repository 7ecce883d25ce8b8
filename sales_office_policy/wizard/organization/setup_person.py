from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import format_list

from ...models.organization.record.phrases import join_names
from .job_title import get_title
from .people_proposal import PeopleProposal

#: posts of which one person is enough: in the whole office, or in each department
SINGLE = {"director": True, "manager": False, "team_leader": False}


class SalesOfficeSetupPerson(models.TransientModel):
    """Somebody and their roles in the getting-started assistant; without an employee, one is created for the user."""

    _name = "sales.office.setup.person"
    _description = "Sales Office Getting Started: Person"
    _inherit = "sales.office.reader.mixin"
    _transient_max_hours = 24
    _check_company_auto = True
    _order = "sequence, id"

    setup_id = fields.Many2one("sales.office.setup", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="setup_id.company_id")
    sequence = fields.Integer(default=1000)
    employee_id = fields.Many2one("hr.employee", check_company=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users", compute="_compute_user_id", store=True, readonly=False, precompute=True, ondelete="cascade"
    )
    name = fields.Char(compute="_compute_name")
    department_line_id = fields.Many2one("sales.office.setup.department", string="Department", ondelete="set null")
    role_ids = fields.Many2many("sales.office.role", string="Roles")
    suggested_role_ids = fields.Many2many(
        "sales.office.role", "sales_office_setup_suggestion_rel", string="Suggestion", readonly=True
    )
    note = fields.Char(string="Why", readonly=True)
    is_added = fields.Boolean(default=True, help="Added by hand, so kept when the list is made again.")

    @api.depends("employee_id")
    def _compute_user_id(self):
        for line in self:
            line.user_id = line.employee_id.user_id or line.user_id

    @api.depends("employee_id", "user_id", "department_line_id.name", "setup_id.person_line_ids.employee_id")
    def _compute_name(self):
        """Call people by their names, and by where they work as well where somebody else has the same."""
        called = {line: line.employee_id.name or line.user_id.name for line in self | self.setup_id.person_line_ids}
        names = [*called.values()]
        for line in self:
            is_shared = names.count(called[line]) > 1
            line.name = line._get_full_name(called[line]) if is_shared else called[line]

    def _get_full_name(self, name):
        title = get_title(self.employee_id.sudo())  # sudo: shown to who runs this
        place = self.department_line_id.name or title or self.user_id.sudo().login  # sudo: as above
        return f"{name} ({place})" if name and place else name

    def _refresh(self, setup):
        """Make the list that of the chosen departments; roles edited by hand stay."""
        known = {line.employee_id or line.user_id: line for line in self}
        proposed = PeopleProposal(setup).get_vals()
        gone = self.filtered(lambda line: not line.is_added and (line.employee_id or line.user_id) not in proposed)
        commands = [Command.delete(line.id) for line in gone]
        for sequence, (person, vals) in enumerate(proposed.items()):
            vals["sequence"] = sequence
            if line := known.get(person):
                commands.append(Command.update(line.id, vals | {"role_ids": line._get_kept_roles(vals).ids}))
            else:
                commands.append(Command.create(vals))
        setup.person_line_ids = commands

    def _get_kept_roles(self, vals):
        """Return the roles as edited, changed only by what is newly suggested or no longer is."""
        suggested = self.role_ids.browse(vals["suggested_role_ids"])
        before = self.suggested_role_ids
        return self.role_ids - (before - suggested) | (suggested - before)

    def _check_people(self):
        """Raise a ``ValidationError`` for somebody twice in the list, or who cannot work in this company."""
        people = [line.employee_id or line.user_id for line in self]
        for line in self:
            if not line.employee_id and not line.user_id:
                raise ValidationError(self.env._("Choose an employee in each line."))
            if people.count(line.employee_id or line.user_id) > 1:
                raise ValidationError(self.env._("%(name)s is in the list twice.", name=line.name))
            user = line.user_id.sudo()  # sudo: only the companies are read
            if not line.employee_id and (user.share or line.company_id not in user.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(name)s is not an internal user of %(company)s.", name=user.name, company=line.company_id.name
                    )
                )

    def _describe_doubles(self):
        """Return a sentence for each post of one person that several are to hold in the same place."""
        sentences = []
        for post, is_of_office in SINGLE.items():
            role = self.env.ref(f"sales_office_policy.role_{post}")
            holders = self.filtered(lambda line, role=role: role in line.role_ids)
            by_place = holders.grouped(lambda line, is_of_office=is_of_office: line._get_place(is_of_office))
            for place, lines in by_place.items():
                if place and len(lines) > 1:
                    names = {"people": format_list(self.env, lines.mapped("name")), "post": role.name}
                    sentences.append(
                        self.env._(
                            "%(people)s are all to be %(post)s of %(department)s: one person is usual.",
                            department=place.name,
                            **names,
                        )
                    )
        return sentences

    def _get_place(self, is_of_office):
        """Return the department of somebody in the assistant's list, or the office it belongs to."""
        place = self.department_line_id
        return place._get_office() if is_of_office else place

    def _get_role_changes(self):
        """Return ``{line: (roles to give, roles to take, roles to propose)}`` where anything is to change."""
        waiting = self.env["sales.office.appointment"]._get_waiting()
        changes = {}
        for line in self:
            present = line.employee_id.sudo().sales_office_role_ids.sudo(False)  # sudo: shown to who runs this
            added = line.role_ids - present
            proposed = added._get_to_confirm(line.user_id, line.employee_id)
            # what a proposed post brings anyway is kept until it is confirmed
            brought = proposed.group_id.all_implied_ids
            taken = (present - line.role_ids).filtered(lambda role, brought=brought: role.group_id not in brought)
            new = proposed.filtered(lambda role, line=line: (line.employee_id, role) not in waiting)
            changes[line] = (added - proposed, taken, new)
        return {line: change for line, change in changes.items() if any(change)}

    def _apply(self):
        # sudo throughout: a policy administrator is not an HR officer
        new = self.filtered(lambda line: not line.employee_id and line.role_ids)
        for line, employee in zip(
            new, self.env["hr.employee"].sudo().create(new._prepare_employee_vals()), strict=True
        ):
            line.employee_id = employee
        changes = self._get_role_changes()
        proposed = [(line.employee_id, role) for line, (_given, _taken, roles) in changes.items() for role in roles]
        self.env["sales.office.appointment"]._propose(proposed)
        employees = {line: line.employee_id.sudo() for line in changes}  # read before rights may be taken away
        for line, (given, taken, _proposed) in changes.items():
            if given or taken:
                employees[line].sales_office_role_ids = employees[line].sales_office_role_ids - taken | given

    def _prepare_employee_vals(self):
        return [
            {
                "name": line.user_id.name,
                "user_id": line.user_id.id,
                "company_id": line.company_id.id,
                "department_id": line.department_line_id.department_id.id,
            }
            for line in self
        ]

    def _describe_changes(self):
        """Return a sentence for each person whose roles change."""
        return [
            line._describe_change(given, taken)
            for line, (given, taken, _proposed) in self._get_role_changes().items()
            if given or taken or not line.employee_id
        ]

    def _describe_proposals(self):
        """Return a sentence for each person with posts that a second person has to confirm."""
        return [
            self.env._("%(name)s as: %(posts)s.", name=line.name, posts=join_names(self.env, proposed.mapped("name")))
            for line, (_given, _taken, proposed) in self._get_role_changes().items()
            if proposed
        ]

    def _describe_change(self, given, taken):
        names = {
            "name": self.name,
            "given": join_names(self.env, given.mapped("name")),
            "taken": join_names(self.env, taken.mapped("name")),
            "department": self.department_line_id.name or "",
        }
        if not self.employee_id and not given:
            return self.env._("%(name)s becomes an employee in %(department)s.", **names)
        if not self.employee_id:
            return self.env._("%(name)s becomes an employee in %(department)s and gets: %(given)s.", **names)
        if given and taken:
            return self.env._("%(name)s gets: %(given)s; and loses: %(taken)s.", **names)
        if given:
            return self.env._("%(name)s gets: %(given)s.", **names)
        return self.env._("%(name)s loses: %(taken)s.", **names)
