"""What settings of ours cost whoever reads a company."""

from ..common import SalesOfficeCommon


class TestCompanySettings(SalesOfficeCommon):
    def test_not_read_with_a_company(self):
        """R137: who reads the currency of a company reads none of our settings; one query reads them all."""
        self.env.invalidate_all()
        company = self.company.sudo()
        self.assertTrue(company.currency_id)
        read = set(company._cache)
        self.assertNotIn("sales_office_answer_days", read)
        self.assertLess(len([name for name in read if name.startswith("sales_office_")]), 5)
        with self.assertQueryCount(1):
            self.assertTrue(company.sales_office_answer_days)
            self.assertIsNotNone(company.sales_office_appeal_days)
