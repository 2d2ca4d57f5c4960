import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay, useSession } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { allowed } from '../../core/features';
import { date, now, weekday } from '../../core/format';
import { features } from '../features';
import { Page } from '../parts/Page';
import { States } from '../parts/States';
import { TodayDocument, type TodayQuery } from './today.gen';
import './today.css';

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
    </Page>
  );
}

function Home({ stay }: { stay: Stay }) {
  const { t } = useTranslation('home');
  const place = [stay.unit?.building?.name, stay.unit?.number, stay.bed ? stay.bed.label : t('whole')].filter(Boolean).join(' ');
  return (
    <>
      <section className="home-card" aria-label={t('livesIn')}>
        <p>{stay.community?.name}</p>
        <h2>{place}</h2>
        <p>{stay.status === 'RESERVED' ? t('reserved', { date: date(stay.startsOn) }) : `${t('since', { date: date(stay.residencyStartedOn) })} · ${t('until', { date: date(stay.plannedEndsOn) })}`}</p>
      </section>
      {stay.status === 'ACTIVE' && !stay.registeredOn && (
        <section className="card ask">
          <h2>{t('registrationDue', { date: date(stay.registrationDueOn) })}</h2>
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
