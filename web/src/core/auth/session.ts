/** Who is signed in: the access token in memory alone, the refresh token in a cookie that no script reads. */
import { ask } from '../data/wire';
import type { Role } from '../schema.gen';
import { RefreshSessionDocument, SignInDocument, SignInWithCodeDocument, SignOutDocument, type MyselfFragment, type RefusedFragment, type TokensFragment } from './auth.gen';
import { seatsOf, type Seat } from './seats';

/** `asking`: not known yet; `ended`: was in, and has to sign in again; `unreached`: the server does not answer. */
export type Standing = 'asking' | 'out' | 'in' | 'ended' | 'unreached';

export interface Session {
  standing: Standing;
  me: MyselfFragment | null;
  seats: Seat[];
  seat: Seat | null;
}

export type Answer = { ok: true } | { ok: false; problem: RefusedFragment };

/** What a face is for: whose roles, and as what they act. */
export interface Face {
  name: string;
  roles: readonly Role[];
  asResident?: boolean;
}

const EARLY_MS = 20_000;
const HINT = 'xinju.in';
const LEFT = 'xinju.left';

let face: Face = { name: '', roles: [] };
let token: { value: string; until: number } | null = null;
let refreshing: Promise<boolean> | null = null;
let session: Session = { standing: 'asking', me: null, seats: [], seat: null };
const watchers = new Set<() => void>();

function set(change: Partial<Session>): void {
  session = { ...session, ...change };
  for (const watcher of watchers) watcher();
}

export const current = (): Session => session;
export function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

const kept = (): string => `xinju.${face.name}.seat`;

/** Begin a face: whoever was signed in before still is, as long as the cookie is good. */
export async function begin(of: Face): Promise<void> {
  face = of;
  // Whoever signed out in one tab is out in all of them.
  addEventListener('storage', (event) => event.key === LEFT && event.newValue && location.reload());
  if (!localStorage.getItem(HINT)) return set({ standing: 'out' });
  try {
    await refresh();
  } catch {
    set({ standing: 'unreached' });
  }
}

/** Wipe what this device keeps, but for one account. Most pages of most faces keep nothing, and need not load how. */
async function forget(but: string | null = null): Promise<void> {
  try {
    await (await import('../data/shelf')).forget(but);
  } catch {
    // Nothing can be kept here, or whoever signs in next will wipe it.
  }
}

function take(tokens: TokensFragment): void {
  token = { value: tokens.accessToken, until: Date.parse(tokens.expiresAt) };
  localStorage.setItem(HINT, '1');
  // What another account left on this device is nobody's business.
  void forget(tokens.me.accountId);
  welcome(tokens.me);
}

/** The account as it now is; the seat that was chosen before is taken again. */
export function welcome(me: MyselfFragment): void {
  const seats = seatsOf(me, face);
  const chosen = session.seat?.key ?? sessionStorage.getItem(kept()) ?? localStorage.getItem(kept());
  const seat = seats.find((one) => one.key === chosen) ?? (seats.length === 1 ? seats[0] : null) ?? null;
  const same = session.seat && seat?.key === session.seat.key && session.me?.accountId === me.accountId;
  // Another account must find nothing of the one before.
  if (session.standing === 'ended' && session.me && session.me.accountId !== me.accountId) return location.reload();
  set({ standing: 'in', me, seats, seat: same ? session.seat : seat });
}

/** Act at this operator from now on. */
export function choose(seat: Seat): void {
  sessionStorage.setItem(kept(), seat.key);
  localStorage.setItem(kept(), seat.key);
  set({ seat });
}

/** New tokens by the cookie; false where the session is over. Throws where the server is not reached. */
export function refresh(): Promise<boolean> {
  refreshing ??= renewed().finally(() => (refreshing = null));
  return refreshing;
}

async function renewed(): Promise<boolean> {
  const { refreshSession: answer } = await ask(RefreshSessionDocument, { input: {} });
  if (answer.__typename === 'SignedIn') {
    // Another tab signed in as somebody else: nothing of this page is sent in that name.
    if (session.standing === 'in' && session.me && session.me.accountId !== answer.me.accountId) {
      location.reload();
      return new Promise(() => undefined);
    }
    take(answer);
    return true;
  }
  token = null;
  localStorage.removeItem(HINT);
  set({ standing: session.me ? 'ended' : 'out' });
  return false;
}

/** A token that is good for a while; null for nobody. */
export async function bearer(): Promise<string | null> {
  if (session.standing === 'out' || session.standing === 'ended') return null;
  if (token && token.until - Date.now() > EARLY_MS) return token.value;
  return (await refresh()) ? (token?.value ?? null) : null;
}

/** The headers of whoever is signed in, at the operator that was chosen. */
export async function identity(): Promise<Record<string, string>> {
  const value = await bearer();
  const headers: Record<string, string> = value ? { authorization: `Bearer ${value}` } : {};
  if (session.seat?.operatorCode) headers['x-operator'] = session.seat.operatorCode;
  if (face.asResident) headers['x-surface'] = 'resident';
  return headers;
}

/** Send something in the name of whoever is signed in, and once more where a token died early. */
export async function asMyself<Answer extends { status: number }>(send: (headers: Record<string, string>) => Promise<Answer>): Promise<Answer> {
  const answer = await send(await identity());
  return answer.status === 401 && (await refresh()) ? send(await identity()) : answer;
}

/** What a socket says in its address, for browsers can set no headers there. */
export const socketQuery = (): string => {
  const said = new URLSearchParams();
  if (session.seat?.operatorCode) said.set('operator', session.seat.operatorCode);
  if (face.asResident) said.set('surface', 'resident');
  return said.size ? `?${said}` : '';
};

export async function signIn(login: string, password: string, totpCode: string | null): Promise<Answer> {
  const { signIn: answer } = await ask(SignInDocument, { input: { login, password, totpCode, useCookie: true } });
  return taken(answer);
}

export async function signInWithCode(phone: string, code: string, totpCode: string | null): Promise<Answer> {
  const { signInWithCode: answer } = await ask(SignInWithCodeDocument, { input: { phone, code, totpCode, useCookie: true } });
  return taken(answer);
}

function taken(answer: ({ __typename: 'SignedIn' } & TokensFragment) | ({ __typename: 'Refusal' } & RefusedFragment)): Answer {
  if (answer.__typename !== 'SignedIn') return { ok: false, problem: answer };
  take(answer);
  return { ok: true };
}

export async function signOut(everywhere = false): Promise<void> {
  try {
    await ask(SignOutDocument, { input: { everywhere } }, await identity());
  } finally {
    token = null;
    localStorage.removeItem(HINT);
    localStorage.setItem(LEFT, String(Date.now()));
    sessionStorage.clear();
    await forget();
    // A fresh page: nothing of what was read stays in memory.
    location.assign(`/${face.name}/`);
  }
}
