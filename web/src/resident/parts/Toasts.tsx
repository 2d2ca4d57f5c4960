/** Short words that something was done; read aloud, and gone after a while. */
import { useSyncExternalStore } from 'react';

let shown: { id: number; text: string; tone: 'good' | 'bad' } | null = null;
const watchers = new Set<() => void>();
const tell = (): void => watchers.forEach((watcher) => watcher());

export function toast(text: string, tone: 'good' | 'bad' = 'good'): void {
  const id = Date.now();
  shown = { id, text, tone };
  tell();
  setTimeout(() => {
    if (shown?.id !== id) return;
    shown = null;
    tell();
  }, 3500);
}

export function Toasts() {
  const now = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => shown,
  );
  return <div className="toasts" role="status">{now && <p className={`toast ${now.tone}`}>{now.text}</p>}</div>;
}
