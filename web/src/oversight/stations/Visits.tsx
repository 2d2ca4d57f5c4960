import { parseAsString, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, lastMonths, number } from '../../core/format';
import { useNameOf } from '../../core/useNameOf';
import { Choice } from '../../desk/Choice';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { StationVisitsDocument, type StationVisitsQuery } from './stations.gen';

const MONTHS = 12;

/** A month of visits: by service, and every entry with its corrections. */
export function Visits({ stationId }: { stationId: string }) {
  const { t } = useTranslation('stations');
  const paging = usePaging();
  const known = lastMonths(MONTHS);
  const [asked, ask] = useQueryState('month', parseAsString);
  const month = asked && known.includes(asked) ? asked : (known[0] ?? '');
  const reading = useData(StationVisitsDocument, { id: stationId, month: `${month}-01`, ...paging.variables });
  const name = (of: string): string => t('month', { year: of.slice(0, 4), month: Number(of.slice(5)) });
  return (
    <section className="card flush" aria-label={t('tabs.visits')}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <Choice label={t('whichMonth')} all={t('current')} width={180} value={asked} options={known.map((value) => ({ value, label: name(value) }))} choose={(next) => { paging.first(); void ask(next); }} />
      </div>
      <States of={reading} rows={6} isEmpty={(data) => data.partyStationVisits.totalCount === 0} empty={<Nothing title={t('noVisits', { month: name(month) })} hint={t('noVisitsHint')} />}>
        {(data) => (
          <>
            <Figures of={data.partyStationFigures} month={name(month)} />
            <ul className="plain-list rows visits" aria-label={t('entries')}>{data.partyStationVisits.edges.map(({ node }) => <Entry key={node.id} of={node} />)}</ul>
            <Pager paging={paging} found={data.partyStationVisits} />
          </>
        )}
      </States>
    </section>
  );
}

function Figures({ of, month }: { of: StationVisitsQuery['partyStationFigures']; month: string }) {
  const { t } = useTranslation('stations');
  const nameOf = useNameOf();
  const all = of.reduce((sum, one) => sum + one.people, 0);
  return (
    <div className="visit-figures">
      <h2>{t('figures', { count: all, replace: { month, count: number(all) } })}</h2>
      <dl className="facts">
        {of.map((one) => (
          <div key={one.service?.id} style={{ display: 'contents' }}>
            <dt>{nameOf(one.service) || t('unknown')}</dt>
            <dd className="num">{t('peopleOn', { people: number(one.people), days: number(one.days) })}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Entry({ of }: { of: StationVisitsQuery['partyStationVisits']['edges'][number]['node'] }) {
  const { t } = useTranslation('stations');
  const nameOf = useNameOf();
  const sign = of.number > 0 && of.people > 0 ? '+' : '';
  return (
    <li>
      <span className="who grow"><b>{nameOf(of.service) || t('unknown')}</b><small>{[date(of.visitedOn), of.note].filter(Boolean).join(' · ')}</small></span>
      {of.number > 0 && <Tag tone="warn">{t('correction')}</Tag>}
      <b className="num">{t('people', { people: `${sign}${number(of.people)}` })}</b>
    </li>
  );
}
