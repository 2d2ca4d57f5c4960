import { BulbOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'proposals:review';

export const feature: Feature = {
  pages: [
    { path: 'proposals', page: lazy(() => import('./Proposals')), needs, menu: { label: 'proposals:menu', icon: <BulbOutlined />, group: 'together', order: 30 } },
    { path: 'proposals/:id', page: lazy(() => import('./Proposal')), needs },
  ],
  today: [
    { card: lazy(() => import('./Owed')), needs, order: 30 },
    { card: lazy(() => import('./Poor')), needs: 'proposals:answer', order: 31 },
  ],
};
