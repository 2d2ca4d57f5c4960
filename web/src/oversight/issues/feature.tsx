import { AlertOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'issues:oversee';

export const feature: Feature = {
  pages: [
    { path: 'issues', page: lazy(() => import('./Issues')), needs, menu: { label: 'issues:menu', icon: <AlertOutlined />, group: 'work', order: 10 } },
    { path: 'issues/:id', page: lazy(() => import('./Issue')), needs },
  ],
  today: [{ card: lazy(() => import('./DueFirst')), needs, order: 10 }],
};
