// Marking a file: words are selected, cells pressed, areas drawn; each becomes a mark in the list beside, with the reason that is
// chosen there. Without script the same is ticked and typed.
(function () {
  "use strict";
  var form = document.querySelector("form[data-sever]");
  if (!form) { return; }
  var field = form.querySelector("[name=marks]");
  var list = form.querySelector("[data-own]");
  var reason = form.querySelector("[name=reason_hand]");
  var undo = form.querySelector("[data-undo]");
  var marks = [];
  try { marks = JSON.parse(field.value || "[]"); } catch (error) { marks = []; }
  form.setAttribute("data-drawable", "");
  var how = form.querySelector("[data-how]");
  if (how) { how.hidden = false; }

  function store() {
    field.value = JSON.stringify(marks.map(function (mark) { return { place: mark.place, reason: mark.reason, kind: "" }; }));
    undo.hidden = !marks.length;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function words(place) {
    if (place.part !== undefined) {
      var part = document.querySelector('[data-part="' + CSS.escape(place.part) + '"]');
      return (part ? part.dataset.label : place.part) + "，第" + (place.start + 1) + "至" + place.end + "个字";
    }
    if (place.picture !== undefined) {
      var drawn = document.querySelector('[data-picture="' + CSS.escape(place.picture) + '"]');
      return "图片" + (drawn ? drawn.dataset.number : "") + "，左" + Math.round(place.x * 100) + "%、上" + Math.round(place.y * 100) + "%";
    }
    if (place.page !== undefined) { return "第" + place.page + "页，左" + Math.round(place.x * 100) + "%、上" + Math.round(place.y * 100) + "%"; }
    return "“" + place.sheet + "”" + place.ref;
  }
  function row(mark) {
    var item = document.createElement("li");
    var text = document.createElement("span");
    text.textContent = words(mark.place) + "　" + mark.said;
    var away = document.createElement("button");
    away.type = "button"; away.className = "link"; away.textContent = "不遮";
    away.setAttribute("aria-label", "不遮：" + words(mark.place));
    away.addEventListener("click", function () { remove(mark); reason.focus(); });
    item.appendChild(text); item.appendChild(away);
    if (mark.text) {
      var same = document.createElement("button");
      same.type = "button"; same.className = "link"; same.textContent = "同样的字都遮";
      same.setAttribute("aria-label", "同样的字都遮：" + mark.text);
      same.addEventListener("click", function () {
        var typed = form.querySelector("[name=words]"), lines = typed.value.split("\n").filter(function (line) { return line.trim(); });
        if (lines.indexOf(mark.text) < 0) { lines.push(mark.text); }
        typed.value = lines.join("\n");
        typed.dispatchEvent(new Event("input", { bubbles: true }));
        same.remove(); typed.focus();
      });
      item.appendChild(same);
    }
    mark.row = item;
    list.appendChild(item);
  }
  function add(place, show, what) {
    var mark = { place: place, reason: reason.value, said: reason.options[reason.selectedIndex].text, shown: show, text: what };
    marks.push(mark); row(mark); store();
  }
  function remove(mark) {
    marks.splice(marks.indexOf(mark), 1);
    if (mark.row) { mark.row.remove(); }
    if (mark.shown) { mark.shown(); }
    store();
  }
  undo.querySelector("button").addEventListener("click", function () { if (marks.length) { remove(marks[marks.length - 1]); } });
  marks.forEach(function (mark) {
    var known = Array.prototype.find.call(reason.options, function (option) { return option.value === mark.reason; });
    mark.said = known ? known.text : ""; row(mark);
  });
  undo.hidden = !marks.length;

  // Words: the offset of a selection in the text of its paragraph, in code points as the server counts.
  function offset(part, node, at) {
    var range = document.createRange();
    range.setStart(part, 0); range.setEnd(node, at);
    return Array.from(range.toString()).length;
  }
  function paint(part, start, end) {
    var mark = document.createElement("mark");
    mark.className = "cut";
    var range = document.createRange(), walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), seen = 0, node, begun = false;
    while ((node = walker.nextNode())) {
      var points = Array.from(node.data);
      if (!begun && start < seen + points.length) { range.setStart(node, points.slice(0, start - seen).join("").length); begun = true; }
      if (begun && end <= seen + points.length) { range.setEnd(node, points.slice(0, end - seen).join("").length); break; }
      seen += points.length;
    }
    mark.appendChild(range.extractContents());
    range.insertNode(mark);
    return function () { while (mark.firstChild) { mark.parentNode.insertBefore(mark.firstChild, mark); } mark.remove(); part.normalize(); };
  }
  var text = form.querySelector("[data-parts]");
  function selected() {
    var chosen = window.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) { return; }
    var range = chosen.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) { return; }
    Array.prototype.forEach.call(text.querySelectorAll("[data-part]"), function (part) {
      if (!range.intersectsNode(part)) { return; }
      var start = part.contains(range.startContainer) ? offset(part, range.startContainer, range.startOffset) : 0;
      var end = part.contains(range.endContainer) ? offset(part, range.endContainer, range.endOffset) : Array.from(part.textContent).length;
      if (end > start) {
        var what = Array.from(part.textContent).slice(start, end).join("").replace(/\s+/g, " ").trim();
        add({ part: part.dataset.part, start: start, end: end }, paint(part, start, end), what);
      }
    });
    chosen.removeAllRanges();
  }
  if (text) {
    text.addEventListener("mouseup", function () { window.setTimeout(selected, 0); });
    text.addEventListener("keyup", function (event) { if (event.key === "Enter") { selected(); } });
  }

  // Cells: pressed once they are cut, pressed again they are not.
  form.addEventListener("click", function (event) {
    var cell = event.target.closest("td[data-ref]");
    if (!cell) { return; }
    var same = marks.find(function (mark) { return mark.place.sheet === cell.dataset.sheet && mark.place.ref === cell.dataset.ref; });
    if (same) { remove(same); return; }
    cell.classList.add("cut");
    add({ sheet: cell.dataset.sheet, ref: cell.dataset.ref }, function () { cell.classList.remove("cut"); }, cell.lastChild.data ? cell.lastChild.data.trim() : "");
  });

  // Pages and pictures: an area is drawn from corner to corner.
  Array.prototype.forEach.call(form.querySelectorAll(".sever-page"), function (page) {
    var picture = page.querySelector("img"), layer = page.querySelector("svg"), from = null, box = null;
    if (!picture) { return; }
    function size() { layer.style.height = picture.clientHeight + "px"; }
    picture.addEventListener("load", size); window.addEventListener("resize", size); size();
    function at(event) {
      var edge = picture.getBoundingClientRect();
      return { x: Math.min(1, Math.max(0, (event.clientX - edge.left) / edge.width)), y: Math.min(1, Math.max(0, (event.clientY - edge.top) / edge.height)) };
    }
    function between(a, b) { return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) }; }
    function draw(area) { ["x", "y", "width", "height"].forEach(function (name) { box.setAttribute(name, String(area[name] * 100)); }); }
    picture.addEventListener("pointerdown", function (event) {
      if (event.button) { return; }
      from = at(event);
      box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      box.setAttribute("class", "drawing"); layer.appendChild(box);
      picture.setPointerCapture(event.pointerId); event.preventDefault();
    });
    picture.addEventListener("pointermove", function (event) { if (from) { draw(between(from, at(event))); } });
    function done(event) {
      if (!from) { return; }
      var area = between(from, at(event)), drawn = box;
      from = null; box = null;
      if (area.width < 0.004 || area.height < 0.004) { drawn.remove(); return; }
      drawn.setAttribute("class", "cut");
      var place = { x: area.x, y: area.y, width: Math.min(area.width, 1 - area.x), height: Math.min(area.height, 1 - area.y) };
      if (page.dataset.picture !== undefined) { place.picture = page.dataset.picture; } else { place.page = Number(page.dataset.page); }
      add(place, function () { drawn.remove(); });
    }
    picture.addEventListener("pointerup", done);
    picture.addEventListener("pointercancel", function () { if (box) { box.remove(); } from = null; box = null; });
  });
})();
