import { BarChartOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'polls:view_ballots';

export const feature: Feature = {
  pages: [
    { path: 'polls', page: lazy(() => import('./Polls')), needs, menu: { label: 'polls:menu', icon: <BarChartOutlined />, group: 'together', order: 33 } },
    { path: 'polls/:id', page: lazy(() => import('./Poll')), needs },
  ],
};
