// Keeps today's pages on the phone, with everything they need to be shown without a network.
import { note, recall, unnoteAll } from './store.js';

const SHELL = 'field-shell', PAGES = 'field-pages', AGE = 4 * 3_600_000, SHORT_AGE = 300_000, MOST = 40, AT_ONCE = 2, PATIENCE = 20_000;

/** Another person's pages do not stay on a shared phone. */
export async function belongTo(account) {
  if (await recall('account') === account) return;
  await forget();
  await note('account', account);
}

/** Lets go of every page with personal data; what waits to be sent stays. */
export async function forget() {
  await caches.delete(PAGES);
  await unnoteAll();
}

/** Keeps this page, the pages of the menu, and the pages its links with data-keep lead to; answers whether nothing is left to try again. */
export async function keepAll() {
  const shell = await caches.open(SHELL);
  await Promise.all(parts(document, performance.getEntriesByType('resource').map(entry => entry.name)).map(address => ensure(shell, address)));
  const wanted = [...document.querySelectorAll('.thumb-bar a[href^="/field"], a[data-keep]')].slice(0, MOST);
  const build = [...document.querySelectorAll('link[rel=stylesheet]')].map(link => link.href).join();
  const queue = [...new Map(wanted.map(link => [new URL(link.href).pathname, link.dataset.keep ?? '']))];
  let whole = true;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    // One page that cannot be had does not keep the others from the phone.
    for (let next = queue.shift(); next; next = queue.shift()) whole = await keepPage(next[0], `${next[1]} ${build}`, shell).catch(() => false) && whole;
  }));
  return whole;
}

/** Fetches a page when it changed since it was kept, or is old; answers false when the server was too busy to give it. */
async function keepPage(address, stamp, shell) {
  const known = await recall(`kept ${address}`);
  // What carries no sign of its last change is asked for more often.
  const age = stamp.startsWith(' ') ? SHORT_AGE : AGE;
  const pages = await caches.open(PAGES);
  if (known?.stamp === stamp && Date.now() - known.at < age && await pages.match(address, { ignoreVary: true })) return true;
  const answer = await fetch(address, { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout?.(PATIENCE) });
  if (!answer.ok || answer.redirected) return answer.status < 500 && answer.status !== 429;
  await pages.put(address, answer.clone());
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  await Promise.all(parts(page).map(part => ensure(shell, part)));
  await Promise.all([...page.querySelectorAll('img[src*="/photos/"]')].map(photo => ensure(pages, new URL(photo.getAttribute('src'), location).href)));
  await note(`kept ${address}`, { stamp, at: Date.now() });
  return true;
}

function parts(page, more = []) {
  const named = [...page.querySelectorAll('link[rel=stylesheet], link[rel=icon], link[rel=modulepreload], script[src]')].map(part => part.getAttribute('href') ?? part.getAttribute('src'));
  return [...new Set([...named, ...more].map(address => new URL(address, location).href))]
    .filter(address => address.startsWith(location.origin) && /^\/(css|js|img)\//.test(new URL(address).pathname));
}

async function ensure(cache, address) {
  if (!await cache.match(address, { ignoreVary: true })) await cache.add(address).catch(() => {});
}
