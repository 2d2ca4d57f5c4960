import { BarChartOutlined, CalendarOutlined, CheckSquareOutlined, SolutionOutlined, TeamOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import { toWhole, type Feature } from '../../core/features';

const needs = 'casework:work_on_cases';
const groupOf = toWhole('/station-groups', 'StationGroup', 'group_id');

export const feature: Feature = {
  pages: [
    { path: 'my-work', page: lazy(() => import('./MyWork')), needs, menu: { label: 'station:workMenu', icon: <CheckSquareOutlined />, group: 'care', order: 9 } },
    { path: 'services', page: lazy(() => import('./Services')), needs: 'casework:record_services', menu: { label: 'station:servicesMenu', icon: <SolutionOutlined />, group: 'care', order: 13 } },
    { path: 'services/:id/reads', page: lazy(() => import('./ServiceReads')), needs: 'casework:supervise' },
    { path: 'station-groups', page: lazy(() => import('./groups/Groups')), needs, menu: { label: 'station:groupsMenu', icon: <TeamOutlined />, group: 'care', order: 14 } },
    { path: 'station-groups/:id', page: lazy(() => import('./groups/Group')), needs },
    { path: 'station-activities', page: lazy(() => import('./Activities')), needs: 'casework:record_services', menu: { label: 'station:activitiesMenu', icon: <CalendarOutlined />, group: 'care', order: 15 } },
    { path: 'station-figures', page: lazy(() => import('./Figures')), needs: 'casework:know_of_cases', menu: { label: 'station:figuresMenu', icon: <BarChartOutlined />, group: 'care', order: 16 } },
  ],
  notices: { CASE_GROUP_APPROVAL_REQUESTED: groupOf, CASE_GROUP_APPROVAL_DECIDED: groupOf },
};
