import { BankOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'partners:view';

export const feature: Feature = {
  pages: [{ path: 'partners', page: lazy(() => import('./Partners')), needs, menu: { label: 'partners:menu', icon: <BankOutlined />, group: 'together', order: 50 } }],
};
