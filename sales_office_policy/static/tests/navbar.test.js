import { expect, test } from "@odoo/hoot";
import { queryOne, waitUntil } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { NavBar } from "@web/webclient/navbar/navbar";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

defineMailModels();

test("the bar makes room when an icon on its right comes late", async () => {
    let times = 0;
    patchWithCleanup(NavBar.prototype, {
        adapt() {
            times++;
            return super.adapt();
        },
    });
    await mountWithCleanup(NavBar);
    await animationFrame();
    await animationFrame();
    const before = times;
    queryOne(".o_menu_systray").style.width = "300px";
    await waitUntil(() => times > before);
    expect(times).toBeGreaterThan(before);
});
