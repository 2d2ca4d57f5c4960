import { IdcardOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'mentors:view';

export const feature: Feature = {
  pages: [{ path: 'mentors', page: lazy(() => import('./Mentors')), needs, menu: { label: 'mentors:menu', icon: <IdcardOutlined />, group: 'together', order: 47 } }],
};
