/** The nonce that the server wrote into this page, for the styles that components add. */

export const nonce = (): string | undefined => document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;

/** Some parts add styles without asking for the nonce: every style that our own scripts make carries it. */
export function markStyles(): void {
  const mark = nonce();
  if (!mark) return;
  const create = document.createElement.bind(document) as (name: string, options?: ElementCreationOptions) => HTMLElement;
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const made = create(name, options);
    if (made instanceof HTMLStyleElement) made.nonce = mark;
    return made;
  }) as typeof document.createElement;
}
