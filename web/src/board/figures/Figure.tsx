import { useMemo } from 'react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useData } from '../../core/data/useData';
import { date, daysAfter, isoDay, percent } from '../../core/format';
import { AsOf, useAsOf } from '../parts/AsOf';
import { Exports } from '../parts/Exports';
import { Frame } from '../parts/Frame';
import { Panel } from '../parts/Panel';
import { Trend } from '../parts/Trend';
import { signed, write } from '../parts/written';
import { BoardFigureDocument, BoardFigureGroupsDocument, type BoardFigureQuery } from './figures.gen';

const GROUPINGS = ['SUBDISTRICT', 'OPERATOR', 'MODE', 'PRODUCT_TYPE', 'GRID', 'COMMUNITY'] as const;
const YEAR = 365;
const HALF_YEAR = 181;
type Shown = NonNullable<BoardFigureQuery['district']['summary']['figure']>;

/** One measure: what it means, how it went, how the groups stand, of what it is made. */
export default function Figure() {
  const { t } = useTranslation('figures');
  const { code = '' } = useParams();
  const [asOf] = useAsOf();
  const [by, setBy] = useQueryState('by', parseAsStringLiteral(GROUPINGS).withDefault('SUBDISTRICT').withOptions({ history: 'push' }));
  const to = asOf ?? isoDay();
  const reading = useData(BoardFigureDocument, { measure: code, asOf });
  const figure = reading.kind === 'data' ? (reading.data.district.summary.figure ?? undefined) : undefined;
  // What is broken down is told by its parts; groups and days are those of plain measures.
  const isPlain = figure !== undefined && figure.measure.by.length === 0;
  const groups = useData(BoardFigureGroupsDocument, { measure: code, by, asOf, from: daysAfter(to, -YEAR), half: daysAfter(to, -HALF_YEAR), to }, { pause: !isPlain });
  const halfYear = groups.kind === 'data' ? (groups.data.district.halfYear[0]?.total ?? null) : null;
  const unit = figure?.measure.unit ?? { code: '', name: '' };
  const how = useMemo(() => (value: number) => write(value, unit.code), [unit.code]);
  return (
    <Frame title={figure?.measure.name ?? t('title')}>
      <div className="filters" role="search" aria-label={t('shared:list.filters')}>
        <AsOf />
        <label>
          {t('by')}
          <select className="board-input" value={by} onChange={(event) => void setBy(event.target.value as (typeof GROUPINGS)[number])}>
            {GROUPINGS.map((one) => <option key={one} value={one}>{t(`groupings.${one}`)}</option>)}
          </select>
        </label>
        {figure && <Exports of={{ asOf, by, measures: [code] }} what={figure.measure.name} />}
      </div>
      <div className="stack">
        <Panel title={t('definition')} of={reading} isEmpty={() => !figure}>{() => figure && <Definition figure={figure} />}</Panel>
        {figure && (
          <>
            {isPlain && <Panel title={t('year')} aside={halfYear === null ? '' : t('halfYear', { value: how(halfYear) })} of={groups} isEmpty={(data) => !data.district.series[0]?.points.length}>
              {(data) => <Trend label={figure.measure.name} unit={unit.name} points={data.district.series[0]?.points ?? []} updatedAt={reading.kind === 'data' ? reading.data.district.summary.changedAt : null} write={how} height={260} />}
            </Panel>}
            {figure.cells.length > 0 && <Panel title={t('parts')} aside={date(figure.asOf)} of={reading}>{() => <Parts figure={figure} />}</Panel>}
            {isPlain && <Panel title={`${t('ranking')} · ${t(`groupings.${by}`)}`} aside={date(figure.asOf)} of={groups} isEmpty={(data) => data.district.ranking.length === 0}>
              {(data) => (
                <div className="scroll" tabIndex={0} role="region" aria-label={t('ranking')}>
                  <table className="board-table">
                    <thead><tr><th scope="col">{t('overview:place')}</th><th scope="col">{t(`groupings.${by}`)}</th><th scope="col" className="end">{unit.name}</th><th scope="col" className="end">{t('overview:change')}</th><th scope="col" className="end">{t('share')}</th></tr></thead>
                    <tbody>
                      {data.district.ranking.map((rank) => (
                        <tr key={rank.group.key}>
                          <td>{rank.place}</td>
                          <th scope="row">{rank.group.name}</th>
                          <td className="end">{rank.value === null ? t('hidden') : how(rank.value)}</td>
                          <td className="end">{rank.value !== null && rank.previous !== null ? signed(rank.value - rank.previous, unit.code) : ''}</td>
                          <td className="end">{rank.share === null ? '' : percent(rank.share)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </Panel>}
          </>
        )}
      </div>
    </Frame>
  );
}

function Definition({ figure }: { figure: Shown }) {
  const { t } = useTranslation('figures');
  const { measure } = figure;
  return (
    <dl className="facts">
      <dt>{t('value')}</dt><dd><b>{figure.value === null ? '–' : write(figure.value, measure.unit.code)}</b> {measure.unit.name}</dd>
      <dt>{t('time')}</dt><dd>{measure.sensitivity === 'SENSITIVE' && figure.releasedAt ? t('released', { date: date(figure.releasedAt) }) : date(figure.asOf)}</dd>
      <dt>{t('definition')}</dt><dd>{measure.definition}</dd>
      <dt>{t('source')}</dt><dd>{measure.source}</dd>
      <dt>{t('kind')}</dt><dd>{t(`kinds.${measure.kind}`)}</dd>
      <dt>{t('sensitivity')}</dt><dd>{measure.suppression}</dd>
    </dl>
  );
}

function Parts({ figure }: { figure: Shown }) {
  const { t } = useTranslation('figures');
  const { by, unit } = figure.measure;
  const nameOf = (values: readonly string[]): string => values.map((value, index) => by[index]?.values.find((one) => one.code === value)?.name ?? value).join(' · ');
  const most = Math.max(1, ...figure.cells.map((cell) => cell.value ?? 0));
  return (
    <table className="board-table">
      <thead><tr><th scope="col">{by.map((one) => one.name).join(' · ') || t('part')}</th><th scope="col" className="end">{unit.name}</th></tr></thead>
      <tbody>
        {figure.cells.map((cell) => (
          <tr key={cell.values.join()}>
            <th scope="row">{nameOf(cell.values)}</th>
            <td className="end part">
              {cell.value === null ? t('hidden') : write(cell.value, unit.code)}
              <span aria-hidden style={{ width: `${((cell.value ?? 0) / most) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
