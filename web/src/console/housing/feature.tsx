import { BankOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'communities', page: lazy(() => import('./Communities')), needs: 'housing:view', menu: { label: 'housing:menu', icon: <BankOutlined />, group: 'living', order: 60 } },
    { path: 'communities/:id', page: lazy(() => import('./Community')), needs: 'housing:view' },
  ],
  today: [{ card: lazy(() => import('./OccupancyCard')), needs: 'housing:view', order: 0, wide: true }],
};
