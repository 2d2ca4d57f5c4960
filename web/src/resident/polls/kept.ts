/** What a voter's device alone has: the secret of a vote that is on its way, and the receipt once it has arrived. */
import { randomHex } from '../../core/hex';

const SECRET_BYTES = 24;
const place = (what: 'secret' | 'receipt', account: string, poll: string): string => `xinju.${what}.${account}.${poll}`;

/** The same secret until the receipt is there: with it a vote that was interrupted is sent again as the same vote. */
export function secretOf(account: string, poll: string): string {
  const at = place('secret', account, poll);
  const kept = localStorage.getItem(at);
  if (kept) return kept;
  const made = randomHex(SECRET_BYTES);
  localStorage.setItem(at, made);
  return made;
}

export function keepReceipt(account: string, poll: string, receipt: string): void {
  localStorage.setItem(place('receipt', account, poll), receipt);
  localStorage.removeItem(place('secret', account, poll));
}

export const receiptOf = (account: string, poll: string): string | null => localStorage.getItem(place('receipt', account, poll));
