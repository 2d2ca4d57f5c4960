import { IdcardOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: 'staff', page: lazy(() => import('./Staff')), needs: 'accounts:manage_staff', menu: { label: 'staff:menu', icon: <IdcardOutlined />, group: 'settings', order: 10 } }],
};
