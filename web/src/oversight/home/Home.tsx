import { Skeleton } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { date, now } from '../../core/format';
import { Page } from '../../desk/Page';
import { Nothing } from '../../desk/States';
import { useMay } from '../../core/auth/useSession';
import { allowed } from '../../core/features';
import { features } from '../features';

/** The cards that each feature has for the supervising branch. */
export default function Home() {
  const { t } = useTranslation('home');
  const may = useMay();
  const cards = features.flatMap((feature) => feature.today ?? []).filter((card) => allowed(may, card.needs)).toSorted((a, b) => a.order - b.order);
  return (
    <Page title={t('title')} lead={t('lead', { date: date(now()) })}>
      {cards.length === 0 && <section className="card"><Nothing title={t('nothing')} hint={t('nothingHint')} /></section>}
      <div className="facing">
        {cards.map(({ card: Card, order, wide }) => <div key={order} className={wide ? 'wide' : undefined}><Suspense fallback={<section className="card"><Skeleton active /></section>}><Card /></Suspense></div>)}
      </div>
    </Page>
  );
}
