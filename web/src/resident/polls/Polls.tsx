import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { dayTime } from '../../core/format';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { Tabs, useTab } from '../parts/Tabs';
import { PhonePollsDocument } from './polls.gen';
import { TONE } from './tones';

const VIEWS = ['OPEN', 'COUNTED'] as const;

export default function Polls() {
  const { t } = useTranslation('polls');
  const [view, show] = useTab(VIEWS);
  const after = usePlace();
  const filter = useMemo(() => ({ status: view }), [view]);
  const reading = useData(PhonePollsDocument, { filter, after });
  return (
    <Page title={t('title')} back="/services">
      <Tabs label={t('which')} names={VIEWS} at={view} wordOf={(name) => t(`views.${name}`)} onPick={show} />
      <States of={reading} isEmpty={(data) => data.polls.edges.length === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
        {({ polls }) => (
          <>
            {polls.edges.map(({ node }) => (
              <Link key={node.id} className="card" to={`/polls/${node.id}`}>
                <h2>{node.title}</h2>
                <span className="tags">
                  <span className={`tag ${TONE[node.status]}`}>{node.outcome ? t(`outcomes.${node.outcome}`) : t(`status.${node.status}`)}</span>
                  {node.building && <span className="tag">{node.building.name}</span>}
                  {node.hasVoted && <span className="tag good">{t('voted')}</span>}
                  {node.status === 'OPEN' && node.isElector && !node.hasVoted && <span className="tag warn">{t('canVote')}</span>}
                  {node.status === 'OPEN' && <span className="small soft">{t('until', { time: dayTime(node.closesAt) })}</span>}
                </span>
              </Link>
            ))}
            <Pager of={polls} />
          </>
        )}
      </States>
      <div className="buttons"><Link className="button plain" to="/polls/receipt">{t('verify')}</Link></div>
    </Page>
  );
}
