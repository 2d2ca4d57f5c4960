import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { separator } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { CommunitySelect } from '../housing/CommunitySelect';
import { useCommunityFilter } from '../housing/usePlaces';
import { SettingsRoutesDocument, StopRouteDocument } from './settings.gen';
import { useSure } from './useSure';

const PointModal = dialog(() => import('./PointModal'));
const RouteModal = dialog(() => import('./RouteModal'));

/** The rounds that are walked by the week, and the points that they pass. */
export default function Routes() {
  const { t } = useTranslation('settings');
  const sure = useSure();
  const paging = usePaging();
  const { communities, id, setId } = useCommunityFilter();
  const reading = useData(SettingsRoutesDocument, { community: id, ...paging.variables });
  const [adding, setAdding] = useState<'point' | 'route' | null>(null);
  const [stop] = useAct(StopRouteDocument);
  const acts = (
    <>
      <Button onClick={() => setAdding('point')}>{t('routes.addPoint')}</Button>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding('route')}>{t('routes.add')}</Button>
    </>
  );
  return (
    <Page title={t('routes.title')} lead={t('routes.lead')} acts={acts}>
      <section className="card flush" aria-label={t('routes.title')}>
        {communities.length > 1 && <div className="filters" role="search" aria-label={t('shared:list.filters')}><CommunitySelect communities={communities} value={id} onChange={(one) => { paging.first(); void setId(one); }} /></div>}
        <ConnectionTable
          label={t('routes.title')}
          of={reading}
          connection={(data) => data.patrolRoutes}
          paging={paging}
          width={980}
          empty={<Nothing title={t('routes.none')} hint={null} />}
          columns={[
            { title: t('name'), width: 200, render: (_, row) => <span className="who"><b>{row.name}</b><small>{row.community?.name}</small></span> },
            { title: t('routes.weekdays'), width: 170, render: (_, row) => row.weekdays.map((one) => t(`spaces:days.${one}`)).join(separator()) },
            { title: t('routes.hours'), width: 130, render: (_, row) => <span className="num">{`${row.fromTime.slice(0, 5)}–${row.untilTime.slice(0, 5)}`}</span> },
            { title: t('routes.points'), render: (_, row) => row.points.map((one) => one.name).join(' → ') },
            { title: t('routes.walker'), width: 120, render: (_, row) => row.walker?.displayName ?? t('routes.anyone') },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 90, render: (_, row) => <Button size="small" onClick={() => sure(t('routes.stopOf', { name: row.name }), t('routes.stopHint'), t('routes.stop'), () => stop({ input: { routeId: row.id } }), reading.again)}>{t('routes.stop')}</Button> },
          ]}
        />
      </section>
      <PointModal open={adding === 'point'} communityId={id} onClose={() => setAdding(null)} />
      <RouteModal open={adding === 'route'} communityId={id} onClose={() => setAdding(null)} onDone={reading.again} />
    </Page>
  );
}
