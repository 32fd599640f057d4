// What the phone remembers: acts that wait to be sent, and which pages it keeps.
let opened;

function open() {
  return opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open('cuobian-field', 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
      asked.result.createObjectStore('facts');
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function within(name, mode, work) {
  const transaction = (await open()).transaction(name, mode);
  const asked = work(transaction.objectStore(name));
  return new Promise((done, failed) => {
    // Only a finished transaction is on the disk.
    transaction.oncomplete = () => done(asked.result);
    transaction.onabort = transaction.onerror = () => failed(transaction.error);
  });
}

/** Everything in the outbox, the oldest first. */
export const waiting = () => within('outbox', 'readonly', store => store.getAll());
export const put = item => within('outbox', 'readwrite', store => store.put(item));
export const remove = seq => within('outbox', 'readwrite', store => store.delete(seq));

export const recall = name => within('facts', 'readonly', store => store.get(name));
export const note = (name, fact) => within('facts', 'readwrite', store => store.put(fact, name));
export const unnote = name => within('facts', 'readwrite', store => store.delete(name));
export const unnoteAll = () => within('facts', 'readwrite', store => store.clear());
