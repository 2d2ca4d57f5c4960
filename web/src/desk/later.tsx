import { lazy, Suspense, type ComponentType } from 'react';

/** A part that a page can do without at first: its code comes once the page is there. */
export function later<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>): ComponentType<Props> {
  const Part = lazy(load) as unknown as ComponentType<Props>;
  return function Later(props: Props) {
    return <Suspense fallback={null}><Part {...props} /></Suspense>;
  };
}
