// Reads a form as an act for the API. The same form, sent without this script, does the same on the server.
import { shrink } from '../shrink.js';

/** Forms of a matter's acts, and the commands of the API behind them; the other acts need a connection. */
const commands = { accept: 'accept', return: 'return', selfhandle: 'self-handle', submit: 'submit', comment: 'comment', attach: 'attach', takecall: 'take-call', arrive: 'arrive' };

/** The act a form stands for; null when it cannot wait. */
export async function actOf(form) {
  const handler = form.elements._handler?.value ?? '';
  const command = handler.startsWith('act-') ? commands[handler.slice(4)] : undefined;
  const number = form.closest('[data-matter]')?.dataset.matter;
  const path = form.dataset.path ?? (command && number ? `/api/v1/matters/${number}/${command}` : null);
  if (!path) return null;
  await fillIn(form);
  return {
    path: path.replace(/\{(\w+)\}/g, (_, name) => form.elements[name].value),
    body: { ...bodyOf(form), ...(command === 'attach' ? { stage: 'before' } : {}) },
    photos: await photosOf(form),
    label: form.dataset.label ?? (form.closest('details')?.querySelector('summary') ?? form.querySelector('[type=submit]'))?.textContent.trim() ?? '',
    about: form.dataset.about ?? document.querySelector('h1')?.textContent.trim() ?? '',
    subject: form.dataset.subject ?? (number ? `matter ${number}` : undefined),
    href: form.dataset.href ?? location.pathname,
    says: says(form),
  };
}

async function fillIn(form) {
  if (form.hasAttribute('data-with-position')) await notePosition(form);
  for (const input of form.querySelectorAll('[data-now]')) input.value = new Date().toISOString();
  for (const input of form.querySelectorAll('[data-new-id]')) input.value ||= crypto.randomUUID();
}

/** Where the phone is, when it says so soon; an act does not wait long for it. */
function notePosition(form) {
  return new Promise(done => {
    if (!navigator.geolocation) return done();
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.querySelector('[data-lat]').value = coords.latitude.toFixed(6);
      form.querySelector('[data-lon]').value = coords.longitude.toFixed(6);
      done();
    }, done, { enableHighAccuracy: true, timeout: 6_000, maximumAge: 20_000 });
  });
}

const nameOf = input => input.closest('form').elements._handler?.value.startsWith('act-') ? input.name.slice(input.name.indexOf('-') + 1) : input.name;

function bodyOf(form) {
  const body = {};
  for (const input of form.elements) {
    if (!input.name || input.name.startsWith('_') || input.type === 'file' || input.disabled || input.hasAttribute('data-only-path')) continue;
    if (input.type === 'radio' && !input.checked) continue;
    const value = valueOf(input);
    if (value === undefined) continue;
    const [name, inner] = nameOf(input).split('.');
    if (inner) (body[name] ??= {})[inner] = value;
    else body[name] = value;
  }
  return body;
}

function valueOf(input) {
  if (input.type === 'checkbox') return input.checked;
  const text = input.value.trim();
  if (text === '') return undefined;
  if (input.hasAttribute('data-number')) return Number(text);
  // The API names the members of a choice in camel case.
  return input.type === 'radio' ? text[0].toLowerCase() + text.slice(1) : text;
}

async function photosOf(form) {
  const photos = [];
  for (const input of form.querySelectorAll('input[type=file]')) {
    for (const file of input.files) photos.push({ slot: nameOf(input), blob: await shrink(file) });
  }
  return photos;
}

/** What the worker wrote, for the outbox: labels and words as they stand in the form. */
function says(form) {
  return [...form.querySelectorAll('.field')]
    .map(field => [field.querySelector('label')?.firstChild?.textContent.trim(), field.querySelector('textarea, input:not([type=file]):not([type=hidden])')?.value.trim()])
    .filter(([label, words]) => label && words);
}
