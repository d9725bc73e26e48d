// Dragging modules and lessons of a course. Without it the arrows do the same.
(() => {
  const form = document.querySelector("[data-outline]");
  if (!form) return;
  let dragged = null;

  const partOf = (node) => node.closest?.("[data-part]");
  const fits = (list) => list && dragged && list.dataset.level === dragged.dataset.level;

  // The part before which the dragged one would be put; null at the end of the list.
  const before = (list, y) =>
    [...list.children].find((one) => {
      const box = one.getBoundingClientRect();
      return one !== dragged && y < box.top + box.height / 2;
    }) ?? null;

  for (const part of form.querySelectorAll("[data-part]")) {
    // Only its handle makes a part draggable, so that words can still be selected.
    const handle = part.querySelector("[data-handle]");
    handle?.addEventListener("pointerdown", () => { part.draggable = true; });
    handle?.addEventListener("pointerup", () => { part.draggable = false; });
  }

  form.addEventListener("dragstart", (event) => {
    dragged = partOf(event.target);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.part);
    dragged.classList.add("outline__dragged");
    event.stopPropagation();
  });

  form.addEventListener("dragover", (event) => {
    let list = event.target.closest?.("[data-parent]");
    // Over a module's title a lesson goes into that module.
    if (!fits(list)) list = partOf(event.target)?.querySelector("[data-parent]");
    if (!fits(list)) return;
    event.preventDefault();
    list.insertBefore(dragged, before(list, event.clientY));
  });

  form.addEventListener("drop", (event) => event.preventDefault());

  form.addEventListener("dragend", () => {
    const list = dragged.parentElement;
    const body = new FormData(form);
    body.set("page", dragged.dataset.part);
    body.set("parent", list.dataset.parent);
    body.set("position", [...list.children].indexOf(dragged));
    dragged = null;
    // The page as it now is, with a message where the move was refused: so none is fetched before.
    fetch(form.action, { method: "POST", body, redirect: "manual" }).finally(() => window.location.reload());
  });
})();
