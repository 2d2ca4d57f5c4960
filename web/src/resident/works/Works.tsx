import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { timeSpan, weekday } from '../../core/format';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { Tabs, useTab } from '../parts/Tabs';
import { standingOf, TONE } from './standing';
import { HomeWorksDocument, type PhoneWorksFragment } from './works.gen';

const VIEWS = ['ahead', 'all'] as const;

/** When the water is off at home: what goes on and is to come, and what was. */
export default function Works() {
  const { t } = useTranslation('works');
  const [view, show] = useTab(VIEWS);
  const after = usePlace();
  const filter = useMemo(() => ({ withPast: view === 'all' }), [view]);
  const reading = useData(HomeWorksDocument, { filter, after });
  return (
    <Page title={t('title')} back="/services">
      <Tabs label={t('which')} names={VIEWS} at={view} wordOf={(name) => t(`views.${name}`)} onPick={show} />
      <States of={reading} isEmpty={(data) => data.plannedWorks.edges.length === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
        {({ plannedWorks }) => (
          <>
            {plannedWorks.edges.map(({ node }) => <Notice key={node.id} of={node} />)}
            <Pager of={plannedWorks} />
          </>
        )}
      </States>
    </Page>
  );
}

function Notice({ of }: { of: PhoneWorksFragment }) {
  const { t } = useTranslation('works');
  const standing = standingOf(of);
  return (
    <article className="card">
      <h2>{of.title}</h2>
      <p className="soft small">{`${weekday(of.startsAt)} ${timeSpan(of.startsAt, of.endsAt)}`}</p>
      <p className="soft small">{of.building ? t('inBuilding', { building: of.building.name }) : t('everywhere', { community: of.community?.name ?? '' })}</p>
      <p className="said">{of.text}</p>
      <span className="tags"><span className={`tag ${TONE[standing]}`}>{t(`standing.${standing}`)}</span></span>
    </article>
  );
}
