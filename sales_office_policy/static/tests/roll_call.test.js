import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllAttributes, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { count, isWaiting } from "@sales_office_policy/meeting/roll_call_keys";
import { move, nextWaiting } from "@sales_office_policy/shared/keys";

describe.current.tags("desktop");
defineMailModels();

const STATES = { expected: "Expected", present: "Present", late: "Late", absent: "Absent", excused: "Excused" };

const person = (id, name, values = {}) => ({
    id,
    name,
    employee_id: id,
    state: "expected",
    time: false,
    reason: "",
    is_on_leave: false,
    is_own: false,
    request: "",
    ...values,
});

const rollCall = (rows, values = {}) => ({
    id: 7,
    name: "Morning",
    state: "open",
    state_label: "Open",
    time: "08:15-08:35",
    date: "Tuesday",
    opens: "08:00",
    states: STATES,
    tracks_device: false,
    code: false,
    rows,
    ...values,
});

/** Opens the roll call of these people; the server marks as it is told. */
async function openRollCall(rows, values) {
    const data = rollCall(rows, values);
    const answer = () => structuredClone(data);
    onRpc("sales.office.meeting", "get_roll_call", answer);
    onRpc("sales.office.meeting.attendance", "action_mark", ({ args: [[id], state, reason] }) => {
        expect.step([id, state, reason || ""].join(" ").trim());
        Object.assign(
            data.rows.find((row) => row.id === id),
            { state, reason: reason || "" }
        );
        return answer();
    });
    onRpc("sales.office.meeting", "action_close", () => {
        expect.step("close");
        Object.assign(data, { state: "closed", state_label: "Closed" });
        return true;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "sales_office_policy.roll_call",
        context: { active_id: 7 },
    });
    await animationFrame();
    return data;
}

const selected = () => queryAllTexts(".o_sales_office_marked_row_selected .fw-bold");
const states = () => queryAllAttributes(".o_sales_office_roll_call_row", "data-state");
const type = async (...keys) => {
    for (const key of keys) {
        await press(key);
        await animationFrame();
    }
};

test("the selection moves and stops at both ends", () => {
    expect(move("arrowdown", 0, 3)).toBe(1);
    expect(move("arrowdown", 2, 3)).toBe(2);
    expect(move("arrowup", 0, 3)).toBe(0);
    expect(move("end", 0, 3)).toBe(2);
    expect(move("home", 2, 3)).toBe(0);
});

test("the next who waits is looked for after the selection, then from the top", () => {
    const rows = [
        person(1, "A"),
        person(2, "B", { state: "present" }),
        person(3, "C", { is_own: true }),
        person(4, "D"),
    ];
    expect(nextWaiting(rows, 0, isWaiting)).toBe(3);
    expect(nextWaiting(rows, 3, isWaiting)).toBe(0);
    expect(nextWaiting([rows[1]], 0, isWaiting)).toBe(0);
    expect(count(rows)).toEqual({ expected: 3, present: 1, late: 0, absent: 0, excused: 0 });
});

test("keys mark the selected person and go on to the next who is missing", async () => {
    await openRollCall([person(1, "Lea", { is_own: true }), person(2, "Rob"), person(3, "Ann"), person(4, "Ray")]);
    expect(selected()).toEqual(["Rob"]);
    await type("p", "2", "ArrowUp", "a", "u");
    expect.verifySteps(["2 present", "3 late", "3 absent", "3 expected"]);
    expect(states()).toEqual(["expected", "present", "expected", "expected"]);
});

test("nobody marks themselves", async () => {
    await openRollCall([person(1, "Lea", { is_own: true }), person(2, "Rob")]);
    await type("Home", "p");
    expect(".o_notification").toHaveText(/Nobody marks themselves/);
    expect.verifySteps([]);
});

test("an excuse asks for the reason", async () => {
    await openRollCall([person(2, "Rob")]);
    await type("e");
    expect(".modal-title").toHaveText("Why is Rob excused?");
    expect(".modal-footer .btn-primary").not.toBeEnabled();
    await contains(".modal input").edit("At the fair", { confirm: false });
    await type("Enter");
    expect.verifySteps(["2 excused At the fair"]);
    expect(states()).toEqual(["excused"]);
    expect(".modal").toHaveCount(0);
});

test("Enter closes, after saying who becomes absent", async () => {
    await openRollCall([person(2, "Rob", { state: "present" }), person(3, "Ann")]);
    await type("Enter");
    expect(".modal-body").toHaveText(/Ann/);
    expect(".modal-body").not.toHaveText(/Rob/);
    await contains(".modal-footer .btn-primary").click();
    await animationFrame();
    expect.verifySteps(["close"]);
    expect(".o_sales_office_roll_call_marks").toHaveCount(0);
});

test("a planned meeting only excuses", async () => {
    await openRollCall([person(2, "Rob")], { state: "planned", state_label: "Planned" });
    await type("p");
    expect(".o_notification").toHaveText(/Open the meeting first/);
    expect("[data-mark=present]").not.toBeEnabled();
    expect("[data-mark=excused]").toBeEnabled();
    expect.verifySteps([]);
});

test("who signs in meanwhile shows up by themselves", async () => {
    const data = await openRollCall([person(2, "Rob"), person(3, "Ann")]);
    expect("[data-count=present]").toHaveText(/0/);
    Object.assign(data.rows[1], { state: "present", time: "08:12" });
    await advanceTime(5000);
    await animationFrame();
    expect("[data-count=present]").toHaveText(/1/);
    expect(states()).toEqual(["expected", "present"]);
    expect(selected()).toEqual(["Rob"]);
});

test("without a meeting it says so, with several it asks which", async () => {
    onRpc("sales.office.meeting", "get_roll_call_choices", () => []);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_office_policy.roll_call" });
    await animationFrame();
    expect(".o_sales_office_roll_call_empty").toHaveText(/No roll to call today/);
});
