// The page of an import while work goes on in the background: it is asked for again until the work is done. Without script, a link does
// the same.
(function () {
  "use strict";
  var region = document.querySelector("[data-working]");
  if (!region) { return; }
  var live = document.getElementById("live");
  function again() {
    fetch(location.href, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (html) {
      var now = new DOMParser().parseFromString(html, "text/html").querySelector("[data-working]");
      if (!now) { location.reload(); return; }
      region.innerHTML = now.innerHTML;
      setTimeout(again, 2000);
    }).catch(function () {
      // Nothing is lost: the work goes on, and the link is there.
      setTimeout(again, 8000);
    });
  }
  if (live) { live.textContent = region.textContent.trim().slice(0, 60); }
  setTimeout(again, 1500);
}());
