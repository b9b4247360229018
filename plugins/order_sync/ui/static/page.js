// Airflow keeps the chosen theme in localStorage: light, dark or system. The page follows it, also while it is open.
(() => {
  const show = () => {
    let chosen = null;
    try { chosen = localStorage.getItem("theme"); } catch { /* storage is off */ }
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
  };
  show();
  addEventListener("storage", show);
  const busy = (is) => document.body.setAttribute("aria-busy", is);
  // a second click must not print twice
  addEventListener("submit", (event) => {
    for (const button of event.target.querySelectorAll("button")) button.disabled = true;
    busy(true);
  });
  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("form button:disabled")) button.disabled = false;
    busy(false);
  });
  addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!link.target) {
      if (!link.hasAttribute("download") && !link.getAttribute("href").startsWith("#")) busy(true);
      return;
    }
    // Airflow shows us in a frame that may open neither its own window nor a new one: the same link is followed in Airflow's page.
    if (parent === window) return;
    event.preventDefault();
    parent.open(link.href, link.target, "noopener,noreferrer");
  });
  // one box ticks all of the page, and how many are ticked is said where something can be done with them
  addEventListener("DOMContentLoaded", () => {
    const all = document.querySelector("input.all");
    if (!all) return;
    all.hidden = false;
    const boxes = [...document.querySelectorAll("tbody input[name=hold]")];
    const told = () => {
      const many = boxes.filter((box) => box.checked).length;
      all.checked = many === boxes.length;
      all.indeterminate = many > 0 && !all.checked;
      document.querySelector(".chosen").textContent = many ? ` (${many})` : "";
    };
    all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; told(); });
    for (const box of boxes) box.addEventListener("change", told);
    told();
  });
  // tables that are whole on the page sort by a click on a heading; long ones are sorted by the server
  addEventListener("DOMContentLoaded", () => {
    for (const table of document.querySelectorAll("table.sorts")) {
      [...table.tHead.rows[0].cells].forEach((head, column) => {
        const button = document.createElement("a");
        button.href = "#";
        button.textContent = head.textContent;
        head.replaceChildren(button);
        button.addEventListener("click", (event) => {
          event.preventDefault();
          const down = head.getAttribute("aria-sort") === "ascending";
          for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          const key = (row) => row.cells[column].textContent.trim();
          const number = (text) => parseFloat(text.replace(/[\u202f\s]/g, ""));
          const isNumber = head.classList.contains("number");
          const rows = [...table.tBodies[0].rows].sort((a, b) =>
            isNumber ? (number(key(a)) || 0) - (number(key(b)) || 0) : key(a).localeCompare(key(b), "en", { numeric: true }));
          table.tBodies[0].append(...(down ? rows.reverse() : rows));
        });
      });
    }
  });
})();
