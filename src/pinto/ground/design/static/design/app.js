// Improves pages that work without it: "/" goes to the search box, print buttons print,
// the account menu closes on Escape, a form is sent once, and lost contact is told. The phone's
// place is filled in where asked, and the tab of the page is in sight.
(function () {
  "use strict";
  var page = document;
  page.querySelectorAll("[data-needs-script]").forEach(function (part) { part.hidden = false; });
  // A row of tabs wider than the phone begins where the page stands.
  page.querySelectorAll(".rooms [aria-current]").forEach(function (tab) {
    var row = tab.parentNode;
    row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  });

  page.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { event.preventDefault(); window.print(); }
    page.querySelectorAll("details.who[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });

  // Where the phone is, asked of the phone alone, written into the field the button names.
  page.addEventListener("click", function (event) {
    var button = event.target.closest("[data-here]");
    if (!button) { return; }
    var said = button.parentNode.querySelector("[data-here-said]");
    var failed = function () { button.disabled = false; said.hidden = false; };
    if (!navigator.geolocation) { failed(); return; }
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(function (found) {
      var at = found.coords;
      page.getElementById(button.dataset.here).value =
        at.latitude.toFixed(5) + ", " + at.longitude.toFixed(5);
      button.disabled = false;
      said.hidden = true;
    }, failed, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
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
