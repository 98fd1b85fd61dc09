// A form: its controls wait in a draft until the submit button is pressed.

import { html } from "../../vendor/preact-htm.js";
import { Elements } from "../elements.js";
import { useForm } from "../forms.js";
import { layout } from "../layout.js";

export function Form({ node, path, ctx }) {
  const form = useForm(node, ctx);
  const { className, style } = layout(node, { gap: "12px" });
  return html`
    <form aria-label="表单" class=${`form ${className}`} style=${style} data-form=${node.name}
      onSubmit=${(event) => event.preventDefault()}>
      <${Elements} nodes=${node.elements} path=${[...path, "elements"]} ctx=${{ ...ctx, form }} />
    </form>
  `;
}
