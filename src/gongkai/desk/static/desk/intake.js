// The form of registration tells what it would lead to while it is being filled in. Without script its button does the same.
(function () {
  "use strict";
  var form = document.querySelector("form[data-count-to]");
  var region = form && document.getElementById(form.dataset.countTo);
  if (!region) { return; }
  var timer = 0, turn = 0;

  function count() {
    turn += 1;
    var mine = turn;
    var data = new FormData();
    // Not the files: they are not needed to count, and would be sent twice.
    new FormData(form).forEach(function (value, name) { if (typeof value === "string") { data.append(name, value); } });
    data.append("count", "1");
    // By POST, so that no name or number of a person stands in an address.
    fetch(location.href, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" })
      .then(function (answer) { if (!answer.ok) { throw new Error(String(answer.status)); } return answer.text(); })
      .then(function (html) {
        if (mine !== turn) { return; }
        region.innerHTML = html;
        var live = document.getElementById("live"), first = region.firstElementChild;
        var told = first && first.dataset.count ? first.dataset.count : "";
        if (live && live.textContent !== told) { live.textContent = told; }
      })
      .catch(function () { /* What follows is told again after registering. */ });
  }

  form.addEventListener("input", function (event) {
    if (event.target.type === "file") { return; }
    clearTimeout(timer);
    timer = setTimeout(count, 400);
  });
  count();
})();
