"""What holds for every view of the module."""

from lxml import etree

from ..common import SalesOfficeCommon
from .catalogue import MODULE


class TestScreens(SalesOfficeCommon):
    def _fields(self):
        """Yield ``(view, node)`` of every field in the views of the module."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.ui.view")])
        for view in self.env["ir.ui.view"].browse(data.mapped("res_id")).filtered("model"):
            for node in etree.fromstring(view.arch).iter("field"):
                yield view, node

    def test_months(self):
        """R036: a date that stands for its month is shown and chosen as a month."""
        months = [
            (view.xml_id, node.get("widget"))
            for view, node in self._fields()
            if node.get("name") == "month" and self.env[view.model]._fields["month"].type == "date"
        ]
        self.assertTrue(months)
        self.assertEqual({widget for _view, widget in months}, {"sales_office_month"})

    def test_conditions(self):
        """R133: core's field for conditions counts with its reader's rights, so that none of ours uses it."""
        self.assertFalse([view.xml_id for view, node in self._fields() if node.get("widget") == "domain"])

    def test_logs_speak_of_labels(self):
        """R056: technical names of fields are nowhere shown."""
        self.assertFalse([view.xml_id for view, node in self._fields() if node.get("name") == "field_names"])
