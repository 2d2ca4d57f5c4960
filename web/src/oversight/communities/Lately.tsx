import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { now } from '../../core/format';
import type { OverseenActivityFilter } from '../../core/schema.gen';
import { Nothing, States } from '../../desk/States';
import { ActivityRows } from './ActivityRows';
import { OverseenActivitiesDocument } from './communities.gen';

const SHOWN = 6;

/** What went on last; what is to come has its place on the page of activities. */
export default function Lately() {
  const { t } = useTranslation('communities');
  const [until] = useState(() => now().toISOString());
  const filter: Partial<OverseenActivityFilter> = { kinds: [], untilAt: until };
  const reading = useData(OverseenActivitiesDocument, { filter: filter as OverseenActivityFilter, first: SHOWN, after: null });
  return (
    <section className="card flush" aria-labelledby="lately">
      <div className="card-head"><h2 id="lately" className="grow">{t('activities')}</h2><Link to="/meetings?tab=activities" aria-label={t('allActivities')}>{t('all')}</Link></div>
      <States of={reading} rows={4} isEmpty={(data) => data.oversight.activities.totalCount === 0} empty={<Nothing title={t('noActivities')} hint={null} />}>
        {({ oversight: { activities } }) => <ActivityRows of={activities.edges.map((edge) => edge.node)} label={t('activities')} />}
      </States>
    </section>
  );
}
