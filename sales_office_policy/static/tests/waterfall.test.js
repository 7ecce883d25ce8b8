import { describe, expect, test } from "@odoo/hoot";
import { queryAllAttributes, queryAllTexts } from "@odoo/hoot-dom";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getBars } from "@sales_office_policy/commission/waterfall";

describe.current.tags("desktop");
defineMailModels();

const STEPS = [
    { label: "Commission", amount: 800, text: "800.00", is_total: false },
    { label: "Fine", amount: -200, text: "-200.00", is_total: false },
    { label: "Net", amount: 600, text: "600.00", is_total: true },
];

class Payslip extends models.Model {
    _name = "payslip";
    waterfall = fields.Json();
    _records = [{ id: 1, waterfall: STEPS }];
}

defineModels([Payslip]);

test("R134: each bar begins where the one before ended, the net stands on zero", () => {
    const { zero, bars } = getBars(STEPS);
    expect(zero).toBe(0);
    expect(bars).toEqual([
        { start: 0, width: 100, kind: "up" },
        { start: 75, width: 25, kind: "down" },
        { start: 0, width: 75, kind: "total" },
    ]);
});

test("R134: what ends below zero leaves room for it", () => {
    const { zero, bars } = getBars([
        { amount: 100, is_total: false },
        { amount: -200, is_total: false },
        { amount: -100, is_total: true },
    ]);
    expect(zero).toBe(50);
    expect(bars[2]).toEqual({ start: 0, width: 50, kind: "total" });
    expect(getBars([{ amount: 0, is_total: true }]).bars[0].width).toBe(0.5);
    expect(getBars([]).bars).toEqual([]);
});

test("R134: rows say name and amount, with a sign, whatever the colours", async () => {
    await mountView({
        type: "form",
        resModel: "payslip",
        resId: 1,
        arch: `<form><field name="waterfall" widget="sales_office_waterfall"/></form>`,
    });
    expect(queryAllTexts("[role=rowheader]")).toEqual(["Commission", "Fine", "Net"]);
    expect(queryAllTexts("[role=cell]")).toEqual(["+800.00", "-200.00", "600.00"]);
    expect(queryAllAttributes("[role=row]", "data-kind")).toEqual(["up", "down", "total"]);
});
