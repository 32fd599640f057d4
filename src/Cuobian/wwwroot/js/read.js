// Elder view: reads the page aloud with the voice of the device, and stops when pressed again. No voice, no button.
const button = document.querySelector('[data-read-aloud]');
const synth = window.speechSynthesis;
if (button && synth) {
  const start = button.textContent.trim();
  const label = button.querySelector('span');
  const idle = () => {
    label.textContent = start;
    button.removeAttribute('aria-pressed');
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    if (synth.speaking) {
      synth.cancel();
      return idle();
    }
    const main = document.getElementById('main');
    const told = [...main.querySelectorAll('h1, h2, [data-read], label, legend, .state-say, .error, p:not(.hint)')].filter(part => part.offsetParent && !part.closest('[data-read-aloud]'));
    const words = told.filter(part => !told.some(other => other !== part && other.contains(part))).map(part => part.textContent.trim()).filter(Boolean).join('\n');
    const speech = new SpeechSynthesisUtterance(words);
    speech.lang = document.documentElement.lang;
    speech.rate = .85;
    speech.onend = speech.onerror = idle;
    label.textContent = button.dataset.stop;
    button.setAttribute('aria-pressed', 'true');
    synth.speak(speech);
  });
  addEventListener('pagehide', () => synth.cancel());
}

// One act a screen: a long form shows one section at a time. Without this script all of them stand below each other.
const form = document.querySelector('form[data-steps]');
if (form) {
  const parts = [...form.querySelectorAll(':scope > section')];
  const send = form.querySelector('.act-bar');
  const bar = document.createElement('div');
  bar.className = 'acts spread steps-bar';
  const act = (words, step, first) => {
    const made = Object.assign(document.createElement('button'), { type: 'button', className: first ? 'btn first big' : 'btn big', textContent: words });
    made.addEventListener('click', () => go(here + step, true));
    return made;
  };
  const back = act(form.dataset.back, -1, false), next = act(form.dataset.next, 1, true);
  bar.append(back, next);
  form.append(bar);
  let here = 0;

  const go = (to, move) => {
    here = Math.max(0, Math.min(parts.length - 1, to));
    parts.forEach((part, at) => part.hidden = at !== here);
    back.hidden = here === 0;
    next.hidden = here === parts.length - 1;
    send.hidden = !next.hidden;
    if (!move) return;
    const head = parts[here].querySelector('h2');
    head.tabIndex = -1;
    head.focus();
    scrollTo(0, 0);
  };
  const partOf = element => parts.findIndex(part => part.contains(element));

  // What is wrong is shown where it is, also when the browser itself finds it or a link leads there.
  form.addEventListener('invalid', event => go(partOf(event.target), false), true);
  form.addEventListener('click', event => {
    const target = document.getElementById(event.target.closest?.('a[href^="#"]')?.hash.slice(1));
    if (target && partOf(target) >= 0) go(partOf(target), false);
  });
  const wrong = parts.findIndex(part => part.querySelector('.wrong'));
  const gate = parts.findIndex(part => part.querySelector('.danger-calls'));
  go(wrong >= 0 ? wrong : gate >= 0 ? gate : 0, false);
}
