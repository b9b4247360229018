// The theme is Airflow's (localStorage: light, dark or system); the filter hides rows and whole columns that hold.
(() => {
  const dark = document.getElementById("dark");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    let chosen = null;
    try { chosen = localStorage.getItem("theme"); } catch { /* storage is off */ }
    const wanted = chosen === "dark" || (chosen !== "light" && system.matches);
    dark.media = wanted ? "all" : "not all";
    document.body.classList.toggle("dark", wanted);
  };
  show();
  addEventListener("storage", show);
  system.addEventListener("change", show);
  const failed = ".fa-times, .fa-exclamation-triangle, .fa-xmark, .text-danger";
  for (const section of document.querySelectorAll(".ge-section")) {
    const rows = section.querySelectorAll("tbody tr");
    const icons = section.querySelector(".fa-check-circle, " + failed);
    for (const row of rows) if (icons && row.querySelector(".fa-check-circle")) row.classList.add("good");
    if (icons && !section.querySelector(failed)) {
      section.classList.add("good");
      document.querySelector(`.ge-contents a[href="#${section.id}"]`)?.parentElement.classList.add("good");
    }
  }
  for (const choice of document.querySelectorAll('input[name="shown"]')) {
    choice.addEventListener("change", () => document.body.classList.toggle("failed-only", choice.value === "failed" && choice.checked));
  }
})();
