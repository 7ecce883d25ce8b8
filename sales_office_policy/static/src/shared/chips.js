import { Component, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import {
    Many2ManyTagsAvatarField,
    many2ManyTagsAvatarField,
} from "@web/views/fields/many2many_tags_avatar/many2many_tags_avatar_field";
import {
    buildM2OFieldDescription,
    extractM2OFieldProps,
    Many2OneField,
} from "@web/views/fields/many2one/many2one_field";

/**
 * What is chosen mostly is one tap each, and the field beside it searches for the rest.
 *
 * The record has in `proposals`, by the field's name, what is proposed: `[{ id, name }]`. Once all is chosen that the
 * form asks for, the keyboard goes on to the field named by the option `then` where nothing stands in it yet.
 */
export class ChipsField extends Component {
    static template = "sales_office_policy.ChipsField";
    static components = { Rest: Many2OneField };
    static props = { ...Many2OneField.props, then: { type: String, optional: true } };

    setup() {
        this.root = useRef("root");
    }

    get chips() {
        return this.props.record.data.proposals?.[this.props.name] || [];
    }

    get restProps() {
        const { then, ...props } = this.props;
        return props;
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    isChosen(chip) {
        return this.value?.id === chip.id;
    }

    choose(chip) {
        const value = this.isChosen(chip) ? false : { id: chip.id, display_name: chip.name };
        return this.props.record.update({ [this.props.name]: value });
    }

    async onClick(chip) {
        await this.choose(chip);
        const { record, then } = this.props;
        if (then && !record.data[then] && this.isChosen(chip)) {
            this.goOn(then);
        }
    }

    /** Go on to a field, unless something else is still to be tapped. */
    goOn(name) {
        const form = this.root.el?.closest(".o_form_renderer, .o_form_view");
        const waits = [...(form?.querySelectorAll(".o_sales_office_chips") || [])].some(
            (chips) => chips !== this.root.el && !chips.querySelector("[aria-pressed=true]")
        );
        if (!waits) {
            form?.querySelector(`.o_field_widget[name=${name}] :is(textarea, input)`)?.focus();
        }
    }
}

/** The same for several. */
export class ChipsManyField extends ChipsField {
    static components = { Rest: Many2ManyTagsAvatarField };
    static props = { ...Many2ManyTagsAvatarField.props, then: { type: String, optional: true } };

    getChosen(chip) {
        return this.value.records.find((record) => record.resId === chip.id);
    }

    isChosen(chip) {
        return Boolean(this.getChosen(chip));
    }

    choose(chip) {
        const chosen = this.getChosen(chip);
        return chosen ? this.value.forget(chosen) : this.value.addAndRemove({ add: [chip.id] });
    }
}

registry.category("fields").add("sales_office_chips", {
    ...buildM2OFieldDescription(ChipsField),
    extractProps: (info, dynamicInfo) => ({ ...extractM2OFieldProps(info, dynamicInfo), then: info.options.then }),
});

registry.category("fields").add("sales_office_chips_many", {
    ...many2ManyTagsAvatarField,
    component: ChipsManyField,
    extractProps: (info, dynamicInfo) => ({
        ...many2ManyTagsAvatarField.extractProps(info, dynamicInfo),
        then: info.options.then,
    }),
});
