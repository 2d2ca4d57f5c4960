/** One request over HTTP: trusted documents by their hash, the language, and for whom one acts. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { formatDocument, stringifyDocument, type CombinedError } from '@urql/core';
import { hexOf } from '../hex';

const hashes = new Map<string, Promise<string | null>>();

/** The hash of a document; null where the page is not in a secure context and cannot reckon one. */
export function hashOf(text: string): Promise<string | null> {
  let found = hashes.get(text);
  if (!found) hashes.set(text, (found = reckon(text)));
  return found;
}

async function reckon(text: string): Promise<string | null> {
  if (!import.meta.env.PROD || !globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return hexOf(new Uint8Array(digest));
}

/** What goes over the wire instead of a request's text. */
export async function trusted<T extends { query?: string }>(request: T): Promise<Omit<T, 'query'> & { documentId?: string; query?: string }> {
  const { query, ...rest } = request;
  const documentId = query ? await hashOf(query) : null;
  return documentId ? { ...rest, documentId } : request;
}

/** Whether nothing answered: a server that answers with its fault is one that was reached. */
export const isUnreached = (error: CombinedError | undefined): boolean => Boolean(error?.networkError && !error.response);

/** Whether the session that asked is over. */
export const isEnded = (error: CombinedError | undefined): boolean =>
  Boolean(error?.graphQLErrors.some((one) => ['SESSION_ENDED', 'UNAUTHENTICATED'].includes(String(one.extensions.code))));

export type Headers = Record<string, string>;

export const said = (): Headers => ({ 'content-type': 'application/json', 'accept-language': document.documentElement.lang || 'zh-CN' });

/** Ask without a client: signing in, and what comes before there is a client. Throws where the server is not reached. */
export async function ask<Data, Variables>(query: TypedDocumentNode<Data, Variables>, variables: Variables, headers: Headers = {}): Promise<Data> {
  const body = await trusted({ query: stringifyDocument(formatDocument(query)), variables });
  const answer = await fetch('/graphql', { method: 'POST', credentials: 'same-origin', headers: { ...said(), ...headers }, body: JSON.stringify(body) });
  const payload = (await answer.json()) as { data?: Data; errors?: { message: string }[] };
  if (!payload.data) throw new Error(payload.errors?.[0]?.message ?? `HTTP ${answer.status}`);
  return payload.data;
}
