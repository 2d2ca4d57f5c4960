import { useEffect, useMemo, useRef, useState } from 'react';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSubscription } from 'urql';
import { useData } from '../../core/data/useData';
import { date, dateTime, dayTime, daysAfter, isoDay, number, percent, time } from '../../core/format';
import { Frame } from '../parts/Frame';
import { Panel } from '../parts/Panel';
import { Trend } from '../parts/Trend';
import { isShare, signed, write } from '../parts/written';
import { HexMap } from './HexMap';
import { BoardOverviewDocument, DistrictNewsDocument, type BoardOverviewQuery, type DistrictNewsSubscription } from './overview.gen';
import './overview.css';

type Figure = BoardOverviewQuery['district']['summary']['figures'][number];
const KEY = ['housing.communities', 'housing.units', 'housing.residents', 'housing.beds', 'housing.beds_planned', 'housing.occupancy_rate'] as const;
const ON_MAP = ['housing.residents', 'housing.communities', 'housing.units', 'housing.beds', 'housing.beds_occupied', 'housing.arrivals'] as const;
const DAYS = 89;
const TOLD = 6;

/** The screen that the district's guests see: how much, where, how governed, and what has just changed. */
export default function Overview() {
  const { t } = useTranslation('overview');
  const [measure, setMeasure] = useQueryState('measure', parseAsString.withDefault('housing.residents'));
  const today = isoDay();
  const reading = useData(BoardOverviewDocument, { measure, from: daysAfter(today, -DAYS), to: today });
  const news = useNews(reading.again);
  const district = reading.kind === 'data' ? reading.data.district : null;
  const all = district?.summary.figures ?? [];
  const chosen = all.find((one) => one.measure.code === measure);
  const values = useMemo(() => new Map(district?.ranking.map((rank) => [rank.group.key, rank.value])), [district]);
  const asOf = district && t('asOf', { date: date(district.summary.asOf) });
  const name = chosen?.measure.name ?? '';
  const unit = chosen?.measure.unit ?? { code: '', name: '' };
  return (
    <Frame title={t('title')} lead={district && `${asOf ?? ''}${district.summary.changedAt ? ` · ${t('updatedAt', { time: dateTime(district.summary.changedAt) })}` : ''}`} tools={<FullScreen />}>
      <KeyFigures all={all} isLoading={reading.kind === 'loading'} />
      <div className="overview">
        <Panel title={t('modes')} aside={asOf} of={reading} className="modes">{(data) => <Modes of={data.district.coverage} />}</Panel>
        <Panel title={t('ticker')} of={reading} className="ticker">{() => <Ticker news={news} />}</Panel>
        <Panel title={t('map')} aside={asOf} of={reading} className="map" tools={<Measures all={all} measure={measure} choose={setMeasure} />}>
          {() => <HexMap label={`${t('map')} ${name}`} unit={unit} values={values} />}
        </Panel>
        <Panel title={`${t('trend')} · ${name}`} aside={asOf} of={reading} className="trend" isEmpty={(data) => !data.district.series[0]?.points.length}>
          {(data) => <Drawn of={data.district} name={name} unit={unit} />}
        </Panel>
        <Panel title={`${t('ranking')} · ${name}`} aside={asOf} of={reading} className="ranking">{(data) => <Ranking ranks={data.district.ranking} unit={unit} />}</Panel>
        <Panel title={t('operators')} aside={asOf} of={reading} className="operators">{(data) => <Operators of={data.district.quality} />}</Panel>
      </div>
    </Frame>
  );
}

function Measures({ all, measure, choose }: { all: readonly Figure[]; measure: string; choose: (code: string) => unknown }) {
  const { t } = useTranslation('overview');
  return (
    <label className="board-select">
      <span className="unseen">{t('measure')}</span>
      <select value={measure} onChange={(event) => void choose(event.target.value)}>
        {all.filter((one) => (ON_MAP as readonly string[]).includes(one.measure.code)).map((one) => <option key={one.measure.code} value={one.measure.code}>{`${one.measure.name}（${one.measure.unit.name}）`}</option>)}
      </select>
    </label>
  );
}

function FullScreen() {
  const { t } = useTranslation('overview');
  const [isFull, setIsFull] = useState(false);
  useEffect(() => {
    const look = (): void => setIsFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  if (!document.fullscreenEnabled) return null;
  return <button type="button" className="board-button" onClick={() => void (isFull ? document.exitFullscreen() : document.documentElement.requestFullscreen())}>{t(isFull ? 'leaveFull' : 'fullScreen')}</button>;
}

interface News {
  version: string;
  at: string;
  name: string;
  change: number;
  value: number;
  unit: { code: string; name: string };
}

/** What changed while one looked on, the newest first; whatever is shown is read again with it. */
function useNews(again: () => void): readonly News[] {
  const [told, setTold] = useState<readonly News[]>([]);
  const before = useRef(new Map<string, number>());
  const latest = useRef(again);
  useEffect(() => void (latest.current = again));
  const [{ data }] = useSubscription<DistrictNewsSubscription>({ query: DistrictNewsDocument });
  const update = data?.districtUpdated;
  useEffect(() => {
    if (!update) return;
    const isFirst = before.current.size === 0;
    const found: News[] = [];
    for (const { measure, value } of update.figures) {
      if (value === null) continue;
      const was = before.current.get(measure.code);
      before.current.set(measure.code, value);
      if (was !== undefined && was !== value && !isShare(measure.unit.code)) found.push({ version: update.version, at: update.changedAt ?? '', name: measure.name, change: value - was, value, unit: measure.unit });
    }
    if (isFirst) return;
    setTold((old) => [...found, ...old].slice(0, TOLD));
    latest.current();
  }, [update]);
  return told;
}

function KeyFigures({ all, isLoading }: { all: readonly Figure[]; isLoading: boolean }) {
  const { t } = useTranslation('overview');
  return (
    <dl className="key-figures" aria-busy={isLoading}>
      {KEY.map((code) => {
        const figure = all.find((one) => one.measure.code === code);
        const unit = figure?.measure.unit.code ?? '';
        const change = figure?.value != null && figure.previous != null ? figure.value - figure.previous : null;
        return (
          <div key={code}>
            <dt>{figure ? <Link to={`/figures/${code}`} title={figure.measure.definition}>{figure.measure.name}</Link> : '…'}</dt>
            <dd>
              <b>{figure?.value == null ? '–' : write(figure.value, unit)}</b>
              {figure && !isShare(unit) && <small>{figure.measure.unit.name}</small>}
            </dd>
            <dd className="change">{change === null ? ' ' : t('sinceMonth', { change: signed(change, unit) })}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function Modes({ of }: { of: BoardOverviewQuery['district']['coverage'] }) {
  const { t } = useTranslation('overview');
  const most = Math.max(1, ...of.modes.map((one) => one.communities));
  return (
    <>
      <p className="mode-lead">{t('governed', { count: of.governed, rate: percent(of.rate) })}</p>
      <ul className="bars">
        {of.modes.map((one) => (
          <li key={one.mode.key}>
            <span>{one.mode.name}</span>
            <b>{t('communities', { count: one.communities, replace: { count: number(one.communities) } })}</b>
            <i aria-hidden><i className={one.mode.key === 'AREA_GRID' ? 'other' : undefined} style={{ width: `${(one.communities / most) * 100}%` }} /></i>
            <small>{`${t('residents', { count: one.residents, replace: { count: number(one.residents) } })} · ${percent(one.share)}`}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

function Drawn({ of, name, unit }: { of: BoardOverviewQuery['district']; name: string; unit: { code: string; name: string } }) {
  const how = useMemo(() => (value: number) => write(value, unit.code), [unit.code]);
  return <Trend label={name} unit={unit.name} points={of.series[0]?.points ?? []} updatedAt={of.summary.changedAt} write={how} />;
}

function Ranking({ ranks, unit }: { ranks: BoardOverviewQuery['district']['ranking']; unit: { code: string; name: string } }) {
  const { t } = useTranslation('overview');
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('ranking')}>
      <table className="board-table">
        <thead><tr><th scope="col">{t('place')}</th><th scope="col">{t('who')}</th><th scope="col" className="end">{unit.name}</th><th scope="col" className="end">{t('change')}</th></tr></thead>
        <tbody>
          {ranks.map((rank) => (
            <tr key={rank.group.key}>
              <td>{rank.place}</td>
              <th scope="row"><Link to={`/communities?subdistrict=${rank.group.key}`}>{rank.group.name}</Link></th>
              <td className="end">{rank.value === null ? t('hidden') : write(rank.value, unit.code)}</td>
              <td className="end">{rank.value !== null && rank.previous !== null ? signed(rank.value - rank.previous, unit.code) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Operators({ of }: { of: BoardOverviewQuery['district']['quality'] }) {
  const { t } = useTranslation('overview');
  return (
    <ul className="bars operators">
      {of.operators.map((one) => (
        <li key={one.operator.key}>
          <span><Link to={`/communities?operator=${one.operator.key}`}>{one.operator.name}</Link></span>
          <b>{t('score', { score: Math.round(one.score) })}</b>
          <i aria-hidden><i style={{ width: `${one.score}%` }} /></i>
          <small className={one.isSilent ? 'silent' : undefined}>{one.isSilent ? t('silent') : one.lastActiveAt ? t('active', { time: dayTime(one.lastActiveAt) }) : t('never')}</small>
        </li>
      ))}
    </ul>
  );
}

function Ticker({ news }: { news: readonly News[] }) {
  const { t } = useTranslation('overview');
  if (news.length === 0) return <p className="panel-note">{t('quiet')}</p>;
  return (
    <ol className="told" aria-live="polite">
      {news.map((one) => <li key={`${one.version}${one.name}`}><time>{one.at && time(one.at)}</time>{t('moved', { name: one.name, change: signed(one.change, one.unit.code), value: write(one.value, one.unit.code), unit: one.unit.name })}</li>)}
    </ol>
  );
}
