/** What this device keeps for one account at one operator until there is a network: gone at sign-out, and when somebody else signs in. */

export interface Kept {
  id: string;
  /** Account and seat; nobody else reads or sends it. */
  whose: string;
}
/** `drafts`: what waits to be sent. `answers`: what forms must know to be filled in. */
export type Store = 'drafts' | 'answers';

const NAME = 'xinju.shelf';
const STORES: readonly Store[] = ['drafts', 'answers'];
const watchers = new Set<() => void>();
const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);
const heard = (): void => watchers.forEach((watcher) => watcher());
otherTabs?.addEventListener('message', heard);

function tell(): void {
  heard();
  otherTabs?.postMessage(null);
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    // Where a browser keeps nothing, as some do in private windows, this throws or fails; whoever asked is told.
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => STORES.forEach((store) => request.result.createObjectStore(store, { keyPath: ['whose', 'id'] }));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** One transaction; what it asks for is there when all of it is written. */
async function within<Found>(mode: IDBTransactionMode, act: (of: (store: Store) => IDBObjectStore, give: (found: Found) => void) => void): Promise<Found | undefined> {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      let found: Found | undefined;
      const transaction = database.transaction([...STORES], mode);
      transaction.oncomplete = () => resolve(found);
      transaction.onabort = () => reject(transaction.error);
      act((store) => transaction.objectStore(store), (one) => (found = one));
    });
  } finally {
    database.close();
  }
}

export async function put(store: Store, one: Kept): Promise<void> {
  await within('readwrite', (of) => of(store).put(one));
  if (store === 'drafts') tell();
}

/** Write anew what is there still; what was thrown away meanwhile stays away. False where it did. */
export async function replace(store: Store, one: Kept): Promise<boolean> {
  const found = await within<boolean>('readwrite', (of, give) => {
    const request = of(store).getKey([one.whose, one.id]);
    request.onsuccess = () => {
      give(request.result !== undefined);
      if (request.result !== undefined) of(store).put(one);
    };
  });
  tell();
  return found ?? false;
}

export async function drop(store: Store, { whose, id }: Kept): Promise<void> {
  await within('readwrite', (of) => of(store).delete([whose, id]));
  tell();
}

export async function all<Row extends Kept>(store: Store, whose: string): Promise<Row[]> {
  const rows = await within<Row[]>('readonly', (of, give) => {
    const request = of(store).getAll(IDBKeyRange.bound([whose], [whose, []])) as IDBRequest<Row[]>;
    request.onsuccess = () => give(request.result);
  });
  return rows ?? [];
}

/** Forget all but what this account keeps; all, where there is none. */
export async function forget(but: string | null): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  await within('readwrite', (of) => {
    for (const store of STORES) {
      const request = of(store).getAllKeys();
      request.onsuccess = () => (request.result as [string, string][]).filter(([whose]) => but === null || !whose.startsWith(`${but} `)).forEach((key) => of(store).delete(key));
    }
  });
  tell();
}

/** Hear whenever something was kept, changed or forgotten, in whatever tab. */
export function listen(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
