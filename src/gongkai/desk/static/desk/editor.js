// Writing a text: a page to write on in the place of the field, what is pasted cleaned by the server, saves that follow the writing,
// a copy in this browser until the server has it. Without script the field itself is there, and the button saves.
(function () {
  "use strict";
  var bar = document.getElementById("edit-bar");
  var form = document.querySelector("form[data-clean]");
  if (!form) { return; }
  var token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  var pages = [];

  function post(address, data) {
    return fetch(address, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "fetch", "X-CSRFToken": token } });
  }
  function tell(text) {
    var live = document.getElementById("live");
    if (live && live.textContent !== text) { live.textContent = text; }
  }

  // Pictures stand in a text by their hash; here they are shown from the desk.
  function swap(html, from, to) {
    Object.keys(from).forEach(function (key) { html = html.split('src="' + key + '"').join('src="' + to(key) + '"'); });
    return html;
  }

  function Page(field) {
    var self = this;
    var holder = field.closest("[data-pictures]");
    var byHash = holder ? JSON.parse(holder.dataset.pictures || "{}") : {};
    var shown = {}, stored = {};
    Object.keys(byHash).forEach(function (hash) { shown["files/" + hash] = byHash[hash]; stored[byHash[hash]] = "files/" + hash; });
    var label = document.querySelector('label[for="' + field.id + '"]');
    var page = document.createElement("div");
    page.className = "edit-page text" + (field.dataset.editor === "plain" ? " small-page" : "");
    page.contentEditable = "true";
    page.setAttribute("role", "textbox");
    page.setAttribute("aria-multiline", "true");
    if (label) { label.id = label.id || field.id + "-l"; page.setAttribute("aria-labelledby", label.id); label.addEventListener("click", function () { page.focus(); }); }
    var hint = field.dataset.editor === "rich" && document.getElementById(field.getAttribute("aria-describedby") || "");
    if (hint) { hint.hidden = true; } else if (field.getAttribute("aria-describedby")) { page.setAttribute("aria-describedby", field.getAttribute("aria-describedby")); }
    self.show = function (html) { page.innerHTML = swap(html, shown, function (key) { return shown[key]; }); };
    self.read = function () {
      if (!page.textContent.trim() && !page.querySelector("img, table")) { return ""; }
      return "<div>" + swap(page.innerHTML, stored, function (key) { return stored[key]; }) + "</div>";
    };
    self.store = function () { field.value = self.read(); };
    // What stands in the field is clean already, or the person's own words.
    if (/^\s*</.test(field.value)) { self.show(field.value); } else { page.textContent = field.value; }
    // On a slow line somebody may be writing in the field before this script is there: they go on writing, at the end.
    var writing = document.activeElement === field;
    field.hidden = true;
    field.parentNode.insertBefore(page, field);
    if (writing) { page.focus(); window.getSelection().selectAllChildren(page); window.getSelection().collapseToEnd(); }
    if (bar && field.dataset.editor === "rich") { page.parentNode.insertBefore(toolbar(page), page); }
    page.addEventListener("input", function () { self.store(); field.dispatchEvent(new Event("input", { bubbles: true })); });
    page.addEventListener("paste", function (event) {
      var data = event.clipboardData;
      var html = data && data.getData("text/html");
      if (!html) { return; }
      event.preventDefault();
      var place = saved();
      var sent = new FormData();
      sent.append("html", html);
      post(form.dataset.clean, sent).then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.text();
      }).then(function (clean) { restore(place, page); document.execCommand("insertHTML", false, clean); })
        .catch(function () { restore(place, page); document.execCommand("insertText", false, data.getData("text/plain")); });
    });
    self.field = field;
    pages.push(self);
  }

  function saved() {
    var chosen = window.getSelection();
    return chosen.rangeCount ? chosen.getRangeAt(0).cloneRange() : null;
  }
  function restore(range, page) {
    page.focus();
    if (!range || !page.contains(range.startContainer)) { return; }
    var chosen = window.getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
  }

  function toolbar(page) {
    var made = document.createElement("div");
    made.className = "edit-bar";
    made.setAttribute("role", "toolbar");
    made.setAttribute("aria-label", bar.dataset.label);
    made.appendChild(bar.content.cloneNode(true));
    made.addEventListener("mousedown", function (event) { if (event.target.closest("button")) { event.preventDefault(); } });
    made.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) { return; }
      page.focus();
      act(button.dataset.do, page);
    });
    return made;
  }
  function cell() {
    var chosen = window.getSelection();
    var at = chosen.anchorNode;
    at = at && (at.nodeType === 1 ? at : at.parentElement);
    return at ? at.closest("td, th") : null;
  }
  function act(what, page) {
    var row, here;
    switch (what) {
      case "bold": document.execCommand("bold"); break;
      case "h2": case "h3": case "p": document.execCommand("formatBlock", false, what); break;
      case "ul": document.execCommand("insertUnorderedList"); break;
      case "ol": document.execCommand("insertOrderedList"); break;
      case "undo": document.execCommand("undo"); break;
      case "table":
        row = "<tr><td><br></td><td><br></td><td><br></td></tr>";
        document.execCommand("insertHTML", false, "<table><tbody>" + row + row + row + "</tbody></table><p><br></p>");
        break;
      case "row":
        here = cell();
        if (here) { row = here.parentNode.cloneNode(true); Array.prototype.forEach.call(row.cells, function (each) { each.innerHTML = "<br>"; }); here.parentNode.after(row); }
        break;
      case "column":
        here = cell();
        if (here) { Array.prototype.forEach.call(here.closest("table").rows, function (each) { each.insertCell(Math.min(here.cellIndex + 1, each.cells.length)).innerHTML = "<br>"; }); }
        break;
    }
    page.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.execCommand("defaultParagraphSeparator", false, "p");
  form.querySelectorAll("textarea[data-editor]").forEach(function (field) { new Page(field); });

  // A file may be dropped anywhere on its box.
  var box = form.querySelector(".drop"), chooser = box && box.querySelector("input[type=file]");
  if (chooser) {
    ["dragover", "dragleave", "drop"].forEach(function (name) {
      box.addEventListener(name, function (event) {
        event.preventDefault();
        box.classList.toggle("over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) { chooser.files = event.dataTransfer.files; }
      });
    });
  }

  // From here on: a draft that is saved while it is written.
  if (!form.dataset.check) { return; }
  var key = "draft:" + form.dataset.draft, dirty = false, stopped = false, going = null, timer = 0;
  var kept = form.querySelector("[data-kept]"), region = document.getElementById("findings");

  function store(text) { try { if (text === null) { localStorage.removeItem(key); } else { localStorage.setItem(key, text); } } catch (full) { return; } }
  function say(text) { if (kept) { kept.textContent = text; } }
  function clock() { return new Date().toTimeString().slice(0, 5); }

  function save() {
    clearTimeout(timer);
    if (stopped) { return Promise.resolve(); }
    if (going) { return going.then(function () { return dirty ? save() : undefined; }); }
    if (!dirty) { return Promise.resolve(); }
    dirty = false;
    going = post(form.dataset.check, new FormData(form)).then(function (answer) {
      return answer.text().then(function (text) {
        if (answer.status === 409) { stopped = true; say(text); tell(text); return; }
        if (!answer.ok) { throw new Error(text); }
        document.querySelectorAll("input[name=version]").forEach(function (each) { each.value = answer.headers.get("X-Version"); });
        if (!dirty) { store(null); }
        region.innerHTML = text;
        var told = region.querySelector("[data-told]");
        say(form.dataset.saidSaved + clock());
        if (told) { tell(told.dataset.told); }
      });
    }).catch(function () { dirty = true; say(form.dataset.saidKept); }).then(function () { going = null; });
    return going;
  }

  form.addEventListener("input", function (event) {
    if (event.target.type === "file") { return; }
    dirty = true;
    pages.forEach(function (page) { if (page.field.name === "html") { store(JSON.stringify({ html: page.field.value, at: Date.now() })); } });
    clearTimeout(timer);
    timer = setTimeout(save, 2500);
  });
  form.addEventListener("change", function () { dirty = true; clearTimeout(timer); timer = setTimeout(save, 600); });
  document.addEventListener("visibilitychange", function () { if (document.hidden) { save(); } });

  // Whatever is pressed: what was written goes first, and under the version that it made.
  document.addEventListener("submit", function (event) {
    var other = event.target !== form;
    if (!(going || (other && dirty && !stopped))) { if (!other) { dirty = false; store(null); } return; }
    event.preventDefault();
    var button = event.submitter;
    (other ? save() : going).then(function () { if (!other) { dirty = false; } event.target.requestSubmit(button || undefined); });
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("main a[href]");
    if (!link || !dirty || stopped || event.defaultPrevented || event.ctrlKey || event.metaKey || /^#/.test(link.getAttribute("href"))) { return; }
    event.preventDefault();
    save().then(function () { location.href = link.href; });
  });
  window.addEventListener("beforeunload", function (event) { if (dirty && !stopped) { event.preventDefault(); event.returnValue = ""; } });

  // What the server never got, because the line or the power failed.
  var left = null;
  try { left = JSON.parse(localStorage.getItem(key) || "null"); } catch (broken) { store(null); }
  var main = pages.filter(function (page) { return page.field.name === "html"; })[0];
  var found = document.getElementById("left-over");
  if (left && main && found && left.html && left.html !== main.read()) {
    found.hidden = false;
    found.querySelector("time").textContent = new Date(left.at).toTimeString().slice(0, 5);
    found.querySelector("[data-take]").addEventListener("click", function () {
      main.show(left.html.replace(/^<div>|<\/div>$/g, ""));
      main.store();
      found.hidden = true;
      dirty = true;
      save();
    });
    found.querySelector("[data-drop]").addEventListener("click", function () { store(null); found.hidden = true; });
  }
})();
