import { Segmented, Switch } from 'antd';
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { daysAfter, isoDay, number } from '../../core/format';
import { Pager, usePaging } from '../../desk/paging';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { MyWorkDocument, MyWorkTalliesDocument } from './station.gen';
import { bySpan, weekEnd } from './work';
import { WorkLine } from './WorkLine';
import './station.css';

const UNTIL = ['late', 'today', 'week', 'all'] as const;
const FILTERS = { until: parseAsStringLiteral(UNTIL).withDefault('week'), visits: parseAsBoolean.withDefault(false) };

/** A social worker's day: what is late, what is due today and this week, and whom to go and see. */
export default function MyWork() {
  const { t } = useTranslation('station');
  const paging = usePaging();
  const [q, setQ] = useQueryStates(FILTERS, { history: 'push' });
  const today = isoDay();
  const days = { yesterday: daysAfter(today, -1), today, week: weekEnd(today) };
  const until = { late: days.yesterday, today, week: days.week, all: null }[q.until];
  const reading = useData(MyWorkDocument, { ...paging.variables, untilOn: until, visits: q.visits });
  const tallies = useData(MyWorkTalliesDocument, days);
  const change = (next: Parameters<typeof setQ>[0]): void => {
    paging.first();
    void setQ(next);
  };
  const again = (): void => {
    reading.again();
    tallies.again();
  };
  const told = tallies.kind === 'data' ? tallies.data : null;
  const figures = (['late', 'today', 'week', 'visits'] as const).map((name) => ({ name, count: told?.[name].totalCount }));
  return (
    <Page title={t('work.title')} lead={t('work.lead')}>
      <dl className="figures" style={{ marginBottom: 16 }}>
        {figures.map(({ name, count }) => <div key={name} className={name === 'late' && count ? 'figure owed' : 'figure'}><dt>{t(`work.tally.${name}`)}</dt><dd>{count === undefined ? '—' : number(count)}</dd></div>)}
      </dl>
      <section className="card flush" aria-label={t('work.title')}>
        <div className="filters" role="search" aria-label={t('shared:list.filters')}>
          <Segmented value={q.until} onChange={(value) => change({ until: value })} options={UNTIL.map((value) => ({ value, label: t(`work.until.${value}`) }))} />
          <span className="grow" />
          <label className="acts"><Switch size="small" checked={q.visits} onChange={(is) => change({ visits: is || null })} /> {t('work.onlyVisits')}</label>
        </div>
        <States of={reading} rows={8} isEmpty={(data) => data.myWork.edges.length === 0} empty={<Nothing title={t('work.none')} hint={t('work.noneHint')} />}>
          {(data) => (
            <>
              {bySpan(data.myWork.edges.map(({ cursor, node }) => ({ ...node, cursor })), today).map(({ span, lines }) => (
                <section key={span} className="span" aria-label={t(`work.spans.${span}`)}>
                  <h2 className={span}>{t(`work.spans.${span}`)}</h2>
                  <ul className="plain-list">{lines.map((one) => <WorkLine key={one.cursor} of={one} again={again} />)}</ul>
                </section>
              ))}
              <Pager paging={paging} found={data.myWork} />
            </>
          )}
        </States>
      </section>
    </Page>
  );
}
