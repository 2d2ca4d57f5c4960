import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = { pages: [{ path: 'services', page: lazy(() => import('./Services')) }] };
