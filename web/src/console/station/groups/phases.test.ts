import { expect, it } from 'vitest';
import { nextOf } from './phases';

const group = (phase: 'PREPARATION' | 'FORMING' | 'ENDING', ...approvals: { subject: 'PLAN' | 'CLOSURE'; state: string }[]) => ({ phase, status: 'OPEN' as const, content: { approvals } });

it('asks for approval of the plan, waits for it, and only then begins', () => {
  expect(nextOf(group('PREPARATION'))).toEqual({ act: 'lay', subject: 'PLAN' });
  expect(nextOf(group('PREPARATION', { subject: 'PLAN', state: 'REQUESTED' }))).toEqual({ act: 'wait', subject: 'PLAN' });
  expect(nextOf(group('PREPARATION', { subject: 'PLAN', state: 'REJECTED' }))).toEqual({ act: 'lay', subject: 'PLAN' });
  expect(nextOf(group('PREPARATION', { subject: 'PLAN', state: 'APPROVED' }))).toEqual({ act: 'advance', phase: 'FORMING' });
});

it('ends by an approval of its own', () => {
  expect(nextOf(group('ENDING', { subject: 'PLAN', state: 'APPROVED' }))).toEqual({ act: 'lay', subject: 'CLOSURE' });
  expect(nextOf(group('ENDING', { subject: 'CLOSURE', state: 'APPROVED' }))).toEqual({ act: 'close' });
});

it('owes nothing to whoever does not see inside, nor once it is over', () => {
  expect(nextOf({ phase: 'FORMING', status: 'OPEN', content: null })).toBeNull();
  expect(nextOf({ ...group('ENDING'), status: 'CLOSED' })).toBeNull();
});
