import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = { pages: [{ path: 'quality', page: lazy(() => import('./Quality')), menu: { label: 'quality:menu', icon: null, group: 'work', order: 40 } }] };
