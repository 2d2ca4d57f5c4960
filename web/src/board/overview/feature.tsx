import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = { pages: [{ path: '', page: lazy(() => import('./Overview')), menu: { label: 'overview:menu', icon: null, group: 'work', order: 10 } }] };
