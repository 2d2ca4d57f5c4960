import { lazy } from 'react';
import type { Feature } from '../../core/features';
import { Icon } from '../parts/Icon';

export const feature: Feature = {
  pages: [
    { path: 'stations', page: lazy(() => import('./Stations')), needs: 'party:view_stations' },
    { path: 'stations/:id', page: lazy(() => import('./Station')), needs: 'party:view_stations' },
  ],
  tiles: [{ to: '/stations', label: 'stations:title', hint: 'stations:hint', icon: <Icon name="door" />, needs: 'party:view_stations', order: 76 }],
};
