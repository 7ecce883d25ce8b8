/** Steps of tours that go to a screen of the app by its menu, as `menu_day`. */

const bar = (menu) => `.o_menu_sections [data-menu-xmlid='sales_office_policy.${menu}']`;

/** One that the user has in the bar. */
export const openDaily = (menu) => [{ trigger: bar(menu), run: "click" }];

/** One that is on the page of all screens. */
export const openScreen = (menu) => [
    ...openDaily("menu_today"),
    { trigger: ".o_sales_office_today_screens", run: "click" },
    { trigger: `.o_sales_office_screens [data-menu-xmlid='sales_office_policy.${menu}']`, run: "click" },
];
