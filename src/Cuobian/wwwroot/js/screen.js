// Keeps the wall alive for days: fetches the page and swaps the parts that changed, so that nothing piles up; charts only move.
import { drawCharts } from './charts.js';
import { watch } from './live.js';
import { drawMap } from './wall-map.js';

const OLD = 120_000;
const HOUR = 3_600_000;
const came = new Map();
const said = document.querySelector('[data-old]');
const script = page => page.querySelector('script[src*="screen"]')?.getAttribute('src');
let last = Date.now();

async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (answer.redirected || answer.status === 401) return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // The house was renewed while the wall hung there.
    if (script(page) !== script(document)) return location.reload();
    for (const part of page.querySelectorAll('[data-part]')) swap(part);
    last = Date.now();
    drawMap();
    await drawCharts();
  } catch {
    // The old figures stay; tick() tells when they are too old to be believed.
  }
  tick();
}

function swap(fresh) {
  const name = fresh.dataset.part;
  const old = document.querySelector(`[data-part="${name}"]`);
  if (!old || came.get(name) === fresh.innerHTML) return;
  came.set(name, fresh.innerHTML);
  const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  old.querySelectorAll('details').forEach((details, at) => { const next = fresh.querySelectorAll('details')[at]; if (next) next.open = details.open; });
  old.replaceWith(document.adoptNode(fresh));
  if (name === 'head') started = performance.now();
  if (focused) [...fresh.querySelectorAll('a')].find(link => link.getAttribute('href') === focused)?.focus({ preventScroll: true });
}

let started = performance.now();
const ago = new Intl.RelativeTimeFormat(document.documentElement.lang, { style: document.documentElement.lang.startsWith('zh') ? 'short' : 'long' });

/** The clock and the time since the last report go on between two looks; the server says what time it is. */
function tick() {
  const clock = document.querySelector('[data-clock]');
  const now = Number(clock.dataset.clock) + performance.now() - started;
  clock.textContent = beijing(now);
  const since = document.querySelector('[data-since]');
  const gone = since ? Math.max(0, Math.round((now - Number(since.dataset.since)) / 1000)) : 0;
  if (since && gone < HOUR / 1000) since.textContent = (gone < 60 ? ago.format(-gone, 'second') : ago.format(-Math.floor(gone / 60), 'minute')).replace(/\d+ ?/, '$& ').replace('  ', ' ');
  const tooOld = Date.now() - last > OLD;
  if (tooOld && said.hidden) said.textContent = said.dataset.old.replace('{0}', beijing(now - (Date.now() - last)));
  said.hidden = !tooOld;
}

/** All of China keeps Beijing time, wherever the screen hangs. */
function beijing(at) {
  return new Date(at + 8 * HOUR).toISOString().slice(11, 19);
}

setInterval(tick, 1000);
watch(refresh, { wait: 5_000 });
drawCharts();
drawMap();
