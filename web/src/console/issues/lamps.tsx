import { useTranslation } from 'react-i18next';
import { dueTime } from '../../core/format';
import type { IssueLamp, IssueStatus } from '../../core/schema.gen';
import { Tag, type Tone } from '../../desk/Tag';
import type { IssueRowFragment } from './issues.gen';

export const STATUSES: readonly IssueStatus[] = ['REPORTED', 'ACCEPTED', 'IN_PROGRESS', 'PAUSED', 'RESOLVED', 'VERIFIED', 'REOPENED', 'CLOSED'];
export const LAMPS: readonly IssueLamp[] = ['GREEN', 'YELLOW', 'RED'];
export const LAMP_TONES: Readonly<Record<IssueLamp, Tone>> = { GREEN: 'good', YELLOW: 'warn', RED: 'bad' };
export const STATUS_TONES: Readonly<Record<IssueStatus, Tone>> = { REPORTED: 'warn', ACCEPTED: 'accent', IN_PROGRESS: 'accent', PAUSED: 'cold', RESOLVED: 'good', VERIFIED: 'good', REOPENED: 'bad', CLOSED: 'plain' };

/** The clock of an issue: by when, and how that stands, in a word and a colour; while it is paused no day is due. */
export function Clock({ of }: { of: Pick<IssueRowFragment, 'dueAt' | 'isOverdue' | 'lamp' | 'status'> }) {
  const { t } = useTranslation('issues');
  if (of.status === 'PAUSED') return <Tag tone="cold">{t('clockStopped')}</Tag>;
  return (
    <span className="acts">
      <span className="num">{dueTime(of.dueAt)}</span>
      {of.isOverdue ? <Tag tone="bad">{t('overdue')}</Tag> : of.lamp && <Tag tone={LAMP_TONES[of.lamp]}>{t(`lamps.${of.lamp}`)}</Tag>}
    </span>
  );
}

/** Where an issue is, in as few words as are needed. */
export const placeOf = (of: Pick<IssueRowFragment, 'community' | 'building' | 'unit' | 'space' | 'placeNote'>): string =>
  [of.community?.name, of.building?.name, of.unit?.number, of.space?.name, of.placeNote].filter(Boolean).join(' · ');
