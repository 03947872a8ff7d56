// The preview of an article follows what is typed. The server renders it, as it will be read.
const PAUSE_MS = 250;
const form = document.querySelector("[data-preview]");
const preview = document.getElementById("preview");
let pause;
let request;

async function refresh() {
  request?.abort();
  request = new AbortController();
  const body = new FormData();
  body.set("body", form.elements.body.value);
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

form.elements.body.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(refresh, PAUSE_MS);
});
