import { expect, test } from "@odoo/hoot";
import { joinTitle } from "@sales_office_policy/shared/join";

test("commas and colons are those of the script they stand in", () => {
    expect(joinTitle(["Rob", false, "09:00"])).toBe("Rob, 09:00");
    expect(joinTitle(["迟到", "09:00"])).toBe("迟到，09:00");
    expect(joinTitle(["迟到", "Traffic jam"], ": ")).toBe("迟到: Traffic jam");
    expect(joinTitle(["迟到", "堵车"], ": ")).toBe("迟到：堵车");
    expect(joinTitle([])).toBe("");
});
