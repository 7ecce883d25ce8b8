from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from .department_proposal import DepartmentProposal, get_present


class SalesOfficeSetupDepartment(models.TransientModel):
    """A department of a future sales office in the getting-started assistant."""

    _name = "sales.office.setup.department"
    _description = "Sales Office Getting Started: Department"
    _inherit = "sales.office.reader.mixin"
    _transient_max_hours = 24
    _check_company_auto = True
    _order = "sequence, id"

    setup_id = fields.Many2one("sales.office.setup", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="setup_id.company_id")
    sequence = fields.Integer()
    name = fields.Char(required=True, readonly=True)
    department_id = fields.Many2one(
        "hr.department", check_company=True, readonly=True, ondelete="cascade", help="Empty for one to be created."
    )
    is_office = fields.Boolean(string="Is a Sales Office", readonly=True)
    leader_id = fields.Many2one("hr.employee", check_company=True, ondelete="cascade")
    clerk_id = fields.Many2one(
        "hr.employee", string="Office Clerk", check_company=True, ondelete="cascade", help="Keeps the office's papers."
    )
    calendar_id = fields.Many2one("resource.calendar", string="Office Hours", check_company=True, ondelete="cascade")
    team_ids = fields.Many2many(
        "crm.team",
        string="Sales Teams",
        domain="[('company_id', 'in', [company_id, False])]",
        help="The leader sees the leads and orders of these teams.",
    )

    def _refresh(self, setup):
        """Make the lines those of the chosen offices; kept ones stay as edited."""
        proposed = DepartmentProposal(setup).get_vals()
        kept = self.filtered(lambda line: line.department_id in proposed).grouped("department_id")
        commands = [Command.delete(line.id) for line in self if line.department_id not in kept]
        for sequence, (department, vals) in enumerate(proposed.items()):
            place = {"sequence": sequence, "is_office": department in setup.office_ids}
            if department in kept:
                commands.append(Command.update(kept[department].id, place))
            else:
                commands.append(Command.create(vals | place))
        if setup.new_office_name:
            commands.append(Command.create(self._prepare_new_office_vals(setup)))
        setup.department_line_ids = commands

    def _prepare_new_office_vals(self, setup):
        return {
            "name": setup.new_office_name,
            "is_office": True,
            "calendar_id": setup.company_id.resource_calendar_id.id,
            "sequence": len(setup.department_line_ids),
        }

    def _get_leader_role(self):
        """Return the role of who leads this department: at the top, in between, or at the end of the tree."""
        self.ensure_one()
        if self.is_office:
            return self.env.ref("sales_office_policy.role_director")
        below = self.setup_id.department_line_ids.filtered(
            lambda line: line.department_id.parent_id == self.department_id
        )
        return self.env.ref("sales_office_policy.role_manager" if below else "sales_office_policy.role_team_leader")

    def _get_office(self):
        """Return the line of the office that this department belongs to."""
        above = self
        lines = self.setup_id.department_line_ids
        while above and not above.is_office:
            parent = above.department_id.parent_id
            above = lines.filtered(lambda line, parent=parent: parent and line.department_id == parent)
        return above

    def _get_changed_fields(self):
        """Return the names of the chosen fields in which the department differs at present."""
        self.ensure_one()
        present = get_present(self.department_id, self.company_id)
        names = present if self.is_office else ["leader_id"]
        return [name for name in names if self[name] != present[name]]

    def _prepare_department_vals(self):
        """Return the values to write on the department, empty when it is as chosen."""
        target = {
            "leader_id": "manager_id",
            "clerk_id": "sales_office_clerk_id",
            "calendar_id": "sales_office_calendar_id",
        }
        changed = [name for name in self._get_changed_fields() if name != "leader_id" or not self._must_propose()]
        vals = {target[name]: self[name].id for name in changed}
        if self.is_office != self.department_id.is_sales_office:
            vals["is_sales_office"] = self.is_office
        return vals

    def _must_propose(self):
        """Return whether the chosen leader is another one, whom a second person has to confirm."""
        self.ensure_one()
        chosen = self.leader_id and "leader_id" in self._get_changed_fields()
        return bool(chosen) and not self.department_id._may_name(self.leader_id.sudo().user_id.sudo(False))

    def _check_clerk(self):
        """Raise an ``AccessError`` if somebody makes themselves the keeper of an office's papers."""
        for line in self.filtered(lambda line: "clerk_id" in line._get_changed_fields()):
            user = line.clerk_id.sudo().user_id  # sudo: compared only
            if user == self.env.user and not user.has_group("base.group_erp_manager"):
                raise AccessError(
                    self.env._("You cannot make yourself the clerk of %(name)s: somebody else has to.", name=line.name)
                )

    def _get_changed_teams(self):
        """Return ``(teams to link, teams to release)`` of this line."""
        linked = self.env["crm.team"]
        if self.department_id:
            linked = linked.search(
                [
                    ("department_id", "=", self.department_id.id),
                    ("company_id", "in", [self.company_id.id, False]),
                ]
            )
        return self.team_ids - linked, linked - self.team_ids

    def _apply(self):
        self._check_clerk()
        proposing = self.filtered(lambda line: line._must_propose())
        for line in self:
            vals = line._prepare_department_vals()
            linked, released = line._get_changed_teams()
            # sudo throughout: a policy administrator is neither an HR officer nor a sales manager
            if not line.department_id:
                line._create_department(vals)
            elif vals:
                line.department_id.sudo().write(vals)
            released.sudo().department_id = False
            linked.sudo().department_id = line.department_id
        self.env["sales.office.appointment"]._propose([(line.leader_id, line.department_id) for line in proposing])

    def _create_department(self, vals):
        vals |= {"name": self.name, "company_id": self.company_id.id}
        department = self.env["hr.department"].sudo().create(vals)  # sudo: as above
        self.department_id = department
        self.setup_id.write({"office_ids": [Command.link(department.id)], "new_office_name": False})

    def _describe_changes(self):
        """Return a sentence for each change of a department."""
        sentences = []
        for line in self:
            name = line.name
            if not line.department_id:
                sentences.append(self.env._("A new department %(name)s is created.", name=name))
            if line.is_office and not line.department_id.is_sales_office:
                sentences.append(self.env._("%(name)s becomes a sales office, with everything below it.", name=name))
            elif not line.is_office and line.department_id.is_sales_office:
                sentences.append(self.env._("%(name)s becomes a part of the sales office above it.", name=name))
            proposed = {"leader_id"} if line._must_propose() else set()
            sentences += [line._describe_change(field) for field in line._get_changed_fields() if field not in proposed]
        return sentences

    def _describe_proposals(self):
        """Return a sentence for each leader whom a second person has to confirm."""
        return [
            self.env._("%(person)s as the leader of %(name)s.", person=line.leader_id.name, name=line.name)
            for line in self
            if line._must_propose()
        ]

    def _describe_change(self, field):
        label, value = self._fields[field]._description_string(self.env), self[field].display_name
        if value:
            return self.env._("%(name)s: %(field)s becomes %(value)s.", name=self.name, field=label, value=value)
        return self.env._("%(name)s: %(field)s is left empty.", name=self.name, field=label)

    def _describe_team_changes(self):
        """Return a sentence for each sales team that changes its department."""
        sentences = []
        for line in self:
            linked, released = line._get_changed_teams()
            sentences += [
                self.env._(
                    "Sales team %(team)s becomes part of %(name)s: its leader sees the team's leads and orders.",
                    team=team.name,
                    name=line.name,
                )
                for team in linked
            ]
            sentences += [
                self.env._("Sales team %(team)s is no longer part of %(name)s.", team=team.name, name=line.name)
                for team in released
            ]
        return sentences
