from odoo import models

from ..organization.record.remembered_mixin import forget
from ..organization.rpc.rpc import core_door


class ProductCategory(models.Model):
    _inherit = "product.category"

    @core_door
    def unlink(self):
        """Delete categories; the price limits of theirs go with them, and count no longer."""
        result = super().unlink()
        forget(self.env)
        return result
