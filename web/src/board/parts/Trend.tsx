/** A line over days, and the same as a table for whoever cannot see it. */
import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { date, dateTime, day } from '../../core/format';

use([LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

export interface Point {
  on: string;
  value: number | null;
}

interface Shown {
  label: string;
  unit: string;
  points: readonly Point[];
  /** When one of them last changed. */
  updatedAt: string | null | undefined;
  /** How a value is written. */
  write: (value: number) => string;
  height?: number;
}

export function Trend({ label, unit, points, updatedAt, write, height = 180 }: Shown) {
  const { t, i18n } = useTranslation('overview');
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    if (!place.current) return;
    const made = init(place.current);
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption({
      animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      grid: { left: 8, right: 12, top: 30, bottom: 4, containLabel: true },
      textStyle: { fontFamily: 'inherit' },
      tooltip: { trigger: 'axis', backgroundColor: '#10212e', borderColor: '#2a4c61', textStyle: { color: '#dce9f2' }, valueFormatter: (value: unknown) => (typeof value === 'number' ? `${write(value)} ${unit}` : t('hidden')) },
      xAxis: { type: 'category', data: points.map((point) => day(point.on)), axisLine: { lineStyle: { color: '#35566a' } }, axisTick: { show: false }, axisLabel: { color: '#a9bfcd', fontSize: 12 }, boundaryGap: false },
      yAxis: { type: 'value', scale: true, name: unit, nameTextStyle: { color: '#a9bfcd', align: 'left' }, splitNumber: 3, splitLine: { lineStyle: { color: '#1b3545' } }, axisLabel: { color: '#a9bfcd', fontSize: 12, formatter: (value: number) => write(value) } },
      series: [{ name: label, type: 'line', data: points.map((point) => point.value), showSymbol: false, connectNulls: false, lineStyle: { width: 2.5, color: '#6fd0bd' }, itemStyle: { color: '#6fd0bd' }, areaStyle: { color: 'rgba(111,208,189,.12)' } }],
    });
  }, [label, unit, points, write, t, i18n.language]);
  return (
    <figure className="trend-figure">
      <div ref={place} style={{ height }} aria-hidden="true" />
      <figcaption><i aria-hidden />{`${label}（${unit}）`}<span className="grow" />{updatedAt && t('shared:chart.updated', { time: dateTime(updatedAt) })}</figcaption>
      <details className="as-table">
        <summary>{t('asTable')}</summary>
        <div className="as-table-scroll" tabIndex={0} role="region" aria-label={label}>
          <table>
            <caption className="unseen">{label}</caption>
            <thead><tr><th scope="col">{t('on')}</th><th scope="col">{`${label}（${unit}）`}</th></tr></thead>
            <tbody>{points.toReversed().map((point) => <tr key={point.on}><th scope="row">{date(point.on)}</th><td>{point.value === null ? t('hidden') : write(point.value)}</td></tr>)}</tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
