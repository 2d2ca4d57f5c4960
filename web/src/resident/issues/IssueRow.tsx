import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { date } from '../../core/format';
import { useNameOf } from '../../core/useNameOf';
import type { PhoneIssueFragment } from './issues.gen';
import { placeOf, TONE } from './naming';

export function IssueRow({ issue }: { issue: PhoneIssueFragment }) {
  const { t } = useTranslation('issues');
  const nameOf = useNameOf();
  return (
    <Link className="card" to={`/issues/${issue.id}`}>
      <h2>{issue.text ?? nameOf(issue.category)}</h2>
      <p className="soft small">{[nameOf(issue.category), placeOf(issue), date(issue.createdAt)].filter(Boolean).join(' · ')}</p>
      <span className="tags">
        <span className={`tag ${TONE[issue.status]}`}>{t(`status.${issue.status}`)}</span>
        {issue.isOverdue && <span className="tag bad">{t('overdue')}</span>}
        {issue.followerCount > 0 && <span className="tag">{t('followers', { count: issue.followerCount })}</span>}
      </span>
    </Link>
  );
}
