import { ApartmentOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: 'operators', page: lazy(() => import('./Operators')), needs: 'accounts:list_operators', menu: { label: 'operators:menu', icon: <ApartmentOutlined />, group: 'work', order: 10 } }],
};
