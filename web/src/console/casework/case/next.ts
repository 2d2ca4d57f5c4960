/** What a case wants next, by its phase: consent, a goal, the supervisor's word, the next phase, or its end. */
import type { ApprovalSubject, CasePhase } from '../../../core/schema.gen';
import type { CaseWholeFragment } from './case.gen';
import { PHASES } from '../tones';

export type Next = { act: 'consent' | 'goal' | 'approval' | 'wait' | 'advance' | 'close'; subject?: ApprovalSubject; phase?: CasePhase; isRefused?: boolean; isOutdated?: boolean };

const SUBJECTS: Readonly<Partial<Record<CasePhase, ApprovalSubject>>> = { ASSESSMENT: 'ASSESSMENT', PLANNING: 'PLAN', CLOSURE: 'CLOSURE' };

type Stood = Pick<CaseWholeFragment, 'status' | 'phase' | 'steps' | 'consents' | 'content'>;

/** What the supervisor last said of a subject since the case entered its phase. */
export function latestApproval(of: Stood, subject: ApprovalSubject) {
  const entered = Date.parse(of.steps.at(-1)?.enteredAt ?? '');
  return of.content?.approvals.filter((one) => one.subject === subject && !(Date.parse(one.requestedAt) < entered)).at(-1);
}

export function nextOf(of: Stood): Next | null {
  if (of.status === 'CLOSED' || !of.phase || !of.content) return null;
  const subject = SUBJECTS[of.phase];
  if (of.phase !== 'CLOSURE' && !of.consents.some((one) => one.purpose === 'SERVICE' && !one.withdrawnAt)) return { act: 'consent' };
  if (of.phase === 'PLANNING' && of.content.goals.length === 0) return { act: 'goal' };
  if (subject) {
    const last = latestApproval(of, subject);
    if (!last || last.state === 'REJECTED') return { act: 'approval', subject, isRefused: last !== undefined };
    if (last.isOutdated) return { act: 'approval', subject, isOutdated: true };
    if (last.state === 'REQUESTED') return { act: 'wait', subject };
  }
  const phase = PHASES[PHASES.indexOf(of.phase) + 1];
  return phase ? { act: 'advance', phase } : { act: 'close' };
}
