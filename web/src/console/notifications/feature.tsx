import { BellOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: 'notifications', page: lazy(() => import('./Notifications')), needs: 'messaging:read', menu: { label: 'notifications:menu', icon: <BellOutlined />, group: 'work', order: 90 } }],
};
