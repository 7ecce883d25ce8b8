from datetime import date

from odoo import models


class HrVersion(models.Model):
    _name = "hr.version"
    _inherit = ["hr.version", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset(
        {
            "employee_id",
            "active",
            "date_version",
            "department_id",
            "resource_calendar_id",
            "contract_date_start",
            "contract_date_end",
            "departure_date",
        }
    )

    def _get_day_spans(self):
        """From its first day on: the version after it begins where another one ends."""
        versions = self.sudo()  # sudo: versions are HR-only, only days are read
        return [
            (version.employee_id.id, min(version.date_version, version.contract_date_start or date.max), date.max)
            for version in versions
            if version.employee_id
        ]
