import { describe, expect, test } from "@odoo/hoot";
import { click, press, queryFirst } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { contains, getService, makeServerError, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { IDLE } from "@sales_office_policy/custody/desk";
import { REPEAT } from "@sales_office_policy/custody/scan_field";

describe.current.tags("desktop");
defineMailModels();

const DESK = "sales.office.document.desk";
const paper = (id, values = {}) => ({
    id,
    loan_id: 10 + id,
    reference: `doc-${id}`,
    name: "Contract",
    state: "on_loan",
    state_label: "On Loan",
    holder: "Rob",
    place: "Cabinet",
    due: "17:00",
    overdue: false,
    ...values,
});
const desk = (values = {}) => ({
    counts: { on_loan: 1, missing: 0, overdue: 0, due_today: 1, requests: 0 },
    holders: [{ id: 3, name: "Rob", department: "North", count: 1, due: "17:00", overdue: false }],
    overdue: [],
    due_today: [paper(1)],
    requests: [],
    ...values,
});
const ROB = { id: 3, name: "Rob", department: "North", held: [], requests: [] };

/** Opens the desk; the server answers a scan with what `answers` has for the code. */
async function openDesk(answers = {}) {
    onRpc(DESK, "get_desk", () => desk());
    onRpc(DESK, "scan", ({ args: [code, borrower, badge, reason] }) => {
        expect.step([code, borrower || "-", badge || "-", ...(reason ? [reason] : [])].join(" "));
        if (!answers[code]) {
            throw makeServerError({ message: `Nothing here has the code or name ${code}.` });
        }
        return { desk: desk(), document_id: false, ...answers[code] };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_office_policy.desk" });
    await animationFrame();
}

/** Types like a scanner: characters and Enter, wherever the focus is. */
async function scan(code) {
    for (const character of code) {
        await press(character);
    }
    await press("Enter");
    await animationFrame();
    await animationFrame();
}

const BADGE = { kind: "borrower", level: "info", text: "Rob: scan what is handed out.", borrower: ROB, badge: "badge3" };
const LENT = { kind: "handed_out", level: "success", text: "doc-1 goes to Rob.", borrower: { ...ROB, held: [paper(1)] } };

test("a badge, then a document: no mouse", async () => {
    await openDesk({ badge3: BADGE, "doc-1": LENT });
    expect(".o_sales_office_scan_field_input").toBeFocused();
    await scan("badge3");
    expect(".o_sales_office_desk_borrower").toHaveText(/Rob/);
    await scan("doc-1");
    expect.verifySteps(["badge3 - -", "doc-1 3 badge3"]);
    expect(".o_sales_office_scan_field_answer [data-level=success]").toHaveText(/goes to Rob/);
    expect(".o_sales_office_desk_held").toHaveCount(1);
    expect(".o_sales_office_scan_field_input").toHaveValue("");
    await press("Escape");
    await animationFrame();
    expect(".o_sales_office_desk_borrower").toHaveCount(0);
});

test("the same label read twice is one scan", async () => {
    await openDesk({ "doc-1": LENT });
    await scan("doc-1");
    await scan("doc-1");
    expect.verifySteps(["doc-1 - -"]);
    await advanceTime(REPEAT);
    await scan("doc-1");
    expect.verifySteps(["doc-1 - -"]);
});

test("a refusal is read in the answer, and nothing stands in the way of the next scan", async () => {
    await openDesk({ "doc-1": LENT });
    await scan("junk");
    expect(".o_sales_office_scan_field_answer [data-level=danger]").toHaveText(/Nothing here has the code or name junk/);
    expect(".modal").toHaveCount(0);
    await scan("doc-1");
    expect(".o_sales_office_scan_field_answer [data-level=success]").toHaveCount(1);
    expect.verifySteps(["junk - -", "doc-1 - -"]);
});

test("the keyboard goes to the field wherever the focus was left", async () => {
    await openDesk();
    queryFirst("[data-count=missing]").focus();
    expect(".o_sales_office_scan_field_input").not.toBeFocused();
    await press("d");
    expect(".o_sales_office_scan_field_input").toBeFocused();
});

test("who went away is not lent to", async () => {
    await openDesk({ badge3: BADGE });
    await scan("badge3");
    expect(".o_sales_office_desk_borrower").toHaveCount(1);
    await advanceTime(IDLE);
    await animationFrame();
    expect(".o_sales_office_desk_borrower").toHaveCount(0);
    expect.verifySteps(["badge3 - -"]);
});

test("a document taken back by hand, and a person chosen by name", async () => {
    onRpc(DESK, "get_borrower", ({ args: [id] }) => {
        expect.step(`borrower ${id}`);
        return { kind: "borrower", level: "info", text: "Rob", borrower: ROB };
    });
    onRpc(DESK, "take_back", ({ args: [loan, borrower] }) => {
        expect.step(`back ${loan} ${borrower || "-"}`);
        return { kind: "taken_back", level: "success", text: "doc-1 is back.", desk: desk() };
    });
    await openDesk();
    await contains("[data-panel=due_today] button").click();
    await contains("[data-panel=holders] button").click();
    await animationFrame();
    expect.verifySteps(["back 11 -", "borrower 3"]);
    expect(".o_sales_office_desk_borrower").toHaveText(/Holds nothing/);
});

test("what is kept for somebody else goes out with a reason, and the row says who is next", async () => {
    await openDesk({ "doc-2": { kind: "kept", level: "warning", text: "Kept for Ann.", code: "doc-2", borrower_id: 3 } });
    await scan("doc-2");
    expect(".o_sales_office_scan_field_answer [data-level=warning]").toHaveText(/Kept for Ann/);
    await contains(".o_sales_office_desk_reason button").click();
    expect.verifySteps(["doc-2 - -"]);
    await contains(".o_sales_office_desk_reason input").edit("Ann is ill", { confirm: false });
    await contains(".o_sales_office_desk_reason button").click();
    expect.verifySteps(["doc-2 3 - Ann is ill"]);
});

test("the camera's button shows only where there is one", async () => {
    await openDesk();
    expect(".o_sales_office_scan_field_camera").toHaveCount(navigator.mediaDevices?.getUserMedia ? 1 : 0);
    await click(".o_sales_office_desk");
});
