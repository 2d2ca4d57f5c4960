import { AppstoreAddOutlined, CalendarOutlined, CheckSquareOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const desk = ['spaces:decide', 'spaces:check_in'];

export const feature: Feature = {
  pages: [
    { path: 'booking-board', page: lazy(() => import('./board/Board')), needs: 'spaces:block', menu: { label: 'spaces:boardMenu', icon: <CalendarOutlined />, group: 'together', order: 10 } },
    { path: 'bookings', page: lazy(() => import('./desk/Desk')), needs: desk, menu: { label: 'spaces:desk', icon: <CheckSquareOutlined />, group: 'together', order: 20 } },
    { path: 'spaces', page: lazy(() => import('./Spaces')), needs: 'spaces:view', menu: { label: 'spaces:menu', icon: <AppstoreAddOutlined />, group: 'together', order: 30 } },
    { path: 'spaces/:id', page: lazy(() => import('./Space')), needs: 'spaces:view' },
  ],
};
