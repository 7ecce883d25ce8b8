import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { WebClient } from "@web/webclient/webclient";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");
defineMailModels();
beforeEach(() => onRpc("sales.office.today", "get_figures", () => []));

const line = (key, values = {}) => ({
    room: "",
    room_name: "",
    key,
    title: `Title of ${key}`,
    detail: "",
    count: 0,
    urgent: false,
    group: "now",
    snoozed: false,
    icon: "fa-circle-o",
    action: { type: "ir.actions.client", tag: `open_${key}` },
    model: "",
    items: [],
    ...values,
});
const asked = (id) => ({
    id,
    title: `Price ${id}`,
    detail: "8 % off",
    action: { type: "ir.actions.client", tag: "open_price" },
    buttons: [
        { label: "Approve", call: "action_approve", reason: "", dialog: "" },
        { label: "Refuse", call: "", reason: "refuse", dialog: "" },
    ],
});

async function openToday(tag = "today") {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: `sales_office_policy.${tag}` });
}

test("every line is a button that opens its action", async () => {
    onRpc("sales.office.today", "get_lines", () => [
        line("late", { urgent: true, count: 3, room_name: "Documents", detail: "Since Monday" }),
        line("next"),
    ]);
    await openToday();
    await animationFrame();
    expect("button.o_sales_office_today_line").toHaveCount(2);
    expect(queryAllTexts(".o_sales_office_today_line .fw-bold")).toEqual(["Title of late", "Title of next"]);
    expect("[data-key=late].o_sales_office_today_urgent .badge").toHaveCount(3);
    expect("[data-key=next] .badge").toHaveCount(0);
    registry.category("actions").add("open_next", () => expect.step("opened"), { force: true });
    await contains("[data-key=next]").focus();
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["opened"]);
});

test("with nothing to do the page says so", async () => {
    onRpc("sales.office.today", "get_lines", () => []);
    await openToday();
    await animationFrame();
    expect(".o_sales_office_today_empty").toHaveText(/Nothing waits for you/);
});

test("it shows that it is loading, and loads again on request", async () => {
    mockDate("2026-03-02 08:00:00");
    const answer = new Deferred();
    let calls = 0;
    onRpc("sales.office.today", "get_lines", async () => {
        calls++;
        await answer;
        return [line("one")];
    });
    await openToday();
    await animationFrame();
    expect("[role=status]").toHaveCount(1);
    expect("h1").toHaveText(/^Good morning/);
    answer.resolve();
    await animationFrame();
    expect("[role=status]").toHaveCount(0);
    expect(".o_sales_office_today_line").toHaveCount(1);
    await contains("button[title=Refresh]").click();
    expect(calls).toBe(2);
});

test("what waits for a decision is decided there and then", async () => {
    let waiting = [1, 2, 3, 4].map(asked);
    onRpc("sales.office.today", "get_lines", () =>
        waiting.length ? [line("prices", { model: "sales.office.price.approval", items: waiting })] : []
    );
    onRpc("sales.office.price.approval", "action_approve", ({ args }) => {
        expect.step(`approved ${args[0]}`);
        waiting = waiting.filter(({ id }) => id !== args[0][0]);
        return true;
    });
    onRpc("sales.office.price.approval", "action_ask_reason", ({ args, kwargs }) => {
        expect.step(`${kwargs.context.reason} ${args[0]}`);
        return { type: "ir.actions.client", tag: "open_price" };
    });
    registry.category("actions").add("open_price", () => expect.step("opened"), { force: true });
    await openToday();
    await animationFrame();
    expect(".o_sales_office_today_item").toHaveCount(3);
    await contains("[data-id='2'] .btn-primary").click();
    await animationFrame();
    expect("[data-id='2']").toHaveCount(0);
    expect("[data-id='4']").toHaveCount(1);
    await contains("[data-id='1'] .btn-secondary").click();
    await animationFrame();
    expect.verifySteps(["approved 2", "refuse 1", "opened"]);
});

test("approvals are all that waits for a decision, and nothing else", async () => {
    onRpc("sales.office.today", "get_lines", () => [
        line("other"),
        line("prices", {
            group: "decide",
            model: "sales.office.price.approval",
            items: [1, 2, 3, 4].map(asked),
        }),
    ]);
    await openToday("approvals");
    await animationFrame();
    expect(".o_sales_office_today_line").toHaveCount(1);
    expect(".o_sales_office_today_item").toHaveCount(4);
});

test("what is done now, what waits for a decision and what is to be known have headings", async () => {
    onRpc("sales.office.today", "get_lines", () => [
        line("sign"),
        line("prices", { group: "decide" }),
        line("notice", { group: "know" }),
    ]);
    await openToday();
    await animationFrame();
    expect(queryAllTexts("section h2")).toEqual(["Do Now", "Waits for Your Decision", "Good to Know"]);
    expect("[data-group=know] [data-key=notice]").toHaveCount(1);
});

test("what can be taken back is told to the server after ten seconds", async () => {
    const waiting = () => [{ ...asked(1), buttons: [{ ...asked(1).buttons[0], undo: true }] }, asked(2)];
    onRpc("sales.office.today", "get_lines", () => [
        line("prices", { count: 2, model: "sales.office.price.approval", items: waiting() }),
    ]);
    onRpc("sales.office.price.approval", "action_approve", ({ args }) => {
        expect.step(`approved ${args[0]}`);
        return true;
    });
    await openToday();
    await animationFrame();
    await contains("[data-id='1'] .btn-primary").click();
    await animationFrame();
    expect("[data-id='1']").toHaveCount(0);
    expect("[data-id='2'] .btn-primary").toBeFocused();
    expect("[data-key=prices] .text-bg-primary").toHaveText("1");
    await contains(".o_notification_buttons button").click();
    await animationFrame();
    expect("[data-id='1']").toHaveCount(1);
    await advanceTime(10000);
    expect.verifySteps([]);
    await contains("[data-id='1'] .btn-primary").click();
    await advanceTime(10000);
    expect.verifySteps(["approved 1"]);
});

test("a line is put off until tomorrow and brought back, what is urgent is not", async () => {
    const snoozed = new Set();
    onRpc("sales.office.today", "get_lines", () => [
        line("late", { urgent: true }),
        line("next", { snoozed: snoozed.has("next") }),
    ]);
    onRpc("sales.office.today", "action_snooze", ({ args }) => {
        expect.step(`put off ${args}`);
        snoozed.add(args[0]);
        return true;
    });
    onRpc("sales.office.today", "action_wake", ({ args }) => {
        snoozed.delete(args[0]);
        return true;
    });
    await openToday();
    await animationFrame();
    expect(".o_sales_office_today_snooze").toHaveCount(1);
    await contains(".o_sales_office_today_snooze").click();
    await animationFrame();
    expect(".o_sales_office_today_line").toHaveCount(1);
    expect.verifySteps([]);
    await advanceTime(10000);
    await animationFrame();
    expect.verifySteps(["put off next"]);
    await contains(".o_sales_office_today_snoozed .btn-link").click();
    await contains(".o_sales_office_today_snoozed [data-key=next] button").click();
    await animationFrame();
    expect(".o_sales_office_today_line").toHaveCount(2);
});

test("who leaves the page has decided", async () => {
    onRpc("sales.office.today", "get_lines", () => [line("next")]);
    onRpc("sales.office.today", "action_snooze", ({ args }) => {
        expect.step(`put off ${args}`);
        return true;
    });
    registry.category("actions").add("open_next", () => expect.step("opened"), { force: true });
    await openToday();
    await animationFrame();
    await contains(".o_sales_office_today_snooze").click();
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_office_policy.approvals" });
    await animationFrame();
    expect.verifySteps(["put off next"]);
});

test("figures are shown by their kind and open what they come from", async () => {
    const figure = (kind, key, values) => ({
        ...{ kind, key, label: `Label of ${key}`, value: "7", detail: "", percent: 0, action: false, call: false },
        ...{ tone: "", ...values },
    });
    onRpc("sales.office.today", "get_lines", () => []);
    onRpc("sales.office.today", "get_figures", () => [
        figure("ring", "target", { percent: 75 }),
        figure("amount", "commission", { call: ["some.model", "open_how"] }),
        figure("count", "late", { action: { type: "ir.actions.client", tag: "open_next" } }),
        figure("entry", "event"),
    ]);
    onRpc("some.model", "open_how", () => ({ type: "ir.actions.client", tag: "open_next" }));
    registry.category("actions").add("open_next", () => expect.step("opened"), { force: true });
    await openToday();
    await animationFrame();
    expect("[data-key=target] .o_sales_office_figures_done").toHaveAttribute("stroke-dasharray", "75 100");
    expect("[data-key=event]").toHaveCount(1);
    await contains("[data-key=late]").click();
    await contains("[data-key=commission]").click();
    await animationFrame();
    expect.verifySteps(["opened", "opened"]);
});
