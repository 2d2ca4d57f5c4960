/** The client of a face: reads are kept by document, writes make what they touch be read again, live news by socket. */
import { formatDocument, stringifyDocument } from '@urql/core';
import { Client, cacheExchange, fetchExchange, mapExchange, subscriptionExchange } from 'urql';
import { createClient as createSocket, type Client as Socket } from 'graphql-ws';
import { asMyself, bearer, refresh, socketQuery } from '../auth/session';
import { hashOf, isEnded, trusted } from './wire';
import { lamp } from './lamp';

/** A fetch that knows who asks, by the hash of a trusted document. */
async function authorised(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const body = JSON.stringify(await trusted(JSON.parse(init?.body as string) as { query?: string }));
  return asMyself((headers) => fetch(input, { ...init, body, headers: { ...(init?.headers as Record<string, string>), ...headers } }));
}

function socket(): Socket {
  return createSocket({
    url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql${socketQuery()}`,
    connectionParams: async () => ({ token: await bearer() }),
    lazy: true,
    lazyCloseTimeout: 3_000,
    keepAlive: 15_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    // A line that broke is tried again; a fault of our own would be tried without end.
    shouldRetry: (broken) => !(broken instanceof Error),
    on: {
      connected: () => lamp.set('live'),
      // A socket that nobody needs any longer is closed on purpose.
      closed: (event) => lamp.set((event as CloseEvent).wasClean ? 'idle' : 'lost'),
    },
  });
}

export function makeClient(): Client {
  const live = socket();
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetch: authorised as typeof fetch,
    fetchOptions: () => ({ credentials: 'same-origin', headers: { 'accept-language': document.documentElement.lang || 'zh-CN' } }),
    exchanges: [
      mapExchange({
        onError: (error) => {
          // A session that ended between two requests is noticed here; the shell asks to sign in again.
          if (isEnded(error)) void refresh().catch(() => false);
        },
      }),
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request, operation) => ({
          subscribe: (sink) => {
            let end = (): void => undefined;
            let ended = false;
            // The cache asks for type names in what it keeps, and subscriptions pass it by: the hash is that of the text with them.
            const query = stringifyDocument(formatDocument(operation.query));
            const { variables } = request;
            void hashOf(query).then((documentId) => {
              if (ended) return;
              // The library wants a text, even where the hash stands for it.
              const payload = documentId ? { query: '', documentId, variables } : { query, variables };
              end = live.subscribe(payload, sink as never);
            });
            return {
              unsubscribe: () => {
                ended = true;
                end();
              },
            };
          },
        }),
      }),
    ],
  });
}
