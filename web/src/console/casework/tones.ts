/** The codes of casework in their order, and the tones in which they are shown. */
import type { ActivityKind, ApprovalState, CaseOutcome, CasePhase, CaseRelation, CaseSource, ConsentForm, ConsentPurpose, HelpState, MoveState, NoteKind, RiskLevel, ServiceArea } from '../../core/schema.gen';
import type { Tone } from '../../desk/Tag';

export const PHASES: readonly CasePhase[] = ['INTAKE', 'ASSESSMENT', 'PLANNING', 'INTERVENTION', 'EVALUATION', 'CLOSURE'];
export const RISKS: readonly RiskLevel[] = ['LOW', 'MEDIUM', 'HIGH', 'CRISIS'];
export const AREAS: readonly ServiceArea[] = ['BASIC', 'PROFESSIONAL', 'EMPOWERMENT'];
export const SOURCES: readonly CaseSource[] = ['SELF', 'STAFF', 'GRID', 'ALERT', 'REFERRAL'];
export const PURPOSES: readonly ConsentPurpose[] = ['SERVICE', 'TRANSFER', 'REFERRAL', 'EXPORT'];
export const FORMS: readonly ConsentForm[] = ['WRITTEN', 'ORAL', 'PHONE'];
export const NOTE_KINDS: readonly NoteKind[] = ['CONTACT', 'VISIT', 'ASSESSMENT', 'INTERVENTION', 'SUPERVISION', 'CLOSURE'];
export const ACTIVITIES: readonly ActivityKind[] = ['FIRST_CONTACT', 'VISIT', 'CONTACT', 'REVIEW'];
export const OUTCOMES: readonly CaseOutcome[] = ['GOALS_REACHED', 'REFERRED', 'MOVED_AWAY', 'DECLINED', 'UNREACHABLE', 'DECEASED'];
export const RELATIONS: readonly CaseRelation[] = ['FAMILY', 'HOUSEHOLD', 'SAME_MATTER'];
export const HELP_STATES: readonly HelpState[] = ['ASKED', 'TAKEN', 'ANSWERED', 'WITHDRAWN'];

export const RISK_TONES: Readonly<Record<RiskLevel, Tone>> = { LOW: 'plain', MEDIUM: 'cold', HIGH: 'warn', CRISIS: 'bad' };
export const APPROVAL_TONES: Readonly<Record<ApprovalState, Tone>> = { REQUESTED: 'warn', APPROVED: 'good', REJECTED: 'bad' };
export const MOVE_TONES: Readonly<Record<MoveState, Tone>> = { REQUESTED: 'warn', ACCEPTED: 'accent', REJECTED: 'bad', DONE: 'good', REVOKED: 'plain' };
export const HELP_TONES: Readonly<Partial<Record<HelpState, Tone>>> = { ASKED: 'warn', TAKEN: 'good', ANSWERED: 'good' };
