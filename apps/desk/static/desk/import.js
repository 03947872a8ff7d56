// Files that are too large are refused before they are sent.
const form = document.querySelector("[data-upload]");
const files = form.elements.uploads;
const most = Number(files.dataset.mostBytes);

files.addEventListener("change", () => {
  const size = [...files.files].reduce((sum, file) => sum + file.size, 0);
  const megabytes = (bytes) => Math.ceil(bytes / 1024 ** 2);
  files.setCustomValidity(size < most ? "" :
    `These are ${megabytes(size)} MB and at most ${megabytes(most)} MB are taken at once; ` +
    "pack them into a .zip, or use manage.py import_knowledge.");
  files.reportValidity();
});
