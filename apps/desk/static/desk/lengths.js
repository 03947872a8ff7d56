// What is pasted is never cut off unseen: a text that is too long says by how much, and stays.

// How many characters more than `most` the server would count.
export const excess = (text, most) => [...text].length - most;

for (const field of document.querySelectorAll("textarea[maxlength]")) {
  const most = field.maxLength;
  field.removeAttribute("maxlength");
  field.addEventListener("input", () => {
    // A form is sent with two characters for the end of a line.
    const over = excess(field.value.replaceAll("\n", "\r\n"), most);
    field.setCustomValidity(over > 0 ? `This is ${over} characters too long; ${most} are the most.` : "");
  });
}
