import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'months', page: lazy(() => import('./Months')), menu: { label: 'months:menu', icon: null, group: 'work', order: 50 } },
    { path: 'months/:id', page: lazy(() => import('./Month')) },
  ],
};
