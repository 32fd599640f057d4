// Makes the queue alive: keys, the chosen matter beside the list, and changes without a reload. The pages work without it.
import { watch } from './live.js';
import { follow, renew } from './queue-map.js';

const part = (name, of = document) => of.querySelector(`[data-part=${name}]`);
const rows = () => [...document.querySelectorAll('[data-row]')];
const isDesk = matchMedia('(min-width: 70rem)');

async function load(address, headers = {}) {
  const answer = await fetch(address, { headers: { Accept: 'text/html', ...headers } });
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

function mark(number) {
  for (const row of rows())
    if (row.dataset.row === number) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  follow();
}

let shown = 0;

/** Shows a matter beside the list; without room for that, or when anything goes wrong, the browser goes there. Of several the last counts. */
async function show(address, push = true) {
  const mine = ++shown;
  try {
    const page = await load(address, { 'X-Part': 'detail' });
    if (mine !== shown) return;
    part('detail').replaceWith(document.adoptNode(part('detail', page)));
    document.querySelector('.split-detail').scrollTop = 0;
    mark(new URL(address, location).searchParams.get('open') ?? rows()[0]?.dataset.row);
    if (push) history.pushState(null, '', address);
  } catch {
    if (mine === shown) location.href = address;
  }
}

function focusRow(step) {
  const all = rows();
  if (all.length === 0) return;
  const open = all.findIndex(row => row.hasAttribute('aria-current'));
  const here = all.indexOf(document.activeElement.closest('[data-row]'));
  const at = Math.max(0, Math.min(all.length - 1, (here < 0 ? open : here) + step));
  const link = all[at].querySelector('a');
  link.focus();
  all[at].scrollIntoView({ block: 'nearest' });
  if (isDesk.matches) show(link.href);
}

function pick() {
  const box = (document.activeElement.closest('[data-row]') ?? rows().find(row => row.hasAttribute('aria-current')))?.querySelector('[name=numbers]');
  box?.click();
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input:not([type=checkbox]), textarea, select, dialog')) return;
  const does = {
    j: () => focusRow(1),
    k: () => focusRow(-1),
    ...event.target.closest?.('[data-row]') && { ArrowDown: () => focusRow(1), ArrowUp: () => focusRow(-1) },
    x: pick,
    '/': () => document.querySelector('[data-find]')?.focus(),
    '?': () => document.getElementById('keys')?.showModal(),
  }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

document.addEventListener('click', event => {
  const link = event.target.closest('[data-row] td:first-child > a');
  if (!link || !isDesk.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const row = link.closest('[data-row]');
  // Enter or a click on the one that is open already goes to its own page.
  if (row.hasAttribute('aria-current')) location.href = `/console/matters/${row.dataset.row}`;
  else show(link.href);
});

/** A pin of the map stands for its row. */
document.addEventListener('click', event => {
  const pin = event.target.closest('[data-pin]');
  if (!pin || !isDesk.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const row = rows().find(row => row.dataset.row === pin.dataset.pin);
  row?.scrollIntoView({ block: 'center' });
  row?.querySelector('a').focus({ preventScroll: true });
  show(new URL(pin.getAttribute('href'), location).href);
});

addEventListener('popstate', () => show(location.href, false));

document.addEventListener('change', event => {
  if (event.target.name !== 'numbers') return;
  const chosen = document.querySelectorAll('[name=numbers]:checked').length;
  document.querySelector('[data-chosen]').textContent = chosen > 0 ? chosen : '';
});

/** Puts the new list in place of the old one; what was picked stays picked, and the keys stay where they were. */
function replaceList(page) {
  const known = new Map(rows().map(row => [row.dataset.row, row.dataset.version]));
  const open = rows().find(row => row.hasAttribute('aria-current'))?.dataset.row;
  const focused = part('list').contains(document.activeElement) ? document.activeElement.closest('[data-row]')?.dataset.row : null;
  const picked = new Set([...document.querySelectorAll('[name=numbers]:checked')].map(box => box.value));
  for (const name of ['views', 'list']) part(name).replaceWith(document.adoptNode(part(name, page)));
  for (const row of rows()) {
    if (known.get(row.dataset.row) !== row.dataset.version) row.classList.add('new', 'fresh');
    if (row.dataset.row === focused) row.querySelector('a').focus({ preventScroll: true });
  }
  for (const box of document.querySelectorAll('[name=numbers]')) box.checked = picked.has(box.value);
  const [still, drawn] = [document.querySelector('[data-map-still]'), page.querySelector('[data-map-still]')];
  if (still && drawn) still.replaceChildren(...document.adoptNode(drawn).childNodes);
  renew();
  mark(open);
}

/** Somebody else acted on the matter that is open: it is shown anew, unless the reader is writing; then they are told. */
function refreshDetail(changed) {
  const open = part('detail')?.querySelector('[data-matter]')?.dataset.matter;
  if (!open || !(changed.has(open) || changed.has('everything'))) return;
  const writes = [...part('detail').querySelectorAll('input:not([type=hidden]), textarea, select')]
    .some(field => field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked : field.type === 'file' ? field.files.length > 0 : field.tagName !== 'SELECT' && field.value !== field.defaultValue);
  if (writes) part('detail').querySelector('[data-stale]').hidden = false;
  else show(location.href, false);
}

async function refresh(changed) {
  const sign = document.querySelector('[data-live-sign]');
  try {
    replaceList(await load(location.href, { 'X-Part': 'list' }));
    refreshDetail(changed);
    sign.classList.remove('off');
  } catch {
    sign.classList.add('off');
  }
}

if (part('list')) {
  document.querySelector('[data-live-sign]').hidden = false;
  document.querySelector('[data-keys]').hidden = false;
  watch(refresh, { wait: 400 });
}
