import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { fuzzyLookup } from "@web/core/utils/search";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const APP = "sales_office_policy.menu_root";

/** @returns {Object|undefined} the menu of the app, which only its users have */
export function getApp(menuService) {
    return menuService.getApps().find((menu) => menu.xmlid === APP);
}

/** @returns {Object[]} the screens under a menu: `{ menu, label }`, with the names of the menus between them */
function getScreens(menuService, menu, path = []) {
    return menu.children.flatMap((id) => {
        const child = menuService.getMenu(id);
        const label = [...path, child.name];
        return child.children.length
            ? getScreens(menuService, child, label)
            : [{ menu: child, label: label.join(" / ") }];
    });
}

/** @returns {Object[]} the sections of the app, each `{ name, screens }`; the server has left out what is not used */
export function getSections(menuService) {
    const app = getApp(menuService);
    const sections = (app?.salesOfficeScreens ?? []).map((id) => menuService.getMenu(id));
    const single = sections.filter((menu) => !menu.children.length);
    return [
        { name: app?.name, screens: single.map((menu) => ({ menu, label: menu.name })) },
        ...sections
            .filter((menu) => menu.children.length)
            .map((menu) => ({ name: menu.name, screens: getScreens(menuService, menu) })),
    ].filter((section) => section.screens.length);
}

/** All screens that somebody may open: the bar has only those that they use daily. */
export class SalesOfficeScreens extends Component {
    static template = "sales_office_policy.Screens";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.menuService = useService("menu");
        this.display = { controlPanel: {} };
        this.state = useState({ sought: "" });
        useAutofocus({ mobile: false });
    }

    get sections() {
        const sections = getSections(this.menuService);
        if (!this.state.sought) {
            return sections;
        }
        return sections
            .map(({ name, screens }) => ({
                name,
                screens: fuzzyLookup(this.state.sought, screens, (screen) => `${screen.label} ${name}`),
            }))
            .filter((section) => section.screens.length);
    }

    open(screen) {
        return this.menuService.selectMenu(screen.menu);
    }
}

registry.category("actions").add("sales_office_policy.screens", SalesOfficeScreens);

// what is not in the bar is found by the search for menus all the same
registry.category("command_provider").add("sales_office_policy_screens", {
    namespace: "/",
    provide(env, options) {
        const menuService = env.services.menu;
        const app = getApp(menuService);
        if (!app || !options.searchValue) {
            return [];
        }
        const screens = getSections(menuService).flatMap((section) =>
            section.screens
                .filter((screen) => !app.children.includes(screen.menu.id))
                .map((screen) => ({ ...screen, name: [app.name, section.name, screen.label].join(" / ") }))
        );
        return fuzzyLookup(options.searchValue, screens, (screen) => screen.name).map((screen) => ({
            action: () => menuService.selectMenu(screen.menu),
            category: "menu_items",
            name: screen.name,
        }));
    },
});
