import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export type Option = echarts.EChartsCoreOption;

const STYLE = { textStyle: { fontFamily: 'inherit', fontSize: 13, color: '#3c4745' }, color: ['#1f5d57', '#c08a2e', '#b3261e', '#3c5a80', '#8aa39f'], grid: { left: 48, right: 24, top: 44, bottom: 32 } };

export default function Drawing({ option, label, height }: { option: Option; label: string; height: number }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts | null>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const made = (chart.current = echarts.init(host.current, null));
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(host.current);
    return () => {
      watcher.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.current?.setOption({ animation: !isStill, legend: { top: 4, icon: 'roundRect' }, tooltip: { trigger: 'axis', confine: true }, ...STYLE, ...option }, { notMerge: true });
  }, [option]);
  return <div ref={host} role="img" aria-label={label} style={{ height }} />;
}
