// Suggestions under the search box, as an ARIA combobox with a listbox. The form works
// without it. One request at a time, after a pause in typing; texts are only ever set as text.
(function () {
  "use strict";
  const pause = 160, longest = 60;

  function combobox(input) {
    const list = document.createElement("ul");
    list.id = input.id + "-suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.label);
    list.className = "suggestions";
    list.hidden = true;
    input.after(list);
    const told = document.createElement("span");
    told.className = "unseen";
    told.setAttribute("role", "status");
    list.after(told);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id], ["autocomplete", "off"]]) {
      input.setAttribute(name, value);
    }
    let waiting, asking, asked = "", chosen = -1;

    function close() {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function choose(at) {
      const options = list.children;
      if (chosen >= 0) options[chosen].setAttribute("aria-selected", "false");
      chosen = (at + options.length) % options.length;
      options[chosen].setAttribute("aria-selected", "true");
      options[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[chosen].id);
    }
    function show(found) {
      list.replaceChildren(...found.map(function (s, i) {
        const option = document.createElement("li"), kind = document.createElement("small");
        option.id = list.id + "-" + i;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.href = s.href;
        kind.textContent = s.kind;
        option.append(s.text + " ", kind);
        return option;
      }));
      told.textContent = found.length ? found.length + " " + input.dataset.found : "";
      close();
      if (found.length && document.activeElement === input) {
        list.hidden = false;
        input.setAttribute("aria-expanded", "true");
      }
    }
    function ask() {
      const text = input.value.trim();
      if (text === asked) return;
      asked = text;
      if (asking) asking.abort();
      if (!text || text.length > longest) { show([]); return; }
      asking = new AbortController();
      fetch(input.dataset.suggest + "&q=" + encodeURIComponent(text), { signal: asking.signal, credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.json() : []; })
        .then(show)
        .catch(function () {});
    }
    function go() { window.location.assign(list.children[chosen].dataset.href); }

    input.addEventListener("input", function (e) {
      clearTimeout(waiting);
      if (!e.isComposing) waiting = setTimeout(ask, pause);
    });
    input.addEventListener("compositionend", function () { waiting = setTimeout(ask, pause); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (e) {
      if (e.isComposing) return;
      if (e.key === "Escape" && !list.hidden) { e.preventDefault(); close(); return; }
      if (!list.children.length) return;
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        e.preventDefault();
        if (list.hidden) { list.hidden = false; input.setAttribute("aria-expanded", "true"); }
        choose(e.key === "ArrowDown" ? chosen + 1 : (chosen < 0 ? list.children.length - 1 : chosen - 1));
      }
    });
    input.form.addEventListener("submit", function (e) { // by Enter, with a suggestion chosen
      if (chosen < 0 || list.hidden) return;
      e.preventDefault();
      go();
    });
    list.addEventListener("mousedown", function (e) {
      const option = e.target.closest("[role=option]");
      if (!option) return;
      e.preventDefault();
      choose(Array.prototype.indexOf.call(list.children, option));
      go();
    });
  }
  document.querySelectorAll("input[data-suggest]").forEach(combobox);
})();
