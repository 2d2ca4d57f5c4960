import { FileTextOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'party:oversee';

export const feature: Feature = {
  pages: [{ path: 'brief', page: lazy(() => import('./Brief')), needs, menu: { label: 'brief:menu', icon: <FileTextOutlined />, group: 'work', order: 60 } }],
};
