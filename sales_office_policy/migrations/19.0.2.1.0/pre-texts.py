"""What the check for missing sign-ins says of itself, unless somebody has said it otherwise; translations follow."""

OLD = "Was there, for example in the meeting, and has no attendance that day. Who was not there at all is absent."
NEW = (
    "Was there, for example in the meeting, and had not signed in by then. Whoever signs in later that day is not late "
    "as well, because nobody knows when they came. Who was not there at all is absent."
)


def migrate(cr, version):
    cr.execute(
        """
        UPDATE sales_office_check
           SET description = jsonb_build_object('en_US', %s::text)
         WHERE code = 'sign_in_missing' AND description ->> 'en_US' = %s
        """,
        [NEW, OLD],
    )
