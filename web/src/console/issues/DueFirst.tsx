import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { number } from '../../core/format';
import { Nothing, States } from '../../desk/States';
import { IssuesDocument } from './issues.gen';
import { Clock, placeOf } from './lamps';

/** The open issues that are due first. */
export default function DueFirst() {
  const { t } = useTranslation('issues');
  const reading = useData(IssuesDocument, { filter: { isOpen: true, statuses: [] }, order: 'DUE', first: 6 });
  return (
    <section className="card" aria-label={t('today.title')}>
      <div className="card-head">
        <h2>{t('today.title')}</h2>
        {reading.kind === 'data' && reading.data.issues.totalCount > 0 && <span className="tally num">{number(reading.data.issues.totalCount)}</span>}
        <span className="grow" />
        <Link to="/issues">{t('today.all')}</Link>
      </div>
      <States of={reading} rows={4} isEmpty={(data) => data.issues.edges.length === 0} empty={<Nothing title={t('today.none')} hint={null} />}>
        {(data) => (
          <ul className="plain-list rows">
            {data.issues.edges.map(({ node }) => (
              <li key={node.id}>
                <span className="who grow"><Link to={`/issues/${node.id}`}>{node.text ?? t('untold')}</Link><small>{placeOf(node)}</small></span>
                <Clock of={node} />
              </li>
            ))}
          </ul>
        )}
      </States>
    </section>
  );
}
