// Tells a page that matters changed: at once by server-sent events, and now and then in any case, should a signal be lost.
const withSignals = 60_000;
const withoutSignals = 15_000;
const again = 5_000;

/**
 * Calls `changed` with the set of numbers that changed ('everything' when it is not known), at most once every `wait` milliseconds.
 * A page nobody looks at holds no line open: a browser has only a handful of them.
 */
export function watch(changed, { wait }) {
  const numbers = new Set();
  let line = null;
  let due = null;
  let last = Date.now();

  const tell = async () => {
    due = null;
    const told = new Set(numbers);
    numbers.clear();
    last = Date.now();
    await changed(told);
  };
  const note = number => {
    numbers.add(number);
    due ??= setTimeout(tell, wait);
  };
  const open = () => {
    line = new EventSource('/console/live');
    line.addEventListener('matter', event => note(event.data));
    line.addEventListener('everything', () => note('everything'));
    // A browser gives up for good when the answer is an error, as from a proxy while servers are replaced.
    line.onerror = () => {
      if (line?.readyState !== EventSource.CLOSED) return;
      line = null;
      setTimeout(() => document.hidden || line || open(), again);
    };
  };
  const see = () => {
    if (document.hidden) {
      line?.close();
      line = null;
    } else if (!line) {
      open();
      note('everything');
    }
  };

  open();
  document.addEventListener('visibilitychange', see);
  setInterval(() => {
    const patience = line?.readyState === EventSource.OPEN ? withSignals : withoutSignals;
    if (!document.hidden && Date.now() - last >= patience) note('everything');
  }, 5_000);
}
