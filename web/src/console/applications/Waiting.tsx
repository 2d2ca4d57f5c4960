import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { day } from '../../core/format';
import { TodayCard } from '../../desk/TodayCard';
import { ApplicationsDocument, type ApplicationsQuery } from './applications.gen';

/** Applications that wait for an answer. */
export default function Waiting() {
  const { t } = useTranslation('applications');
  const reading = useData(ApplicationsDocument, { first: 5, after: null, communityId: null, status: 'SUBMITTED' });
  const lines = (data: ApplicationsQuery) =>
    data.stayApplications.edges.map(({ node }) => (
      <li key={node.id}>
        <span className="who grow"><Link to="/applications">{node.name}</Link><small>{node.community?.name}</small></span>
        <span className="muted num">{`${day(node.startsOn)} – ${day(node.endsOn)}`}</span>
      </li>
    ));
  return <TodayCard title={t('today')} of={reading} total={(data) => data.stayApplications.totalCount} all="/applications" empty={t('none')} lines={lines} />;
}
