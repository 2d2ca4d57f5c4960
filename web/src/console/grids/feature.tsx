import { ApartmentOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'grids', page: lazy(() => import('./Grids')), needs: 'grids:manage', menu: { label: 'grids:menu', icon: <ApartmentOutlined />, group: 'work', order: 20 } },
    { path: 'grids/:id', page: lazy(() => import('./Grid')), needs: 'grids:manage' },
  ],
};
