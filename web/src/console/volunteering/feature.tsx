import { TeamOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'party:run_activities';

export const feature: Feature = {
  pages: [
    { path: 'activities', page: lazy(() => import('./Activities')), needs, menu: { label: 'volunteering:menu', icon: <TeamOutlined />, group: 'together', order: 45 } },
    { path: 'activities/:id', page: lazy(() => import('./Activity')), needs },
  ],
};
