// The preview of an article or macro follows what is typed. The server renders it, as it is read.
const PAUSE_MS = 250;
const form = document.querySelector("[data-preview]");
const preview = document.getElementById("preview");
const typed = form.elements[form.dataset.previewed];
let pause;
let request;

async function refresh() {
  request?.abort();
  request = new AbortController();
  const body = new FormData();
  body.set(typed.name, typed.value);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const options = { method: "POST", body, signal: request.signal };
    const response = await fetch(form.dataset.preview, options);
    if (response.ok) preview.innerHTML = await response.text();
    preview.classList.toggle("stale", !response.ok);
  } catch (error) {
    if (error.name !== "AbortError") preview.classList.add("stale");
  }
}

typed.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(refresh, PAUSE_MS);
});
