import { registry } from "@web/core/registry";
import { SearchModel } from "@web/search/search_model";
import { kanbanView } from "@web/views/kanban/kanban_view";

const GROUP = "search_default_group_";

/** Without the groups that an action begins with: a phone has room for one column of cards, and would show one group. */
export class CardsSearchModel extends SearchModel {
    load(config) {
        const context = Object.fromEntries(
            Object.entries(config.context || {}).filter(([name]) => !name.startsWith(GROUP))
        );
        return super.load({ ...config, context });
    }
}

// given to our cards on a phone
registry.category("views").add("sales_office_cards", { ...kanbanView, SearchModel: CardsSearchModel });
