import { ShopOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'stations', page: lazy(() => import('./Stations')), needs: 'party:keep_stations', menu: { label: 'stations:menu', icon: <ShopOutlined />, group: 'together', order: 55 } },
    { path: 'stations/:id', page: lazy(() => import('./Station')), needs: 'party:keep_stations' },
  ],
};
