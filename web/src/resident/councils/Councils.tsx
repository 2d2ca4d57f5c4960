import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { dayTime, weekday } from '../../core/format';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { Tabs, useTab } from '../parts/Tabs';
import { PhoneCouncilsDocument } from './councils.gen';

const VIEWS = ['SCHEDULED', 'HELD'] as const;

export default function Councils() {
  const { t } = useTranslation('councils');
  const [view, show] = useTab(VIEWS);
  const after = usePlace();
  const filter = useMemo(() => ({ status: view }), [view]);
  const reading = useData(PhoneCouncilsDocument, { filter, after });
  return (
    <Page title={t('title')} back="/services">
      <Tabs label={t('which')} names={VIEWS} at={view} wordOf={(name) => t(`status.${name}`)} onPick={show} />
      <States of={reading} isEmpty={(data) => data.councils.edges.length === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
        {({ councils }) => (
          <>
            {councils.edges.map(({ node }) => (
              <Link key={node.id} className="card" to={`/councils/${node.id}`}>
                <h2>{node.title}</h2>
                <p className="soft small">{[t(`kinds.${node.kind}`), `${weekday(node.startsAt)} ${dayTime(node.startsAt)}`, node.place].join(' · ')}</p>
                {node.myRegistration && <span className="tag good">{t(`mine.${node.myRegistration.status}`)}</span>}
              </Link>
            ))}
            <Pager of={councils} />
          </>
        )}
      </States>
    </Page>
  );
}
