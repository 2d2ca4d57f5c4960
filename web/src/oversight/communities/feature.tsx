import { BankOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'party:oversee';

export const feature: Feature = {
  pages: [
    { path: 'communities', page: lazy(() => import('./Communities')), needs, menu: { label: 'communities:menu', icon: <BankOutlined />, group: 'work', order: 30 } },
    { path: 'communities/:id', page: lazy(() => import('./Community')), needs },
  ],
  today: [
    { card: lazy(() => import('./Overseen')), needs, order: 5, wide: true },
    { card: lazy(() => import('./Lately')), needs, order: 30, wide: true },
  ],
};
