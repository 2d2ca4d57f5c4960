/** Reading: one of loading, error or data; what was read for other variables is never shown as current. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useQuery, type AnyVariables, type RequestPolicy } from 'urql';
import { isUnreached } from './wire';

export type Reading<Data> =
  | { kind: 'loading'; again: () => void }
  | { kind: 'error'; again: () => void; offline: boolean }
  | { kind: 'data'; data: Data; refreshing: boolean; again: () => void };

export function useData<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  more: { pause?: boolean; policy?: RequestPolicy } = {},
): Reading<Data> {
  const [state, run] = useQuery({ query, variables: variables as never, pause: more.pause ?? false, ...(more.policy ? { requestPolicy: more.policy } : {}) });
  const again = (): void => run({ requestPolicy: 'network-only' });
  const isCurrent = state.operation ? JSON.stringify(state.operation.variables) === JSON.stringify(variables ?? {}) : false;
  if (state.error && isCurrent && !state.fetching && !state.data) return { kind: 'error', again, offline: isUnreached(state.error) };
  if (state.data && isCurrent) return { kind: 'data', data: state.data as Data, refreshing: state.fetching || state.stale, again };
  return { kind: 'loading', again };
}
