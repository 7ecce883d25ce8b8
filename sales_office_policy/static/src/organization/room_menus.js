import { registry } from "@web/core/registry";

/** Shows the menus of rooms that were switched on meanwhile, and no others; then goes on with `params.next`. */
async function reloadMenus(env, action) {
    await env.services.menu.reload();
    return action.params?.next;
}

registry.category("actions").add("sales_office_policy_reload_menus", reloadMenus);
