import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, separator } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { EndStationWorkerDocument } from './acts.gen';
import { StationsDocument, type StationsQuery } from './casework.gen';

const StationModal = dialog(() => import('./StationModal'));
const WorkerModal = dialog(() => import('./WorkerModal'));
type Station = StationsQuery['stations']['edges'][number]['node'];

/** The operator's stations: whom they serve, and who works there. */
export default function Stations() {
  const { t } = useTranslation('casework');
  const { message, modal } = App.useApp();
  const may = useMay();
  const paging = usePaging();
  const [isOpening, setIsOpening] = useState(false);
  const [changing, setChanging] = useState<Station | null>(null);
  const [adding, setAdding] = useState<Station | null>(null);
  const [end] = useAct(EndStationWorkerDocument);
  const reading = useData(StationsDocument, paging.variables);
  const mayManage = may('casework:manage_stations');
  const ask = (station: Station, worker: Station['workers'][number]): void =>
    void modal.confirm({
      title: t('stationOf.endOf', { name: worker.name, station: station.name }),
      content: t('stationOf.endHint'),
      okText: t('stationOf.end'),
      okButtonProps: { danger: true },
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await end({ input: { workerId: worker.id } });
        if (outcome.ok) reading.again();
        void (outcome.ok ? message.success(t('done')) : message.error(outcome.problem.message));
      },
    });
  return (
    <Page title={t('stationOf.title')} lead={t('stationOf.lead')} acts={mayManage && <Button type="primary" onClick={() => setIsOpening(true)}>{t('stationOf.open')}</Button>}>
      <States of={reading} isEmpty={(data) => data.stations.edges.length === 0} empty={<section className="card"><Nothing title={t('stationOf.none')} hint={t('stationOf.noneHint')} /></section>}>
        {(data) => (
          <div className="stack">
            {data.stations.edges.map(({ node }) => (
              <section key={node.id} className="card" aria-label={node.name}>
                <div className="card-head"><h2>{node.name}</h2><span className="grow" />{mayManage && <Button size="small" onClick={() => setChanging(node)}>{t('stationOf.change')}</Button>}{mayManage && <Button size="small" onClick={() => setAdding(node)}>{t('stationOf.add')}</Button>}</div>
                <dl className="facts" style={{ marginBottom: 12 }}>
                  <dt>{t('stationOf.serves')}</dt><dd>{node.communities.map((one) => one.name).join(separator())}</dd>
                  <dt>{t('stationOf.reached')}</dt><dd className="num">{[node.phone, node.address, node.hours].filter(Boolean).join(' · ') || t('stationOf.unsaid')}</dd>
                </dl>
                <ul className="plain-list rows">
                  {node.workers.map((one) => (
                    <li key={one.id}>
                      <span className="who grow"><b>{one.name}</b><small className="num">{t('stationOf.since', { date: date(one.startedAt) })}</small></span>
                      <Tag tone={one.role === 'SUPERVISOR' ? 'accent' : 'plain'}>{t(`stationRoles.${one.role}`)}</Tag>
                      {mayManage && <Button size="small" type="link" danger onClick={() => ask(node, one)}>{t('stationOf.end')}</Button>}
                    </li>
                  ))}
                </ul>
              </section>
            ))}
            <Pager paging={paging} found={data.stations} />
          </div>
        )}
      </States>
      <StationModal open={isOpening} station={null} onClose={() => setIsOpening(false)} onDone={reading.again} />
      <StationModal open={changing !== null} station={changing} onClose={() => setChanging(null)} onDone={reading.again} />
      <WorkerModal station={adding} onClose={() => setAdding(null)} onDone={reading.again} />
    </Page>
  );
}
