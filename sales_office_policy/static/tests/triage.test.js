import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryAttribute } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { countKinds, filterRows, groupMarks } from "@sales_office_policy/conduct/triage_marks";

describe.current.tags("desktop");
defineMailModels();

const suspicion = (id, name, values = {}) => ({
    id,
    name,
    employee_id: id,
    department: "North",
    date: "10/03/2025",
    kind_id: 1,
    kind: "Late",
    severity: "minor",
    severity_label: "Minor",
    clause: "2.1 Punctuality",
    facts: "Came at 8:30.",
    also: "",
    earlier: 0,
    earlier_label: "Earlier cases: 0",
    proposal: "Warning",
    can: { report: true, dismiss: true, waive: true },
    ...values,
});

async function openTriage(rows) {
    onRpc("sales.office.violation", "get_triage", () => ({ rows, more: 0 }));
    onRpc("sales.office.violation", "action_triage", ({ kwargs }) => {
        expect.step(["report", "dismiss", "waive"].map((mark) => `${mark} ${kwargs[mark].join(",")}`).join("; "));
        expect.step(`${kwargs.dismiss_reason}|${kwargs.waive_reason}`);
        return { done: { report: 1 }, left_out: ["Bob: is Reported"], rows: [], more: 0 };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_office_policy.triage" });
    await animationFrame();
}

test("R046: marks are grouped, kinds counted and chosen", () => {
    expect(groupMarks({ 4: "report", 5: "waive", 6: "report" })).toEqual({ report: [4, 6], dismiss: [], waive: [5] });
    const rows = [suspicion(1, "Ann"), suspicion(2, "Bob", { kind_id: 2, kind: "Absent" }), suspicion(3, "Cat")];
    expect(countKinds(rows).map(({ name, count }) => `${name} ${count}`)).toEqual(["Late 2", "Absent 1"]);
    expect(filterRows(rows, 2).map((row) => row.id)).toEqual([2]);
    expect(filterRows(rows, 0)).toHaveLength(3);
});

test("R046: marked by key, done with one reason each", async () => {
    await openTriage([
        suspicion(1, "Ann"),
        suspicion(2, "Bob"),
        suspicion(3, "Cat", { can: { report: true, dismiss: false, waive: false } }),
    ]);
    await press("d");
    await animationFrame();
    await press("w");
    await animationFrame();
    await press("d"); // not theirs to dismiss
    await animationFrame();
    expect(queryAttribute("[data-id='3']", "data-marked")).toBe("");
    await press("1");
    await animationFrame();
    expect(queryAllTexts(".o_sales_office_triage_mark")).toEqual(["Dismiss", "Waive", "Report"]);
    await press("enter");
    await animationFrame();
    expect(".modal .o_sales_office_triage_dialog_confirm").not.toBeEnabled();
    await contains(".modal [data-mark='dismiss'] input").edit("Talked");
    await contains(".modal [data-mark='waive'] button:first").click();
    await contains(".modal .o_sales_office_triage_dialog_confirm").click();
    expect.verifySteps(["report 3; dismiss 1; waive 2", "Talked|With a customer"]);
    expect(".o_sales_office_triage_left_out:contains('Bob: is Reported')").toHaveCount(1);
    expect(".o_sales_office_triage_empty").toHaveCount(1);
});

test("R046: taken back by a second press, all of a kind marked at once", async () => {
    await openTriage([suspicion(1, "Ann"), suspicion(2, "Bob", { kind_id: 2, kind: "Absent" }), suspicion(3, "Cat")]);
    await contains("[data-id='1'] button[data-mark='report']").click();
    await contains("[data-id='1'] button[data-mark='report']").click();
    expect(".o_sales_office_triage_mark").toHaveCount(0);
    await contains("[data-kind='1']").click();
    await contains(".o_sales_office_triage_all button[data-mark='waive']").click();
    expect(".o_sales_office_triage_mark").toHaveCount(2);
    await contains("[aria-label='Kinds'] button:first").click();
    expect(queryAttribute("[data-id='2']", "data-marked")).toBe("");
});
