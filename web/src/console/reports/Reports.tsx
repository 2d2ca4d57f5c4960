import { DownloadOutlined } from '@ant-design/icons';
import { Button, Segmented, Select } from 'antd';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date, dateTime, day, daysAfter, isoDay, number, percent } from '../../core/format';
import { Chart } from '../../desk/Chart';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { WideTable } from '../../desk/WideTable';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { OwnFiguresDocument, OwnMeasuresDocument, type OwnFiguresQuery, type OwnMeasuresQuery } from './reports.gen';
import { saveSheet } from './sheet';
import './reports.css';

type Measure = OwnMeasuresQuery['ownMeasures'][number];
type Report = OwnFiguresQuery['ownFigures'];
const SPANS = ['30', '90', '365'] as const;

/** A figure as it is said: a share in percent, anything else as a number. */
const said = (value: number | null | undefined, unit: string): string => (value == null ? '—' : unit === 'SHARE' ? percent(value) : number(Math.round(value * 100) / 100));

/** The operator's own figures: one measure over some days, for all communities together and each of them. */
export default function Reports() {
  const { t } = useTranslation('reports');
  const measures = useData(OwnMeasuresDocument, {}, { policy: 'cache-first' });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <States of={measures} rows={8} isEmpty={(data) => data.ownMeasures.length === 0} empty={<section className="card"><Nothing /></section>}>
        {(data) => <Chosen measures={data.ownMeasures} />}
      </States>
    </Page>
  );
}

function Chosen({ measures }: { measures: readonly Measure[] }) {
  const { t } = useTranslation('reports');
  const { communities, id, setId } = useCommunityFilter();
  const [code, setCode] = useQueryState('measure', parseAsString.withOptions({ history: 'push' }));
  const [span, setSpan] = useQueryState('days', parseAsStringLiteral(SPANS).withDefault('30').withOptions({ history: 'push' }));
  const measure = measures.find((one) => one.code === code) ?? measures[0];
  const to = isoDay();
  const from = daysAfter(to, 1 - Number(span));
  const reading = useData(OwnFiguresDocument, { measure: measure?.code ?? '', from, to, communityIds: id ? [id] : null }, { pause: !measure });
  if (!measure) return null;
  return (
    <>
      <div className="card filters" role="search" aria-label={t('shared:list.filters')} style={{ marginBottom: 16 }}>
        <Select aria-label={t('measure')} showSearch={{ optionFilterProp: 'label' }} style={{ minWidth: 260 }} value={measure.code} onChange={(next) => void setCode(next)} options={measures.map((one) => ({ value: one.code, label: one.name }))} />
        <CommunitySelect communities={communities} value={id} onChange={(next) => void setId(next)} />
        <span className="grow" />
        <Segmented value={span} onChange={(next) => void setSpan(next)} options={SPANS.map((value) => ({ value, label: t('days', { days: value }) }))} />
      </div>
      <States of={reading} rows={10}>{(data) => <Shown of={data.ownFigures} measure={measure} />}</States>
    </>
  );
}

function Shown({ of, measure }: { of: Report; measure: Measure }) {
  const { t } = useTranslation('reports');
  const unit = measure.unit.code;
  const points = of.series;
  const option = useMemo(
    () => ({
      xAxis: { type: 'category', data: points.map((one) => day(one.on)), axisTick: { show: false } },
      yAxis: { type: 'value', name: measure.unit.name, minInterval: points.every((one) => Number.isInteger(one.value ?? 0)) ? 1 : 0, axisLabel: { formatter: (value: number) => said(value, unit) } },
      tooltip: { trigger: 'axis', confine: true, valueFormatter: (value: unknown) => said(typeof value === 'number' ? value : null, unit) },
      series: [{ name: measure.name, type: measure.kind === 'LEVEL' ? 'line' : 'bar', data: points.map((one) => one.value), showSymbol: false, smooth: false, barMaxWidth: 18 }],
    }),
    [points, measure, unit],
  );
  const rows = of.communities.edges.map(({ node }) => ({ id: node.community?.id ?? '', name: node.community?.name ?? '', value: node.value ?? null })).toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const most = Math.max(...rows.map((one) => Math.abs(one.value ?? 0)), 0) || 1;
  const nameOf = (values: readonly string[]): string => values.map((value, index) => measure.by[index]?.values.find((one) => one.code === value)?.name ?? value).join(' · ');
  const valueTitle = t('valueIn', { unit: measure.unit.name });
  const exportIt = (): void =>
    saveSheet(`${measure.code}-${of.from}-${of.to}`, [
      [measure.name, measure.unit.name, of.countedAt ? dateTime(of.countedAt) : ''],
      [t('day'), valueTitle],
      ...points.map((one) => [one.on, one.value]),
      [],
      [t('community'), valueTitle],
      ...rows.map((one) => [one.name, one.value]),
      ...(of.cells.length > 0 ? [[], [t('part'), valueTitle], ...of.cells.map((one) => [nameOf(one.values), one.value])] : []),
    ]);
  return (
    <div className="report">
      <section className="card" aria-label={measure.name}>
        <div className="card-head">
          <h2>{measure.name}</h2>
          <span className="grow" />
          <Button icon={<DownloadOutlined />} onClick={exportIt}>{t('export')}</Button>
        </div>
        <p className="big num">{said(of.value, unit)}<small>{measure.unit.name}</small></p>
        <p className="muted num" style={{ margin: '0 0 12px' }}>{t('span', { from: date(of.from), to: date(of.to) })} · {of.countedAt ? t('counted', { at: dateTime(of.countedAt) }) : t('uncounted')}</p>
        <Chart label={measure.name} option={option} rows={points} rowKey="on" columns={[{ title: t('day'), render: (_, row) => date(row.on) }, { title: valueTitle, align: 'right', render: (_, row) => <span className="num">{said(row.value, unit)}</span> }]} />
        <dl className="facts" style={{ marginTop: 16 }}>
          <dt>{t('definition')}</dt><dd>{measure.definition}</dd>
          <dt>{t('source')}</dt><dd>{measure.source}</dd>
        </dl>
      </section>
      <section className="card" aria-label={t('byCommunity')}>
        <div className="card-head"><h2>{t('byCommunity')}</h2></div>
        {rows.length === 0 ? <p className="muted" style={{ margin: 0 }}>{t('uncounted')}</p> : (
          <ul className="plain-list bars">
            {rows.map((one) => (
              <li key={one.id}>
                <span>{one.name}</span>
                <b className="num">{said(one.value, unit)}</b>
                <span className="bar" aria-hidden><span style={{ width: `${(Math.abs(one.value ?? 0) / most) * 100}%` }} /></span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {of.cells.length > 0 && (
        <section className="card flush" aria-label={t('parts')}>
          <div className="card-head"><h2>{t('parts')}</h2></div>
          <WideTable aria-label={t('parts')} size="small" rowKey={(row) => row.values.join('|')} dataSource={[...of.cells]} scroll={{ x: 'max-content' }} columns={[{ title: measure.by.map((one) => one.name).join(' · ') || t('part'), render: (_, row) => nameOf(row.values) }, { title: valueTitle, align: 'right', render: (_, row) => <span className="num">{said(row.value, unit)}</span> }]} />
        </section>
      )}
    </div>
  );
}
