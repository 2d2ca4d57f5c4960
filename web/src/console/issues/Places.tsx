import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { Page } from '../../desk/Page';
import { States } from '../../desk/States';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter, type Community } from '../housing/usePlaces';
import { IssuesDocument, type IssueRowFragment } from './issues.gen';
import './issues.css';

const MOST = 100;
const FLOOR_HEIGHT = 9;

/** Where open issues are: every community drawn by its buildings. */
export default function Places() {
  const { t } = useTranslation('issues');
  const { communities, id, setId } = useCommunityFilter();
  const reading = useData(IssuesDocument, { filter: { communityId: id, isOpen: true, statuses: [] }, order: 'DUE', first: MOST });
  return (
    <Page title={t('map.title')} lead={t('map.lead')}>
      <div style={{ marginBottom: 12 }}><CommunitySelect communities={communities} value={id} onChange={(one) => void setId(one)} /></div>
      <States of={reading} rows={8}>
        {(data) => (
          <div className="stack">
            {data.issues.totalCount > MOST && <p className="muted" style={{ margin: 0 }}>{t('map.partial', { count: MOST })}</p>}
            {communities.filter((one) => !id || one.id === id).map((one) => <Estate key={one.id} community={one} issues={data.issues.edges.map((edge) => edge.node).filter((issue) => issue.community?.id === one.id)} />)}
          </div>
        )}
      </States>
    </Page>
  );
}

function Estate({ community, issues }: { community: Community; issues: readonly IssueRowFragment[] }) {
  const { t } = useTranslation('issues');
  const outside = issues.filter((one) => !one.building);
  return (
    <section className="card" aria-label={community.name}>
      <div className="card-head">
        <h2>{community.name}</h2>
        <span className="muted grow">{t('map.schematic')}</span>
        <span className="muted num">{issues.length === 0 ? t('map.none') : t('map.open', { count: issues.length })}</span>
      </div>
      <div className="estate">
        {community.buildings.map((building) => (
          <House key={building.id} to={`/issues?community=${encodeURIComponent(community.id)}&building=${encodeURIComponent(building.id)}`} name={building.name} floors={building.floors} issues={issues.filter((one) => one.building?.id === building.id)} />
        ))}
        {outside.length > 0 && <House to={`/issues?community=${encodeURIComponent(community.id)}`} name={t('map.elsewhere')} floors={0} issues={outside} />}
      </div>
    </section>
  );
}

function House({ to, name, floors, issues }: { to: string; name: string; floors: number; issues: readonly IssueRowFragment[] }) {
  const { t } = useTranslation('issues');
  const late = issues.filter((one) => one.isOverdue).length;
  const tone = late > 0 ? 'late' : issues.length > 0 ? 'some' : '';
  return (
    <Link to={to} className={`${tone}${floors === 0 ? ' open-air' : ''}`} style={{ minHeight: 92 + Math.min(floors, 20) * FLOOR_HEIGHT }}>
      <b>{issues.length}</b>
      <span>{name}</span>
      <small>{late > 0 ? t('map.overdue', { count: late }) : issues.length === 0 ? t('map.none') : t('map.open', { count: issues.length })}</small>
    </Link>
  );
}
