// Loaded on every page; nothing here is needed for a page to work.

// A link to a dialog opens it as a modal one; without this script it opens as an overlay (:target).
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link) return;
  const around = link.closest('dialog');
  if (link.matches('[data-close]') && around.open) {
    event.preventDefault();
    return around.close();
  }
  const dialog = document.getElementById(link.hash.slice(1));
  if (dialog?.localName === 'dialog') {
    event.preventDefault();
    dialog.showModal();
  }
});

// Who signs out leaves no pages behind on a shared phone; what waits in the outbox of the field stays.
document.addEventListener('submit', event => {
  if (new URL(event.target.action).pathname === '/sign-out') globalThis.caches?.delete('field-pages');
});

// One press sends a form once; the button says that it is busy until the next page comes.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method === 'dialog' || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = 'yes';
  event.submitter?.setAttribute('aria-busy', 'true');
  if (form.hasAttribute('data-keep-scroll')) sessionStorage.setItem('scroll', `${location.pathname} ${scrollY}`);
});

// Coming back with the browser's own button must find the form usable.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    form.querySelector('[aria-busy]')?.removeAttribute('aria-busy');
  }
});

const [path, top] = (sessionStorage.getItem('scroll') ?? '').split(' ');
sessionStorage.removeItem('scroll');
if (path === location.pathname) scrollTo(0, Number(top));

// The chosen tab of a row that is too long for a phone is seen at once.
for (const tab of document.querySelectorAll('.views [aria-current]')) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;

const fade = toast => setTimeout(() => toast.remove(), 6000);
document.querySelectorAll('[data-toast]').forEach(fade);
document.querySelector('[data-faults]')?.focus();

/** Says something was done, for pages that act without a reload. */
export function say(words, tone = 'ok') {
  const toast = document.createElement('div');
  toast.className = `toast ${tone}`;
  toast.setAttribute('role', 'status');
  toast.textContent = words;
  document.body.append(toast);
  fade(toast);
}
