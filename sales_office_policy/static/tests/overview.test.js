import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { WebClient } from "@web/webclient/webclient";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getInk } from "@sales_office_policy/reporting/overview_chart";

describe.current.tags("desktop");
defineMailModels();

const amount = (key, label) => ({ key, label, kind: "amount" });
const block = (values = {}) => ({
    key: "receivables",
    title: "Receivables by Age",
    note: "",
    columns: [amount("residual", "Still Due")],
    rows: [
        {
            key: "late",
            label: "Late",
            cells: { residual: { value: 1234.5, open: { list: "receivables", domain: [["age", "=", "late"]], question: null } } },
        },
    ],
    lists: {
        receivables: {
            action: { type: "ir.actions.client", name: "Receivables", tag: "open_list" },
            domain: [["company_id", "=", 1]],
        },
    },
    ...values,
});
const overview = (blocks, values = {}) => ({
    company: { id: 1, name: "Harbour Hotel" },
    companies: [{ id: 1, name: "Harbour Hotel" }],
    currency: { id: 1, name: "USD" },
    department: { id: 0, name: "" },
    departments: [{ id: 4, name: "North" }],
    metric: "invoiced",
    metrics: [{ id: "invoiced", name: "Invoiced" }],
    period: { type: "month", first: "2026-03-01", last: "2026-03-31", name: "March 2026" },
    now: "2026-03-20 02:00:00",
    blocks,
    ...values,
});

async function openOverview(answer) {
    const open = (_env, { name, domain, context }) =>
        expect.step(JSON.stringify([name, domain, context.sales_office_overview ?? null]));
    registry.category("actions").add("open_list", open, { force: true });
    onRpc("sales.office.overview", "get_overview", ({ kwargs }) => {
        expect.step(["asked", kwargs.period_type, kwargs.department_id ?? 0, kwargs.day ?? ""].join(" ").trim());
        return answer;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_office_policy.overview" });
    await animationFrame();
}

test("a figure opens the list it is made of", async () => {
    await openOverview(overview([block()]));
    expect(queryAllTexts("[data-block=receivables] tbody td")).toEqual(["1,235"]);
    await contains("[data-block=receivables] tbody button").click();
    expect.verifySteps([
        "asked month 0",
        JSON.stringify([
            "Receivables: Receivables by Age",
            ["&", ["company_id", "=", 1], ["age", "=", "late"]],
            null,
        ]),
    ]);
});

test("what was sold is asked with its question", async () => {
    const sold = { value: 10, open: { list: "receivables", domain: [], question: { employee_id: 7 } } };
    await openOverview(overview([block({ rows: [{ key: "all", label: "March", cells: { residual: sold } }], tiles: true })]));
    await contains("[data-block=receivables] button").click();
    expect.verifySteps([
        "asked month 0",
        JSON.stringify([
            "Receivables: Receivables by Age",
            [["company_id", "=", 1]],
            { company_id: 1, department_id: 0, metric: "invoiced", employee_id: 7 },
        ]),
    ]);
});

test("period and team are chosen", async () => {
    await openOverview(overview([block()]));
    await contains("[data-period=year]").click();
    await contains(".o_sales_office_overview_back").click();
    await contains(".o_sales_office_overview_team").select("4");
    expect.verifySteps(["asked month 0", "asked year 0", "asked year 0 2026-02-01", "asked year 4 2026-02-01"]);
});

test("many rows are cut until they are asked for", async () => {
    const rows = [...Array(14).keys()].map((key) => ({ key: `row_${key}`, label: `Row ${key}`, cells: {} }));
    await openOverview(overview([block({ rows })]));
    expect("[data-block=receivables] tbody tr").toHaveCount(12);
    await contains(".o_sales_office_overview_more").click();
    expect("[data-block=receivables] tbody tr").toHaveCount(14);
    expect.verifySteps(["asked month 0"]);
});

test("who leads nobody is told so", async () => {
    await openOverview({ companies: [], blocks: [] });
    expect(".o_sales_office_overview_empty").toHaveText(/You lead no team here/);
    expect.verifySteps(["asked month 0"]);
});

test("an empty period says what to do", async () => {
    await openOverview(overview([]));
    expect(".o_sales_office_overview_empty").toHaveText(/Nothing happened in this period yet/);
    expect.verifySteps(["asked month 0"]);
});

test("no two series look the same, not even in grey", () => {
    const inks = [...Array(8).keys()].map((index) => getInk(index));
    expect(new Set(inks.map((ink) => ink.color)).size).toBe(8);
    expect(inks.every((ink) => ink.pattern instanceof CanvasPattern)).toBe(true);
});
