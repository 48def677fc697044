// Comforts for readers with JavaScript; every page reads without it.
// 1. Times are shown in the reader's own zone. 2. An event slides through its states. 3. What is new comes in by itself.
"use strict";

(() => {
  const POLL_MS = 2000;
  const SLOW_MS = 10000;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  const keptZone = () => {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith("zone="));
    return found ? decodeURIComponent(found.slice(5).replace(/^"|"$/g, "")) : "";
  };

  const ownZone = () => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    return /^[A-Za-z]/.test(zone) ? zone : "";
  };

  const formatter = (zone) =>
    new Intl.DateTimeFormat("en-GB", {
      year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone,
    });

  const localise = (root, zone) => {
    if (!zone) return;
    let format;
    try {
      format = formatter(zone);
    } catch {
      return; // a zone that this browser does not know: the server's reading stands
    }
    for (const element of root.querySelectorAll("time[datetime]")) {
      const at = new Date(element.getAttribute("datetime"));
      if (Number.isNaN(at.getTime())) continue;
      const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
      element.textContent = `${part.day} ${MONTHS[part.month - 1]} ${part.year} ${part.hour}:${part.minute}`;
    }
  };

  let zone = keptZone();
  if (!zone) {
    zone = ownZone();
    if (zone) {
      document.cookie = `zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax`;
      localise(document, zone);
      const field = document.getElementById("reader-zone");
      if (field) field.value = zone;
    }
  }

  for (const drawn of document.querySelectorAll(".drawing a [aria-label]")) {
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title"); // shown where a pointer rests
    title.textContent = drawn.getAttribute("aria-label");
    drawn.append(title);
  }

  for (const form of document.querySelectorAll("form[data-tidy]")) {
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true; // keeps addresses short
    });
    window.addEventListener("pageshow", () => {
      for (const field of form.elements) field.disabled = false;
    });
  }

  // On a phone the pages stand in one row that scrolls: the one that is open is brought into sight.
  const here = document.querySelector("nav a[aria-current=page]");
  if (here) here.closest("nav").scrollLeft = here.offsetLeft - here.closest("nav").clientWidth / 2;

  // The slider goes where the links of the states lead, the last stop to the event as it stands now.
  const slide = () => {
    const slider = document.getElementById("as-of-slider");
    if (!slider) return;
    const section = slider.closest("section");
    const links = [...section.querySelectorAll(".versions a")];
    if (links.length < 2) return;
    const stops = [...links.map((link) => link.getAttribute("href")), section.querySelector("form").dataset.now];
    const name = (stop) => (stop < links.length ? links[stop].textContent : "now");
    const at = links.findIndex((link) => link.closest("[aria-current]"));
    const tell = () => {
      section.querySelector("output").textContent = name(slider.value);
      slider.setAttribute("aria-valuetext", name(slider.value));
    };
    slider.max = links.length;
    slider.value = at < 0 ? links.length : at;
    tell();
    slider.parentElement.hidden = false;
    slider.addEventListener("input", tell);
    slider.addEventListener("change", async () => {
      const href = stops[slider.value];
      try {
        const reply = await fetch(href, { headers: { accept: "text/html" } });
        const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("main");
        document.querySelector("main").replaceWith(document.importNode(fresh, true));
        history.replaceState(null, "", href);
        localise(document.querySelector("main"), zone);
        slide();
        document.getElementById("as-of-slider").focus({ preventScroll: true });
      } catch {
        window.location.assign(href);
      }
    });
  };
  slide();

  const live = () => document.getElementById("live");
  if (!live()) return;

  // Rows that stay are the same nodes before and after: focus, selection and scrolling are not disturbed.
  const mergeList = (old, fresh) => {
    const known = new Map([...old.children].map((child) => [child.dataset.key, child]));
    const added = [];
    const wanted = [...fresh.children].map((child) => {
      const before = known.get(child.dataset.key);
      if (before && same(before, child)) return before;
      if (before && before.contains(document.activeElement)) return before;
      child.classList.add("fresh");
      added.push([child, !before]);
      return child;
    });
    for (const child of [...old.children]) if (!wanted.includes(child)) child.remove();
    wanted.forEach((child, index) => {
      if (old.children[index] !== child) old.insertBefore(child, old.children[index] || null);
    });
    return added.filter(([, isNew]) => isNew).length;
  };

  const same = (a, b) => {
    const plain = a.cloneNode(true);
    plain.classList.remove("fresh");
    if (!plain.classList.length) plain.removeAttribute("class");
    return plain.outerHTML === b.outerHTML;
  };

  const merge = (old, fresh) => {
    const parts = (root) => [...root.querySelectorAll("[data-part]")].map((each) => each.dataset.part).join(" ");
    if (parts(old) !== parts(fresh)) {
      old.replaceWith(fresh);
      return fresh.querySelectorAll("[data-list=developments] > *").length;
    }
    let count = 0;
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const before = old.querySelector(`[data-part="${part.dataset.part}"]`);
      const lists = part.querySelectorAll("[data-list]");
      if (lists.length === 0) {
        if (before.innerHTML !== part.innerHTML && !before.contains(document.activeElement)) before.replaceWith(part);
        continue;
      }
      for (const list of lists) {
        const added = mergeList(before.querySelector(`[data-list="${list.dataset.list}"]`), list);
        if (list.dataset.list === "developments") count += added;
      }
    }
    old.dataset.stamp = fresh.dataset.stamp;
    return count;
  };

  const tell = (count) => {
    const place = document.getElementById("told");
    if (place && count) place.textContent = count === 1 ? "1 new development" : `${count} new developments`;
  };

  const ask = async () => {
    const box = live();
    const source = new URL(box.dataset.source, window.location.origin);
    source.searchParams.set("stamp", box.dataset.stamp);
    const reply = await fetch(source, { headers: { accept: "text/html" } });
    if (reply.status === 204) return;
    if (!reply.ok) throw new Error(String(reply.status));
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("live");
    if (!fresh) return;
    localise(fresh, zone);
    tell(merge(box, document.importNode(fresh, true)));
  };

  const turn = async () => {
    let wait = POLL_MS;
    if (!document.hidden) {
      try {
        await ask();
        document.documentElement.dataset.reached = "yes";
      } catch {
        document.documentElement.dataset.reached = "no";
        wait = SLOW_MS;
      }
    }
    window.setTimeout(turn, wait);
  };
  window.setTimeout(turn, POLL_MS);
})();
