// What script adds to pages that work without it. Nothing here is needed to do anything.
(function () {
  "use strict";

  // The summary of errors takes focus, so that it is read first.
  var errors = document.querySelector("[data-errors]");
  if (errors) { errors.focus(); }

  function say(text) {
    var live = document.getElementById("live");
    if (live) { live.textContent = text; }
  }

  // data-suggest: the answer to what is typed so far, into a region of the page.
  document.querySelectorAll("[data-suggest]").forEach(function (input) {
    var region = document.getElementById(input.dataset.region);
    var timer = 0, turn = 0, asked = input.value.trim();
    if (!region) { return; }
    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(function () {
        var text = input.value.trim();
        if (text === asked) { return; }
        asked = text;
        turn += 1;
        var mine = turn;
        if (!text) { region.textContent = ""; say(""); return; }
        var address = new URL(input.dataset.suggest, location.href);
        address.searchParams.set(input.dataset.name || "q", text);
        fetch(address, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" }).then(function (answer) {
          if (!answer.ok) { throw new Error(String(answer.status)); }
          return answer.text();
        }).then(function (html) {
          // An answer that was overtaken by a later question is dropped.
          if (mine !== turn) { return; }
          region.innerHTML = html;
          var first = region.firstElementChild;
          say(first && first.dataset.count ? first.dataset.count : "");
        }).catch(function () {
          // Suggestions are a courtesy: without an answer the form works as it is.
          if (mine === turn) { region.textContent = ""; }
        });
      }, 300);
    });
  });

  // data-keep: what is typed outlives a wrong click, in this tab and for this session only. Never passwords, files, or
  // fields that say data-secret.
  function kept(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && !field.dataset.secret && !/^(hidden|password|file|submit|button)$/.test(field.type) && field.tagName !== "FIELDSET";
    });
  }
  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    var key = "keep:" + form.dataset.keep;
    var store;
    try { store = window.sessionStorage; store.getItem(key); } catch (refused) { return; }
    var before = store.getItem(key);
    if (before && !form.querySelector("[aria-invalid], .bad")) {
      var values = {};
      try { values = JSON.parse(before); } catch (broken) { store.removeItem(key); }
      kept(form).forEach(function (field) {
        if (!(field.name in values)) { return; }
        var value = values[field.name];
        if (field.type === "radio" || field.type === "checkbox") { field.checked = value.indexOf(field.value) >= 0; }
        else if (!field.value) { field.value = value[0] || ""; }
      });
    }
    function save() {
      var values = {};
      kept(form).forEach(function (field) {
        values[field.name] = values[field.name] || [];
        if ((field.type !== "radio" && field.type !== "checkbox") || field.checked) { values[field.name].push(field.value); }
      });
      try { store.setItem(key, JSON.stringify(values)); } catch (full) { return; }
    }
    form.addEventListener("input", save);
    form.addEventListener("change", save);
  });
  // The page after the form says that it arrived: data-forget="name" on any element.
  document.querySelectorAll("[data-forget]").forEach(function (element) {
    try { window.sessionStorage.removeItem("keep:" + element.dataset.forget); } catch (refused) { return; }
  });

  // data-unsaved: ask before a changed form is left.
  document.querySelectorAll("form[data-unsaved]").forEach(function (form) {
    var changed = false;
    form.addEventListener("input", function () { changed = true; });
    form.addEventListener("submit", function () { changed = false; });
    window.addEventListener("beforeunload", function (event) {
      if (changed) { event.preventDefault(); event.returnValue = ""; }
    });
  });

  // data-print: the browser's own printing; without script the button is not there.
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
