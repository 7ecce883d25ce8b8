import { onMounted, onPatched, useRef, useState, useSubEnv } from "@odoo/owl";
import { normalizedMatch } from "@web/core/l10n/utils";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";

/** @returns {Object[]} the blocks of the sheet, `{ room, roomName, title, nodes }`: each begins with its title */
function getBlocks(sheet) {
    const blocks = [];
    for (const node of sheet.children) {
        if (node.tagName === "H2") {
            const { room = "", roomName = "" } = node.dataset;
            blocks.push({ room, roomName, title: node.textContent, nodes: [] });
        }
        blocks.at(-1)?.nodes.push(node);
    }
    return blocks;
}

/** @returns {Object[]} the pages, `{ room, name }`: one of each room; what belongs to none is called as its first block */
function getPages(blocks) {
    const names = new Map();
    for (const { room, roomName, title } of blocks) {
        if (!names.has(room)) {
            names.set(room, roomName || title);
        }
    }
    return [...names].map(([room, name]) => ({ room, name }));
}

/** Hide the settings of a block that say nothing of what is sought. @returns {boolean} whether any is left */
function filterBlock({ title, nodes }, sought) {
    const matches = (text) => Boolean(normalizedMatch(text, sought).match);
    const isWhole = !sought || matches(title);
    let isLeft = isWhole;
    for (const box of nodes.flatMap((node) => [...node.querySelectorAll(".o_setting_box")])) {
        const isShown = isWhole || matches(box.textContent);
        box.classList.toggle("d-none", !isShown);
        isLeft ||= isShown;
    }
    return isLeft;
}

/** Shows one page of the settings, that of a room, or of all of them what is sought. */
class SettingsRenderer extends formView.Renderer {
    setup() {
        super.setup();
        this.formRef = useRef("compiled_view_root");
        this.pages = useState(this.env.salesOfficeSettings);
        onMounted(() => this.arrange());
        onPatched(() => this.arrange());
    }

    arrange() {
        const sheet = this.formRef.el?.querySelector(".o_form_sheet");
        const blocks = sheet ? getBlocks(sheet) : [];
        const { sought, page } = this.pages;
        const list = getPages(blocks);
        if (JSON.stringify(list) !== JSON.stringify(this.pages.list)) {
            this.pages.list = list;
        }
        const present = list.some(({ room }) => room === page) ? page : "";
        const shown = blocks.filter((block) => filterBlock(block, sought) && (sought || block.room === present));
        for (const block of blocks) {
            block.nodes.forEach((node) => node.classList.toggle("d-none", !shown.includes(block)));
        }
        this.pages.isFound = Boolean(shown.length);
    }
}

/** The settings: a page for each room, and the menus follow the rooms as soon as these are saved. */
class SettingsController extends formView.Controller {
    static template = "sales_office_policy.SettingsForm";

    setup() {
        this.pages = useState({ page: this.props.context.room ?? "", sought: "", list: [], isFound: true });
        useSubEnv({ salesOfficeSettings: this.pages });
        super.setup();
    }

    openPage(room) {
        Object.assign(this.pages, { page: room, sought: "" });
    }

    isOpen({ room }) {
        const { list, page, sought } = this.pages;
        return !sought && room === (list.some((other) => other.room === page) ? page : "");
    }

    async onRecordSaved(record, changes) {
        await super.onRecordSaved(...arguments);
        if ("sales_office_room_ids" in changes) {
            await this.env.services.menu.reload();
        }
    }
}

registry.category("views").add("sales_office_settings", {
    ...formView,
    Controller: SettingsController,
    Renderer: SettingsRenderer,
});
