import { useState } from 'react';
import { gql } from '@urql/core';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { Client, fetchExchange, Provider } from 'urql';
import { expect, test, vi } from 'vitest';
import words from '../words/zh-CN.json';
import { useAct, useActKey } from './useAct';

interface Input {
  title: string;
  idempotencyKey?: string | null;
}
type Data = { post: { __typename: 'Need'; id: string } | { __typename: 'Refusal'; code: string; message: string } };
const Post = gql`mutation Post($input: Input!) { post(input: $input) { __typename id code message } }` as TypedDocumentNode<Data, { input: Input }>;

function Form() {
  const [post, isBusy] = useAct(Post);
  const key = useActKey();
  const [said, setSaid] = useState('');
  const [tries, setTries] = useState(0);
  const press = (): void =>
    void post({ input: { title: 'a lamp', idempotencyKey: key() } }).then((outcome) => {
      setSaid(outcome.ok ? 'done' : outcome.problem.message);
      setTries((before) => before + 1);
    });
  return <><button type="button" aria-busy={isBusy} onClick={press}>{'post'}</button><p>{`${tries} ${said}`}</p></>;
}

/** A form before a server that answers so, one after another; the keys under which it was asked. */
function standing(answers: readonly (() => Promise<Response>)[]): string[] {
  const keys: string[] = [];
  const fetch = vi.fn((_: unknown, init: RequestInit) => {
    const { variables } = JSON.parse(init.body as string) as { variables: { input: Input } };
    return answers[keys.push(variables.input.idempotencyKey ?? '') - 1]?.() ?? Promise.reject(new Error('asked once more'));
  });
  const client = new Client({ url: 'http://localhost/graphql', preferGetMethod: false, fetch: fetch as never, exchanges: [fetchExchange] });
  render(<Provider value={client}><Form /></Provider>);
  return keys;
}

const answer = (post: unknown) => (): Promise<Response> => Promise.resolve(Response.json({ data: { post } }));
const lost = (): Promise<Response> => Promise.reject(new TypeError('no network'));
const down = (): Promise<Response> => Promise.resolve(new Response('gone', { status: 503, statusText: 'Unavailable', headers: { 'content-type': 'text/plain' } }));
const over = (): Promise<Response> => Promise.resolve(Response.json({ errors: [{ message: '', extensions: { code: 'SESSION_ENDED' } }] }, { status: 401 }));
const made = answer({ __typename: 'Need', id: '1' });
const refused = answer({ __typename: 'Refusal', code: 'TITLE_TAKEN', message: 'taken' });

async function press(said: string): Promise<void> {
  fireEvent.click(screen.getByText('post'));
  await screen.findByText(said);
}

test('what was never heard of is tried again under its key, and each fault is told by its own words', async () => {
  const keys = standing([lost, down, over, made]);
  await press(`1 ${words.error.network}`);
  await press(`2 ${words.error.server}`);
  await press(`3 ${words.error.ended}`);
  await press('4 done');
  expect(new Set(keys).size).toBe(1);
});

test('what the server has answered is another act when it is sent again', async () => {
  const keys = standing([refused, made, made]);
  await press('1 taken');
  await press('2 done');
  await press('3 done');
  expect(new Set(keys).size).toBe(3);
});

test('two presses at once are one act', async () => {
  const keys = standing([made]);
  fireEvent.click(screen.getByText('post'));
  fireEvent.click(screen.getByText('post'));
  await screen.findByText('2 done');
  expect(keys).toHaveLength(1);
});
