import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'figures', page: lazy(() => import('./Figures')), menu: { label: 'figures:menu', icon: null, group: 'work', order: 20 } },
    { path: 'figures/:code', page: lazy(() => import('./Figure')) },
  ],
};
