from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import core_door, rpc

#: what may change only before the walk has begun
PLANNED_FIELDS = {"department_id", "date", "inspector_id"}


class SalesOfficeInspection(models.Model):
    """A walk from desk to desk: what is not as it should be is marked, the rest is in order (R018, R024).

    Ordered by who leads the department, who names the inspector, or by the clerk for their office,
    who walks themselves. Nobody inspects themselves, or those who stand above whoever ordered it.
    An inspector sees their inspections only, the inspected their own lines only.
    """

    _name = "sales.office.inspection"
    _description = "Inspection"
    _inherit = ["sales.office.department.mixin", "sales.office.unfollowed.mixin", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    inspector_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        default=lambda self: self.env.user.employee_id,
        check_company=True,
        ondelete="restrict",
    )
    inspector_user_id = fields.Many2one(
        related="inspector_id.user_id", string="Inspector's User", store=True, precompute=True, index="btree_not_null"
    )
    line_ids = fields.One2many("sales.office.inspection.line", "inspection_id", string="Inspected", readonly=True)
    employee_count = fields.Integer(string="People Inspected", compute="_compute_counts")
    finding_count = fields.Integer(string="Problems Found", compute="_compute_counts")
    note = fields.Text()
    is_inspector = fields.Boolean(compute="_compute_is_inspector")
    done_at = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "In Progress"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )

    @api.depends("department_id.name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for inspection in self:
            name = inspection.sudo().department_id.name  # sudo: the name is no secret
            inspection.display_name = join_title(name, format_date(self.env, inspection.date)) or ""

    @api.depends("line_ids.result", "line_ids.withdrawn_at")
    @api.depends_context("uid")
    def _compute_counts(self):
        # no sudo: the numbers must not tell more than the list behind them
        Line = self.env["sales.office.inspection.line"]
        mine = Domain("inspection_id", "in", self.ids)
        people = dict(Line._read_group(mine, ["inspection_id"], ["employee_id:count_distinct"]))
        standing = Line._get_standing_domain()
        findings = dict(Line._read_group(mine & standing, ["inspection_id"], ["__count"]))
        for inspection in self:
            inspection.employee_count = people.get(inspection._origin, 0)
            inspection.finding_count = findings.get(inspection._origin, 0)

    @api.depends("inspector_user_id")
    @api.depends_context("uid")
    def _compute_is_inspector(self):
        for inspection in self:
            inspection.is_inspector = inspection.inspector_user_id == self.env.user

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Order inspections; the lines are made at once, with everything in order.

        :raises AccessError: state by hand, or somebody else is named inspector by who does not lead the department
        :raises UserError: the inspector has no user
        """
        inspections = super().create(vals_list)
        if not self.env.su:
            inspections._check_inspector_named()
        inspections._fill_lines()
        return inspections

    @core_door
    def write(self, vals):
        """Change inspections; another department or inspector before the walk has its lines made anew.

        :raises AccessError: state by hand, or somebody else is named inspector by who does not lead the department
        :raises UserError: done, begun, or the inspector has no user
        """
        result = super().write(vals)
        if not self.env.su and PLANNED_FIELDS & vals.keys():
            self.check_access("write")
            self._check_inspector_named()
            self.sudo().line_ids.unlink()  # sudo: nobody deletes lines; nothing was marked yet
            self._fill_lines()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self._check_not_done()
        if not self.env.su:
            self._check_not_begun()

    @rpc(one=True)
    def action_walk(self):
        """Open the screen for the walk: the lines by person."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_office_policy.sales_office_inspection_line_action_walk"
        )
        return action | {
            "domain": [("inspection_id", "=", self.id)],
            "display_name": self.display_name,
        }

    @rpc
    def action_done(self):
        """End the walk: the lines are locked, and what was found takes its course.

        :raises AccessError: for anybody but the inspector
        """
        if not all(inspection.is_inspector for inspection in self) and not self.env.su:
            raise AccessError(self.env._("An inspection is ended by its inspector."))
        self._lock()
        self._check_not_done()
        # sudo: the state is closed to ordinary writing
        self.sudo().write({"state": "done", "done_at": fields.Datetime.now()})
        self.env["sales.office.check"]._trigger()

    def _get_party_users(self):
        return super()._get_party_users() | self.inspector_user_id

    def _check_editable(self, vals):
        self._check_not_done()
        if PLANNED_FIELDS & vals.keys():
            self._check_not_begun()

    def _check_not_done(self):
        if any(inspection.state == "done" for inspection in self) and not self.env.su:
            raise UserError(
                self.env._("This inspection is over and locked. A wrong finding is taken back by who stands above.")
            )

    def _check_not_begun(self):
        lines = self.sudo().line_ids  # sudo: whatever was marked by whomever
        if lines.filtered(lambda line: line.result == "finding" or line.remark or line.photo):
            raise UserError(
                self.env._(
                    "The inspection has begun, so it stays, with its department, day and inspector. Make another one."
                )
            )

    def _check_inspector_named(self):
        """Raise unless who orders it leads the department, or walks themselves as the clerk of its office."""
        user = self.env.user
        directed, kept = self._where_post("director"), self._where_post("clerk")
        for inspection in self:
            own = inspection.inspector_user_id == user
            leads = inspection in directed or inspection.in_office_scope
            if not leads and not (own and inspection in kept):
                raise AccessError(
                    self.env._(
                        "Somebody else is named inspector by who leads the department; a clerk inspects themselves."
                    )
                )
            if not inspection.inspector_user_id:
                raise UserError(self.env._("The inspector needs a user, to mark what they find."))

    def _fill_lines(self):
        """Make a line for each inspected person and item, in order until marked otherwise."""
        # sudo: who belongs to a department is HR-only; nobody creates lines by hand
        inspections = self.sudo()
        items = inspections.env["sales.office.inspection.item"].search([])
        superiors = self.env.user._get_sales_office_scope().superior_ids if not self.env.su else ()
        inspections.env["sales.office.inspection.line"].create(
            [
                {"inspection_id": inspection.id, "employee_id": employee.id, "item_id": item.id}
                for inspection, employees in inspections._get_inspected(superiors).items()
                for employee in employees
                for item in items
                if item.company_id in (inspection.company_id, item.company_id.browse())
            ]
        )

    def _get_inspected(self, superiors):
        """Return ``{inspection: employees}`` of the departments and those below, in one query (sudo).

        :param superiors: ids of those who stand above whoever ordered it, and are left out
        """
        return {
            inspection: employees.filtered(
                lambda employee, inspection=inspection: (
                    employee != inspection.inspector_id
                    and (not employee.user_id or employee.user_id != inspection.inspector_user_id)
                )
            )
            for inspection, employees in self._get_people(Domain("id", "not in", superiors)).items()
        }
