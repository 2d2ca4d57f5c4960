import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = { pages: [{ path: 'forms', page: lazy(() => import('./Forms')), menu: { label: 'forms:menu', icon: null, group: 'work', order: 60 } }] };
