// What was typed is saved, or leaving asks: automatic saving takes nothing for saved that was not sent.
//
// Wagtail compares a form with what stood in it two seconds after it opened, and again with what
// stands in it when the answer to a save comes: so what was typed before, or while a save was on its
// way, counted as saved, was never sent, and could be left without a question. Here a form is compared
// with what was sent. Leaving compares once more, and a button that posts waits for a running save.
(() => {
  const LONGEST_WAIT = 10000;
  const form = document.querySelector("form[data-controller~='w-unsaved']");
  if (!form) return;
  const controller = (name) => window.wagtail.app.getControllerForElementAndIdentifier(form, name);
  const state = () => controller("w-unsaved")?.formData;
  // What is stored for certain: as it was before the first touch, then as it was last sent.
  let stored;
  let sent;

  const begin = () => {
    if (controller("w-unsaved")?.initialFormData === undefined) stored ??= state();
  };
  for (const name of ["beforeinput", "paste", "drop"]) form.addEventListener(name, begin, true);
  form.addEventListener("click", (event) => {
    if (event.target.closest("button, input, select, label")) begin();
  }, true);

  form.addEventListener("w-autosave:save", ({ detail }) => {
    detail.formData.set("is_automatic", "1");
    sent = state();
  });
  // Before Wagtail's own listener, which stands on the form itself.
  document.addEventListener("w-autosave:success", ({ target, detail }) => {
    if (target === form) stored = updated(sent, detail.response?.field_updates);
  }, true);
  form.addEventListener("w-unsaved:watch-edits", () => {
    if (stored !== undefined) {
      const unsaved = controller("w-unsaved");
      unsaved.initialFormData = unsaved.previousFormData = stored;
    }
  });
  window.addEventListener("beforeunload", () => {
    const unsaved = controller("w-unsaved");
    if (stored !== undefined && unsaved?.initialFormData === undefined) unsaved?.setInitialFormData();
    unsaved?.check();
  }, true);

  // What the server has put into fields in answer to a save is stored, too.
  function updated(data, updates) {
    const fields = new URLSearchParams(data);
    for (const [name, value] of Object.entries(updates ?? {})) {
      if (fields.has(name)) fields.set(name, value ?? "");
    }
    return fields.toString();
  }

  let isWaiting = false;
  // The pressed button is disabled by then: a field says what it stands for.
  const submit = (button) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button?.name ?? "", value: button?.value ?? "" });
    form.append(field);
    form.requestSubmit();
    field.remove();
    isWaiting = false;
  };
  form.addEventListener("submit", (event) => {
    const saving = controller("w-autosave")?.submitPromise;
    if (isWaiting || !saving) return;
    isWaiting = true;
    event.preventDefault();
    event.stopImmediatePropagation();
    const enough = new Promise((done) => { setTimeout(done, LONGEST_WAIT); });
    Promise.race([saving, enough]).then(() => submit(event.submitter));
  }, true);
})();
