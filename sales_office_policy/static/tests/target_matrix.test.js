import { describe, expect, test } from "@odoo/hoot";
import { MatrixModel } from "@sales_office_policy/planning/target_matrix_model";
import { parseCells, parseNumber } from "@sales_office_policy/planning/target_matrix_numbers";

describe.current.tags("headless");

const MONTHS = Array.from({ length: 12 }, (_, index) => `month${index + 1}`);
const COLUMNS = [
    { key: "year", kind: "year", name: "2026", above: [] },
    ...MONTHS.map((key, index) => ({
        key,
        kind: "month",
        name: `2026-${index + 1}`,
        above: [`quarter${Math.floor(index / 3) + 1}`, "year"],
    })),
];

/** A row whose cells have the values given by column; `why` as well. */
const row = (owner, above, values = {}, { why = {}, last = {}, axis = "", hidden = {} } = {}) => ({
    key: owner,
    owner,
    above,
    name: owner,
    hidden,
    cells: COLUMNS.map(({ key }) => ({
        value: values[key] ?? null,
        why: why[key] || "",
        last: last[key] || 0,
        axis: key === "year" ? axis : "",
    })),
});

const table = (rows, values = {}) =>
    new MatrixModel({ rows, columns: COLUMNS, additive: true, seasons: MONTHS.map(() => 1), ...values });

/** Equal parts in whole numbers, what is left over to the first. */
const split = (shares) =>
    shares.map(([value, weights]) => {
        const sum = weights.reduce((a, b) => a + b, 0);
        const parts = weights.map((weight) => Math.floor((value * weight) / sum));
        parts[0] += value - parts.reduce((a, b) => a + b, 0);
        return parts;
    });

test("numbers in English and Chinese", () => {
    const numbers = {
        "1,234,567.89": 1234567.89,
        "12,3456,7890": 1234567890,
        "￥１２，０００": 12000,
        "12万": 120000,
        "1.5亿": 150000000,
        "3.2千": 3200,
        " 1 200 ": 1200,
        "8000元": 8000,
        "RMB 5,000.00": 5000,
        "1.2E+06": 1200000,
        "35%": 35,
        "20k": 20000,
        "0": 0,
    };
    for (const [text, number] of Object.entries(numbers)) {
        expect(parseNumber(text)).toBe(number);
    }
    for (const text of ["", " ", "-", "—"]) {
        expect(parseNumber(text)).toBe(null);
    }
    for (const text of ["Ann", "1,23", "12,5", "-5", "(5)", "=1+1", "1.2.3", "万", "NaN", "Infinity"]) {
        expect(parseNumber(text)).toBe(NaN);
    }
});

test("cells of a spreadsheet", () => {
    expect(parseCells("1\t2\r\n3\t4\r\n")).toEqual([
        ["1", "2"],
        ["3", "4"],
    ]);
    expect(parseCells('"1,200"\t')).toEqual([["1,200", ""]]);
});

test("sums, differences and undo", () => {
    const model = table([row("team", false, { year: 100 }), row("ann", "team"), row("rob", "team")]);
    const [team, ann, rob] = model.rows;
    expect(model.difference(team)).toBe(null);
    model.set([
        [ann, "year", 60],
        [rob, "year", 30],
    ]);
    expect(model.difference(team)).toBe(10);
    model.set([[ann, "month3", 20]]);
    expect(model.value(team, "month3")).toBe(20);
    expect(model.difference(ann)).toBe(40);
    expect(model.changes).toEqual([
        ["ann", "year", 60, null],
        ["rob", "year", 30, null],
        ["ann", "month3", 20, null],
    ]);
    model.undo();
    model.undo();
    expect(model.isDirty).toBe(false);
});

test("parts that are not shown count", () => {
    const model = table([row("team", false, { year: 100 }, { axis: "team", hidden: { year: 40 } }), row("ann", "team", { year: 60 })]);
    expect(model.difference(model.rows[0])).toBe(0);
});

test("of whom one sees a part nothing is added up", () => {
    const model = table([row("all", false, { year: 100 }), row("north", "all", { year: 60, month1: 5 })]);
    model.rows[0].is_partial = true;
    expect(model.difference(model.rows[0])).toBe(null);
    expect(model.value(model.rows[0], "month1")).toBe(null);
});

test("a year is distributed among teams, people and months", async () => {
    const model = table([
        row("all", false, { year: 1200 }),
        row("north", "all"),
        row("ann", "north"),
        row("rob", "north"),
        row("south", "all"),
    ]);
    expect(await model.distribute(model.rows[0], "all", "equal", [], split)).toBe("");
    const [all, north, ann, rob, south] = model.rows;
    expect([north, ann, rob, south].map((one) => model.own(one, "year"))).toEqual([600, 300, 300, 600]);
    expect([ann, south].map((one) => model.own(one, "month3"))).toEqual([25, 50]);
    expect(model.own(north, "month3")).toBe(null);
    expect(model.value(all, "month3")).toBe(100);
    expect(model.rows.map((one) => model.difference(one))).toEqual([0, 0, 0, 0, 0]);
    model.undo();
    expect(model.isDirty).toBe(false);
});

test("what is agreed stays, the others share the rest", async () => {
    const model = table([row("ann", false, { year: 120, month1: 54 }, { why: { month1: "agreed" }, axis: "period" })]);
    const [ann] = model.rows;
    await model.distribute(ann, "months", "equal", [], split);
    expect(model.own(ann, "month1")).toBe(54);
    expect(model.own(ann, "month2")).toBe(6);
    const poor = table([row("ann", false, { year: 12, month1: 54 }, { why: { month1: "agreed" }, axis: "period" })]);
    expect(await poor.distribute(poor.rows[0], "months", "equal", [], split)).toBe("negative");
});

test("by last year, or by weights", async () => {
    const model = table([row("ann", false, { year: 100 }, { last: { month1: 1, month2: 3 } })]);
    const [ann] = model.rows;
    await model.distribute(ann, "months", "last_year", [], split);
    expect([model.own(ann, "month1"), model.own(ann, "month2"), model.own(ann, "month3")]).toEqual([25, 75, 0]);
    await model.distribute(ann, "months", "weights", [1, 1, 2], split);
    expect([model.own(ann, "month1"), model.own(ann, "month3")]).toEqual([25, 50]);
    const bare = table([row("ann", false, { year: 100 })]);
    expect(await bare.distribute(bare.rows[0], "months", "last_year", [], split)).toBe("nothing");
});

test("pasted by place or by name", () => {
    const model = table([row("team", false, { year: 9 }, { why: { year: "locked" } }), row("李雷", "team"), row("rob", "team")]);
    const place = (text, rowIndex = 1) => model.place(parseCells(text), parseNumber, COLUMNS, rowIndex, 0);
    expect(place("5\t1万\n6\t").values.map(([one, column, value]) => [one.name, column, value])).toEqual([
        ["李雷", "year", 5],
        ["李雷", "month1", 10000],
        ["rob", "year", 6],
    ]);
    expect(place("姓名\t全年\nrob\t7\n　李雷\t8", 0).values.map(([one, , value]) => [one.name, value])).toEqual([
        ["rob", 7],
        ["李雷", 8],
    ]);
    expect(place("5\n6\n7").problem).toEqual(["size", ""]);
    expect(place("5\tx").problem).toEqual(["number", "x"]);
    expect(place("Bob\t5").problem).toEqual(["name", "Bob"]);
    expect(place("8", 0).problem).toEqual(["locked", "team 2026", "locked"]);
    expect(place("9", 0)).toEqual({ values: [], problem: null });
});

test("who has months and no year has their sum", () => {
    const model = table([row("team", false, { year: 100 }), row("ann", "team")]);
    model.set([
        [model.rows[1], "month1", 10],
        [model.rows[1], "month2", 20],
    ]);
    model.completeYears();
    expect(model.own(model.rows[1], "year")).toBe(30);
});
