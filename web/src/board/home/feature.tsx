import { lazy } from 'react';
import type { Feature } from '../../core/features';

export const feature: Feature = { pages: [{ path: '', page: lazy(() => import('./Home')) }] };
