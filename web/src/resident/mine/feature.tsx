import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'mine', page: lazy(() => import('./Mine')) },
    { path: 'mine/data', page: lazy(() => import('./MyData')), needs: 'housing:view_residents' },
    { path: 'mine/settings', page: lazy(() => import('./Settings')) },
  ],
};
