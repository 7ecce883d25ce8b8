import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** A form that offers to delete its record only when that is granted: `delete_when="state == 'draft'"`. */
class OffersFormController extends FormController {
    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        const { isAvailable } = items.delete;
        items.delete.isAvailable = () => isAvailable() && this.canDelete;
        return items;
    }

    get canDelete() {
        const when = this.archInfo.xmlDoc.getAttribute("delete_when");
        return !when || evaluateBooleanExpr(when, this.model.root.evalContextWithVirtualIds);
    }
}

registry.category("views").add("sales_office_form", { ...formView, Controller: OffersFormController });
