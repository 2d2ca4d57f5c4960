/** Whether live news arrives: nothing is listened to, it is live, or the line is lost. */
import { useSyncExternalStore } from 'react';

export type Lamp = 'idle' | 'live' | 'lost';

let state: Lamp = 'idle';
const watchers = new Set<() => void>();

export const lamp = {
  set(next: Lamp): void {
    state = next;
    for (const watcher of watchers) watcher();
  },
};

export const useLamp = (): Lamp =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );

/** Whether the device has a network at all. */
export const useOnline = (): boolean =>
  useSyncExternalStore(
    (watcher) => {
      addEventListener('online', watcher);
      addEventListener('offline', watcher);
      return () => {
        removeEventListener('online', watcher);
        removeEventListener('offline', watcher);
      };
    },
    () => navigator.onLine,
  );
