/*
 * The browser's own time zone comes first in each <select data-this-device="name of the group">. Nothing is chosen:
 * readers choose. Without scripts it stands in its place in the list.
 */
{
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  for (const select of here.includes("/") ? document.querySelectorAll("select[data-this-device]") : []) {
    const listed = [...select.options].find((option) => option.value === here);
    const group = document.createElement("optgroup");
    group.label = select.dataset.thisDevice;
    group.append(listed || new Option(here.split("/").pop().replaceAll("_", " "), here));
    select.querySelector("optgroup")?.before(group);
  }
}
