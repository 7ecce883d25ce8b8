import { expect, test } from "@odoo/hoot";
import { queryOne, waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMenus, mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { NavBar } from "@web/webclient/navbar/navbar";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

defineMailModels();

/** Counts how often the bar was adapted; resolves once it stands. */
async function mountBar(xmlid) {
    defineMenus([{ id: 1, name: "App", appID: 1, actionID: 1, xmlid }]);
    const bar = { adapted: 0 };
    patchWithCleanup(NavBar.prototype, {
        adapt() {
            bar.adapted++;
            return super.adapt();
        },
    });
    await mountWithCleanup(NavBar);
    await animationFrame();
    await animationFrame();
    return bar;
}

test("the bar makes room when an icon on its right comes late", async () => {
    const bar = await mountBar("sales_office_policy.menu_root");
    const before = bar.adapted;
    queryOne(".o_menu_systray").style.width = "300px";
    await waitUntil(() => bar.adapted > before);
    expect(bar.adapted).toBeGreaterThan(before);
});

test("the bar of somebody without the app is left alone", async () => {
    let watched = 0;
    patchWithCleanup(ResizeObserver.prototype, {
        observe(target) {
            watched += target.matches(".o_menu_systray") ? 1 : 0;
            return super.observe(...arguments);
        },
    });
    const bar = await mountBar("crm.crm_menu_root");
    const before = bar.adapted;
    queryOne(".o_menu_systray").style.width = "300px";
    await animationFrame();
    await advanceTime(500);
    expect(watched).toBe(0);
    expect(bar.adapted).toBe(before);
});
