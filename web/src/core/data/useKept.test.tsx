import { useState } from 'react';
import { gql } from '@urql/core';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { cacheExchange, Client, fetchExchange, Provider } from 'urql';
import { beforeEach, expect, test, vi } from 'vitest';
import { useKept } from './useKept';

const Asked = gql`query Asked { me { id } }` as TypedDocumentNode<{ me: { id: string } }, Record<string, never>>;

beforeEach(() => {
  // A shelf that takes its time, as on a phone that is busy.
  vi.stubGlobal('indexedDB', { open: () => ({}) });
  return () => vi.unstubAllGlobals();
});

function Form() {
  const [typed, setTyped] = useState(0);
  return <button type="button" onClick={() => setTyped(typed + 1)}>{typed}</button>;
}

function Page() {
  const reading = useKept('asked', Asked);
  return (
    <>
      <button type="button" onClick={reading.again}>{'again'}</button>
      {reading.kind === 'data' ? <Form /> : <i>{reading.kind}</i>}
    </>
  );
}

test('a form stays where what it stands on is read again without a network', async () => {
  let isThere = true;
  const asked = vi.fn(() => (isThere ? Promise.resolve(Response.json({ data: { me: { __typename: 'Me', id: '1' } } })) : Promise.reject(new TypeError('no network'))));
  const client = new Client({ url: 'http://localhost/graphql', preferGetMethod: false, requestPolicy: 'cache-and-network', fetch: asked, exchanges: [cacheExchange, fetchExchange] });
  render(<Provider value={client}><Page /></Provider>);
  fireEvent.click(await screen.findByText('0'));
  isThere = false;
  fireEvent.click(screen.getByText('again'));
  await waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
  await new Promise((resolve) => setTimeout(resolve));
  expect(screen.getByText('1')).toBeTruthy();
});
