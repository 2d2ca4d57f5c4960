/** Reading what a form must know: where there is no network, what was read here before. */
import { useEffect, useState } from 'react';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { now } from '../format';
import { all, put, type Kept } from './shelf';
import { useData, type Reading } from './useData';
import { useShelf, useWhose } from './useShelf';

interface Answer extends Kept {
  at: string;
  data: unknown;
}

const DAY_MS = 864e5;
const DAYS = 14;
const NONE: readonly Answer[] = [];
const answers = (whose: string): Promise<readonly Answer[]> => all<Answer>('answers', whose);

export const keepAnswer = (name: string, whose: string, data: unknown): Promise<void> => put('answers', { id: name, whose, at: now().toISOString(), data } as Answer);

/** Whether an answer is kept that is not older than a day. */
export async function isKept(name: string, whose: string): Promise<boolean> {
  return (await answers(whose)).some((one) => one.id === name && now().getTime() - Date.parse(one.at) < DAY_MS);
}

export function useKept<Data>(name: string, query: TypedDocumentNode<Data, Record<string, never>>): Reading<Data> {
  const whose = useWhose();
  const reading = useData(query, {});
  const read = reading.kind === 'data' ? reading.data : null;
  const kept = useShelf(answers, NONE);
  const found = kept?.find((one) => one.id === name && now().getTime() - Date.parse(one.at) < DAYS * DAY_MS);
  // What has once been shown on this page stays, whatever becomes of reading it again: a form stands on it.
  const [last, setLast] = useState<Data | null>(null);
  const known = read ?? last ?? (reading.kind === 'error' ? (found?.data as Data | undefined) ?? null : null);
  if (known !== last) setLast(known);
  useEffect(() => {
    if (read) void keepAnswer(name, whose, read).catch(() => undefined);
  }, [name, whose, read]);
  if (reading.kind === 'data') return reading;
  if (known) return { kind: 'data', data: known, refreshing: reading.kind === 'loading', again: reading.again };
  return reading.kind === 'error' && !kept ? { kind: 'loading', again: reading.again } : reading;
}
