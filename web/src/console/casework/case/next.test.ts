import { expect, test } from 'vitest';
import { nextOf } from './next';

type Stood = Parameters<typeof nextOf>[0];
const ENTERED = '2026-11-20T01:00:00Z';
const SERVICE = { __typename: 'CaseConsent', purpose: 'SERVICE', form: 'ORAL', givenAt: ENTERED, withdrawnAt: null } as const;
const said = (subject: 'ASSESSMENT' | 'PLAN' | 'CLOSURE', state: 'REQUESTED' | 'APPROVED' | 'REJECTED', requestedAt = '2026-11-21T01:00:00Z') => ({ __typename: 'CaseApproval', id: subject, subject, state, requestedAt, decidedAt: null, isOutdated: false, comment: null }) as const;

function stood(phase: Stood['phase'], more: { consents?: Stood['consents']; approvals?: NonNullable<Stood['content']>['approvals']; goals?: number; status?: Stood['status'] } = {}): Stood {
  const goal = { __typename: 'CaseGoal' as const, id: 'g', title: null, indicator: null, dueOn: null, score: null, scoredAt: null, scores: [], version: 1 };
  return {
    status: more.status ?? 'OPEN',
    phase,
    steps: [{ __typename: 'CaseStep', number: 1, phase: 'INTAKE', enteredAt: ENTERED, dueOn: null }],
    consents: more.consents ?? [SERVICE],
    content: { __typename: 'CaseContent', problem: null, closingReason: null, isShredded: false, goals: Array.from({ length: more.goals ?? 0 }, () => goal), approvals: more.approvals ?? [], returns: [] },
  };
}

test('a case without consent wants it first', () => {
  expect(nextOf(stood('INTAKE', { consents: [] }))).toEqual({ act: 'consent' });
  expect(nextOf(stood('INTAKE', { consents: [{ ...SERVICE, withdrawnAt: ENTERED }] }))).toEqual({ act: 'consent' });
  expect(nextOf(stood('INTAKE'))).toEqual({ act: 'advance', phase: 'ASSESSMENT' });
});

test('an assessment goes on once the supervisor approved it in this phase', () => {
  expect(nextOf(stood('ASSESSMENT'))).toMatchObject({ act: 'approval', isRefused: false });
  expect(nextOf(stood('ASSESSMENT', { approvals: [said('ASSESSMENT', 'REQUESTED')] }))).toMatchObject({ act: 'wait' });
  expect(nextOf(stood('ASSESSMENT', { approvals: [said('ASSESSMENT', 'REJECTED')] }))).toMatchObject({ act: 'approval', isRefused: true });
  expect(nextOf(stood('ASSESSMENT', { approvals: [said('ASSESSMENT', 'APPROVED')] }))).toEqual({ act: 'advance', phase: 'PLANNING' });
  expect(nextOf(stood('ASSESSMENT', { approvals: [said('ASSESSMENT', 'APPROVED', '2026-11-19T01:00:00Z')] }))).toMatchObject({ act: 'approval' });
});

test('a plan that was changed since its approval is laid before the supervisor again', () => {
  const approved = said('PLAN', 'APPROVED');
  expect(nextOf(stood('PLANNING', { goals: 1, approvals: [approved] }))).toEqual({ act: 'advance', phase: 'INTERVENTION' });
  expect(nextOf(stood('PLANNING', { goals: 1, approvals: [{ ...approved, isOutdated: true }] }))).toEqual({ act: 'approval', subject: 'PLAN', isOutdated: true });
});

test('a plan needs a goal, and an end the supervisor', () => {
  expect(nextOf(stood('PLANNING'))).toEqual({ act: 'goal' });
  expect(nextOf(stood('PLANNING', { goals: 1 }))).toMatchObject({ act: 'approval', subject: 'PLAN' });
  expect(nextOf(stood('CLOSURE', { approvals: [said('CLOSURE', 'APPROVED')] }))).toEqual({ act: 'close' });
  expect(nextOf(stood('CLOSURE', { status: 'CLOSED' }))).toBeNull();
});
