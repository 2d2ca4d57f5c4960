import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { dayTime, number, percent } from '../../core/format';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { OverseenSummaryDocument, type OverseenSummaryQuery } from './communities.gen';
import { NoticeState } from './NoticeState';

type Oversight = OverseenSummaryQuery['oversight'];

/** The branch's communities on one page: how many, which want something, and what went on. */
export default function Overseen() {
  const reading = useData(OverseenSummaryDocument, {});
  return (
    <States of={reading} rows={8}>
      {({ oversight }) => (
        <div className="stack">
          <Figures of={oversight.coverage} />
          <div className="columns">
            <Communities of={oversight.communities} />
            <Activities of={oversight.activities} />
          </div>
        </div>
      )}
    </States>
  );
}

function Figures({ of }: { of: Oversight['coverage'] }) {
  const { t } = useTranslation('communities');
  return (
    <dl className="figures">
      {(['communities', 'operators', 'organisations', 'endingSoon'] as const).map((one) => <div key={one} className="figure"><dt>{t(one)}</dt><dd>{number(of[one])}</dd></div>)}
    </dl>
  );
}

function Communities({ of }: { of: Oversight['communities'] }) {
  const { t } = useTranslation('communities');
  const urgent = of.edges.map((edge) => edge.node).toSorted((a, b) => b.overdueNotices - a.overdueNotices || b.openNotices - a.openNotices);
  return (
    <section className="card" aria-label={t('title')}>
      <div className="card-head"><h2 className="grow">{t('title')}</h2><Link to="/communities">{t('all')}</Link></div>
      <ul className="plain-list rows">
        {urgent.map((one) => (
          <li key={one.id}>
            <span className="who grow"><b>{one.name}</b><small>{[one.operatorName, one.governanceMode && t(`modes.${one.governanceMode}`)].filter(Boolean).join(' · ')}</small></span>
            {one.occupancy && <span className="num muted">{`${t('occupancy')} ${percent(one.occupancy.rate)}`}</span>}
            {!one.cover && <Tag tone="bad">{t('uncovered')}</Tag>}
            <NoticeState of={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Activities({ of }: { of: Oversight['activities'] }) {
  const { t } = useTranslation('communities');
  return (
    <section className="card" aria-label={t('activities')}>
      <div className="card-head"><h2>{t('activities')}</h2></div>
      {of.edges.length === 0 && <Nothing title={t('noActivities')} hint={null} />}
      <ul className="plain-list rows">
        {of.edges.map(({ node }) => (
          <li key={`${node.startsAt}${node.title}`}>
            <span className="who grow"><b>{node.title}</b><small className="num">{[dayTime(node.startsAt), node.place, node.community?.name].filter(Boolean).join(' · ')}</small></span>
            {node.attendance !== null && <span className="num muted">{t('attendance', { count: node.attendance })}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
