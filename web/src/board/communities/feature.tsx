import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = { pages: [{ path: 'communities', page: lazy(() => import('./Communities')), menu: { label: 'communities:menu', icon: null, group: 'work', order: 30 } }] };
