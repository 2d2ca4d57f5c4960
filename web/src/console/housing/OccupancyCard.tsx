import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { date, isoDay } from '../../core/format';
import { States } from '../../desk/States';
import { OccupancyFigures } from './OccupancyFigures';
import { usePlaces } from './usePlaces';

/** How full the communities are today. */
export default function OccupancyCard() {
  const { t } = useTranslation('housing');
  const { reading } = usePlaces();
  return (
    <States of={reading} rows={2} isEmpty={(data) => data.communities.edges.length === 0} empty={null}>
      {(data) =>
        data.communities.edges.slice(0, 3).map(({ node }) => (
          <section key={node.id} className="occupancy" aria-label={`${node.name} ${t('occupancy')}`}>
            <div className="card-head">
              <h2>{node.name}</h2>
              <span className="muted grow">{t('occupancyHint', { date: date(isoDay()) })}</span>
              <Link to={`/rooms?building=${encodeURIComponent(node.buildings[0]?.id ?? '')}`}>{t('map')}</Link>
            </div>
            <OccupancyFigures community={node.id} />
          </section>
        ))
      }
    </States>
  );
}
