import { Skeleton } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../desk/Page';
import { Nothing } from '../../desk/States';
import { useMay, useSession } from '../../core/auth/useSession';
import { allowed } from '../../core/features';
import { date, now, time, weekday } from '../../core/format';
import { features } from '../features';
import './home.css';

function greeting(): 'morning' | 'noon' | 'afternoon' | 'evening' {
  const hour = Number(time(new Date()).slice(0, 2));
  if (hour >= 5 && hour < 11) return 'morning';
  if (hour >= 11 && hour < 13) return 'noon';
  return hour >= 13 && hour < 18 ? 'afternoon' : 'evening';
}

/** Today's work: the cards that each feature has for whoever may see them. */
export default function Home() {
  const { t } = useTranslation('home');
  const { me } = useSession();
  const may = useMay();
  const cards = features.flatMap((feature) => feature.today ?? []).filter((card) => allowed(may, card.needs)).toSorted((a, b) => a.order - b.order);
  const today = now();
  return (
    <Page title={t(greeting(), { name: me?.displayName ?? '' })} lead={`${date(today)} ${weekday(today)}`}>
      {cards.length === 0 && <section className="card"><Nothing title={t('nothing')} hint={t('nothingHint')} /></section>}
      <div className="today">
        {cards.map(({ card: Card, order, wide }) => (
          <div key={order} className={wide ? 'wide' : ''}>
            <Suspense fallback={<section className="card"><Skeleton active /></section>}><Card /></Suspense>
          </div>
        ))}
      </div>
    </Page>
  );
}
