from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install", "standard")
class TestUnitTests(HttpCase):
    def test_all(self):
        """R003 R015 R017 R088 R133: the unit tests of all our scripts, static/tests/*.test.js, pass in the browser."""
        code = 0
        for character in "@sales_office_policy":  # Hoot's name of a suite in an address
            code = (code << 5) - code + ord(character) & 0xFFFFFFFF
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={code:08x}",
            "",
            "",
            login="admin",
            timeout=900,
            success_signal="[HOOT] Test suite succeeded",
        )
