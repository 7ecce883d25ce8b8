import { describe, expect, test } from "@odoo/hoot";
import { shift } from "@sales_office_policy/workday/month_sheet";

const { DateTime } = luxon;

describe.current.tags("headless");

test("a month is followed by a whole month, a period by the same days", () => {
    const days = (from, to, months) =>
        shift(DateTime.fromISO(from), DateTime.fromISO(to), months).map((day) => day.toISODate());
    expect(days("2026-01-01", "2026-01-31", 1)).toEqual(["2026-02-01", "2026-02-28"]);
    expect(days("2026-02-01", "2026-02-28", -1)).toEqual(["2026-01-01", "2026-01-31"]);
    expect(days("2026-01-26", "2026-02-25", 1)).toEqual(["2026-02-26", "2026-03-25"]);
});
