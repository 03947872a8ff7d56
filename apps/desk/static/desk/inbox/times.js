// Times in the reader's own zone and way, and waiting times that count on.
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const moment = new Intl.DateTimeFormat(undefined, {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const MINUTE = 60, HOUR = 3600, DAY = 86400, TICK_MS = 20000;

export const clockOf = (milliseconds) => clock.format(new Date(milliseconds));

export function localise(root) {
  for (const time of root.querySelectorAll("time[data-clock]")) {
    time.textContent = clock.format(new Date(time.dateTime));
    time.title = moment.format(new Date(time.dateTime));
  }
  for (const time of root.querySelectorAll("time[data-moment]")) {
    time.textContent = moment.format(new Date(time.dateTime));
  }
  count(root);
}

export function count(root = document) {
  const late = Number(document.querySelector("[data-late-minutes]")?.dataset.lateMinutes) * MINUTE;
  for (const time of root.querySelectorAll("time[data-since], time[data-waiting-since]")) {
    const seconds = (Date.now() - new Date(time.dateTime)) / 1000;
    time.textContent = duration(seconds);
    time.classList.toggle("late", "waitingSince" in time.dataset && seconds > late);
  }
}

export function dayOf(seconds) {
  return day.format(new Date(seconds * 1000));
}

// The choices of how long a conversation may wait, as moments of the reader's own clock.
export function snoozeChoices(now = new Date()) {
  const inHours = (hours) => new Date(now.getTime() + hours * HOUR * 1000);
  const morning = (days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);
  const toMonday = ((8 - now.getDay()) % 7) || 7;
  return [
    ["For 1 hour", inHours(1)],
    ["For 4 hours", inHours(4)],
    ["Until tomorrow, 9:00", morning(1)],
    ["Until Monday, 9:00", morning(toMonday)],
  ];
}

function duration(seconds) {
  if (seconds < HOUR) return `${Math.max(Math.floor(seconds / MINUTE), 0)} min`;
  return seconds < DAY ? `${Math.floor(seconds / HOUR)} h` : `${Math.floor(seconds / DAY)} d`;
}

setInterval(count, TICK_MS);
