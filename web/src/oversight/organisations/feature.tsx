import { ApartmentOutlined, SwapOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'organisations', page: lazy(() => import('./Organisations')), needs: 'party:oversee', menu: { label: 'organisations:menu', icon: <ApartmentOutlined />, group: 'together', order: 40 } },
    { path: 'transfers', page: lazy(() => import('./TransfersPage')), needs: 'party:decide_transfer', menu: { label: 'organisations:transfersMenu', icon: <SwapOutlined />, group: 'together', order: 45 } },
  ],
};
