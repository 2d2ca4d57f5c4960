import { Segmented, Select } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, daysAfter, isoDay, number, percent } from '../../core/format';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { WideTable } from '../../desk/WideTable';
import { CaseKpisDocument, type CaseKpisQuery } from './station.gen';
import { useStation } from './useStation';
import './station.css';

type Kpis = CaseKpisQuery['caseKpis'];
const SPANS = ['90', '180', '365'] as const;
const rounded = (value: number | null | undefined): string => (value == null ? '—' : number(Math.round(value * 10) / 10));

/** A station in numbers: how much each carries, how long cases take, how far goals are, how content people were. */
export default function Figures() {
  const { t } = useTranslation('station');
  const { reading, stations, station, choose } = useStation();
  const [span, setSpan] = useQueryState('days', parseAsStringLiteral(SPANS).withDefault('365').withOptions({ history: 'push' }));
  const acts = stations.length > 1 && <Select aria-label={t('station')} style={{ minWidth: 200 }} value={station?.id ?? ''} onChange={choose} options={stations.map((one) => ({ value: one.id, label: one.name }))} />;
  return (
    <Page title={t('figures.title')} lead={t('figures.lead')} acts={acts}>
      <States of={reading} rows={8} isEmpty={() => !station} empty={<section className="card"><Nothing title={t('noStation')} hint={t('noStationHint')} /></section>}>
        {() => station && (
          <>
            <div className="card filters" style={{ marginBottom: 16 }}><b>{station.name}</b><span className="grow" /><Segmented value={span} onChange={(next) => void setSpan(next)} options={SPANS.map((value) => ({ value, label: t('figures.days', { days: value }) }))} /></div>
            <Numbers stationId={station.id} days={Number(span)} />
          </>
        )}
      </States>
    </Page>
  );
}

function Numbers({ stationId, days }: { stationId: string; days: number }) {
  const { t } = useTranslation('station');
  const toOn = isoDay();
  const fromOn = daysAfter(toOn, 1 - days);
  const reading = useData(CaseKpisDocument, { stationId, fromOn, toOn });
  return <States of={reading} rows={10}>{(data) => <Shown of={data.caseKpis} span={t('figures.span', { from: date(fromOn), to: date(toOn) })} />}</States>;
}

function Shown({ of, span }: { of: Kpis; span: string }) {
  const { t } = useTranslation('station');
  const score = of.averageGoalScore == null ? '—' : percent(of.averageGoalScore / 100, 0);
  const figures: [string, string, string?][] = [
    ['open', number(of.openCases)],
    ['overdue', number(of.overdueCases)],
    ['closed', number(of.closedCases)],
    ['took', rounded(of.averageDaysToClose), of.averageDaysToClose == null ? '' : t('figures.unitDays')],
    ['content', rounded(of.averageSatisfaction), t('figures.said', { count: of.satisfactionCount })],
    ['goals', score],
    ['ratio', rounded(of.workersPerSupervisor)],
  ];
  return (
    <>
      <dl className="figures">{figures.map(([name, value, unit]) => <div key={name} className={name === 'overdue' && of.overdueCases ? 'figure owed' : 'figure'}><dt>{t(`figures.${name}`)}</dt><dd>{value}{unit && <small>{unit}</small>}</dd></div>)}</dl>
      <p className="muted num">{span} · {t('figures.spanHint')}</p>
      <section className="card flush" aria-label={t('figures.loads')}>
        <div className="card-head"><h2>{t('figures.loads')}</h2></div>
        <WideTable
          aria-label={t('figures.loads')}
          rowKey="name"
          dataSource={[...of.loads]}
          scroll={{ x: 520 }}
          columns={[
            { title: t('worker'), render: (_, row) => <span className="acts"><b>{row.name}</b><Tag tone={row.role === 'SUPERVISOR' ? 'accent' : 'plain'}>{t(`roles.${row.role}`)}</Tag></span> },
            { title: t('figures.open'), width: 140, align: 'right', render: (_, row) => <span className="num">{number(row.openCases)}</span> },
            { title: t('figures.overdue'), width: 160, align: 'right', render: (_, row) => <span className="num">{number(row.overdueCases)}</span> },
          ]}
        />
      </section>
      <div className="ways">
        <Bars title={t('figures.buckets')} rows={of.buckets.map((one) => ({ label: one.toDays == null ? t('figures.over', { days: one.fromDays - 1 }) : t('figures.within', { from: one.fromDays, to: one.toDays }), count: one.count }))} />
        <Bars title={t('figures.byPhase')} rows={of.byPhase.map((one) => ({ label: t(`casework:phases.${one.code}`), count: one.count }))} />
        <Bars title={t('figures.byRisk')} rows={of.byRisk.map((one) => ({ label: t(`casework:risks.${one.code}`), count: one.count }))} />
        <Bars title={t('figures.byArea')} rows={of.byArea.map((one) => ({ label: t(`areas.${one.code}`), count: one.count }))} />
      </div>
    </>
  );
}

function Bars({ title, rows }: { title: string; rows: readonly { label: string; count: number }[] }) {
  const most = Math.max(1, ...rows.map((one) => one.count));
  return (
    <section className="card" aria-label={title}>
      <div className="card-head"><h2>{title}</h2></div>
      <ul className="plain-list bars">{rows.map((one) => <li key={one.label}><span>{one.label}</span><b className="num">{number(one.count)}</b><span className="bar" aria-hidden><span style={{ width: `${(one.count / most) * 100}%` }} /></span></li>)}</ul>
    </section>
  );
}
