// Runs before the first paint, so that a page never flashes in the other theme.
const chosenTheme = localStorage.getItem("theme");
if (chosenTheme) document.documentElement.dataset.theme = chosenTheme;
