/**
 * For whoever has the app, the bar makes room again when what is on its right grows: an icon that comes late would
 * cover the last entry. Nobody else's bar is watched.
 */

import { onMounted, onWillUnmount } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { NavBar } from "@web/webclient/navbar/navbar";
import { getApp } from "./screens";

patch(NavBar.prototype, {
    setup() {
        super.setup();
        if (!getApp(this.menuService)) {
            return;
        }
        const observer = new ResizeObserver(() => this.adapt());
        onMounted(() => {
            const systray = this.root.el.querySelector(".o_menu_systray");
            if (systray) {
                observer.observe(systray);
            }
        });
        onWillUnmount(() => observer.disconnect());
    },
});
