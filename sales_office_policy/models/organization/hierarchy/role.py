from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..rpc.rpc import core_door

#: the roles that whoever hands out roles gives by themselves; any other ranks above what is theirs to give
FREE = ("representative", "clerk", "customer_relations", "finance")
#: whose posts somebody stands above
BELOW = {
    "director": (*FREE, "team_leader", "manager", "policy_admin"),
    "manager": ("representative", "team_leader"),
}


class SalesOfficeRole(models.Model):
    """A post in the sales department and the access group that comes with it (R080)."""

    _name = "sales.office.role"
    _description = "Sales Office Role"
    _inherit = "sales.office.reader.mixin"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    group_id = fields.Many2one(
        "res.groups",
        string="Access Group",
        required=True,
        ondelete="restrict",
        help="The group a user gets while their employee holds this role.",
    )
    description = fields.Text(translate=True)

    _group_uniq = models.Constraint("UNIQUE (group_id)", "Each access group belongs to one role only.")

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make roles.

        :raises AccessError: a group is chosen by who does not manage access rights
        """
        self._check_may_choose_group()
        return super().create(vals_list)

    @core_door
    def write(self, vals):
        """Change roles; with another group everybody who has the role gets that group instead.

        :raises AccessError: a group is chosen by who does not manage access rights
        """
        if "group_id" not in vals:
            return super().write(vals)
        self._check_may_choose_group()
        result = super().write(vals)
        self._get_users()._sync_sales_office_groups()
        return result

    @core_door
    def unlink(self):
        """Take the group back from everybody who had it by these roles."""
        users = self._get_users()
        result = super().unlink()
        users._sync_sales_office_groups()
        return result

    def _check_may_choose_group(self):
        """A policy administrator hands roles out; what a role may open is for who manages access rights.

        Otherwise they could tie a role to the system's own administrators and give it to themselves.
        """
        if not self.env.su and not self.env.user.has_group("base.group_erp_manager"):
            raise AccessError(
                self.env._("Only somebody who manages access rights can choose the access group of a role.")
            )

    def _get_to_confirm(self, user, employees):
        """Return those of these roles that the current user gives to ``user``, behind ``employees``, not by themselves.

        Whoever manages access rights gives all. Anybody else who hands out roles, the policy administrator, gives
        those that rank below them, and none to themselves.
        """
        me = self.env.user
        if self.env.su or me.has_group("base.group_erp_manager"):
            return self.browse()
        if user == me or not employees._is_post_held("policy_admin"):
            return self
        free = self._get_groups(FREE)
        return self.filtered(lambda role: role.group_id not in free)

    @api.model
    def _get_below_domain(self, post):
        """Return the roles that a ``post`` stands above."""
        find_id = self.env["ir.model.data"]._xmlid_to_res_id  # not env.ref, which asks whether it is still there
        groups = [find_id(f"sales_office_policy.group_{name}", raise_if_not_found=True) for name in BELOW[post]]
        return Domain("group_id", "in", groups)

    @api.model
    def _get_groups(self, names):
        return self.env["res.groups"].union(*(self.env.ref(f"sales_office_policy.group_{name}") for name in names))

    def _reduce(self):
        """Return these roles without those whose access another of them brings anyway."""
        return self.filtered(
            lambda role: not any(role.group_id in (other.group_id.all_implied_ids - other.group_id) for other in self)
        )

    def _get_users(self):
        """Return the users of the employees who hold one of these roles."""
        # sudo: the roles of employees of every company
        return self.env["hr.employee"].sudo().search([("sales_office_role_ids", "in", self.ids)]).user_id
