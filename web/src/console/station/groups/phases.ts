/** The five phases of a group in their order, and what is owed next of one. */
import type { GroupPhase, GroupStatus, GroupSubject } from '../../../core/schema.gen';

export const PHASES: readonly GroupPhase[] = ['PREPARATION', 'FORMING', 'TRANSITION', 'MATURITY', 'ENDING'];

interface Known {
  phase: GroupPhase;
  status: GroupStatus;
  content?: { approvals: readonly { subject: GroupSubject; state: string }[] } | null;
}

/** `lay`: the supervisor must approve; `wait`: it lies there; `advance` and `close` may be done now. */
export type Next = { act: 'lay' | 'wait'; subject: GroupSubject } | { act: 'advance'; phase: GroupPhase } | { act: 'close' };

export function nextOf(of: Known): Next | null {
  if (of.status === 'CLOSED' || !of.content) return null;
  const subject: GroupSubject | null = of.phase === 'PREPARATION' ? 'PLAN' : of.phase === 'ENDING' ? 'CLOSURE' : null;
  const asked = of.content.approvals.filter((one) => one.subject === subject);
  if (subject && !asked.some((one) => one.state === 'APPROVED')) return { act: asked.some((one) => one.state === 'REQUESTED') ? 'wait' : 'lay', subject };
  const phase = PHASES[PHASES.indexOf(of.phase) + 1];
  return phase ? { act: 'advance', phase } : { act: 'close' };
}
