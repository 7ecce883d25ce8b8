from odoo import api, models

from ..organization.rpc.argument_types import Record
from ..organization.rpc.rpc import rpc


class SalesOfficeDocumentDesk(models.AbstractModel):
    _inherit = "sales.office.document.desk"

    @rpc
    @api.model
    def scan(self, code: str, borrower_id: Record("hr.employee") = None, badge: str = "", reason: str = ""):
        """File the signed contract whose printed code was read; everything else is what the desk does (R117)."""
        contract = self.env["sales.office.contract"]._get_by_code(code)
        if contract.state != "signed" or not contract.company_id._sales_office_uses("order"):
            return super().scan(code, borrower_id, badge, reason)
        departments = self._get_departments()
        contract.sudo(False).action_file()
        text = self.env._("%(contract)s is filed.", contract=contract.display_name)
        return {
            **self._prepare_result("filed", "success", text, contract.document_id),
            "desk": self._prepare_desk(departments),
        }
