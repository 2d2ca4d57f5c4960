import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay, useSession } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { allowed } from '../../core/features';
import { date, isoDay, now, weekday } from '../../core/format';
import { features } from '../features';
import { Page } from '../parts/Page';
import { States } from '../parts/States';
import { TodayDocument, type TodayQuery } from './today.gen';
import './today.css';

/** As many ways as stand beside each other. */
const QUICK = 4;
type Stay = TodayQuery['stays']['edges'][number]['node'];

/** What is on today, and what needs an answer. */
export default function Today() {
  const { t } = useTranslation('home');
  const { me } = useSession();
  const may = useMay();
  const reading = useData(TodayDocument, {});
  const today = now();
  const cards = features.flatMap((feature) => feature.today ?? []).filter((card) => allowed(may, card.needs)).toSorted((a, b) => a.order - b.order);
  return (
    <Page title={t('hello', { name: me?.displayName ?? '' })}>
      <p className="soft small day">{`${date(today)} ${weekday(today)}`}</p>
      <States of={reading}>
        {(data) => (
          <>
            {data.stays.edges.map(({ node }) => <Home key={node.id} stay={node} />)}
            {data.stays.edges.length === 0 && <Newcomer hasApplied={data.stayApplications.edges.length > 0} />}
          </>
        )}
      </States>
      {cards.map(({ card: Card, order }) => <Suspense key={order} fallback={null}><Card /></Suspense>)}
      <Quick />
    </Page>
  );
}

/** The first of all services, a tap away. */
function Quick() {
  const { t } = useTranslation('home');
  const may = useMay();
  const tiles = features.flatMap((feature) => feature.tiles ?? []).filter((tile) => allowed(may, tile.needs)).toSorted((a, b) => a.order - b.order).slice(0, QUICK);
  if (tiles.length === 0) return null;
  return (
    <nav aria-label={t('quick')}>
      <ul className="quick-ways">
        {tiles.map((tile) => <li key={tile.to}><Link to={tile.to}><span className="badge">{tile.icon}</span>{t(tile.label)}</Link></li>)}
      </ul>
    </nav>
  );
}

function Home({ stay }: { stay: Stay }) {
  const { t } = useTranslation('home');
  const place = [stay.unit?.building?.name, stay.unit && t('unit', { number: stay.unit.number }), stay.bed ? t('bed', { label: stay.bed.label }) : t('whole')].filter(Boolean).join(' ');
  return (
    <>
      <section className="home-card" aria-label={t('livesIn')}>
        <p>{stay.community?.name}</p>
        <h2>{place}</h2>
        <p>{stay.status === 'RESERVED' ? t('reserved', { date: date(stay.startsOn) }) : `${t('since', { date: date(stay.residencyStartedOn) })} · ${t('until', { date: date(stay.plannedEndsOn) })}`}</p>
      </section>
      {stay.status === 'ACTIVE' && !stay.registeredOn && (
        <section className="card ask">
          <h2>{t(stay.registrationDueOn < isoDay() ? 'registrationLate' : 'registrationDue', { date: date(stay.registrationDueOn) })}</h2>
          <p className="soft">{t('registrationHint')}</p>
        </section>
      )}
    </>
  );
}

function Newcomer({ hasApplied }: { hasApplied: boolean }) {
  const { t } = useTranslation('home');
  if (hasApplied) return <Link className="card ask" to="/applications"><h2>{t('applicationOpen')}</h2></Link>;
  return (
    <section className="card">
      <h2>{t('noStay')}</h2>
      <p className="soft">{t('noStayHint')}</p>
      <Link className="button" to="/applications/new">{t('apply')}</Link>
    </section>
  );
}
