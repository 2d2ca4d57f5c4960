import { useTranslation } from 'react-i18next';
import { dueTime } from '../../core/format';
import type { GridLevel, IssueLamp, IssueStatus } from '../../core/schema.gen';
import { useNameOf } from '../../core/useNameOf';
import { Tag, type Tone } from '../../desk/Tag';
import type { OverseenIssueRowFragment } from './issues.gen';

export const STATUSES: readonly IssueStatus[] = ['REPORTED', 'ACCEPTED', 'IN_PROGRESS', 'PAUSED', 'RESOLVED', 'VERIFIED', 'REOPENED', 'CLOSED'];
export const LEVELS: readonly GridLevel[] = ['MICRO', 'NEIGHBOURHOOD', 'STREET'];
const LAMP_TONES: Readonly<Record<IssueLamp, Tone>> = { GREEN: 'good', YELLOW: 'warn', RED: 'bad' };
export const STATUS_TONES: Readonly<Record<IssueStatus, Tone>> = { REPORTED: 'warn', ACCEPTED: 'accent', IN_PROGRESS: 'accent', PAUSED: 'cold', RESOLVED: 'good', VERIFIED: 'good', REOPENED: 'bad', CLOSED: 'plain' };

/** The clock of an issue: by when, and how that stands, in a word and a colour; while it is paused no day is due. */
export function Clock({ of }: { of: Pick<OverseenIssueRowFragment, 'dueAt' | 'isOverdue' | 'lamp' | 'status'> }) {
  const { t } = useTranslation('issues');
  if (of.status === 'PAUSED') return <Tag tone="cold">{t('clockStopped')}</Tag>;
  return (
    <span className="clock">
      {of.isOverdue ? <Tag tone="bad">{t('overdue')}</Tag> : of.lamp && <Tag tone={LAMP_TONES[of.lamp]}>{t(`lamps.${of.lamp}`)}</Tag>}
      <small className="num muted">{t('due', { at: dueTime(of.dueAt) })}</small>
    </span>
  );
}

export function useCategoryName(): (category: OverseenIssueRowFragment['category']) => string {
  const { t } = useTranslation('issues');
  const nameOf = useNameOf();
  return (category) => nameOf(category) || t('uncategorised');
}
