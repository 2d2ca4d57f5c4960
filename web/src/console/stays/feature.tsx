import { KeyOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'housing:check_in';

export const feature: Feature = {
  pages: [{ path: 'stays', page: lazy(() => import('./Stays')), needs: 'housing:view_residents', menu: { label: 'stays:menu', icon: <KeyOutlined />, group: 'living', order: 30 } }],
  today: [
    { card: lazy(() => import('./today/Arriving')), needs, order: 10 },
    { card: lazy(() => import('./today/Leaving')), needs, order: 11 },
    { card: lazy(() => import('./today/Unregistered')), needs, order: 12 },
  ],
};
