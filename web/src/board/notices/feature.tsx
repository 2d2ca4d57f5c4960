import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'party:view_notices';

export const feature: Feature = { pages: [{ path: 'notices', page: lazy(() => import('./Notices')), needs, menu: { label: 'notices:menu', icon: null, group: 'work', order: 35 } }] };
