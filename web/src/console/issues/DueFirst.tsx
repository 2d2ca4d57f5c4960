import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { TodayCard } from '../../desk/TodayCard';
import { IssuesDocument, type IssuesQuery } from './issues.gen';
import { Clock, placeOf, STATUSES } from './lamps';

// The clock of a paused one stands.
const RUNNING = STATUSES.filter((one) => one !== 'PAUSED');

/** The open issues that are due first. */
export default function DueFirst() {
  const { t } = useTranslation('issues');
  const reading = useData(IssuesDocument, { filter: { isOpen: true, statuses: RUNNING }, order: 'DUE', first: 6 });
  const lines = (data: IssuesQuery) =>
    data.issues.edges.map(({ node }) => (
      <li key={node.id}>
        <span className="who grow"><Link to={`/issues/${node.id}`}>{node.text ?? t('untold')}</Link><small>{placeOf(node)}</small></span>
        <Clock of={node} />
      </li>
    ));
  return <TodayCard title={t('today.title')} of={reading} total={(data) => data.issues.totalCount} all="/issues" empty={t('today.none')} lines={lines} />;
}
