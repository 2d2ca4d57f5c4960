import { AuditOutlined, ReadOutlined, HomeOutlined, SafetyOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import { toWhole, type Feature } from '../../core/features';

const needs = 'casework:know_of_cases';
const caseOf = toWhole('/cases', 'Case', 'case_id');
const waiting = (): string => '/case-decisions';

export const feature: Feature = {
  pages: [
    { path: 'help-requests', page: lazy(() => import('./Help')), needs, menu: { label: 'casework:helpMenu', icon: <SafetyOutlined />, group: 'care', order: 10 } },
    { path: 'help-requests/:id/reads', page: lazy(() => import('./HelpReads')), needs: 'casework:supervise' },
    { path: 'cases', page: lazy(() => import('./Cases')), needs, menu: { label: 'casework:menu', icon: <ReadOutlined />, group: 'care', order: 11 } },
    { path: 'cases/:id', page: lazy(() => import('./case/Case')), needs },
    { path: 'case-decisions', page: lazy(() => import('./Decisions')), needs, menu: { label: 'casework:decisionsMenu', icon: <AuditOutlined />, group: 'care', order: 12 } },
    { path: 'stations', page: lazy(() => import('./Stations')), needs: 'casework:view_stations', menu: { label: 'casework:stationsMenu', icon: <HomeOutlined />, group: 'care', order: 20 } },
  ],
  today: [{ card: lazy(() => import('./TodayCases')), needs, order: 15 }],
  notices: {
    HELP_REQUESTED: () => '/help-requests',
    CASE_ASSIGNED: caseOf,
    CASE_APPROVAL_REQUESTED: waiting,
    CASE_APPROVAL_DECIDED: caseOf,
    CASE_TRANSFER_REQUESTED: waiting,
    CASE_TRANSFER_DECIDED: () => '/cases',
    CASE_GLASS_BROKEN: caseOf,
    CASE_CRISIS_RAISED: caseOf,
    CASE_CRISIS_VISIT_LATE: caseOf,
    CASE_CRISIS_NOTICE_LATE: caseOf,
    CASE_CRISIS_UNVISITED: caseOf,
    CASE_PERSON_MOVED_OUT: caseOf,
    CONSENT_WITHDRAWN: caseOf,
  },
};
