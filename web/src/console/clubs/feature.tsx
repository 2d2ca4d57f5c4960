import { TeamOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'clubs:view';

export const feature: Feature = {
  pages: [
    { path: 'clubs', page: lazy(() => import('./Clubs')), needs, menu: { label: 'clubs:menu', icon: <TeamOutlined />, group: 'together', order: 46 } },
    { path: 'clubs/:id', page: lazy(() => import('./Club')), needs },
  ],
};
