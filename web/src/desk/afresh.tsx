/** Dialogs that know nothing of the last time they stood open. */
import { createContext, use, useLayoutEffect, useReducer, useRef, type ComponentType } from 'react';
import { later } from './later';

const Renew = createContext<() => void>(() => undefined);

/** A dialog that stays mounted while it is closed, for its leaving to be seen: whenever it opens again, all of its state begins anew. */
export function afresh<Props extends object>(Part: ComponentType<Props>): ComponentType<Props> {
  return function Afresh(props: Props) {
    const [round, renew] = useReducer((before: number) => before + 1, 0);
    return <Renew value={renew}><Part key={round} {...props} /></Renew>;
  };
}

/** A dialog whose code comes once the page is there, and which begins anew whenever it opens. */
export function dialog<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>): ComponentType<Props> {
  return afresh(later(load));
}

/** What opens and closes says so here: opened for a second time, it is made anew before anybody sees it. */
export function useRenewal(open: boolean): void {
  const renew = use(Renew);
  const past = useRef({ isOpen: false, wasOpen: false });
  useLayoutEffect(() => {
    const { isOpen, wasOpen } = past.current;
    past.current = { isOpen: open, wasOpen: wasOpen || open };
    if (open && !isOpen && wasOpen) renew();
  }, [open, renew]);
}
