import { FileExcelOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Feature } from '../../core/features';

const needs = 'housing:import_roster';
const there = (id: string): string => `/rosters/${encodeURIComponent(id)}`;

export const feature: Feature = {
  pages: [
    { path: 'rosters', page: lazy(() => import('./Rosters')), needs, menu: { label: 'rosters:menu', icon: <FileExcelOutlined />, group: 'living', order: 45 } },
    { path: 'rosters/:id', page: lazy(() => import('./Roster')), needs },
  ],
  notices: { ROSTER_PREVIEWED: there, ROSTER_APPLIED: there, ROSTER_REFUSED: there },
};
