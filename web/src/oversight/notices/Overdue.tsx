import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { date, daysBetween, isoDay } from '../../core/format';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { BranchNoticesDocument } from './notices.gen';

/** What operators owe the branch, and have not answered in time. */
export default function Overdue() {
  const { t } = useTranslation('notices');
  const reading = useData(BranchNoticesDocument, { filter: { overdueOnly: true, states: [], risenOnly: false }, first: 10, after: null });
  return (
    <section className="card" aria-labelledby="overdue">
      <div className="card-head"><h2 id="overdue" className="grow">{t('overdue')}</h2><Link to="/notices?show=overdue">{t('shared:act.view')}</Link></div>
      <States of={reading} rows={2} isEmpty={(data) => data.supervisionNotices.totalCount === 0} empty={<Nothing title={t('noneOverdue')} hint={null} />}>
        {(data) => (
          <ul className="plain-list rows">
            {data.supervisionNotices.edges.map(({ node }) => (
              <li key={node.id}>
                <span className="who grow"><b>{node.title}</b><small>{`${node.community?.name ?? ''} · ${node.community?.operatorName ?? ''} · ${t('due', { at: date(node.dueOn) })}`}</small></span>
                <Tag tone="bad">{t('late', { days: daysBetween(node.dueOn, isoDay()) })}</Tag>
              </li>
            ))}
          </ul>
        )}
      </States>
    </section>
  );
}
