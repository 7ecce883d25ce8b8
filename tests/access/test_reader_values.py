"""What is computed with the reader's own rights is kept for them alone (R135)."""

from odoo.exceptions import AccessError

from ..common import SalesOfficeCommon
from .catalogue import MODULE
from .marked import build_records


class TestReaderValues(SalesOfficeCommon):
    """Odoo keeps one value of a field for everybody unless the field says on what it depends: not even its superuser
    has a cache of their own. A figure that was computed for somebody who may see all would be shown to who may not."""

    def test_values_of_a_reader_depend_on_him(self):
        """R135: a field that shows two people different things depends on who reads it."""
        records = build_records(self, self.rep)
        self.env.flush_all()
        wrong = set()
        for employee in (self.rep, self.leader, self.clerk, self.policy_admin):
            for record in records.values():
                seen = self.as_(employee, record.exists())
                if seen and seen.has_access("read"):
                    wrong |= self._find_careless(seen)
        self.assertFalse(wrong, "\n".join(sorted(wrong)))

    def _find_careless(self, seen):
        """Return the fields that are not what the superuser is shown, and do not say that it depends on the reader."""
        contexts = self.env.registry.field_depends_context
        names = [
            field.name
            for field in seen._fields.values()
            if field.compute and not field.store and not field.related and field._module == MODULE
            if "uid" not in contexts[field] and seen._has_field_access(field, "read")
        ]
        shown, all_of_it = self._read(seen, names), self._read(seen.sudo(), names)
        return {f"{seen._name}.{name}" for name in names if shown[name] != all_of_it[name]}

    def _read(self, records, names):
        values = {}
        for name in names:
            self.env.invalidate_all()
            try:
                value = records[:1][name]
            except AccessError:
                value = None  # shown to nobody else either
                values[name] = value
                continue
            values[name] = value.ids if records._fields[name].relational else value
        return values
