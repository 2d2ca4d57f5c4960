/** Writing: one act at a time, refusals as values, and a key that makes a repeated act the same act. */
import { useCallback, useRef, useState } from 'react';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useMutation, type AnyVariables, type CombinedError } from 'urql';
import { useTranslation } from 'react-i18next';
import type { RefusedFragment } from '../auth/auth.gen';
import { randomHex } from '../hex';
import { isEnded, isUnreached } from './wire';

type Payload<Data> = Exclude<Data[Exclude<keyof Data, '__typename'>], null | undefined>;
type Made<Data> = Exclude<Payload<Data>, { __typename: 'Refusal' } | { code: string; message: string }>;
/** A refusal of the server, or a sentence of ours where it was not reached. */
export interface Refused {
  code: string;
  message: string;
  field?: readonly string[] | null;
  /** What somebody else changed meanwhile, of a version that is no longer the last. */
  changed?: readonly string[];
}
export type Outcome<Data> = { ok: true; made: Made<Data> } | { ok: false; problem: Refused };

const wordsOf = (error: CombinedError | undefined): string => (isUnreached(error) ? 'error.network' : isEnded(error) ? 'error.ended' : 'error.server');

/** What can be sent under a key says under which; null where trying again does no harm. */
type Keyed<Variables> = Variables extends { input: infer Input } ? ('idempotencyKey' extends keyof Input ? Variables & { input: { idempotencyKey: string | null } } : Variables) : Variables;

/** Keys under which the server has answered: whatever comes next is another act. */
const answered = new Set<string>();
const keyOf = (variables: unknown): string | null | undefined => (variables as { input?: { idempotencyKey?: string | null } }).input?.idempotencyKey;

/** `act(input)` runs the mutation; while it runs, further calls are the same call. */
export function useAct<Data, Variables extends AnyVariables>(query: TypedDocumentNode<Data, Variables>): [(variables: Keyed<Variables>) => Promise<Outcome<Data>>, boolean] {
  const { t } = useTranslation();
  const [, run] = useMutation(query);
  const [busy, setBusy] = useState(false);
  const running = useRef<Promise<Outcome<Data>> | null>(null);
  const act = useCallback(
    (variables: Keyed<Variables>): Promise<Outcome<Data>> => {
      if (running.current) return running.current;
      setBusy(true);
      running.current = (async (): Promise<Outcome<Data>> => {
        const { data, error } = await run(variables);
        const answer = data && (Object.entries(data).find(([name]) => name !== '__typename')?.[1] as { __typename?: string; changed?: readonly string[] } & Partial<RefusedFragment>);
        if (!answer) return { ok: false, problem: { code: 'UNREACHED', message: t(wordsOf(error)) } };
        const key = keyOf(variables);
        if (key) answered.add(key);
        // Whole: some refusals say more, such as what is free instead.
        if (answer.code && answer.message) return { ok: false, problem: answer as Refused };
        return { ok: true, made: answer as Made<Data> };
      })().finally(() => {
        running.current = null;
        setBusy(false);
      });
      return running.current;
    },
    [run, t],
  );
  return [act, busy];
}

const KEY_BYTES = 16;

/** A key for one intended act: the same over retries, a new one once the server has answered. */
export function useActKey(): () => string {
  const held = useRef<string | null>(null);
  return () => {
    if (!held.current || answered.has(held.current)) held.current = randomHex(KEY_BYTES);
    return held.current;
  };
}
