// Improves pages that work without it: "/" goes to the search box, print buttons print,
// the account menu closes on Escape, a form is sent once, and lost contact is told.
(function () {
  "use strict";
  var page = document;
  page.querySelectorAll("[data-needs-script]").forEach(function (part) { part.hidden = false; });

  page.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { event.preventDefault(); window.print(); }
    page.querySelectorAll("details.who[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });

  page.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      page.querySelectorAll("details.who[open]").forEach(function (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
      var box = page.getElementById("q");
      if (box) { event.preventDefault(); box.focus(); }
    }
    if (/^[0-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey
        && !event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
      var button = page.querySelector('[data-key="' + event.key + '"]');
      if (button) { event.preventDefault(); button.click(); }
    }
  });

  // A progress bar that stands still says why; the next answer that comes replaces it.
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach(function (failed) {
    page.addEventListener(failed, function (event) {
      var said = event.target.querySelector("[data-lost]");
      if (said) { said.hidden = false; }
    });
  });

  page.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    // Coming back with the browser's arrow, or an answer that never comes, must not lock the form.
    window.setTimeout(function () { delete form.dataset.sent; }, 5000);
  });
})();
