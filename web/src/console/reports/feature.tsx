import { BarChartOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: 'reports', page: lazy(() => import('./Reports')), needs: 'dashboard:report', menu: { label: 'reports:menu', icon: <BarChartOutlined />, group: 'records', order: 10 } }],
};
