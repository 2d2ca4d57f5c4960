/** The nonce that the server wrote into this page, for the styles that components add. */
export const nonce = (): string | undefined => document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;
