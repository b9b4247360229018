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
  addEventListener("pageshow", () => busy(false));
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!link.target) {
      if (!link.hasAttribute("download")) busy(true);
      return;
    }
    // Airflow shows us in a frame that may open neither its own window nor a new one: the same link is followed in Airflow's page.
    if (parent === window) return;
    event.preventDefault();
    parent.open(link.href, link.target, "noopener,noreferrer");
  });
})();
