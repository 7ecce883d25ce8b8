from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install", "standard")
class TestFields(HttpCase):
    def test_unit(self):
        """R133: months are chosen as months, conditions typed by who may not read what they are about."""
        code = 0
        for character in "@sales_office_policy/fields":  # Hoot's name of a suite in an address
            code = (code << 5) - code + ord(character) & 0xFFFFFFFF
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={code:08x}",
            "",
            "",
            login="admin",
            timeout=180,
            success_signal="[HOOT] Test suite succeeded",
        )
