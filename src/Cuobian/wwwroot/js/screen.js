// Keeps the wall fresh for days: fetches the page and swaps the one part that changes, so that nothing piles up.
import { watch } from './live.js';

async function refresh() {
  if (document.querySelector('.flow-table[open]')) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (answer.redirected || answer.status === 401) return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    document.querySelector('[data-part=wall]').replaceWith(document.adoptNode(page.querySelector('[data-part=wall]')));
  } catch {
    // The figures on the wall carry their time, so an old one is seen to be old.
    document.querySelector('.screen-now')?.classList.add('late-words');
  }
}

watch(refresh, { wait: 5_000 });
