/** Sends what waits on the device, one after another: photos once, the report under its own key. */
import type { Client } from 'urql';
import { current } from '../../core/auth/session';
import { upload } from '../../core/data/files';
import { drop, replace } from '../../core/data/shelf';
import { draftsOf, type Draft } from './drafts';
import { ReportIssueDocument } from './issues.gen';

/** `later`: there is no network, or nobody signed in; the others wait too. `gone`: it was thrown away meanwhile. */
export type Sent = 'sent' | 'refused' | 'later' | 'gone';

/** A fault of the server that lasts must not hold up what was written after it. */
const MOST_TRIES = 5;
const LOCK = 'xinju.drafts';

const isMine = (whose: string): boolean => {
  const { standing, me, seat } = current();
  return standing === 'in' && `${me?.accountId} ${seat?.key}` === whose;
};

/** One tab sends; `tell` hears of each that is done with. */
export async function sendAll(client: Client, whose: string, serverFault: string, tell: (what: Sent) => void): Promise<void> {
  const work = (): Promise<void> => inTurn(client, whose, serverFault, tell);
  if (!navigator.locks) return work();
  await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

async function inTurn(client: Client, whose: string, serverFault: string, tell: (what: Sent) => void): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const next = (await draftsOf(whose)).find((one) => !one.refusal && !tried.has(one.id));
    if (!next || !isMine(whose)) return;
    tried.add(next.id);
    const what = await sendOne(client, next, serverFault).catch(() => 'later' as const);
    tell(what);
    if (what === 'later') return;
  }
}

async function refuse(draft: Draft, message: string, field: readonly string[] | null = null): Promise<Sent> {
  return (await replace('drafts', { ...draft, refusal: { message, field } } as Draft)) ? 'refused' : 'gone';
}

async function sendOne(client: Client, draft: Draft, serverFault: string, isAgain = false): Promise<Sent> {
  let now = draft;
  for (const [at, photo] of draft.photos.entries()) {
    if (photo.fileId) continue;
    const answer = await upload(photo.blob, 'photo.jpg', 'PHOTO');
    if (!answer.ok) return answer.message ? refuse(now, answer.message) : 'later';
    now = { ...now, photos: now.photos.with(at, { ...photo, fileId: answer.id }) };
    if (!(await replace('drafts', now))) return 'gone';
  }
  if (!isMine(now.whose)) return 'later';
  const { data, error } = await client.mutation(ReportIssueDocument, { input: inputOf(now) }).toPromise();
  const answer = data?.reportIssue;
  if (answer?.__typename === 'Issue') {
    await drop('drafts', now);
    return 'sent';
  }
  if (!answer) return failed(now, error?.networkError ? null : serverFault);
  // Uploads that no report names are swept after a day: those photos are sent once more.
  if (answer.code === 'NOT_FOUND' && answer.field?.includes('photoIds') && !isAgain) {
    return sendOne(client, { ...now, photos: now.photos.map((photo) => ({ ...photo, fileId: null })) }, serverFault, true);
  }
  return refuse(now, answer.message, answer.field ?? null);
}

async function failed(draft: Draft, fault: string | null): Promise<Sent> {
  const next: Draft = { ...draft, tries: fault ? draft.tries + 1 : draft.tries };
  if (fault && next.tries >= MOST_TRIES) return refuse({ ...next, tries: 0 }, fault);
  if (fault) await replace('drafts', next);
  return 'later';
}

/** What goes over the wire: the same however often, or the server would take it for another act. */
export function inputOf(draft: Draft) {
  const { categoryId, text, isPrivate } = draft;
  const photoIds = draft.photos.flatMap((photo) => photo.fileId ?? []);
  return { categoryId, text, isPrivate, photoIds, placeId: draft.placeId || null, placeNote: draft.placeNote || null, terms: 'STANDARD' as const, foundAt: draft.at, idempotencyKey: draft.id };
}
