import { registry } from "@web/core/registry";
import { DomainField, domainField } from "@web/views/fields/domain/domain_field";

/**
 * Conditions about records that whoever writes them need not be allowed to read, such as the lines of invoices.
 *
 * Core counts the records that meet them: with the writer's own rights, which would call every condition invalid, or
 * count only what they happen to see. So nothing is counted and no list is opened; the server is asked whether it
 * understands the conditions.
 */
export class ConditionField extends DomainField {
    static template = "sales_office_policy.ConditionField";

    async checkProps(props = this.props) {
        const isValid = this.getResModel(props) ? await this.quickValidityCheck(props) : null;
        this.updateState({ isValid, recordCount: 0 });
    }
}

registry.category("fields").add("sales_office_condition", { ...domainField, component: ConditionField });
