import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import type { OverseenIssueFilter } from '../../core/schema.gen';
import { Nothing, States } from '../../desk/States';
import { OverseenIssuesDocument } from './issues.gen';
import { Clock, useCategoryName } from './states';
import './issues.css';

const LATE: Partial<OverseenIssueFilter> = { isOverdue: true, statuses: [] };
const SHOWN = 5;

/** The issues that are over their time, the oldest first. */
export default function DueFirst() {
  const { t } = useTranslation('issues');
  const nameOf = useCategoryName();
  const reading = useData(OverseenIssuesDocument, { filter: LATE as OverseenIssueFilter, first: SHOWN, after: null });
  return (
    <section className="card" aria-labelledby="late-issues">
      <div className="card-head"><h2 id="late-issues" className="grow">{t('late')}</h2><Link to="/issues?clock=OVERDUE" aria-label={t('allLate')}>{t('shared:act.view')}</Link></div>
      <States of={reading} rows={3} isEmpty={(data) => data.oversight.issues.totalCount === 0} empty={<Nothing title={t('noneLate')} hint={null} />}>
        {({ oversight: { issues } }) => (
          <ul className="plain-list rows">
            {issues.edges.map(({ node }) => (
              <li key={node.id}>
                <span className="who grow"><Link to={`/issues/${node.id}`}>{nameOf(node.category)}</Link><small className="num">{[node.community?.name, t(`levels.${node.level}`)].filter(Boolean).join(' · ')}</small></span>
                <Clock of={node} />
              </li>
            ))}
          </ul>
        )}
      </States>
    </section>
  );
}
