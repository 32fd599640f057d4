// Copy and print on the receipt; both buttons appear only where they work.
import { say } from './house.js';

const copy = document.querySelector('[data-copy-all]');
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(copy.dataset.text);
    say(copy.dataset.copyAll);
  });
}
const print = document.querySelector('[data-print]');
if (print) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}
