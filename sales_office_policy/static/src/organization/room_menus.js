import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";

/** Shows the menus of rooms that were switched on meanwhile, and no others; then goes on with `params.next`. */
async function reloadMenus(env, action) {
    await env.services.menu.reload();
    return action.params?.next;
}

registry.category("actions").add("sales_office_policy_reload_menus", reloadMenus);

/** The settings: the menus follow the rooms as soon as these are saved. */
class SettingsFormController extends formView.Controller {
    async onRecordSaved(record, changes) {
        await super.onRecordSaved(...arguments);
        if ("sales_office_room_ids" in changes) {
            await this.env.services.menu.reload();
        }
    }
}

registry.category("views").add("sales_office_settings", { ...formView, Controller: SettingsFormController });
