import { CalendarOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: 'meetings', page: lazy(() => import('./Meetings')), needs: 'party:oversee', menu: { label: 'meetings:menu', icon: <CalendarOutlined />, group: 'together', order: 50 } }],
};
