/** Reports that wait on the device to be sent: how many, how large, how long, and in which order. */
import { randomHex } from '../../core/hex';
import { now } from '../../core/format';
import { all, drop, put, type Kept } from '../../core/data/shelf';

export interface DraftPhoto {
  blob: Blob;
  /** Its id once it was sent: no photo is sent twice. */
  fileId: string | null;
}

export interface Draft extends Kept {
  /** When it was written down. Its id is the key of the act: however often it is sent, it is one report. */
  at: string;
  categoryId: string;
  names: { nameZh: string; nameEn: string };
  text: string;
  placeId: string;
  placeNote: string;
  isPrivate: boolean;
  photos: readonly DraftPhoto[];
  tries: number;
  /** The server's no, in its words; it is mended or thrown away by whoever wrote it. */
  refusal: { message: string; field: readonly string[] | null } | null;
}

export const MOST = 10;
export const MOST_BYTES = 40 * 2 ** 20;
/** The server knows a key for longer. */
export const DAYS = 14;
const DAY_MS = 864e5;
const KEY_BYTES = 16;

export const newId = (): string => randomHex(KEY_BYTES);
export const endOf = (draft: Draft): Date => new Date(Date.parse(draft.at) + DAYS * DAY_MS);
export const bytesOf = (drafts: readonly Draft[]): number => drafts.flatMap((one) => one.photos).reduce((sum, photo) => sum + photo.blob.size, 0);

/** Why one more, or one that was mended, finds no room; null where it does. */
export function crowded(others: readonly Draft[], next: Draft): 'tooMany' | 'tooLarge' | null {
  const kept = others.filter((one) => one.id !== next.id);
  if (kept.length >= MOST) return 'tooMany';
  return bytesOf([...kept, next]) > MOST_BYTES ? 'tooLarge' : null;
}

/** In the order in which they were written, without those whose time is over. */
export const inOrder = (drafts: readonly Draft[], at: Date): Draft[] => drafts.filter((one) => endOf(one) > at).toSorted((a, b) => a.at.localeCompare(b.at));

export const NO_DRAFTS: readonly Draft[] = [];

/** What waits for this account at this operator; what has waited too long is forgotten. */
export async function draftsOf(whose: string): Promise<readonly Draft[]> {
  const found = await all<Draft>('drafts', whose);
  const kept = inOrder(found, now());
  for (const one of found) if (!kept.includes(one)) await drop('drafts', one);
  return kept;
}

/** Keep a report until it can be sent; why it could not be kept, or null. */
export async function keepDraft(draft: Draft): Promise<'tooMany' | 'tooLarge' | 'noRoom' | null> {
  try {
    const why = crowded(await draftsOf(draft.whose), draft);
    if (why) return why;
    await put('drafts', draft);
    return null;
  } catch {
    // The device is full, or keeps nothing at all.
    return 'noRoom';
  }
}
