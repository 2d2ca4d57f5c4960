import { AppstoreOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = {
  pages: [{ path: 'rooms', page: lazy(() => import('./RoomMap')), needs: ['housing:check_in', 'housing:view_residents'], menu: { label: 'rooms:menu', icon: <AppstoreOutlined />, group: 'living', order: 10 } }],
};
