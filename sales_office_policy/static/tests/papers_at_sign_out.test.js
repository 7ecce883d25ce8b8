import { describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

const CLOCK = ".o_menu_systray button:has([aria-label=Attendance])";
const CHECK_OUT = ".o_att_menu_container button:contains(Check out)";
const employee = {
    id: 1,
    hours_today: 4,
    hours_previously_today: 0,
    last_attendance_worked_hours: 4,
    last_check_in: "2025-03-04 01:00:00",
    attendance_state: "checked_in",
    display_systray: true,
    device_tracking_enabled: false,
};
const papers = [{ id: 7, name: "DOC-00001 Framework contract", due: "3/4/25, 5:00 PM", overdue: true }];

/** Show the menu to somebody who is signed in; the server is told when they sign out. */
async function openMenu(data) {
    onRpc("lazy_session_info", () => ({ attendance_user_data: employee }));
    onRpc("/hr_attendance/attendance_user_data", () => ({ ...employee, ...data }));
    onRpc("/hr_attendance/systray_check_in_out", () => {
        expect.step("signed out");
        return { ...employee, attendance_state: "checked_out" };
    });
    await mountWithCleanup(WebClient); // the menu asks for its data once the client is there
    await animationFrame();
    await contains(CLOCK).click();
}

test("papers are listed, and nobody is asked unless the company chose so", async () => {
    await openMenu({ sales_office_papers: papers });
    expect(".o_sales_office_attendance_menu_papers").toHaveText(/Papers you still hold\s+1\s+DOC-00001 Framework contract/);
    expect(".o_sales_office_attendance_menu_papers .text-danger").toHaveText("3/4/25, 5:00 PM");
    await contains(CHECK_OUT).click();
    expect.verifySteps(["signed out"]);
});

test("asked, one can stay signed in or leave all the same", async () => {
    await openMenu({ sales_office_papers: papers, sales_office_ask_papers: true });
    await contains(CHECK_OUT).click();
    expect(".modal").toHaveText(/Framework contract/);
    await contains(".modal .o_sales_office_papers_dialog_stay").click();
    expect(".modal").toHaveCount(0);
    expect.verifySteps([]);
    await contains(CLOCK).click();
    await contains(CHECK_OUT).click();
    await contains(".modal .o_sales_office_papers_dialog_sign_out").click();
    expect.verifySteps(["signed out"]);
});

test("without papers, or without any answer about them, signing out is as ever", async () => {
    await openMenu({ sales_office_papers: [], sales_office_ask_papers: true });
    await contains(CHECK_OUT).click();
    expect.verifySteps(["signed out"]);
});

test("what the server does not tell keeps nobody from signing out", async () => {
    await openMenu({});
    expect(".o_sales_office_attendance_menu_papers").toHaveCount(0);
    await contains(CHECK_OUT).click();
    expect.verifySteps(["signed out"]);
});
