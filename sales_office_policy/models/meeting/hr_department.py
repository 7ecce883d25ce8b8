from odoo import models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    def _get_sales_office_managers(self):
        """Return ``{department: managers}`` of each department and those above it (sudo), the nearest first.

        Only who is still there and has a user: the others cannot answer anybody.
        """
        # sudo: who manages a department decides whom reports go to
        paths = {
            department: [int(id_) for id_ in reversed(department.parent_path.split("/")) if id_]
            for department in self.sudo()
        }
        everywhere = self.sudo().browse({id_ for path in paths.values() for id_ in path})
        acting = everywhere.manager_id.filtered(lambda manager: manager.active and manager.user_id.active)
        managers = {department.id: department.manager_id & acting for department in everywhere}
        return {
            department: acting.browse().union(*(managers[id_] for id_ in path)) for department, path in paths.items()
        }
