// Labels that templates and scripts of Wagtail and wagtail-localize have in English only, or lack.
const words = document.currentScript.dataset;

function label(root) {
  for (const part of root.querySelectorAll("nav#w-slim-header-buttons")) {
    part.setAttribute("aria-label", words.actions);
  }
  for (const button of root.querySelectorAll("input[type=submit][value=Search]")) {
    button.value = words.search;
  }
  for (const part of root.querySelectorAll(".w-dropdown__toggle > .w-sr-only")) {
    // Written only where it differs: whatever is written is observed.
    if (part.textContent === "More actions" && words.moreActions !== part.textContent) part.textContent = words.moreActions;
  }
  for (const part of root.querySelectorAll("section h3")) {
    const languages = part.textContent.match(/^(.+) to (.+) translation$/);
    if (languages) part.textContent = `${words.source}: ${languages[1]} · ${words.target}: ${languages[2]}`;
  }
}

// In forms of Wagtail rich text and single fields of a list have no name, panels within panels are landmarks of one
// name, and a list of blocks that scrolls cannot be reached by keyboard.
const UNNAMED = ":is([role=textbox], input:not([type=hidden], [type=submit])):not([aria-label], [aria-labelledby])";

function name(form) {
  for (const field of form.querySelectorAll(UNNAMED)) {
    const panel = field.closest(".w-panel[aria-labelledby]");
    if (panel && !field.labels?.length) field.setAttribute("aria-labelledby", panel.getAttribute("aria-labelledby"));
  }
  for (const panel of form.querySelectorAll(".w-panel--nested:not([role])")) panel.setAttribute("role", "group");
  for (const list of document.querySelectorAll(".w-minimap__list:not([tabindex])")) list.tabIndex = 0;
}

document.addEventListener("DOMContentLoaded", () => {
  label(document);
  for (const form of document.querySelectorAll("form[data-edit-form]")) {
    let frame = 0;
    const soon = () => (frame ||= requestAnimationFrame(() => { frame = 0; name(form); }));
    soon();
    // The list of blocks is drawn outside of the form.
    new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  }
  // Drawn by React, with the rest of the translators' editor.
  const editor = document.querySelector(".js-translation-editor");
  if (editor) new MutationObserver(() => label(editor)).observe(editor, { childList: true, subtree: true });
});
