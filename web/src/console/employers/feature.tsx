import { ShopOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: 'employers', page: lazy(() => import('./Employers')), needs: 'housing:view_allotments', menu: { label: 'employers:menu', icon: <ShopOutlined />, group: 'living', order: 50 } }],
};
