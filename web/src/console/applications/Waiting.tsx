import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { day } from '../../core/format';
import { Nothing, States } from '../../desk/States';
import { ApplicationsDocument } from './applications.gen';

/** Applications that wait for an answer. */
export default function Waiting() {
  const { t } = useTranslation('applications');
  const reading = useData(ApplicationsDocument, { first: 5, after: null, communityId: null, status: 'SUBMITTED' });
  return (
    <section className="card" aria-label={t('today')}>
      <div className="card-head">
        <h2>{t('today')}</h2>
        {reading.kind === 'data' && reading.data.stayApplications.totalCount > 0 && <span className="tally num">{reading.data.stayApplications.totalCount}</span>}
        <span className="grow" />
        <Link to="/applications">{t('stays:showAll')}</Link>
      </div>
      <States of={reading} rows={3} isEmpty={(data) => data.stayApplications.edges.length === 0} empty={<Nothing title={t('none')} hint={null} />}>
        {(data) => (
          <ul className="plain-list rows">
            {data.stayApplications.edges.map(({ node }) => (
              <li key={node.id}>
                <span className="who"><Link to="/applications">{node.name}</Link><small>{node.community?.name}</small></span>
                <span className="grow" />
                <span className="muted num">{`${day(node.startsOn)} – ${day(node.endsOn)}`}</span>
              </li>
            ))}
          </ul>
        )}
      </States>
    </section>
  );
}
