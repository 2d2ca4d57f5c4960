import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dayTime } from '../../core/format';
import { Tag } from '../../desk/Tag';
import type { OverseenIssueRowFragment } from './issues.gen';
import { Clock, STATUS_TONES, useCategoryName } from './states';
import './issues.css';

/** Issues one beneath another: what kind, where, how it stands and how long it has. Nothing that anybody wrote. */
export function IssueRows({ of, label, withPlace = true }: { of: readonly OverseenIssueRowFragment[]; label: string; withPlace?: boolean }) {
  const { t } = useTranslation('issues');
  const nameOf = useCategoryName();
  return (
    <ul className="plain-list ledger" aria-label={label}>
      {of.map((one) => (
        <li key={one.id} className={one.isOverdue ? 'late' : undefined}>
          <span className="who">
            <Link to={`/issues/${one.id}`}>{nameOf(one.category)}</Link>
            <small className="num">{[one.code, withPlace && one.community?.name, withPlace && one.community?.operatorName].filter(Boolean).join(' · ')}</small>
          </span>
          <span className="acts">
            <Tag tone={STATUS_TONES[one.status]}>{t(`statuses.${one.status}`)}</Tag>
            {one.level !== 'MICRO' && <Tag tone="cold">{t(`levels.${one.level}`)}</Tag>}
            {one.terms === 'EMERGENCY' && <Tag tone="bad">{t('terms.EMERGENCY')}</Tag>}
          </span>
          <span className="muted num met">{[t('reported', { at: dayTime(one.createdAt) }), one.followerCount > 0 && t('followed', { count: one.followerCount }), one.reopenCount > 0 && t('reopened', { count: one.reopenCount })].filter(Boolean).join(' · ')}</span>
          <Clock of={one} />
        </li>
      ))}
    </ul>
  );
}
