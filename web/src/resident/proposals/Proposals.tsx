import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { Tabs, useTab } from '../parts/Tabs';
import { PhoneProposalsDocument, PhoneTeaTalksDocument } from './proposals.gen';
import { TONE } from './tones';

const VIEWS = ['all', 'mine', 'talks'] as const;

/** What residents propose, what I propose, and what was said over tea. */
export default function Proposals() {
  const { t } = useTranslation('proposals');
  const [view, show] = useTab(VIEWS);
  return (
    <Page title={t('title')} back="/services">
      <Tabs label={t('which')} names={VIEWS} at={view} wordOf={(name) => t(`views.${name}`)} onPick={show} />
      {view === 'talks' ? <Talks /> : <List isMine={view === 'mine'} />}
      <div className="buttons"><Link className="button" to="/proposals/new">{t('new')}</Link></div>
    </Page>
  );
}

function List({ isMine }: { isMine: boolean }) {
  const { t } = useTranslation('proposals');
  const after = usePlace();
  const filter = useMemo(() => ({ isMine }), [isMine]);
  const reading = useData(PhoneProposalsDocument, { filter, after });
  return (
    <States of={reading} isEmpty={(data) => data.proposals.edges.length === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
      {({ proposals }) => (
        <>
          {proposals.edges.map(({ node }) => (
            <Link key={node.id} className="card" to={`/proposals/${node.id}`}>
              <h2>{node.title}</h2>
              <span className="tags">
                <span className={`tag ${TONE[node.status]}`}>{t(`status.${node.status}`)}</span>
                <span className="small soft">{t('cosigned', { count: node.cosigners, threshold: node.threshold })}</span>
                {node.isCosigned && <span className="tag good">{t('iCosigned')}</span>}
              </span>
            </Link>
          ))}
          <Pager of={proposals} />
        </>
      )}
    </States>
  );
}

function Talks() {
  const { t } = useTranslation('proposals');
  const after = usePlace();
  const reading = useData(PhoneTeaTalksDocument, { after });
  return (
    <States of={reading} isEmpty={(data) => data.teaTalks.edges.length === 0} empty={<Nothing title={t('noTalks')} hint={t('noTalksHint')} />}>
      {({ teaTalks }) => (
        <>
          <ul className="rows">{teaTalks.edges.map(({ node }) => <li key={node.id} className="row"><span className="grow">{node.topic}<small>{[date(node.heldOn), node.host, t('guests', { count: node.guestsCount })].join(' · ')}</small></span></li>)}</ul>
          <Pager of={teaTalks} />
        </>
      )}
    </States>
  );
}
