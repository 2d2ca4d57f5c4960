import { TeamOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [
    { path: 'residents', page: lazy(() => import('./Residents')), needs: 'housing:view_residents', menu: { label: 'residents:menu', icon: <TeamOutlined />, group: 'living', order: 20 } },
    { path: 'residents/:id', page: lazy(() => import('./Resident')), needs: 'housing:view_residents' },
  ],
};
