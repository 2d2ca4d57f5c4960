import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sources = globSync('src/**/*.{ts,tsx}').filter((path) => !/\.(gen|test)\.tsx?$/.test(path));
const mutations = globSync('src/**/*.graphql').flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/^mutation (\w+)/gm)].map(([, name]) => `${name}Document`));
const acting = sources.map((path) => ({ path, text: readFileSync(path, 'utf8').replace(/^import .*$/gm, '') }));

// What carries the session itself goes before there is one, and a second time is another sign-in; reports that were
// written without a network are sent in the background, each under the key that it was written with.
const OTHERWISE: Readonly<Record<string, string>> = {
  SignInDocument: 'src/core/auth/session.ts',
  SignInWithCodeDocument: 'src/core/auth/session.ts',
  RequestCodeDocument: 'src/core/auth/useSignIn.ts',
  RefreshSessionDocument: 'src/core/auth/session.ts',
  SignOutDocument: 'src/core/auth/session.ts',
  BeginTotpDocument: 'src/desk/EnrolTotp.tsx',
  ConfirmTotpDocument: 'src/desk/EnrolTotp.tsx',
  ReportIssueDocument: 'src/resident/issues/sending.ts',
};

test('there are mutations', () => {
  expect(mutations.length).toBeGreaterThan(300);
});

test('each is sent by the one way to act, which sends it once whatever goes wrong', () => {
  const named = new Set(mutations);
  const otherwise = acting.flatMap(({ path, text }) =>
    [...text.matchAll(/(useAct\()?\b(\w+Document)\b/g)].filter(([, sent, name]) => named.has(name ?? '') && !sent && OTHERWISE[name ?? ''] !== path).map(([, , name]) => `${path}: ${name}`),
  );
  expect(otherwise).toEqual([]);
});

// Looking at what would be booked makes nothing.
const KEYLESS = ['src/console/spaces/board/SeriesModal.tsx', 'src/resident/spaces/Repeat.tsx'];

test('whatever can be sent under a key is', () => {
  const without = acting.filter(({ text }) => text.includes('idempotencyKey: null')).map(({ path }) => path);
  expect(without.sort()).toEqual(KEYLESS);
});
